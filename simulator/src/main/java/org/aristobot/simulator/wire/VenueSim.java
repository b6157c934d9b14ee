package org.aristobot.simulator.wire;

import java.util.Set;
import org.aristobot.simulator.book.OrderStatus;
import org.jspecify.annotations.Nullable;

/** One venue's dialect. Safe for all threads. */
public interface VenueSim {

  /** The names of all operations this dialect speaks. */
  Set<String> operations();

  /** Which operation a request is, null when the venue has no such path. */
  @Nullable String operation(WireRequest request);

  /** The account whose key a private request carries, null when it is public or nobody has it. */
  @Nullable String caller(WireRequest request);

  /**
   * Answers, doing what was asked.
   *
   * @param visibleAfterMillis how long an order placed by this request stays hidden from look-ups
   */
  WireResponse answer(WireRequest request, long visibleAfterMillis);

  /** The venue's own answer that sends a caller away for {@code seconds}. */
  WireResponse rateLimited(long seconds);

  /** The venue's way to say an error. */
  WireResponse error(int status, int code, String message);

  /** A request as parameters, without what is secret. */
  String describe(WireRequest request);

  /** The venue's word for a status. */
  String statusWord(OrderStatus status);

  void limits(LimitProfile profile);
}
