package org.aristobot.simulator.binance;

import java.math.BigDecimal;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;
import java.util.regex.Pattern;
import org.aristobot.simulator.binance.BinanceSimOrderWire.ResponseType;
import org.aristobot.simulator.book.Condition;
import org.aristobot.simulator.book.NewOrder;
import org.aristobot.simulator.book.OrderKind;
import org.aristobot.simulator.book.Peg;
import org.aristobot.simulator.book.SelfTrade;
import org.aristobot.simulator.book.Side;
import org.aristobot.simulator.book.TimeInForce;
import org.jspecify.annotations.Nullable;

/** An order as parameters describe it, alone or as a leg of a list. Immutable. */
final class BinanceSimOrderForm {

  /** What exchangeInfo promises, in its order. */
  static final List<OrderKind> KINDS =
      List.of(
          OrderKind.LIMIT,
          OrderKind.LIMIT_MAKER,
          OrderKind.MARKET,
          OrderKind.STOP_LOSS,
          OrderKind.STOP_LOSS_LIMIT,
          OrderKind.TAKE_PROFIT,
          OrderKind.TAKE_PROFIT_LIMIT);

  private static final Pattern CLIENT_ID = Pattern.compile("^[a-zA-Z0-9-_]{1,36}$");
  private static final int CLIENT_ID_LENGTH = 22;
  private static final String LETTERS =
      "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
  private static final long LEAST_STRATEGY_TYPE = 1_000_000;

  /** How the parameters of an order are called. */
  enum Leg {
    SINGLE("", "side", "quantity"),
    ABOVE("above", "side", "quantity"),
    BELOW("below", "side", "quantity"),
    WORKING("working", "workingSide", "workingQuantity"),
    PENDING("pending", "pendingSide", "pendingQuantity"),
    PENDING_ABOVE("pendingAbove", "pendingSide", "pendingQuantity"),
    PENDING_BELOW("pendingBelow", "pendingSide", "pendingQuantity");

    private final String prefix;
    private final String side;
    private final String quantity;

    Leg(String prefix, String side, String quantity) {
      this.prefix = prefix;
      this.side = side;
      this.quantity = quantity;
    }

    String name(String word) {
      return prefix.isEmpty()
          ? word
          : prefix + Character.toUpperCase(word.charAt(0)) + word.substring(1);
    }

    String clientOrderId() {
      return this == SINGLE ? "newClientOrderId" : name("clientOrderId");
    }
  }

  private final BinanceSimParams params;
  private final BinanceSimTraits traits;
  private final Leg leg;
  private final OrderKind kind;

  private BinanceSimOrderForm(
      BinanceSimParams params, BinanceSimTraits traits, Leg leg, OrderKind kind) {
    this.params = params;
    this.traits = traits;
    this.leg = leg;
    this.kind = kind;
  }

  /**
   * Reads one order.
   *
   * @param sized whether it has a size of its own; else none may be sent
   */
  static NewOrder read(
      BinanceSimParams params,
      BinanceSimTraits traits,
      Leg leg,
      boolean sized,
      long visibleAfterMillis) {
    Side side = params.word(leg.side, BinanceSimOrderForm::side, of(-1117, "Invalid side."));
    if (side == null) {
      throw BinanceSimError.missing(leg.side);
    }
    OrderKind kind = kind(params.requiredText(leg.name("type")));
    return new BinanceSimOrderForm(params, traits, leg, kind)
        .order(side, sized, visibleAfterMillis);
  }

  private static BinanceSimError of(int code, String message) {
    return BinanceSimError.of(code, message);
  }

  private NewOrder order(Side side, boolean sized, long visibleAfterMillis) {
    TimeInForce force = timeInForce();
    BigDecimal quantity = sized ? params.decimal(leg.quantity) : null;
    BigDecimal quoteQuantity = leg == Leg.SINGLE ? params.decimal("quoteOrderQty") : null;
    BigDecimal price = params.decimal(leg.name("price"));
    if (sized) {
      checkSize(quantity, quoteQuantity, price);
    }
    Peg peg = BinanceSimPegForm.read(params, leg, kind, force);
    checkPrice(price, peg);
    return new NewOrder(
        side,
        kind,
        force,
        quantity,
        quoteQuantity,
        price,
        peg,
        condition(),
        iceberg(force),
        selfTrade(),
        clientId(params, leg.clientOrderId()),
        strategy(),
        visibleAfterMillis);
  }

  private void checkSize(
      @Nullable BigDecimal quantity,
      @Nullable BigDecimal quoteQuantity,
      @Nullable BigDecimal price) {
    boolean inQuote = kind == OrderKind.MARKET && leg == Leg.SINGLE;
    if (inQuote && price != null) {
      throw BinanceSimError.notRequired("price");
    }
    if (inQuote && quantity == null && quoteQuantity == null) {
      throw BinanceSimError.missingBoth("quantity", "quoteOrderQty");
    }
    if (quoteQuantity != null && !inQuote) {
      throw BinanceSimError.notRequired("quoteOrderQty");
    }
    if (quantity != null && quoteQuantity != null) {
      throw BinanceSimError.badCombination();
    }
    if (quantity == null && quoteQuantity == null) {
      throw BinanceSimError.missing(leg.quantity);
    }
  }

