package org.aristobot.simulator.bitget;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;
import java.util.regex.Pattern;
import org.aristobot.simulator.book.Condition;
import org.aristobot.simulator.book.Family;
import org.aristobot.simulator.book.Instrument;
import org.aristobot.simulator.book.NewOrder;
import org.aristobot.simulator.book.OrderKind;
import org.aristobot.simulator.book.OrderView;
import org.aristobot.simulator.book.SelfTrade;
import org.aristobot.simulator.book.Side;
import org.aristobot.simulator.book.TimeInForce;
import org.jspecify.annotations.Nullable;

/** An order as parameters describe it: plain with its presets, tpsl, or a plan. */
final class BitgetSimOrderForm {

  /** Labels: what the venue shows again of an order and the book does not know. */
  static final String TPSL = "tpsl";

  static final String IN_QUOTE = "total";
  static final String BY_MARK = "mark_price";

  private static final Pattern CLIENT_ID = Pattern.compile("[0-9A-Za-z+_#-]{1,50}");
  private static final long MADE_UP_IDS = 1_000_000_000_000_000_000L;

  private final BitgetSimParams params;
  private final Instrument instrument;
  private final BigDecimal last;
  private final long visibleAfterMillis;

  /**
   * @param last the last price, which tells a stop from a take-profit
   */
  BitgetSimOrderForm(
      BitgetSimParams params, Instrument instrument, BigDecimal last, long visibleAfterMillis) {
    this.params = params;
    this.instrument = instrument;
    this.last = last;
    this.visibleAfterMillis = visibleAfterMillis;
  }

  // --- plain orders and tpsl orders

  /** What place-order describes. */
  NewOrder order() {
    return "tpsl".equals(tpslType()) ? tpsl() : plain();
  }

  private String tpslType() {
    String type = params.word("tpslType");
    if (type != null && !type.equals("normal") && !type.equals("tpsl")) {
      throw BitgetSimError.wrong("tpslType");
    }
    return type == null ? "normal" : type;
  }

  private NewOrder plain() {
    Side side = side();
    boolean limit = isLimit();
    TimeInForce force = limit ? force() : TimeInForce.GTC;
    BigDecimal price = limit ? params.positive("price") : null;
    BigDecimal size = params.positive("size");
    boolean inQuote = !limit && side == Side.BUY;
    return new NewOrder(
        side,
        limit ? OrderKind.LIMIT : OrderKind.MARKET,
        force,
        inQuote ? null : size,
        inQuote ? size : null,
        price,
        null,
        null,
        null,
        selfTrade(),
        clientId("clientOid"),
        Map.of(),
        visibleAfterMillis,
        new Family(false, null, exits(side, price == null ? last : price)));
  }

  /** A client id that was sent counts for nothing here. */
  private NewOrder tpsl() {
    Side side = side();
    boolean limit = isLimit();
    BigDecimal trigger = params.positive("triggerPrice");
    BigDecimal size = params.positive("size");
    boolean inQuote = !limit && side == Side.BUY;
    return new NewOrder(
        side,
        kind(side, trigger, limit),
        TimeInForce.GTC,
        inQuote ? null : size,
        inQuote ? size : null,
        limit ? params.positive("price") : null,
        null,
        new Condition(trigger, null),
        null,
        selfTrade(),
        madeUpId(),
        Map.of(TPSL, 1L),
        visibleAfterMillis,
        new Family(true, null, List.of()));
  }

  /** The order that takes the place of another one, of its side and force. */
  NewOrder successor(OrderView old) {
    BigDecimal price = params.positive("price");
    return new NewOrder(
        old.side(),
        OrderKind.LIMIT,
        old.timeInForce(),
        params.positive("size"),
        null,
        price,
        null,
        null,
        null,
        old.selfTrade(),
        clientId("newClientOid"),
        Map.of(),
        visibleAfterMillis,
        new Family(false, null, exits(old.side(), price)));
  }

  // --- presets

  /** The exits that presets ask for; each stands on its side of the price that opens. */
  private List<NewOrder> exits(Side side, BigDecimal opens) {
    List<NewOrder> exits = new ArrayList<>();
    BigDecimal profit = params.positiveOrNull("presetTakeProfitPrice");
    BigDecimal loss = params.positiveOrNull("presetStopLossPrice");
    boolean buys = side == Side.BUY;
    if (profit != null) {
      requireSide(profit, opens, buys);
      BigDecimal limit = params.positiveOrNull("executeTakeProfitPrice");
      exits.add(
          exit(
              side.opposite(),
              limit == null ? OrderKind.TAKE_PROFIT : OrderKind.TAKE_PROFIT_LIMIT,
              profit,
              limit));
    }
    if (loss != null) {
      requireSide(loss, opens, !buys);
      BigDecimal limit = params.positiveOrNull("executeStopLossPrice");
      exits.add(
          exit(
              side.opposite(),
              limit == null ? OrderKind.STOP_LOSS : OrderKind.STOP_LOSS_LIMIT,
              loss,
              limit));
    }
    return List.copyOf(exits);
  }

  private static void requireSide(BigDecimal trigger, BigDecimal opens, boolean above) {
    int comparison = trigger.compareTo(opens);
    if (above && comparison <= 0) {
      throw BitgetSimError.of("43035", "The trigger price should be higher than the current price");
    }
    if (!above && comparison >= 0) {
      throw BitgetSimError.of("43034", "The trigger price should be lower than the current price");
    }
  }

