package org.aristobot.simulator.binance;

import org.aristobot.simulator.binance.BinanceSimOrderForm.Leg;
import org.aristobot.simulator.book.OrderKind;
import org.aristobot.simulator.book.Peg;
import org.aristobot.simulator.book.TimeInForce;
import org.jspecify.annotations.Nullable;

/** Peg instructions, as parameters give and as answers show them (FAQ on pegged orders). */
final class BinanceSimPegForm {

  static final String PRIMARY = "PRIMARY_PEG";
  static final String MARKET = "MARKET_PEG";
  static final String OFFSET = "PRICE_LEVEL";

  private static final long MOST_LEVELS = 100;

  private BinanceSimPegForm() {}

  /** The peg of an order or a leg, null when it has none. */
  static @Nullable Peg read(BinanceSimParams params, Leg leg, OrderKind kind, TimeInForce force) {
    String typeName = leg.name("pegPriceType");
    if (!kind.isPriced()) {
      params.refuse(typeName);
    }
    String type = params.text(typeName);
    int level = level(params, leg, type != null);
    if (type == null) {
      return null;
    }
    if (!type.equals(PRIMARY) && !type.equals(MARKET)) {
      throw BinanceSimError.of(-1210, "Invalid pegPriceType.");
    }
    boolean opposite = type.equals(MARKET);
    boolean waits = kind == OrderKind.LIMIT && !opposite && force != TimeInForce.GTC;
    if (waits || (kind == OrderKind.LIMIT_MAKER && opposite)) {
      throw BinanceSimError.of(-1014, "Unsupported order combination.");
    }
    return new Peg(opposite, level);
  }

  private static int level(BinanceSimParams params, Leg leg, boolean pegged) {
    String typeName = leg.name("pegOffsetType");
    String valueName = leg.name("pegOffsetValue");
    if (!pegged) {
      params.refuse(typeName);
      params.refuse(valueName);
    }
    String type = params.text(typeName);
    Long value = params.integer(valueName);
    if ((type == null) != (value == null)) {
      throw BinanceSimError.of(
          -1128,
          "Fields [%s,%s] must be sent together or omitted entirely."
              .formatted(typeName, valueName));
    }
    if (type != null && !type.equals(OFFSET)) {
      throw BinanceSimError.of(-1211, "Invalid pegOffsetType.");
    }
    if (value != null && value > MOST_LEVELS) {
      throw BinanceSimError.of(
          -1102,
          "'%s' contains unexpected value. Cannot be greater than '%d'."
              .formatted(valueName, MOST_LEVELS));
    }
    return value == null ? 0 : value.intValue();
  }
}
