package org.aristobot.simulator.book;

import java.math.BigDecimal;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Orders as a trader writes them: {@code BUY 1 @ 43000 GTC}, {@code SELL 1 MARKET}, {@code BUY 1 @
 * 43000 GTC MAKER}, {@code SELL 1 STOP 41000}, {@code SELL 1 PROFIT 45000 @ 44900 IOC}, {@code SELL
 * 1 STOP TRAIL 100}; with {@code SHOW 0.1} an iceberg, with {@code STP EXPIRE_TAKER} a mode for
 * self-trades, with {@code PEG OWN 0} or {@code PEG OTHER 2} instead of a price the side and the
 * level of the book that gives it; {@code ?} is the quantity of a leg that is sized by its working
 * order.
 */
final class Orders {

  private int ids;

  NewOrder order(String text) {
    return order(text, "c" + ++ids);
  }

  NewOrder order(String text, String clientId) {
    Deque<String> words = new ArrayDeque<>(List.of(text.split(" ", -1)));
    Side side = Side.valueOf(words.remove());
    String size = words.remove();
    String trigger = "";
    @Nullable BigDecimal price = null;
    @Nullable Peg peg = null;
    @Nullable BigDecimal stop = null;
    @Nullable BigDecimal show = null;
    @Nullable Integer delta = null;
    TimeInForce force = TimeInForce.GTC;
    SelfTrade selfTrade = SelfTrade.NONE;
    boolean maker = false;
    while (!words.isEmpty()) {
      String word = words.remove();
      switch (word) {
        case "MARKET" -> {}
        case "MAKER" -> maker = true;
        case "STOP", "PROFIT" -> {
          trigger = word;
          if (!"TRAIL".equals(words.peek())) {
            stop = new BigDecimal(words.remove());
          }
        }
        case "@" -> price = new BigDecimal(words.remove());
        case "PEG" ->
            peg = new Peg(words.remove().equals("OTHER"), Integer.parseInt(words.remove()));
        case "TRAIL" -> delta = Integer.valueOf(words.remove());
        case "SHOW" -> show = new BigDecimal(words.remove());
        case "STP" -> selfTrade = SelfTrade.valueOf(words.remove());
        default -> force = TimeInForce.valueOf(word);
      }
    }
    return new NewOrder(
        side,
        kind(trigger, price != null || peg != null, maker),
        force,
        size.equals("?") ? null : new BigDecimal(size),
        null,
        price,
        peg,
        trigger.isEmpty() ? null : new Condition(stop, delta),
        show,
        selfTrade,
        clientId,
        Map.of(),
        0);
  }

  /** An order that holds no funds until it fires. */
  NewOrder unfunded(String text) {
    return with(text, true, null, List.of());
  }

  /** An order that places another one when it fires. */
  NewOrder making(String text, String leg) {
    return with(text, true, order(leg), List.of());
  }

  /** An order with exits, such as {@code SELL ? STOP 41000}. */
  NewOrder exiting(String text, String... exits) {
    return with(text, false, null, Arrays.stream(exits).map(this::unfunded).toList());
  }

  private NewOrder with(
      String text, boolean unfunded, @Nullable NewOrder leg, List<NewOrder> exits) {
    NewOrder order = order(text);
    return new NewOrder(
        order.side(),
        order.kind(),
        order.timeInForce(),
        order.quantity(),
        order.quoteQuantity(),
        order.price(),
        order.peg(),
        order.condition(),
        order.iceberg(),
        order.selfTrade(),
        order.clientId(),
        order.labels(),
        order.visibleAfterMillis(),
        new Family(unfunded, leg, exits));
  }

  private static OrderKind kind(String trigger, boolean priced, boolean maker) {
    return switch (trigger) {
      case "STOP" -> priced ? OrderKind.STOP_LOSS_LIMIT : OrderKind.STOP_LOSS;
      case "PROFIT" -> priced ? OrderKind.TAKE_PROFIT_LIMIT : OrderKind.TAKE_PROFIT;
      default -> maker ? OrderKind.LIMIT_MAKER : priced ? OrderKind.LIMIT : OrderKind.MARKET;
    };
  }

  /** A plain order, sized in base or in quote. */
  static NewOrder plain(
      Side side,
      OrderKind kind,
      TimeInForce force,
      @Nullable BigDecimal quantity,
      @Nullable BigDecimal quote,
      @Nullable BigDecimal price,
      String clientId,
      long visibleAfterMillis) {
    return new NewOrder(
        side,
        kind,
        force,
        quantity,
        quote,
        price,
        null,
        null,
        null,
        SelfTrade.NONE,
        clientId,
        Map.of(),
        visibleAfterMillis);
  }
}
