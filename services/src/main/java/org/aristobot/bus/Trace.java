package org.aristobot.bus;

import java.math.BigDecimal;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.BooleanSupplier;

/**
 * How far one request has come, and when: the source of the answer's {@code timing}; and whether it
 * may go on. Thread rule: one thread, the one that works on the request.
 */
public final class Trace {

  /** Told of every milestone, on the request's own thread, before the next stage begins. */
  @FunctionalInterface
  public interface Listener {
    void reached(Step step, String requestId);
  }

  private static final int MICROS_SCALE = 3;

  private final String requestId;
  private final BooleanSupplier ours;
  private final Listener listener;
  private final EnumMap<Step, Long> nanos = new EnumMap<>(Step.class);

  /**
   * Starts a trace.
   *
   * @param movedNanos {@link System#nanoTime()} when the message was moved
   * @param ours whether no other gateway can have taken the message over
   */
  public Trace(String requestId, long movedNanos, BooleanSupplier ours, Listener listener) {
    this.requestId = requestId;
    this.ours = ours;
    this.listener = listener;
    nanos.put(Step.MOVED, movedNanos);
  }

  /**
   * Whether the request is still this gateway's; asked right before anything is sent. Once it is
   * not, another gateway may be at work on it or has answered it, so that nothing more may be done
   * in its name.
   */
  public boolean isOurs() {
    return ours.getAsBoolean();
  }

  /** For what is done again for the same request: nobody is told how far that has come. */
  public Trace untold() {
    return new Trace(requestId, System.nanoTime(), ours, (_, _) -> {});
  }

  public void reached(Step step) {
    nanos.put(step, System.nanoTime());
    listener.reached(step, requestId);
  }

  /**
   * Milliseconds per stage, with three decimals; stages that were not passed are left out. {@code
   * queue} counts from the move to the start of the work, {@code checks} to the reserved permits,
   * {@code journal} both commits, {@code exchange} the venue.
   */
  public Map<String, BigDecimal> timing(long startedNanos, long nowNanos) {
    Map<String, BigDecimal> timing = new LinkedHashMap<>();
    timing.put("queue", millis(startedNanos - at(Step.MOVED, startedNanos)));
    Long checked = nanos.get(Step.CHECKED);
    if (checked != null) {
      timing.put("checks", millis(checked - startedNanos));
    }
    Long journaled = nanos.get(Step.JOURNALED);
    Long sent = nanos.get(Step.SENT);
    Long settled = nanos.get(Step.SETTLED);
    if (journaled != null && checked != null) {
      long commits = journaled - checked;
      if (settled != null && sent != null) {
        commits += settled - sent;
      }
      timing.put("journal", millis(commits));
    }
    Long before = journaled != null ? journaled : checked;
    if (sent != null && before != null) {
      timing.put("exchange", millis(sent - before));
    }
    timing.put("total", millis(nowNanos - at(Step.MOVED, startedNanos)));
    return timing;
  }

  private long at(Step step, long otherwise) {
    return nanos.getOrDefault(step, otherwise);
  }

  /** Milliseconds as a decimal with three places. */
  public static BigDecimal millis(long nanos) {
    return BigDecimal.valueOf(Math.max(0, nanos) / 1_000, MICROS_SCALE);
  }
}
