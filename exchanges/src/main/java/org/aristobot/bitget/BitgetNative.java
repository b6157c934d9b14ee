package org.aristobot.bitget;

import static java.util.Map.entry;

import java.math.BigDecimal;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.aristobot.exchange.ErrorKind;
import org.aristobot.exchange.ExchangeException;
import org.aristobot.exchange.NativeReading;
import org.aristobot.model.Decimals;
import org.aristobot.model.Instrument;
import org.aristobot.model.NativeParams;
import org.aristobot.model.OrderType;
import org.aristobot.model.Side;
import org.jspecify.annotations.Nullable;

/**
 * A caller's native parameters: what only the gateway may set, what says in the venue's words what
 * a field of the order request says in ours, and the rest, which travels untouched.
 */
final class BitgetNative {

  /** Ours to set, whoever asks. {@code tpslType} would drop the client id. */
  private static final Set<String> FORBIDDEN =
      Set.of(
          "requestTime",
          "receiveWindow",
          "ACCESS-KEY",
          "ACCESS-SIGN",
          "ACCESS-TIMESTAMP",
          "ACCESS-PASSPHRASE",
          "paptrading",
          "locale",
          "tpslType",
          "newClientOid",
          "batchMode",
          "orderList");

  /** Native parameters that have a field of ours. */
  private static final Map<String, String> TWINS =
      Map.ofEntries(
          entry("symbol", "symbol"),
          entry("side", "side"),
          entry("orderType", "type"),
          entry("size", "quantity"),
          entry("force", "time_in_force"),
          entry("price", "price"),
          entry("clientOid", "client_order_id"),
          entry("triggerPrice", "stop_price"),
          entry("executePrice", "price"),
          entry("planType", "quantity"),
          entry("presetTakeProfitPrice", "take_profit_price"),
          entry("presetStopLossPrice", "stop_loss_price"));

  /** The limit prices of attached exits, with what each needs beside it. */
  static final Map<String, String> EXIT_LIMITS =
      Map.ofEntries(
          entry("executeTakeProfitPrice", "presetTakeProfitPrice"),
          entry("executeStopLossPrice", "presetStopLossPrice"));

  private final Map<String, String> params;
  private final Function<String, @Nullable Instrument> markets;
  private final @Nullable Side side;
  private final Map<String, String> fields = new LinkedHashMap<>();
  private final Map<String, String> rest = new LinkedHashMap<>();

  private BitgetNative(
      NativeParams params, Function<String, @Nullable Instrument> markets, @Nullable Side side) {
    this.params = params.values();
    this.markets = markets;
    Side own =
        BitgetMapping.SIDES_BACK.get(BitgetMapping.lower(this.params.getOrDefault("side", "")));
    this.side = own == null ? side : own;
  }

  /**
   * Sorts native parameters.
   *
   * @param markets instrument by the venue's symbol
   * @param side as the order's own field says it
   */
  static NativeReading read(
      NativeParams params, Function<String, @Nullable Instrument> markets, @Nullable Side side) {
    BitgetNative reading = new BitgetNative(params, markets, side);
    reading.params.forEach(reading::sort);
    return new NativeReading(reading.fields, new NativeParams(reading.rest));
  }

  /** Adds what travels untouched; it wins over what the mapping set. */
  static void addRest(NativeParams params, Instrument instrument, Map<String, String> parameters) {
    params
        .values()
        .forEach((name, value) -> {
          if (isForbidden(name) || TWINS.containsKey(name)) {
            throw forbidden(name);
          }
          String beside = EXIT_LIMITS.get(name);
          if (beside != null) {
            requireExit(name, beside, parameters);
            parameters.put(name, exitLimit(name, value, instrument));
          } else {
            parameters.put(name, value);
          }
        });
  }

  private static void requireExit(String name, String beside, Map<String, String> parameters) {
    if (!parameters.containsKey(beside)) {
      throw invalid("extra_params." + name + ": needs " + beside + " beside it.");
    }
  }

