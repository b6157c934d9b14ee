package org.aristobot.simulator.bitget;

import java.math.BigDecimal;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import org.aristobot.simulator.wire.WireRequest;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * The parameters of one request: of a GET from the query, of a POST from its JSON object, where
 * numbers count as their text. Null and empty are absent; what nobody asks for is ignored.
 */
final class BitgetSimParams {

  private static final JsonMapper JSON =
      JsonMapper.builder()
          .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .build();
  private static final Pattern DECIMAL = Pattern.compile("[0-9]{1,20}(\\.[0-9]{1,20})?");
  private static final Pattern INTEGER = Pattern.compile("[0-9]{1,18}");

  private final Map<String, JsonNode> values;

  private BitgetSimParams(Map<String, JsonNode> values) {
    this.values = values;
  }

  static BitgetSimParams of(WireRequest request) {
    return new BitgetSimParams(
        request.method().equals("GET") ? query(request.rawQuery()) : body(request.body()));
  }

  private static Map<String, JsonNode> query(String text) {
    Map<String, JsonNode> values = new LinkedHashMap<>();
    for (String pair : text.split("&", -1)) {
      int equals = pair.indexOf('=');
      if (equals > 0) {
        String value = decoded(pair.substring(equals + 1));
        values.put(decoded(pair.substring(0, equals)), JSON.getNodeFactory().stringNode(value));
      }
    }
    return values;
  }

  /** The text without its percent-encoding; a plus sign stands for itself. */
  static String decoded(String text) {
    try {
      return URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
    } catch (IllegalArgumentException e) {
      return text;
    }
  }

  private static Map<String, JsonNode> body(String text) {
    Map<String, JsonNode> values = new LinkedHashMap<>();
    try {
      JsonNode object = JSON.readTree(text);
      if (object == null || !object.isObject()) {
        throw BitgetSimError.wrong("body");
      }
      object.properties().forEach(field -> values.put(field.getKey(), field.getValue()));
      return values;
    } catch (JacksonException e) {
      throw BitgetSimError.wrong("body");
    }
  }

  /** All of them as pairs of a query, for the log. */
  static String describe(WireRequest request) {
    if (request.method().equals("GET")) {
      return request.rawQuery();
    }
    List<String> pairs = new ArrayList<>();
    try {
      body(request.body()).forEach((name, value) -> pairs.add(name + "=" + encoded(value)));
    } catch (BitgetSimError e) {
      return "";
    }
    return String.join("&", pairs);
  }

  private static String encoded(JsonNode value) {
    String text = value.isContainer() ? value.toString() : value.asString("");
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }

  // --- values

  @Nullable String text(String name) {
    JsonNode value = values.get(name);
    if (value == null || value.isNull()) {
      return null;
    }
    if (value.isContainer()) {
      throw BitgetSimError.wrong(name);
    }
    String text =
        value.isNumber() && !value.isIntegralNumber()
            ? value.decimalValue().toPlainString()
            : value.asString();
    return text.isEmpty() ? null : text;
  }

  String required(String name) {
    String value = text(name);
    if (value == null) {
      throw BitgetSimError.empty(name);
    }
    return value;
  }

  /** A word in any letter case, in lower case. */
  @Nullable String word(String name) {
    String value = text(name);
    return value == null ? null : value.toLowerCase(Locale.ROOT);
  }

  String requiredWord(String name) {
    return required(name).toLowerCase(Locale.ROOT);
  }

  @Nullable BigDecimal decimal(String name) {
    String value = text(name);
    if (value == null) {
      return null;
    }
    if (!DECIMAL.matcher(value).matches()) {
      throw BitgetSimError.wrong(name);
    }
    return new BigDecimal(value);
  }

  /** A decimal above zero. */
  BigDecimal positive(String name) {
    BigDecimal value = decimal(name);
    if (value == null) {
      throw BitgetSimError.empty(name);
    }
    if (value.signum() == 0) {
      throw BitgetSimError.wrong(name);
    }
    return value;
  }

  /** A decimal above zero; null when it is absent, and when it is zero, which is the same. */
  @Nullable BigDecimal positiveOrNull(String name) {
    BigDecimal value = decimal(name);
    return value == null || value.signum() == 0 ? null : value;
  }

  @Nullable Long integer(String name) {
    String value = text(name);
    if (value == null) {
      return null;
    }
    if (!INTEGER.matcher(value).matches()) {
      throw BitgetSimError.wrong(name);
    }
    return Long.valueOf(value);
  }

  /** An id; one that no order can have is unknown rather than malformed. */
  @Nullable Long id(String name) {
    String value = text(name);
    return value == null ? null : INTEGER.matcher(value).matches() ? Long.valueOf(value) : -1L;
  }

  /** A limit of 1 to {@code most}; larger ones count as {@code most}. */
  int limit(int byDefault, int most) {
    Long value = integer("limit");
    if (value == null) {
      return byDefault;
    }
    if (value == 0) {
      throw BitgetSimError.wrong("limit");
    }
    return (int) Math.min(value, most);
  }

  /** The objects of a list. */
  List<BitgetSimParams> objects(String name, int most) {
    JsonNode list = values.get(name);
    if (list == null || list.isNull() || list.isEmpty()) {
      throw BitgetSimError.empty(name);
    }
    if (!list.isArray()) {
      throw BitgetSimError.wrong(name);
    }
    if (list.size() > most) {
      throw BitgetSimError.of("40306", "Batch processing orders can only process up to " + most);
    }
    List<BitgetSimParams> objects = new ArrayList<>();
    for (JsonNode item : list) {
      if (!item.isObject()) {
        throw BitgetSimError.wrong(name);
      }
      Map<String, JsonNode> fields = new LinkedHashMap<>();
      item.properties().forEach(field -> fields.put(field.getKey(), field.getValue()));
      objects.add(new BitgetSimParams(fields));
    }
    return objects;
  }

  /** The texts of a list, null when it is absent. */
  @Nullable List<String> texts(String name) {
    JsonNode list = values.get(name);
    if (list == null || list.isNull()) {
      return null;
    }
    if (!list.isArray()) {
      throw BitgetSimError.wrong(name);
    }
    List<String> texts = new ArrayList<>();
    list.forEach(item -> texts.add(item.asString("")));
    return texts;
  }
}
