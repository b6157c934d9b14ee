/**
 * The Redis protocol: what callers put on the request lists and what they get back.
 *
 * <pre>
 * exchange_requests ──▶ {list}:processing:{gateway} ──▶ RequestReader ──▶ order lane ──▶ Handler
 * ccxt_requests         (Mailbox)                       (Dispatcher)  ├─▶ query lane ──▶ Handler
 *                                                                     └─▶ refusal lane
 * answer key or reply list ◀── answer and removal, one script ◀────────── Reply
 * </pre>
 *
 * <p>A message becomes a {@link org.aristobot.bus.Request} with a sealed {@link
 * org.aristobot.bus.Command}, or a refusal that names the field; a {@link org.aristobot.bus.Reply}
 * becomes the answer's JSON. Delivery is at least once: a message is moved to the gateway's own
 * processing list and leaves it in the step that writes its answer.
 *
 * <p><b>One atomic step.</b> Where the contract says transaction, a Lua script does it: it is as
 * atomic as MULTI, fits a shared pipelined connection, and can make the answer depend on the
 * removal. A gateway that was frozen and taken over finds its message gone when it wakes and writes
 * no answer. Nor may it send anything for that message any more: its sign of life had gone, so that
 * what it held before is no longer its own, even after it has renewed the sign. A handler asks its
 * {@link org.aristobot.bus.Trace} before it sends; an order needs its lease in the journal besides.
 *
 * <p><b>Lanes on one list.</b> Messages are taken in the order in which they were pushed and sorted
 * into lanes. A full query lane answers RATE_LIMITED. A full order lane leaves further orders on
 * the list, where another gateway can take them; the intake then skims the first 500 messages for
 * those that cannot be orders, because no word like {@code place_order} or {@code edit_order}
 * occurs in their text, so that queries go on. Orders keep their order.
 *
 * <p><b>Finding what was lost.</b> What is in the own processing list but not in our hands, seen
 * twice in a row, is taken up again: a blocking call may time out here after it was carried out
 * there. The lists of a gateway whose sign of life expired, or whose end is proven before that, are
 * moved over by the others; its name is kept until the sign has expired, since Redis may still
 * serve a call of its that was blocked. Both count as a further delivery; the fourth is not worked
 * on but rejected, and its caller told, without ever claiming that no order was placed. What begins
 * its third is taken over one by one, so that a message that ends gateways takes no other along.
 * After a planned stop, what had not begun is left to the next gateway in the same way.
 *
 * <p><b>Too old.</b> Only an order to place still reaches the handler when it is too old, marked
 * {@code expired}: it may have been sent by an earlier delivery, which only the journal knows.
 */
@NullMarked
package org.aristobot.bus;

import org.jspecify.annotations.NullMarked;
