package org.aristobot.gateway;

import static org.aristobot.bus.Fields.invalid;

import java.math.BigDecimal;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.aristobot.bus.Fields;
import org.aristobot.exchange.ErrorKind;
import org.aristobot.exchange.ExchangeException;
import org.aristobot.exchange.Feature;
import org.aristobot.exchange.NativeReading;
import org.aristobot.exchange.Trading;
import org.aristobot.model.Decimals;
import org.aristobot.model.NativeParams;
import org.aristobot.model.OrderTerms;
import org.aristobot.model.OrderTerms.TrailingDelta;
import org.aristobot.model.OrderType;
import org.aristobot.model.Protection;
import org.aristobot.model.Quantity;
import org.aristobot.model.Side;
import org.aristobot.model.TimeInForce;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Reads the fields of an order request into a ticket; refuses what does not fit together. */
final class OrderParser {

  /** Fields and their other names. */
  private static final Map<String, String> ALIASES =
      Map.of("quantity", "amount", "time_in_force", "force");

  private static final Set<String> KNOWN =
      Set.of(
          "symbol",
          "side",
          "type",
          "quantity",
          "amount",
          "quote_quantity",
          "price",
          "stop_price",
          "stop_limit_price",
          "trailing_delta",
          "client_order_id",
          "time_in_force",
          "force",
          "post_only",
          "reduce_only",
          "position_side",
          "margin_mode",
          "stop_loss_price",
          "take_profit_price",
          "iceberg_qty",
          "extra_params",
          "protection",
          "rounding",
          "user_id",
          "broker_id",
          "source");

  private static final Set<String> SOURCES = Set.of("manual", "strategy", "webhook", "external");
  private static final Pattern NATIVE_NAME = Pattern.compile("[A-Za-z][A-Za-z0-9_.]{0,63}");
  private static final int MAX_NATIVE_PARAMS = 32;

  private final Fields fields;
  private final NativeParams nativeParams;

  private OrderParser(Fields fields, NativeParams nativeParams) {
    this.fields = fields;
    this.nativeParams = nativeParams;
  }

  /**
   * Reads a ticket.
   *
   * @param venue says what {@code extra_params} mean
   * @throws ExchangeException naming the field and what is wrong with it
   */
  static OrderTicket parse(Fields fields, Trading venue) {
    fields.allow(KNOWN);
    // A side that is not a text is refused where the fields are merged, by a sentence of its own.
    JsonNode side = fields.json("side");
    String text = side != null && side.isString() ? side.asString() : null;
    NativeReading reading = venue.readNative(nativeParams(fields), word(text, Side.class));
    return new OrderParser(merge(fields, reading.fields()), reading.rest()).ticket();
  }

  private static NativeParams nativeParams(Fields fields) {
    ObjectNode given = fields.object("extra_params");
    if (given == null) {
      return NativeParams.NONE;
    }
    if (given.size() > MAX_NATIVE_PARAMS) {
      throw invalid("extra_params", "has more than " + MAX_NATIVE_PARAMS + " entries");
    }
    Map<String, String> values = new LinkedHashMap<>();
    given
        .properties()
        .forEach(entry -> {
          if (!entry.getValue().isNull()) {
            values.put(nativeName(entry.getKey()), nativeText(entry));
          }
        });
    return new NativeParams(values);
  }

  private static String nativeName(String name) {
    if (!NATIVE_NAME.matcher(name).matches()) {
      throw invalid("extra_params", "has a name that no venue knows");
    }
    return name;
  }

  private static String nativeText(Map.Entry<String, JsonNode> entry) {
    JsonNode value = entry.getValue();
    String field = "extra_params." + entry.getKey();
    if (value.isNumber()) {
      try {
        return Decimals.bounded(value.decimalValue()).toPlainString();
      } catch (IllegalArgumentException e) {
        throw invalid(field, String.valueOf(e.getMessage()));
      }
    }
    if (value.isString() || value.isBoolean()) {
      return value.asString();
    }
    throw invalid(field, "must be a text, a number, true or false");
  }

