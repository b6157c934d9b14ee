package org.aristobot.bus;

import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import org.aristobot.exchange.ErrorKind;
import org.aristobot.exchange.ExchangeException;
import org.aristobot.model.ClientOrderId;
import org.aristobot.model.Decimals;
import org.aristobot.model.Symbol;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * The parameters of a request, read with checks. Null and absent are the same. Every method throws
 * an {@link ExchangeException} INVALID_REQUEST (or the kind that it names) whose message starts
 * with the field.
 */
public final class Fields {

  private static final int MAX_TEXT = 512;

  /** What of a caller's own words an error repeats; more of them would flood answers and logs. */
  private static final int MAX_SHOWN = 80;

  /** Years that a venue and its clock can mean. */
  private static final Instant FIRST = Instant.EPOCH;

  private static final Instant LAST = Instant.parse("9999-12-31T23:59:59.999Z");

  private final ObjectNode params;

  public Fields(ObjectNode params) {
    this.params = params;
  }

  public static ExchangeException invalid(String field, String problem) {
    return new ExchangeException(ErrorKind.INVALID_REQUEST, field + ": " + problem);
  }

  /** These fields with further ones; one that is there already stays. */
  public Fields with(Map<String, String> more) {
    ObjectNode merged = JsonNodeFactory.instance.objectNode();
    params.properties().forEach(entry -> merged.set(entry.getKey(), entry.getValue()));
    more.forEach((name, text) -> {
      if (!has(name)) {
        merged.put(name, text);
      }
    });
    return new Fields(merged);
  }

  /** Whether any name or text, at any depth, is such a one. */
  public boolean anyText(Predicate<String> such) {
    return anyText(params, such);
  }

  private static boolean anyText(JsonNode node, Predicate<String> such) {
    if (node.isString()) {
      return such.test(node.asString());
    }
    for (String name : node.propertyNames()) {
      if (such.test(name)) {
        return true;
      }
    }
    for (JsonNode inner : node) {
      if (anyText(inner, such)) {
        return true;
      }
    }
    return false;
  }

  public boolean has(String name) {
    JsonNode node = params.get(name);
    return node != null && !node.isNull();
  }

  /** Refuses fields that nobody reads: a misspelt one must not be dropped in silence. */
  public void allow(Set<String> known) {
    for (String name : params.propertyNames()) {
      if (has(name) && !known.contains(name)) {
        throw invalid(RequestReader.printable(name, MAX_SHOWN), "is not a field of this action");
      }
    }
  }

  /** The first of the names that is there; refused if two are there. */
  public String oneOf(String name, String... aliases) {
    String found = has(name) ? name : null;
    for (String alias : aliases) {
      if (has(alias)) {
        if (found != null) {
          throw invalid(alias, "and " + found + " say the same, give one of them");
        }
        found = alias;
      }
    }
    return found == null ? name : found;
  }

  public @Nullable String text(String name) {
    if (!has(name)) {
      return null;
    }
    JsonNode node = params.get(name);
    if (!node.isString()) {
      throw invalid(name, "must be a text");
    }
    String text = node.asString();
    if (text.length() > MAX_TEXT) {
      throw invalid(name, "is longer than " + MAX_TEXT + " characters");
    }
    return text;
  }

  /** A text, or a whole number written as a number: callers send ids both ways. */
  public @Nullable String id(String name) {
    JsonNode node = params.get(name);
    if (node != null && node.isIntegralNumber()) {
      return node.asString();
    }
    String text = text(name);
    if (text != null && text.isBlank()) {
      throw invalid(name, "must not be blank");
    }
    return text;
  }

  public String requiredText(String name) {
    String text = text(name);
    if (text == null) {
      throw invalid(name, "is required");
    }
    return text;
  }

  public @Nullable BigDecimal decimal(String name) {
    if (!has(name)) {
      return null;
    }
    JsonNode node = params.get(name);
    try {
      if (node.isString()) {
        return Decimals.parse(node.asString());
      }
      if (node.isNumber()) {
        return Decimals.bounded(node.decimalValue());
      }
    } catch (IllegalArgumentException e) {
      throw invalid(name, String.valueOf(e.getMessage()));
    }
    throw invalid(name, "must be a decimal number");
  }

