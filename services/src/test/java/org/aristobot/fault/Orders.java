package org.aristobot.fault;

import java.math.BigDecimal;
import tools.jackson.databind.node.ObjectNode;

/** Order requests of every narrow kind, as a caller without client ids writes them. */
final class Orders {

  private static final int KINDS = 7;

  private Orders() {}

  /** The {@code number}th of an endless mix; the venue takes them all. */
  static ObjectNode mixed(int number) {
    return switch (number % KINDS) {
      case 0 -> base("BTC/USDT", "buy", "market", "0.001").putNull("price");
      case 1 ->
          order("BTC/USDT", "buy", "market")
              .put("quote_quantity", new BigDecimal("43.5"))
              .putNull("price");
      case 2 ->
          base("BTC/USDT", "buy", "limit", "0.002")
              .put("price", new BigDecimal("40000").add(BigDecimal.valueOf(number, 2)));
      case 3 -> base("BTC/USDT", "buy", "limit", "0.003").put("price", new BigDecimal("43010.5"));
      case 4 ->
          base("ETH/USDT", "sell", "limit", "0.01")
              .put("price", new BigDecimal("2290"))
              .put("time_in_force", "IOC");
      case 5 -> base("ETH/USDT", "sell", "market", "0.02").putNull("price");
      default ->
          base("ETH/USDT", "buy", "limit", "0.03")
              .put("price", new BigDecimal("2200"))
              .put("time_in_force", "IOC");
    };
  }

  static ObjectNode base(String symbol, String side, String type, String quantity) {
    return order(symbol, side, type).put("quantity", new BigDecimal(quantity));
  }

  private static ObjectNode order(String symbol, String side, String type) {
    return World.JSON.createObjectNode().put("symbol", symbol).put("side", side).put("type", type);
  }
}