  private static NewOrder exit(
      Side side, OrderKind kind, BigDecimal trigger, @Nullable BigDecimal limit) {
    return new NewOrder(
        side,
        kind,
        TimeInForce.GTC,
        null,
        null,
        limit,
        null,
        new Condition(trigger, null),
        null,
        SelfTrade.NONE,
        madeUpId(),
        Map.of(TPSL, 1L),
        0,
        new Family(true, null, List.of()));
  }

  // --- plans

  /** What place-plan-order describes. */
  NewOrder plan() {
    String type = params.word("planType");
    if (type != null && !type.equals("amount") && !type.equals("total")) {
      throw BitgetSimError.wrong("planType");
    }
    String reference = params.requiredWord("triggerType");
    if (!reference.equals("fill_price") && !reference.equals("mark_price")) {
      throw BitgetSimError.wrong("triggerType");
    }
    return plan(
        side(),
        "total".equals(type),
        reference.equals("mark_price"),
        selfTrade(),
        clientId("clientOid"));
  }

  /** What modify-plan-order makes of a plan. */
  NewOrder plan(OrderView old) {
    return plan(
        old.side(),
        old.labels().containsKey(IN_QUOTE),
        old.labels().containsKey(BY_MARK),
        old.selfTrade(),
        old.clientId());
  }

  private NewOrder plan(
      Side side, boolean inQuote, boolean byMark, SelfTrade selfTrade, String clientId) {
    boolean limit = isLimit();
    BigDecimal trigger = params.positive("triggerPrice");
    BigDecimal price = limit ? params.positive("executePrice") : null;
    BigDecimal size = params.positive("size");
    if (inQuote && !limit && side == Side.SELL) {
      throw BitgetSimError.wrong("planType");
    }
    boolean spends = inQuote && !limit;
    NewOrder leg =
        new NewOrder(
            side,
            limit ? OrderKind.LIMIT : OrderKind.MARKET,
            TimeInForce.GTC,
            spends ? null : price != null && inQuote ? bought(size, price) : size,
            spends ? size : null,
            price,
            null,
            null,
            null,
            selfTrade,
            madeUpId(),
            Map.of(),
            0);
    Map<String, Long> labels = new HashMap<>();
    if (inQuote) {
      labels.put(IN_QUOTE, 1L);
    }
    if (byMark) {
      labels.put(BY_MARK, 1L);
    }
    return new NewOrder(
        side,
        kind(side, trigger, limit),
        TimeInForce.GTC,
        spends ? null : size,
        spends ? size : null,
        price,
        null,
        new Condition(trigger, null),
        null,
        selfTrade,
        clientId,
        Map.copyOf(labels),
        visibleAfterMillis,
        new Family(true, leg, List.of()));
  }

  /** How much a quote amount buys at a price, in whole steps. */
  private BigDecimal bought(BigDecimal quote, BigDecimal price) {
    BigDecimal step = instrument.step();
    return quote.divide(price.multiply(step), 0, RoundingMode.DOWN).multiply(step);
  }

  // --- words

  private Side side() {
    return switch (params.requiredWord("side")) {
      case "buy" -> Side.BUY;
      case "sell" -> Side.SELL;
      default -> throw BitgetSimError.wrong("side");
    };
  }

  private boolean isLimit() {
    return switch (params.requiredWord("orderType")) {
      case "limit" -> true;
      case "market" -> false;
      default -> throw BitgetSimError.wrong("orderType");
    };
  }

  private TimeInForce force() {
    return switch (params.requiredWord("force")) {
      case "gtc" -> TimeInForce.GTC;
      case "ioc" -> TimeInForce.IOC;
      case "fok" -> TimeInForce.FOK;
      case "post_only" -> TimeInForce.POST_ONLY;
      default -> throw BitgetSimError.wrong("force");
    };
  }

  private SelfTrade selfTrade() {
    String word = params.word("stpMode");
    return switch (word == null ? "none" : word) {
      case "none" -> SelfTrade.NONE;
      case "cancel_taker" -> SelfTrade.EXPIRE_TAKER;
      case "cancel_maker" -> SelfTrade.EXPIRE_MAKER;
      case "cancel_both" -> SelfTrade.EXPIRE_BOTH;
      default -> throw BitgetSimError.wrong("stpMode");
    };
  }

  /** Whether a trigger stops a loss or takes a profit: the side of the last price tells. */
  private OrderKind kind(Side side, BigDecimal trigger, boolean limit) {
    boolean above = trigger.compareTo(last) > 0;
    boolean stops = above == (side == Side.BUY);
    if (limit) {
      return stops ? OrderKind.STOP_LOSS_LIMIT : OrderKind.TAKE_PROFIT_LIMIT;
    }
    return stops ? OrderKind.STOP_LOSS : OrderKind.TAKE_PROFIT;
  }

  private String clientId(String name) {
    String id = params.text(name);
    if (id == null) {
      return madeUpId();
    }
    if (id.length() > 50) {
      throw BitgetSimError.of("40305", "client_oid length is not greater than 50");
    }
    if (!CLIENT_ID.matcher(id).matches()) {
      throw BitgetSimError.wrong(name);
    }
    return id;
  }

  static String madeUpId() {
    return Long.toString(ThreadLocalRandom.current().nextLong(MADE_UP_IDS, 9 * MADE_UP_IDS));
  }

  static boolean isPlan(OrderView order) {
    return order.family().leg() != null;
  }

  static boolean isTpsl(OrderView order) {
    return order.labels().containsKey(TPSL);
  }

  /** Neither a plan nor a tpsl order. */
  static boolean isNormal(OrderView order) {
    return !isPlan(order) && !isTpsl(order);
  }
}
