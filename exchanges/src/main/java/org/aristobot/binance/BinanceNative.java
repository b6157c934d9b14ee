package org.aristobot.binance;

import static java.util.Map.entry;
import static org.aristobot.net.NativeFields.decimal;
import static org.aristobot.net.NativeFields.forbidden;
import static org.aristobot.net.NativeFields.invalid;
import static org.aristobot.net.NativeFields.known;
import static org.aristobot.net.NativeFields.unsaid;
import static org.aristobot.net.NativeFields.word;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.aristobot.exchange.NativeReading;
import org.aristobot.model.Decimals;
import org.aristobot.model.Instrument;
import org.aristobot.model.NativeParams;
import org.aristobot.model.OrderType;
import org.aristobot.model.Side;
import org.aristobot.net.NativeFields;
import org.jspecify.annotations.Nullable;

/**
 * A caller's native parameters: what only the gateway may set, what says in the venue's words what
 * a field of the order request says in ours, and the rest, which travels untouched.
 */
final class BinanceNative {

  /** Ours to set, whoever asks. */
  private static final Set<String> FORBIDDEN =
      Set.of(
          "timestamp",
          "recvWindow",
          "signature",
          "apiKey",
          "newOrderRespType",
          "computeCommissionRates",
          "batchOrders",
          "cancelReplaceMode",
          "cancelNewClientOrderId",
          "orderRateLimitExceededMode");

  /** Native parameters that have a field of ours. */
  private static final Map<String, String> TWINS =
      Map.ofEntries(
          entry("symbol", "symbol"),
          entry("side", "side"),
          entry("type", "type"),
          entry("quantity", "quantity"),
          entry("quoteOrderQty", "quote_quantity"),
          entry("price", "price"),
          entry("stopPrice", "stop_price"),
          entry("trailingDelta", "trailing_delta"),
          entry("icebergQty", "iceberg_qty"),
          entry("timeInForce", "time_in_force"),
          entry("newClientOrderId", "client_order_id"),
          entry("listClientOrderId", "client_order_id"));

  /** What the words of an entry with pending legs say. */
  private static final Map<String, String> WORKING =
      Map.ofEntries(
          entry("Type", "type"),
          entry("Side", "side"),
          entry("Price", "price"),
          entry("Quantity", "quantity"),
          entry("IcebergQty", "iceberg_qty"),
          entry("TimeInForce", "time_in_force"));

  /** Before the words of a leg, the longer ones first. */
  private static final List<String> LEGS =
      List.of("pendingAbove", "pendingBelow", "pending", "working", "above", "below");

  /** Words of a leg that say nothing about what it trades. */
  private static final Set<String> LEG_EXTRAS =
      Set.of("StrategyId", "StrategyType", "PegPriceType", "PegOffsetType", "PegOffsetValue");

  private final Map<String, String> params;
  private final Function<String, @Nullable Instrument> markets;
  private final @Nullable Side side;
  private final NativeFields fields = new NativeFields();

  private BinanceNative(
      NativeParams params, Function<String, @Nullable Instrument> markets, @Nullable Side side) {
    this.params = params.values();
    this.markets = markets;
    this.side =
        side == null ? BinanceMapping.SIDES_BACK.get(this.params.getOrDefault("side", "")) : side;
  }

  /**
   * Sorts native parameters.
   *
   * @param markets instrument by the venue's symbol
   * @param side as the order's own field says it
   */
  static NativeReading read(
      NativeParams params, Function<String, @Nullable Instrument> markets, @Nullable Side side) {
    BinanceNative reading = new BinanceNative(params, markets, side);
    reading.params.forEach(reading::sort);
    reading.readType();
    return reading.fields.reading();
  }

  /** Adds what travels untouched; it wins over what the mapping set. */
  static void addRest(NativeParams params, Map<String, String> parameters) {
    params
        .values()
        .forEach((name, value) -> {
          Word word = Word.of(name);
          boolean ours = word != null && !LEG_EXTRAS.contains(word.suffix());
          if (FORBIDDEN.contains(name) || TWINS.containsKey(name) || ours) {
            throw forbidden(name);
          }
          parameters.put(name, value);
        });
  }

  /** A leg's word: a prefix and a capital, such as {@code pendingBelow} and {@code Type}. */
  private record Word(String prefix, String suffix) {

    static @Nullable Word of(String name) {
      for (String prefix : LEGS) {
        if (name.startsWith(prefix)
            && name.length() > prefix.length()
            && Character.isUpperCase(name.charAt(prefix.length()))) {
          return new Word(prefix, name.substring(prefix.length()));
        }
      }
      return null;
    }
  }

  private void sort(String name, String value) {
    if (FORBIDDEN.contains(name)) {
      throw forbidden(name);
    }
    String field = TWINS.get(name);
    Word word = Word.of(name);
    if (field != null) {
      twin(field, name, value);
    } else if (word == null || LEG_EXTRAS.contains(word.suffix())) {
      fields.keep(name, value);
    } else {
      legTwin(word, name, value);
    }
  }