  /** What the native parameters say counts like the field itself; a contradiction is refused. */
  private static Fields merge(Fields fields, Map<String, String> reading) {
    Map<String, String> added = new LinkedHashMap<>();
    reading.forEach((field, text) -> {
      String alias = ALIASES.get(field);
      String given = alias == null ? field : fields.oneOf(field, alias);
      JsonNode value = fields.json(given);
      if (value == null) {
        added.put(field, text);
      } else if (!value.isValueNode() || !same(value.asString(), text)) {
        throw invalid(given, "differs from what extra_params say");
      }
    });
    return fields.with(added);
  }

  private static boolean same(String one, String other) {
    try {
      return Decimals.parse(one).compareTo(Decimals.parse(other)) == 0;
    } catch (IllegalArgumentException e) {
      return one.equalsIgnoreCase(other);
    }
  }

  private OrderTicket ticket() {
    OrderType type = required("type", OrderType.class);
    return new OrderTicket(
        fields.requiredSymbol("symbol"),
        required("side", Side.class),
        quantity(type),
        terms(type),
        fields.clientOrderId("client_order_id"),
        positive("iceberg_qty", ErrorKind.INVALID_QUANTITY),
        protection(type),
        choice("protection", "best_effort", "required").equals("required"),
        choice("rounding", "none", "down").equals("down"),
        nativeParams,
        source(),
        beyondSpot());
  }

  private Quantity quantity(OrderType type) {
    String name = fields.oneOf("quantity", "amount");
    BigDecimal base = positive(name, ErrorKind.INVALID_QUANTITY);
    BigDecimal quote = positive("quote_quantity", ErrorKind.INVALID_QUANTITY);
    if (base != null && quote != null) {
      throw invalid("quote_quantity", "goes instead of quantity, not with it");
    }
    if (quote != null) {
      if (type != OrderType.MARKET) {
        throw new ExchangeException(
            ErrorKind.UNSUPPORTED_PARAMETER, "quote_quantity: only a market order can have it");
      }
      return new Quantity.Quote(quote);
    }
    if (base == null) {
      throw invalid("quantity", "is required");
    }
    return new Quantity.Base(base);
  }

  private OrderTerms terms(OrderType type) {
    return switch (type) {
      case MARKET -> market();
      case LIMIT -> limit();
      case STOP_LOSS -> stopLoss();
      case TAKE_PROFIT -> takeProfit();
      case TRAILING_STOP -> trailingStop();
      case OCO -> oco();
    };
  }

  private OrderTerms market() {
    refuse("price", "stop_price", "stop_limit_price", "trailing_delta");
    refusePostOnly();
    refuseTimeInForce();
    return new OrderTerms.Market();
  }

  private OrderTerms limit() {
    refuse("stop_price", "stop_limit_price", "trailing_delta");
    TimeInForce timeInForce = timeInForce();
    boolean postOnly = isPostOnly();
    if (postOnly && timeInForce != TimeInForce.GTC) {
      throw invalid("post_only", "cannot go with " + timeInForce);
    }
    return new OrderTerms.Limit(requiredPrice("price"), timeInForce, postOnly);
  }

  private OrderTerms stopLoss() {
    refuse("stop_limit_price", "trailing_delta");
    refusePostOnly();
    BigDecimal trigger = requiredPrice(fields.oneOf("stop_price", "stop_loss_price"));
    BigDecimal price = price("price");
    if (price == null) {
      refuseTimeInForce();
      return new OrderTerms.StopMarket(trigger);
    }
    return new OrderTerms.StopLimit(trigger, price, timeInForce());
  }

  private OrderTerms takeProfit() {
    refuse("stop_limit_price", "trailing_delta");
    refusePostOnly();
    BigDecimal trigger = requiredPrice(fields.oneOf("stop_price", "take_profit_price"));
    BigDecimal price = price("price");
    if (price == null) {
      refuseTimeInForce();
      return new OrderTerms.TakeProfitMarket(trigger);
    }
    return new OrderTerms.TakeProfitLimit(trigger, price, timeInForce());
  }

  private OrderTerms trailingStop() {
    refuse("stop_limit_price");
    refusePostOnly();
    refuseTimeInForce();
    return new OrderTerms.TrailingStop(trailingDelta(), price("stop_price"), price("price"));
  }

