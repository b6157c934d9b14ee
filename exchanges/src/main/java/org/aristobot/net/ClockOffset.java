package org.aristobot.net;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The venue's clock, told from ours. Venues forgive a stamp that is late and refuse one that is
 * early, hence two readings: {@link #now} is the best guess, {@link #stamp} is surely not ahead.
 *
 * <p>Thread rule: any thread. The first use, and the first after {@link #distrust}, asks the venue
 * and blocks; later refreshes run beside the caller.
 */
public final class ClockOffset {

  /**
   * One look at the venue's clock.
   *
   * @param sent on our clock, before the question left
   * @param received on our clock, after the answer came
   */
  public record Sample(Instant sent, Instant venue, Instant received) {

    Duration roundTrip() {
      return Duration.between(sent, received);
    }

    /** Venue minus ours, if both ways take equally long. */
    Duration middle() {
      return Duration.between(sent.plus(roundTrip().dividedBy(2)), venue);
    }

    /** Venue minus ours at least: the venue looked at its clock before the answer came. */
    Duration atLeast() {
      return Duration.between(received, venue);
    }
  }

  private record Known(Sample sample, Instant at) {}

  private static final Logger LOG = LoggerFactory.getLogger(ClockOffset.class);
  private static final Duration FRESH = Duration.ofMinutes(10);
  private static final int LOOKS = 3;

  private final InstantSource clock;
  private final Supplier<Sample> look;
  private final ReentrantLock looking = new ReentrantLock();
  private final AtomicBoolean refreshing = new AtomicBoolean();
  private volatile @Nullable Known known;

  /**
   * @param look asks the venue; may throw what the caller of {@link #stamp} shall see
   */
  public ClockOffset(InstantSource clock, Supplier<Sample> look) {
    this.clock = clock;
    this.look = look;
  }

  /** The venue's time as far as it is known; ours until then. Never asks. */
  public Instant now() {
    Known last = known;
    return last == null ? clock.instant() : clock.instant().plus(last.sample().middle());
  }

  /** The venue's time, not ahead of it. */
  public Instant stamp() {
    return clock.instant().plus(trusted().atLeast());
  }

  /** Venue minus ours, asked anew. */
  public Duration measure() {
    return ask().middle();
  }

  /** The venue refused a stamp: ask before the next one. */
  public void distrust() {
    known = null;
  }

  private Sample trusted() {
    Known last = known;
    if (last == null) {
      looking.lock();
      try {
        last = known;
        return last == null ? ask() : last.sample();
      } finally {
        looking.unlock();
      }
    }
    if (Duration.between(last.at(), clock.instant()).abs().compareTo(FRESH) > 0
        && refreshing.compareAndSet(false, true)) {
      Thread.ofVirtual().name("clock-offset").start(this::refresh);
    }
    return last.sample();
  }

  private void refresh() {
    try {
      ask();
    } catch (RuntimeException e) {
      LOG.warn("The venue's clock could not be read; the last offset stays: {}", e.getMessage());
    } finally {
      refreshing.set(false);
    }
  }

  private Sample ask() {
    Sample best = look.get();
    try {
      for (int i = 1; i < LOOKS; i++) {
        Sample next = look.get();
        best = next.roundTrip().compareTo(best.roundTrip()) < 0 ? next : best;
      }
    } catch (RuntimeException e) {
      LOG.debug("One look at the venue's clock must do: {}", e.getMessage());
    }
    known = new Known(best, clock.instant());
    return best;
  }
}
