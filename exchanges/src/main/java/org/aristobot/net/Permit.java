package org.aristobot.net;

import java.time.Instant;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import org.aristobot.exchange.LedgerState.Draw;
import org.jspecify.annotations.Nullable;

/**
 * The right to send one request, already paid for. It is spent by {@link HttpTransport#send} or
 * given back, never both, never twice. It ends once: given back, lost, or answered.
 */
public final class Permit {

  /**
   * What the venue says is used.
   *
   * @param label of the window; see {@link Quota#label}
   */
  public record Count(String pool, String label, long used) {}

  private final RateLedger ledger;
  private final String id;
  private final @Nullable String key;
  private final List<Draw> draws;
  private final List<Long> windows;
  private final AtomicBoolean spent = new AtomicBoolean();
  private final AtomicBoolean ended = new AtomicBoolean();

  Permit(RateLedger ledger, String id, @Nullable String key, List<Draw> draws, List<Long> windows) {
    this.ledger = ledger;
    this.id = id;
    this.key = key;
    this.draws = draws;
    this.windows = windows;
  }

  String id() {
    return id;
  }

  @Nullable String key() {
    return key;
  }

  List<Draw> draws() {
    return draws;
  }

  List<Long> windows() {
    return windows;
  }

  /**
   * @throws IllegalStateException at the second time
   */
  void spend() {
    if (!spent.compareAndSet(false, true)) {
      throw new IllegalStateException("a permit is spent once");
    }
  }

  /** Gives all of it back: no request reached the venue. */
  public void refund() {
    spent.set(true);
    if (ended.compareAndSet(false, true)) {
      ledger.refund(this);
    }
  }

  /** What is made for sending; if that fails, all of it is given back. */
  public <T> T orRefund(Supplier<T> making) {
    try {
      return making.get();
    } catch (RuntimeException e) {
      refund();
      throw e;
    }
  }

  /** No answer came; the venue may have counted the request. */
  void lost() {
    if (ended.compareAndSet(false, true)) {
      ledger.lost(this);
    }
  }

  /**
   * The venue answered.
   *
   * @param free the pool that it does not count this outcome in; null for none
   * @param counts its own counts, as the answer told them
   */
  public void answered(Instant sent, Instant received, @Nullable String free, List<Count> counts) {
    if (ended.compareAndSet(false, true)) {
      ledger.answered(this, sent, received, free, counts);
    }
  }
}
