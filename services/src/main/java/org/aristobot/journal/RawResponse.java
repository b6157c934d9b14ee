package org.aristobot.journal;

import java.io.StringWriter;
import org.aristobot.model.ClientOrderId;
import org.aristobot.model.Decimals;
import org.aristobot.model.Venue;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/**
 * The {@code raw_response} of an order: the venue's own order object with what our queries count
 * on. It is copied token by token, so that a number keeps the digits the venue wrote.
 */
final class RawResponse {

  private static final String EXCHANGE = "exchange";
  private static final String STATUS = "status";
  private static final String CLIENT_ID = "clientOid";

  /** Kraken's number, on which a published query relies; no other venue may bring text there. */
  private static final String USER_REFERENCE = "userref";

  private RawResponse() {}

  /** While the venue has not shown the order. */
  static String without(Venue venue, ClientOrderId clientOrderId) {
    StringWriter text = new StringWriter();
    try (JsonGenerator out = JournalJson.generator(text)) {
      out.writeStartObject();
      writeOurs(out, venue, clientOrderId, null);
      out.writeEndObject();
    }
    return text.toString();
  }

  static String of(
      Venue venue, ClientOrderId clientOrderId, @Nullable String nativeStatus, String raw) {
    StringWriter text = new StringWriter();
    try (JsonParser in = JournalJson.parser(raw);
        JsonGenerator out = JournalJson.generator(text)) {
      if (in.nextToken() != JsonToken.START_OBJECT) {
        return without(venue, clientOrderId);
      }
      out.writeStartObject();
      writeOurs(out, venue, clientOrderId, nativeStatus);
      copyMembers(in, out, nativeStatus != null);
      out.writeEndObject();
    } catch (JacksonException e) {
      // The answer itself stays readable in wire_log; the order must be recorded in any case.
      return without(venue, clientOrderId);
    }
    return text.toString();
  }

  private static void writeOurs(
      JsonGenerator out, Venue venue, ClientOrderId clientOrderId, @Nullable String nativeStatus) {
    out.writeStringProperty(EXCHANGE, venue.word());
    if (nativeStatus != null) {
      out.writeStringProperty(STATUS, clean(nativeStatus));
    }
    out.writeStringProperty(CLIENT_ID, clientOrderId.text());
  }

  private static void copyMembers(JsonParser in, JsonGenerator out, boolean statusIsOurs) {
    while (in.nextToken() == JsonToken.PROPERTY_NAME) {
      String name = in.currentName();
      in.nextToken();
      boolean ours =
          switch (name) {
            case EXCHANGE, CLIENT_ID, USER_REFERENCE -> true;
            case STATUS -> statusIsOurs;
            default -> false;
          };
      if (ours) {
        in.skipChildren();
      } else {
        out.writeName(clean(name));
        copyValue(in, out);
      }
    }
  }

  private static void copyValue(JsonParser in, JsonGenerator out) {
    switch (in.currentToken()) {
      case START_OBJECT -> {
        out.writeStartObject();
        while (in.nextToken() == JsonToken.PROPERTY_NAME) {
          out.writeName(clean(in.currentName()));
          in.nextToken();
          copyValue(in, out);
        }
        out.writeEndObject();
      }
      case START_ARRAY -> {
        out.writeStartArray();
        while (in.nextToken() != JsonToken.END_ARRAY) {
          copyValue(in, out);
        }
        out.writeEndArray();
      }
      case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> copyNumber(in.getString(), out);
      case VALUE_TRUE -> out.writeBoolean(true);
      case VALUE_FALSE -> out.writeBoolean(false);
      case VALUE_NULL -> out.writeNull();
      default -> out.writeString(clean(in.getString()));
    }
  }

  /** A number that PostgreSQL might refuse is kept as text. */
  private static void copyNumber(String digits, JsonGenerator out) {
    try {
      Decimals.parse(digits);
      out.writeNumber(digits);
    } catch (IllegalArgumentException e) {
      out.writeString(digits);
    }
  }

  /** PostgreSQL takes neither the character NUL nor half a surrogate pair. */
  static String clean(String text) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == 0 || Character.isSurrogate(c)) {
        return replaced(text);
      }
    }
    return text;
  }

  private static String replaced(String text) {
    StringBuilder out = new StringBuilder(text.length());
    text.codePoints()
        .map(c ->
            c == 0 || (c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE) ? 0xfffd : c)
        .forEach(out::appendCodePoint);
    return out.toString();
  }
}