  private static String exitLimit(String name, String value, Instrument instrument) {
    BigDecimal price = decimal(name, value);
    BigDecimal step = instrument.price().step();
    if (step != null && price.remainder(step).signum() != 0) {
      throw new ExchangeException(
          ErrorKind.INVALID_PRICE,
          "extra_params."
              + name
              + ": is not a multiple of the market's step "
              + Decimals.plain(step)
              + ".");
    }
    return BitgetRequests.price("extra_params." + name, price);
  }

  private static boolean isForbidden(String name) {
    return FORBIDDEN.contains(name) || name.toUpperCase(Locale.ROOT).startsWith("ACCESS-");
  }

  private void sort(String name, String value) {
    if (isForbidden(name)) {
      throw forbidden(name);
    }
    String field = TWINS.get(name);
    if (EXIT_LIMITS.containsKey(name)) {
      rest.put(name, Decimals.plain(decimal(name, value)));
    } else if (field == null) {
      rest.put(name, value);
    } else {
      twin(field, name, value);
    }
  }

  private void twin(String field, String name, String value) {
    String word = BitgetMapping.lower(value);
    switch (name) {
      case "symbol" -> put(field, name, known(name, markets.apply(value)).symbol().toString());
      case "side" -> put(field, name, word(known(name, BitgetMapping.SIDES_BACK.get(word))));
      case "orderType" -> type(known(name, BitgetMapping.TYPES.get(word)));
      case "force" -> force(name, word);
      case "planType" -> plan(name, word);
      case "size" ->
          put(isQuoted() ? "quote_quantity" : field, name, Decimals.plain(decimal(name, value)));
      case "clientOid" -> put(field, name, value);
      default -> put(field, name, Decimals.plain(decimal(name, value)));
    }
  }

  /**
   * Beside a trigger it says only whether there is a price, and whether the trigger stops a loss or
   * takes a profit only the caller's own field says.
   */
  private void type(OrderType type) {
    if (!isTriggered()) {
      put("type", "orderType", word(type));
    } else if (type == OrderType.LIMIT && !params.containsKey("executePrice")) {
      throw invalid("extra_params.orderType: limit must have its executePrice beside it.");
    } else if (type == OrderType.MARKET && params.containsKey("executePrice")) {
      throw invalid("extra_params.orderType: market has no executePrice.");
    }
  }

  private boolean isTriggered() {
    return params.containsKey("triggerPrice");
  }

  /** The size of a market buy is an amount of quote. */
  private boolean isQuoted() {
    return side == Side.BUY
        && !isTriggered()
        && BitgetMapping.lower(params.getOrDefault("orderType", "")).equals("market");
  }

  private void force(String name, String word) {
    if (word.equals(BitgetMapping.POST_ONLY)) {
      put("post_only", name, "true");
    } else {
      put("time_in_force", name, known(name, BitgetMapping.FORCES_BACK.get(word)).name());
    }
  }

  /** A trigger order is sized in base, which is what it says unless it says otherwise. */
  private static void plan(String name, String word) {
    if (!word.equals("amount")) {
      throw invalid("extra_params." + name + ": no field of an order request says this.");
    }
  }

  private void put(String field, String name, String text) {
    String before = fields.put(field, text);
    if (before != null && !before.equals(text)) {
      throw invalid("extra_params." + name + ": differs from what another of them says.");
    }
  }

  private static BigDecimal decimal(String name, String value) {
    try {
      return Decimals.parse(value);
    } catch (IllegalArgumentException e) {
      throw invalid("extra_params." + name + ": " + e.getMessage() + ".");
    }
  }

  private static <T> T known(String name, @Nullable T value) {
    if (value == null) {
      throw invalid("extra_params." + name + ": not a word of Bitget's.");
    }
    return value;
  }

  private static String word(Enum<?> value) {
    return value.name().toLowerCase(Locale.ROOT);
  }

  private static ExchangeException forbidden(String name) {
    return invalid("extra_params." + name + ": only the gateway sets this.");
  }

  private static ExchangeException invalid(String message) {
    return new ExchangeException(ErrorKind.INVALID_REQUEST, message);
  }
}