  private void checkPrice(@Nullable BigDecimal price, @Nullable Peg peg) {
    if (kind.isPriced() && price == null && peg == null) {
      throw BinanceSimError.missing(leg.name("price"));
    }
    if (!kind.isPriced() && price != null) {
      throw BinanceSimError.notRequired(leg.name("price"));
    }
  }

  private @Nullable Condition condition() {
    String stopName = leg.name("stopPrice");
    String trailingName = leg.name("trailingDelta");
    if (!kind.isConditional()) {
      params.refuse(stopName);
      params.refuse(trailingName);
      return null;
    }
    BigDecimal stop = params.decimal(stopName);
    Long delta = params.integer(trailingName);
    if (stop == null && delta == null) {
      throw BinanceSimError.missingBoth(stopName, trailingName);
    }
    return new Condition(stop, delta == null ? null : (int) Math.min(delta, Integer.MAX_VALUE));
  }

  private @Nullable BigDecimal iceberg(TimeInForce force) {
    String name = leg.name("icebergQty");
    if (!kind.isPriced()) {
      params.refuse(name);
      return null;
    }
    BigDecimal iceberg = params.decimal(name);
    if (iceberg != null && force != TimeInForce.GTC) {
      throw of(-1160, "Parameter '" + name + "' is only supported if 'timeInForce' equals 'GTC'.");
    }
    return iceberg;
  }

  /** The caller's own numbers, shown again with the order. */
  private Map<String, Long> strategy() {
    Long id = params.integer(leg.name("strategyId"));
    Long type = params.integer(leg.name("strategyType"));
    if (type != null && type < LEAST_STRATEGY_TYPE) {
      throw of(-1134, "strategyType was less than 1000000.");
    }
    if (id == null && type == null) {
      return Map.of();
    }
    Map<String, Long> labels = new LinkedHashMap<>();
    if (id != null) {
      labels.put("strategyId", id);
    }
    if (type != null) {
      labels.put("strategyType", type);
    }
    return labels;
  }

  private TimeInForce timeInForce() {
    String name = leg.name("timeInForce");
    if (!kind.isPriced() || kind == OrderKind.LIMIT_MAKER) {
      params.refuse(name);
      return TimeInForce.GTC;
    }
    TimeInForce force =
        params.word(name, BinanceSimOrderForm::timeInForce, of(-1115, "Invalid timeInForce."));
    if (force == null) {
      throw BinanceSimError.missing(name);
    }
    return force;
  }

  // --- words

  private static @Nullable Side side(String word) {
    return switch (word) {
      case "BUY" -> Side.BUY;
      case "SELL" -> Side.SELL;
      default -> null;
    };
  }

  private static OrderKind kind(String word) {
    for (OrderKind kind : KINDS) {
      if (kind.name().equals(word)) {
        return kind;
      }
    }
    throw of(-1116, "Invalid orderType.");
  }

  private static @Nullable TimeInForce timeInForce(String word) {
    return switch (word) {
      case "GTC" -> TimeInForce.GTC;
      case "IOC" -> TimeInForce.IOC;
      case "FOK" -> TimeInForce.FOK;
      default -> null;
    };
  }

  private SelfTrade selfTrade() {
    String word = params.text("selfTradePreventionMode");
    if (word == null) {
      return traits.selfTrade();
    }
    for (SelfTrade mode : SelfTrade.values()) {
      if (mode.name().equals(word)) {
        return mode;
      }
    }
    throw BinanceSimError.invalidData("selfTradePreventionMode");
  }

  /** What the caller asked to be told, null when he left it to the venue. */
  static @Nullable ResponseType responseType(BinanceSimParams params) {
    String word = params.text("newOrderRespType");
    return switch (word) {
      case null -> null;
      case "ACK" -> ResponseType.ACK;
      case "RESULT" -> ResponseType.RESULT;
      case "FULL" -> ResponseType.FULL;
      default -> throw BinanceSimError.invalidData("newOrderRespType");
    };
  }

  /** MARKET and LIMIT answer in full by default, all other types with an acknowledgement. */
  static ResponseType responseType(@Nullable ResponseType asked, OrderKind kind) {
    if (asked != null) {
      return asked;
    }
    boolean full = kind == OrderKind.MARKET || kind == OrderKind.LIMIT;
    return full ? ResponseType.FULL : ResponseType.ACK;
  }

  static String clientId(BinanceSimParams params, String name) {
    String id = params.text(name, CLIENT_ID);
    return id == null ? madeUpId() : id;
  }

  static String madeUpId() {
    StringBuilder id = new StringBuilder(CLIENT_ID_LENGTH);
    for (int i = 0; i < CLIENT_ID_LENGTH; i++) {
      id.append(LETTERS.charAt(ThreadLocalRandom.current().nextInt(LETTERS.length())));
    }
    return id.toString();
  }
}
