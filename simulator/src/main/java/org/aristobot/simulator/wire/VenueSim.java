package org.aristobot.simulator.wire;

import java.util.Map;
import java.util.Set;
import org.aristobot.simulator.book.OrderStatus;
import org.aristobot.simulator.book.OrderView;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

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

  /** What the venue itself would show of an order, under its own names; may be empty. */
  ObjectNode told(OrderView order);

  /**
   * Chooses between ways that the venue's manual leaves open; those not named stay as they are.
   *
   * @return all choices as they are now
   * @throws IllegalArgumentException with a sentence that names the field that is wrong
   */
  Map<String, String> choose(Map<String, String> choices);

  void limits(LimitProfile profile);
}
