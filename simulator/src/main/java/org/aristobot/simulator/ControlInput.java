package org.aristobot.simulator;

import java.math.BigDecimal;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The JSON object that a control call was given; says which field is wrong. */
final class ControlInput {

  /** A sentence for the caller. */
  static final class Refused extends RuntimeException {
    private static final long serialVersionUID = 1L;

    Refused(String sentence) {
      super(sentence, null, false, false);
    }
  }

  static final JsonMapper JSON =
      JsonMapper.builder()
          .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .build();

  private final JsonNode object;

  private ControlInput(JsonNode object) {
    this.object = object;
  }

  /**
   * @param allowed all fields that the call knows
   */
  static ControlInput of(String body, String... allowed) {
    JsonNode object = object(body);
    Set<String> unknown = new TreeSet<>(object.propertyNames());
    unknown.removeAll(Set.of(allowed));
    if (!unknown.isEmpty()) {
      throw new Refused("Field '" + unknown.iterator().next() + "' is unknown.");
    }
    return new ControlInput(object);
  }

  /** All fields of a body, which must be texts, numbers or true and false, as texts. */
  static Map<String, String> scalars(String body) {
    JsonNode object = object(body);
    Map<String, String> scalars = new TreeMap<>();
    object
        .properties()
        .forEach(field -> {
          if (field.getValue().isContainer() || field.getValue().isNull()) {
            throw new Refused("Field '" + field.getKey() + "' must have one value.");
          }
          scalars.put(field.getKey(), field.getValue().asString());
        });
    return scalars;
  }

  private static JsonNode object(String body) {
    JsonNode object;
    try {
      object = JSON.readTree(body);
    } catch (JacksonException e) {
      throw new Refused("The body is not JSON.");
    }
    if (object == null || !object.isObject()) {
      throw new Refused("The body must be a JSON object.");
    }
    return object;
  }

  @Nullable JsonNode node(String field) {
    JsonNode node = object.get(field);
    return node == null || node.isNull() ? null : node;
  }

  @Nullable String text(String field) {
    JsonNode node = node(field);
    if (node == null) {
      return null;
    }
    if (!node.isString() || node.stringValue().isBlank()) {
      throw new Refused("Field '" + field + "' must be a text.");
    }
    return node.stringValue();
  }

  String requiredText(String field) {
    String value = text(field);
    if (value == null) {
      throw new Refused("Field '" + field + "' is missing.");
    }
    return value;
  }

  @Nullable Long integer(String field) {
    JsonNode node = node(field);
    if (node == null) {
      return null;
    }
    if (!node.isIntegralNumber() || !node.canConvertToLong()) {
      throw new Refused("Field '" + field + "' must be a whole number.");
    }
    return node.longValue();
  }

  @Nullable Boolean flag(String field) {
    JsonNode node = node(field);
    if (node != null && !node.isBoolean()) {
      throw new Refused("Field '" + field + "' must be true or false.");
    }
    return node == null ? null : node.booleanValue();
  }

  /** An amount of at most eight decimals and a sane size, given as text or number. */
  static BigDecimal amount(String field, JsonNode node) {
    String text = node.isString() ? node.stringValue() : node.isNumber() ? node.asString() : "";
    if (!text.matches("[0-9]{1,15}(\\.[0-9]{1,8})?")) {
      throw new Refused(
          "Field '"
              + field
              + "' must be a plain decimal that is not negative, of at most 8 decimals.");
    }
    return new BigDecimal(text);
  }
}