  private TrailingDelta trailingDelta() {
    if (fields.json("trailing_delta") instanceof ObjectNode object) {
      Fields inner = new Fields(object);
      inner.allow(Set.of("offset"));
      BigDecimal offset = inner.decimal("offset");
      if (offset == null || offset.signum() <= 0) {
        throw invalid("trailing_delta.offset", "must be greater than zero");
      }
      return new TrailingDelta.Offset(offset);
    }
    BigDecimal percent = positive("trailing_delta", ErrorKind.INVALID_REQUEST);
    if (percent == null) {
      throw invalid("trailing_delta", "is required");
    }
    return new TrailingDelta.Percent(percent);
  }

  private OrderTerms oco() {
    refuse("trailing_delta");
    refusePostOnly();
    refuseTimeInForce();
    return new OrderTerms.Oco(
        requiredPrice("price"), requiredPrice("stop_price"), price("stop_limit_price"));
  }

  /** The prices of protective orders; of a stop loss its own trigger is none of them. */
  private @Nullable Protection protection(OrderType type) {
    BigDecimal stopLoss = type == OrderType.STOP_LOSS ? null : price("stop_loss_price");
    BigDecimal takeProfit = type == OrderType.TAKE_PROFIT ? null : price("take_profit_price");
    return stopLoss == null && takeProfit == null ? null : new Protection(stopLoss, takeProfit);
  }

  private Set<Feature> beyondSpot() {
    EnumSet<Feature> features = EnumSet.noneOf(Feature.class);
    if (Boolean.TRUE.equals(fields.bool("reduce_only"))) {
      features.add(Feature.REDUCE_ONLY);
    }
    if (fields.text("position_side") != null) {
      features.add(Feature.POSITION_SIDE);
    }
    if (fields.text("margin_mode") != null) {
      features.add(Feature.MARGIN_MODE);
    }
    return features;
  }

  private @Nullable String source() {
    String source = fields.text("source");
    if (source != null && !SOURCES.contains(source)) {
      throw invalid("source", "must be one of manual, strategy, webhook, external");
    }
    return source;
  }

  private TimeInForce timeInForce() {
    String name = fields.oneOf("time_in_force", "force");
    return fields.has(name) ? required(name, TimeInForce.class) : TimeInForce.GTC;
  }

  private boolean isPostOnly() {
    return Boolean.TRUE.equals(fields.bool("post_only"));
  }

  private void refusePostOnly() {
    if (isPostOnly()) {
      throw invalid("post_only", "goes with limit orders only");
    }
  }

  private void refuseTimeInForce() {
    if (timeInForce() != TimeInForce.GTC) {
      throw invalid(fields.oneOf("time_in_force", "force"), "goes with a limit price only");
    }
  }

  private void refuse(String... names) {
    for (String name : names) {
      if (fields.has(name)) {
        throw invalid(name, "does not belong to an order of this type");
      }
    }
  }

  private @Nullable BigDecimal price(String name) {
    return positive(name, ErrorKind.INVALID_PRICE);
  }

  private BigDecimal requiredPrice(String name) {
    BigDecimal price = price(name);
    if (price == null) {
      throw invalid(name, "is required");
    }
    return price;
  }

  private @Nullable BigDecimal positive(String name, ErrorKind kind) {
    BigDecimal value = fields.decimal(name);
    if (value != null && value.signum() <= 0) {
      throw new ExchangeException(kind, name + ": must be greater than zero");
    }
    return value;
  }

  private String choice(String name, String usual, String other) {
    String text = fields.text(name);
    if (text == null || text.equals(usual)) {
      return usual;
    }
    if (text.equals(other)) {
      return other;
    }
    throw invalid(name, "must be " + usual + " or " + other);
  }

  private static <E extends Enum<E>> @Nullable E word(@Nullable String text, Class<E> words) {
    for (E word : words.getEnumConstants()) {
      if (word.name().equalsIgnoreCase(text)) {
        return word;
      }
    }
    return null;
  }

  private <E extends Enum<E>> E required(String name, Class<E> words) {
    E found = word(fields.requiredText(name), words);
    if (found != null) {
      return found;
    }
    StringBuilder known = new StringBuilder();
    for (E word : words.getEnumConstants()) {
      known.append(known.isEmpty() ? "" : ", ");
      known.append(words == TimeInForce.class ? word.name() : Answers.word(word));
    }
    throw invalid(name, "must be one of " + known);
  }
}
