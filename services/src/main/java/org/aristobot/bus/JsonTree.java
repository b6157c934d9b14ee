package org.aristobot.bus;

import java.math.BigDecimal;
import java.math.BigInteger;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * Reads one JSON object strictly, and as far as it goes: after the first problem it reads on, so
 * that a refusal can still be addressed. Numbers stay exact and are looked at before they are
 * converted.
 */
final class JsonTree {

  /**
   * What was read.
   *
   * @param top the object, without the members that had a problem
   * @param problem the first problem, or null
   */
  record Result(ObjectNode top, @Nullable Problem problem) {}

  /**
   * A problem of one field.
   *
   * @param field its path below {@code params} or the message, {@code message} for the whole
   * @param ofParams whether it is one of {@code params}: both may have a field of the same name
   */
  record Problem(String field, String sentence, boolean ofParams) {}

  static final String MESSAGE = "message";

  private static final int MAX_DEPTH = 20;
  private static final int MAX_NUMBER = 128;
  private static final int MAX_FIELD_SHOWN = 80;
  private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

  // Lengths are ours to check, because the parser's own limits end the reading.
  private static final JsonMapper MAPPER =
      JsonMapper.builder(
              JsonFactory.builder()
                  .streamReadConstraints(
                      StreamReadConstraints.builder()
                          .maxNumberLength(Integer.MAX_VALUE)
                          .maxNameLength(Integer.MAX_VALUE)
                          .build())
                  .build())
          .build();

  private final JsonParser parser;
  private @Nullable Problem problem;
  private boolean inParams;

  private JsonTree(JsonParser parser) {
    this.parser = parser;
  }

  static Result read(String text) {
    ObjectNode top = NODES.objectNode();
    try (JsonParser parser = MAPPER.createParser(text)) {
      JsonTree tree = new JsonTree(parser);
      try {
        tree.readTop(top);
      } catch (JacksonException _) {
        // The parser's own sentence would quote the message.
        tree.complain(MESSAGE, "is not valid JSON");
      }
      return new Result(top, tree.problem);
    }
  }

  private void readTop(ObjectNode top) {
    if (parser.nextToken() != JsonToken.START_OBJECT) {
      complain(MESSAGE, "must be a JSON object");
      return;
    }
    fill(top, "", 1);
    if (parser.nextToken() != null) {
      complain(MESSAGE, "has something after its end");
    }
  }

  private void fill(ObjectNode object, String path, int depth) {
    for (String name = parser.nextName(); name != null; name = parser.nextName()) {
      String field = path.isEmpty() ? name : path + "." + name;
      parser.nextToken();
      boolean doubled = object.has(name);
      if (doubled) {
        complain(field, "is there twice");
      }
      if (!isStorable(name)) {
        complain(field, "has a name with an unusable character");
      }
      boolean params = depth == 1 && name.equals("params");
      inParams |= params;
      JsonNode value = value(params ? "" : field, depth);
      inParams &= !params;
      if (value != null && !doubled) {
        object.set(name, value);
      }
    }
  }

  private @Nullable JsonNode value(String field, int depth) {
    return switch (parser.currentToken()) {
      case START_OBJECT, START_ARRAY -> nested(field, depth);
      case VALUE_STRING -> text(field);
      case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> number(field);
      case VALUE_TRUE -> NODES.booleanNode(true);
      case VALUE_FALSE -> NODES.booleanNode(false);
      default -> NODES.nullNode();
    };
  }

  private @Nullable JsonNode nested(String field, int depth) {
    if (depth >= MAX_DEPTH) {
      parser.skipChildren();
      complain(field, "nests deeper than " + MAX_DEPTH + " levels");
      return null;
    }
    if (parser.currentToken() == JsonToken.START_OBJECT) {
      ObjectNode object = NODES.objectNode();
      fill(object, field, depth + 1);
      return object;
    }
    ArrayNode array = NODES.arrayNode();
    while (parser.nextToken() != JsonToken.END_ARRAY) {
      JsonNode element = value(field + "[" + array.size() + "]", depth + 1);
      if (element != null) {
        array.add(element);
      }
    }
    return array;
  }

  private @Nullable JsonNode text(String field) {
    String text = parser.getString();
    if (!isStorable(text)) {
      complain(field, "has a character that no text may have");
      return null;
    }
    return NODES.stringNode(text);
  }

  private @Nullable JsonNode number(String field) {
    String text = parser.getString();
    if (text.length() > MAX_NUMBER) {
      complain(field, "is longer than " + MAX_NUMBER + " characters");
      return null;
    }
    if (parser.currentToken() == JsonToken.VALUE_NUMBER_INT) {
      BigInteger whole = new BigInteger(text);
      return whole.bitLength() < Long.SIZE
          ? NODES.numberNode(whole.longValue())
          : NODES.numberNode(whole);
    }
    try {
      return NODES.numberNode(new BigDecimal(text));
    } catch (NumberFormatException _) {
      complain(field, "has an exponent beyond all bounds");
      return null;
    }
  }

  /** PostgreSQL stores no NUL, and half a surrogate pair is no character at all. */
  private static boolean isStorable(String text) {
    for (int at = 0; at < text.length(); at++) {
      char unit = text.charAt(at);
      if (unit == 0 || Character.isLowSurrogate(unit)) {
        return false;
      }
      if (Character.isHighSurrogate(unit)) {
        at++;
        if (at == text.length() || !Character.isLowSurrogate(text.charAt(at))) {
          return false;
        }
      }
    }
    return true;
  }

  private void complain(String field, String sentence) {
    if (problem == null) {
      String name = field.isEmpty() ? "params" : field;
      problem = new Problem(RequestReader.printable(name, MAX_FIELD_SHOWN), sentence, inParams);
    }
  }
}