  public @Nullable Boolean bool(String name) {
    if (!has(name)) {
      return null;
    }
    JsonNode node = params.get(name);
    if (node.isBoolean()) {
      return node.asBoolean();
    }
    if (node.isString() && node.asString().equals("true")) {
      return true;
    }
    if (node.isString() && node.asString().equals("false")) {
      return false;
    }
    throw invalid(name, "must be true or false");
  }

  public @Nullable Integer positiveInt(String name, int max) {
    BigDecimal value = decimal(name);
    if (value == null) {
      return null;
    }
    if (value.stripTrailingZeros().scale() > 0
        || value.signum() <= 0
        || value.compareTo(BigDecimal.valueOf(max)) > 0) {
      throw invalid(name, "must be a whole number from 1 to " + max);
    }
    return value.intValueExact();
  }

  public long requiredId(String name) {
    BigDecimal value = decimal(name);
    if (value == null) {
      throw invalid(name, "is required");
    }
    if (value.stripTrailingZeros().scale() > 0
        || value.signum() <= 0
        || value.compareTo(BigDecimal.valueOf(Long.MAX_VALUE)) > 0) {
      throw invalid(name, "must be a positive whole number");
    }
    return value.longValueExact();
  }

  public @Nullable Symbol symbol(String name) {
    String text = text(name);
    if (text == null) {
      return null;
    }
    try {
      return Symbol.parse(text);
    } catch (IllegalArgumentException e) {
      throw new ExchangeException(
          ErrorKind.UNKNOWN_SYMBOL,
          name + ": " + RequestReader.printable(text, MAX_SHOWN) + " " + e.getMessage());
    }
  }

  /** A list of symbols; empty if there is none. */
  public List<Symbol> symbols(String name, int max) {
    if (!has(name)) {
      return List.of();
    }
    if (!(params.get(name) instanceof ArrayNode array)) {
      throw invalid(name, "must be a list of symbols");
    }
    if (array.size() > max) {
      throw invalid(name, "has more than " + max + " entries");
    }
    List<Symbol> symbols = new ArrayList<>();
    for (JsonNode entry : array) {
      Fields one = new Fields(JsonNodeFactory.instance.objectNode().set(name, entry));
      symbols.add(one.requiredSymbol(name));
    }
    return symbols;
  }

  public Symbol requiredSymbol(String name) {
    Symbol symbol = symbol(name);
    if (symbol == null) {
      throw invalid(name, "is required");
    }
    return symbol;
  }

  public @Nullable ClientOrderId clientOrderId(String name) {
    String text = id(name);
    if (text == null) {
      return null;
    }
    try {
      return new ClientOrderId(text);
    } catch (IllegalArgumentException e) {
      throw invalid(name, String.valueOf(e.getMessage()));
    }
  }

  /** An instant as epoch milliseconds, or as ISO-8601 text, from 1970 to 9999. */
  public @Nullable Instant instant(String name) {
    if (!has(name)) {
      return null;
    }
    Instant instant = instant(params.get(name));
    if (instant == null || instant.isBefore(FIRST) || instant.isAfter(LAST)) {
      throw invalid(name, "must be epoch milliseconds or an ISO-8601 instant, from 1970 to 9999");
    }
    return instant;
  }

  private static @Nullable Instant instant(JsonNode node) {
    if (node.isIntegralNumber() && node.canConvertToLong()) {
      return Instant.ofEpochMilli(node.asLong());
    }
    if (!node.isString()) {
      return null;
    }
    String text = node.asString();
    try {
      return text.matches("[0-9]{1,18}")
          ? Instant.ofEpochMilli(Long.parseLong(text))
          : Instant.parse(text);
    } catch (DateTimeException e) {
      return null;
    }
  }

  public @Nullable ObjectNode object(String name) {
    if (!has(name)) {
      return null;
    }
    if (params.get(name) instanceof ObjectNode object) {
      return object;
    }
    throw invalid(name, "must be an object");
  }

  /** The value as JSON, for the few fields that take more than one shape. */
  public @Nullable JsonNode json(String name) {
    return has(name) ? params.get(name) : null;
  }
}
