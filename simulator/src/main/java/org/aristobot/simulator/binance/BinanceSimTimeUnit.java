package org.aristobot.simulator.binance;

import java.util.Set;
import org.aristobot.simulator.wire.WireRequest;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.LongNode;
import tools.jackson.databind.node.ObjectNode;

/** In which unit a caller wants to read times: the header {@code X-MBX-TIME-UNIT}. */
enum BinanceSimTimeUnit {
  MILLISECOND,
  MICROSECOND;

  private static final Set<String> TIMES =
      Set.of(
          "serverTime",
          "time",
          "updateTime",
          "transactTime",
          "transactionTime",
          "workingTime",
          "trailingTime",
          "openTime",
          "closeTime",
          "timestamp",
          "T");

  /** Columns of a candle that are times. */
  private static final Set<Integer> CANDLE_TIMES = Set.of(0, 6);

  static BinanceSimTimeUnit of(WireRequest request) {
    String word = request.header().apply("X-MBX-TIME-UNIT");
    return switch (word) {
      case null -> MILLISECOND;
      case "MILLISECOND", "millisecond" -> MILLISECOND;
      case "MICROSECOND", "microsecond" -> MICROSECOND;
      default ->
          throw BinanceSimError.of(
              -1194, "Invalid value for time unit; expected either MICROSECOND or MILLISECOND.");
    };
  }

  /** An answer with its times in this unit; changed in place. */
  JsonNode tell(BinanceSimRoute route, JsonNode answer) {
    if (this == MILLISECOND) {
      return answer;
    }
    if (route == BinanceSimRoute.KLINES) {
      answer.forEach(row -> CANDLE_TIMES.forEach(i -> row(row).set(i, micros(row.get(i)))));
    } else {
      convert(answer);
    }
    return answer;
  }

  private static ArrayNode row(JsonNode row) {
    return (ArrayNode) row;
  }

  private static void convert(JsonNode node) {
    if (node instanceof ObjectNode object) {
      for (String name : object.propertyNames()) {
        JsonNode value = object.get(name);
        if (TIMES.contains(name) && value.isNumber()) {
          object.set(name, micros(value));
        }
      }
    }
    node.forEach(BinanceSimTimeUnit::convert);
  }

  /** A time that has not come is -1 in every unit. */
  private static JsonNode micros(@Nullable JsonNode millis) {
    long value = millis == null ? -1 : millis.asLong();
    return LongNode.valueOf(value < 0 ? value : value * 1_000);
  }
}
