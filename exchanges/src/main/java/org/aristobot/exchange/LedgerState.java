package org.aristobot.exchange;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What is used of the limits of one venue: in this process, or in one place for several gateways.
 * It decides and never waits for permits. All times are milliseconds on the venue's clock as the
 * caller knows it. Where it steps back, what was counted stays counted.
 *
 * <p>A permit is <em>under way</em> from {@link #take} to {@link #finish}, or until it is too old
 * to be ({@link Bucket#underWayMillis}), so that a killed gateway holds up nothing. What is under
 * way when a window turns counts in the next one too: nobody knows which one the venue puts it in.
 * Thread rule: any thread.
 */
public interface LedgerState {

  /** Longer than an order can be committed, sent and waited for. */
  long LONGEST_UNDER_WAY_MILLIS = 120_000;

  /** Longer than an answer is waited for once a request is sent. */
  long ANSWERED_MILLIS = 15_000;

  /**
   * One count of the venue's: so many permits in each window, the windows aligned to the clock.
   *
   * @param name such as {@code ORDERS-10S}, and for the count of one key {@code
   *     ORDERS-10S:fingerprint}
   */
  record Bucket(String name, long windowMillis, long limit) {

    private static final long SURELY_PAST_MILLIS = 250;

    /** So close to a turn the venue's clock may already, or still, be on the other side of it. */
    public long doubtfulMillis() {
      return Math.min(SURELY_PAST_MILLIS, windowMillis / 20);
    }

    /**
     * For how long what was never finished counts in each new window, though the venue counts it in
     * one: what a killed gateway had under way must not fill a short window over and over.
     */
    public long underWayMillis() {
      return Math.clamp(10 * windowMillis, ANSWERED_MILLIS, LONGEST_UNDER_WAY_MILLIS);
    }
  }

  /**
   * How much of a window may be used when: {@code atOnce} from {@code from} on, growing evenly to
   * {@code most} at {@code until}; both in milliseconds since the window began.
   */
  record Pace(long atOnce, long most, long from, long until) {

    /** When in a window so much may have been used; only for what is at most {@code most}. */
    public long earliest(long used) {
      if (used <= atOnce) {
        return from;
      }
      long span = most - atOnce;
      return Math.max(from, ((used - atOnce) * until + span - 1) / span);
    }
  }

  /**
   * What a request takes of one bucket.
   *
   * @param permits at most {@code pace.most}
   */
  record Draw(Bucket bucket, long permits, Pace pace) {}

  /** What became of a wish for permits. */
  sealed interface Answer {

    /**
     * They were taken.
     *
     * @param id of what is under way now
     * @param windows which window each draw counts in
     */
    record Granted(String id, List<Long> windows) implements Answer {}

    /**
     * None was taken.
     *
     * @param readyAt for each draw, when to ask again at the earliest
     */
    record NotYet(List<Long> readyAt) implements Answer {}
  }

  /**
   * What a request was charged in one bucket, and what is known of that in the end.
   *
   * @param permits that were taken; 0 if the request took none there
   * @param window that they were taken in
   * @param back permits that the venue surely does not count
   * @param count the venue's own, as its answer told it; null if it did not
   */
  record Charged(Bucket bucket, long permits, long window, long back, @Nullable Long count) {}

  /** When a request left and when its answer was there. */
  record Span(long sent, long received) {}

  /**
   * Takes permits of all buckets, or of none.
   *
   * @param waits whether the caller will ask again: those who share the state and come later then
   *     leave room for him, so that nobody's dear request is starved by the cheap ones of others
   * @throws LedgerAwayException if the state cannot be reached; permits may have been taken, and
   *     count until their time is over
   */
  Answer take(List<Draw> draws, boolean waits, long now);

  /**
   * A request is under way no longer. Never waits, never fails: where it gets lost, permits count
   * too long and never too short.
   *
   * <p>Permits that were answered before their window turned are not counted in the next one. The
   * venue's count is a lower bound; it is exact if nothing else was under way from this request's
   * grant until now, and only then corrects downwards. An answer so close to a turn that it may
   * mean either window tells nothing.
   *
   * @param span null if no answer came
   */
  void finish(String id, List<Charged> charges, @Nullable Span span);

  /** Gives nothing of the bucket until then, everywhere. An earlier moment shortens nothing. */
  void close(Bucket bucket, long until, long now);

  /** What is left of the buckets that are in use, by name; others' too. */
  Map<String, Exchange.Headroom> headroom(long now);
}
