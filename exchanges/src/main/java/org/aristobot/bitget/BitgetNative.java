package org.aristobot.bitget;

import static java.util.Map.entry;
import static org.aristobot.net.NativeFields.decimal;
import static org.aristobot.net.NativeFields.forbidden;
import static org.aristobot.net.NativeFields.invalid;
import static org.aristobot.net.NativeFields.known;
import static org.aristobot.net.NativeFields.unsaid;
import static org.aristobot.net.NativeFields.word;

import java.math.BigDecimal;
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
import org.aristobot.net.NativeFields;
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
  private final NativeFields fields = new NativeFields();

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
    return reading.fields.reading();
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
      throw invalid(name, "needs " + beside + " beside it");
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
      fields.keep(name, Decimals.plain(decimal(name, value)));
    } else if (field == null) {
      fields.keep(name, value);
    } else {
      twin(field, name, value);
    }
  }

  private void twin(String field, String name, String value) {
    String word = BitgetMapping.lower(value);
    switch (name) {
      case "symbol" ->
          fields.put(field, name, known("Bitget", name, markets.apply(value)).symbol().toString());
      case "side" ->
          fields.put(field, name, word(known("Bitget", name, BitgetMapping.SIDES_BACK.get(word))));
      case "orderType" -> type(known("Bitget", name, BitgetMapping.TYPES.get(word)));
      case "force" -> force(name, word);
      case "planType" -> plan(name, word);
      case "size" ->
          fields.put(
              isQuoted() ? "quote_quantity" : field, name, Decimals.plain(decimal(name, value)));
      case "clientOid" -> fields.put(field, name, value);
      default -> fields.put(field, name, Decimals.plain(decimal(name, value)));
    }
  }

  /**
   * Beside a trigger it says only whether there is a price, and whether the trigger stops a loss or
   * takes a profit only the caller's own field says.
   */
  private void type(OrderType type) {
    if (!isTriggered()) {
      fields.put("type", "orderType", word(type));
    } else if (type == OrderType.LIMIT && !params.containsKey("executePrice")) {
      throw invalid("orderType", "limit must have its executePrice beside it");
    } else if (type == OrderType.MARKET && params.containsKey("executePrice")) {
      throw invalid("orderType", "market has no executePrice");
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
      fields.put("post_only", name, "true");
    } else {
      fields.put(
          "time_in_force", name, known("Bitget", name, BitgetMapping.FORCES_BACK.get(word)).name());
    }
  }

  /** A trigger order is sized in base, which is what it says unless it says otherwise. */
  private static void plan(String name, String word) {
    if (!word.equals("amount")) {
      throw unsaid(name);
    }
  }
}
