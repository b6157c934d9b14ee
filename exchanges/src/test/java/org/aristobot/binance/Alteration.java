package org.aristobot.binance;

import java.util.List;
import java.util.Map;
import java.util.Random;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;

/** Another value than the recorded one, such as the venue might have sent as well. */
final class Alteration {

  /** The manual's words by the name of the field; words of one inner list mean the same to us. */
  private static final Map<String, List<List<String>>> WORDS =
      Map.of(
          "status",
          single(
              "NEW PENDING_NEW PARTIALLY_FILLED PENDING_CANCEL FILLED CANCELED REJECTED EXPIRED"
                  + " EXPIRED_IN_MATCH"),
          "market status",
          List.of(List.of("TRADING"), List.of("BREAK", "HALT", "END_OF_DAY", "CANCEL_ONLY")),
          "type",
          List.of(
              List.of("MARKET"),
              List.of("LIMIT", "LIMIT_MAKER"),
              List.of("STOP_LOSS", "STOP_LOSS_LIMIT"),
              List.of("TAKE_PROFIT", "TAKE_PROFIT_LIMIT")),
          "side",
          single("BUY SELL"),
          "timeInForce",
          single("GTC IOC FOK"),
          "filterType",
          single("PRICE_FILTER LOT_SIZE MARKET_LOT_SIZE NOTIONAL MIN_NOTIONAL ICEBERG_PARTS"),
          "rateLimitType",
          single("REQUEST_WEIGHT ORDERS RAW_REQUESTS CONNECTIONS"),
          "interval",
          single("SECOND MINUTE HOUR DAY"),
          "symbol",
          single("BTCUSDT LTCBTC BNBBTC LTCBNB ETHBTC"),
          "listOrderStatus",
          single("EXECUTING ALL_DONE REJECT"));

  private static final String LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ";

  private Alteration() {}

  private static List<List<String>> single(String words) {
    return List.of(words.split(" ", -1)).stream().map(List::of).toList();
  }

  /** Another value for that leaf: flag turned, id counted on, digit or word exchanged. */
  static JsonNode of(Leaf leaf, JsonNode recorded, Random random) {
    JsonNodeFactory make = JsonNodeFactory.instance;
    if (recorded.isBoolean()) {
      return make.booleanNode(!recorded.booleanValue());
    }
    if (recorded.isNumber()) {
      return make.numberNode(recorded.longValue() + 1);
    }
    String text = recorded.asString();
    if (text.matches("-?[0-9.]+")) {
      return make.stringNode(otherDigit(text, random));
    }
    return make.stringNode(otherWord(leaf, text, random));
  }

  /** Another value that means nothing in any table. */
  static JsonNode nonsense(JsonNode recorded) {
    JsonNodeFactory make = JsonNodeFactory.instance;
    if (recorded.isBoolean()) {
      return make.booleanNode(!recorded.booleanValue());
    }
    if (recorded.isNumber()) {
      return make.numberNode(recorded.longValue() + 1);
    }
    String text = recorded.asString();
    return make.stringNode(text.matches("-?[0-9.]+") ? text + "7" : text + "X");
  }

  private static String otherDigit(String text, Random random) {
    int at = random.nextInt(text.length());
    while (!Character.isDigit(text.charAt(at))) {
      at = random.nextInt(text.length());
    }
    int digit = (text.charAt(at) - '0' + 1 + random.nextInt(9)) % 10;
    return text.substring(0, at) + digit + text.substring(at + 1);
  }

  private static String otherWord(Leaf leaf, String text, Random random) {
    boolean isMarketStatus = leaf.name().equals("status") && leaf.pointer().startsWith("/symbols/");
    List<List<String>> groups =
        WORDS.getOrDefault(isMarketStatus ? "market status" : leaf.name(), List.of());
    List<String> others =
        groups.stream().filter(group -> !group.contains(text)).flatMap(List::stream).toList();
    boolean mustBeListed = isMarketStatus && !text.equals("TRADING");
    if (!others.isEmpty() && (mustBeListed || random.nextBoolean())) {
      return others.get(random.nextInt(others.size()));
    }
    int at = random.nextInt(text.length() + 1);
    return text.substring(0, at)
        + LETTERS.charAt(random.nextInt(LETTERS.length()))
        + text.substring(at);
  }
}