  private void twin(String field, String name, String value) {
    String text =
        switch (field) {
          case "symbol" -> known("Binance", name, markets.apply(value)).symbol().toString();
          case "side" -> word(known("Binance", name, BinanceMapping.SIDES_BACK.get(value)));
          case "type" -> word(known("Binance", name, BinanceMapping.TYPES.get(value)));
          case "time_in_force" ->
              known("Binance", name, BinanceMapping.TIMES_IN_FORCE_BACK.get(value)).name();
          case "trailing_delta" -> Decimals.plain(decimal(name, value).movePointLeft(2));
          case "client_order_id" -> value;
          default -> Decimals.plain(decimal(name, value));
        };
    fields.put(field, name, text);
    if (field.equals("type") && value.equals("LIMIT_MAKER")) {
      fields.put("post_only", name, "true");
    }
  }

  private void legTwin(Word word, String name, String value) {
    if (word.suffix().equals("ClientOrderId")) {
      throw forbidden(name);
    }
    switch (word.prefix()) {
      case "above", "below" -> oco(word, name, value);
      case "working" -> twin(twinOf(WORKING, word, name), name, value);
      default -> pending(word, name, value);
    }
  }

  private static String twinOf(Map<String, String> twins, Word word, String name) {
    String field = twins.get(word.suffix());
    if (field == null) {
      throw unsaid(name);
    }
    return field;
  }

  /** The limit leg is above the market for a seller, below it for a buyer; the stop opposite. */
  private void oco(Word word, String name, String value) {
    if (side == null) {
      throw invalid(name, "means nothing without a side");
    }
    boolean limit = word.prefix().equals(side == Side.SELL ? "above" : "below");
    fields.put("type", name, word(OrderType.OCO));
    switch (word.suffix()) {
      case "Type" ->
          requireType(
              limit ? value.equals("LIMIT_MAKER") : stops(word, value),
              name,
              limit
                  ? "the limit leg of an oco is LIMIT_MAKER"
                  : "the stop leg is STOP_LOSS, or STOP_LOSS_LIMIT with its price");
      case "Price" -> twin(limit ? "price" : "stop_limit_price", name, value);
      case "StopPrice" -> twin(limit ? refuse(name) : "stop_price", name, value);
      case "TimeInForce" -> requireType(!limit && value.equals("GTC"), name, "is GTC");
      default -> throw unsaid(name);
    }
  }

  private boolean stops(Word word, String type) {
    boolean priced = params.containsKey(word.prefix() + "Price");
    return type.equals(priced ? "STOP_LOSS_LIMIT" : "STOP_LOSS");
  }

  private void pending(Word word, String name, String value) {
    switch (word.suffix()) {
      case "Side" -> {
        Side exit = known("Binance", name, BinanceMapping.SIDES_BACK.get(value));
        fields.put("side", name, word(exit == Side.BUY ? Side.SELL : Side.BUY));
      }
      case "Quantity" -> twin("quantity", name, value);
      case "Type" ->
          requireType(
              value.equals("STOP_LOSS") || value.equals("TAKE_PROFIT"),
              name,
              "protection is STOP_LOSS or TAKE_PROFIT");
      case "StopPrice" -> {
        String type = params.get(word.prefix() + "Type");
        if (type == null) {
          throw invalid(name, "needs " + word.prefix() + "Type beside it");
        }
        twin(type.equals("STOP_LOSS") ? "stop_loss_price" : "take_profit_price", name, value);
      }
      default -> throw unsaid(name);
    }
  }

  /**
   * What a type means beside the other parameters: a stop loss with a {@code trailingDelta} trails,
   * and the venue's two words with and without a limit are one of ours, so that a word and a price
   * that contradict each other are refused instead of becoming another order than was meant.
   */
  private void readType() {
    String type = params.get("type");
    if (type == null) {
      return;
    }
    boolean priced = params.containsKey("price");
    switch (type) {
      case "STOP_LOSS_LIMIT", "TAKE_PROFIT_LIMIT" ->
          requireType(priced, "type", type + " must have its price beside it");
      case "MARKET", "STOP_LOSS", "TAKE_PROFIT" ->
          requireType(!priced, "type", type + " has no price");
      default -> {}
    }
    if (params.containsKey("trailingDelta")) {
      requireType(type.startsWith("STOP_LOSS"), "type", "only a stop loss can trail here");
      fields.replace("type", word(OrderType.TRAILING_STOP));
    }
  }

  private static void requireType(boolean good, String name, String otherwise) {
    if (!good) {
      throw invalid(name, otherwise);
    }
  }

  private static String refuse(String name) {
    throw unsaid(name);
  }
}
