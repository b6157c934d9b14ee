package org.aristobot.journal;

import com.fasterxml.jackson.annotation.JsonTypeInfo;
import java.io.Writer;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.aristobot.model.ClientOrderId;
import org.aristobot.model.NativeClientOrderId;
import org.aristobot.model.NativeParams;
import org.aristobot.model.OrderTerms;
import org.aristobot.model.Quantity;
import org.aristobot.model.Symbol;
import org.aristobot.model.VenueOrderId;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonParser;
import tools.jackson.databind.DeserializationContext;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.SerializationContext;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.ValueDeserializer;
import tools.jackson.databind.ValueSerializer;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.module.SimpleModule;

/**
 * The JSON of the journal: records by their component names, decimals and ids as text, sealed types
 * with their simple name as {@code kind}.
 */
final class JournalJson {

  private static final JsonMapper MAPPER = mapper();

  private static final Map<String, Class<?>> EVENTS =
      Arrays.stream(OrderEvent.class.getPermittedSubclasses())
          .collect(Collectors.toUnmodifiableMap(Class::getSimpleName, type -> type));

  private JournalJson() {}

  static String kind(OrderEvent event) {
    return event.getClass().getSimpleName();
  }

  static byte[] writeBytes(OrderEvent event) {
    return MAPPER.writeValueAsString(event).getBytes(StandardCharsets.UTF_8);
  }

  static OrderEvent readEvent(String kind, String body) {
    Class<?> type = EVENTS.get(kind);
    if (type == null) {
      throw new IllegalStateException("the journal holds an event of unknown kind " + kind);
    }
    return (OrderEvent) MAPPER.readValue(body, type);
  }

  static String write(Amendment amendment) {
    return MAPPER.writeValueAsString(amendment);
  }

  static Amendment readAmendment(String text) {
    return MAPPER.readValue(text, Amendment.class);
  }

  static String write(NativeParams params) {
    return MAPPER.writeValueAsString(params.values());
  }

  static NativeParams readParams(String text) {
    return new NativeParams(
        MAPPER.readValue(
            text, MAPPER.getTypeFactory().constructMapType(Map.class, String.class, String.class)));
  }

  static String[][] readTable(String text) {
    return MAPPER.readValue(text, String[][].class);
  }

  static JsonNode tree(String text) {
    return MAPPER.readTree(text);
  }

  static JsonParser parser(String text) {
    return MAPPER.createParser(text);
  }

  static JsonGenerator generator(Writer out) {
    return MAPPER.createGenerator(out);
  }

  /** A member that is absent reads as NULL. */
  static void text(JsonGenerator out, String name, @Nullable String value) {
    if (value != null) {
      out.writeStringProperty(name, RawResponse.clean(value));
    }
  }

  static void number(JsonGenerator out, String name, @Nullable BigDecimal value) {
    if (value != null) {
      out.writeStringProperty(name, value.toPlainString());
    }
  }

  static void instant(JsonGenerator out, String name, Instant value) {
    out.writeStringProperty(name, OrderFold.micros(value).toString());
  }

  @JsonTypeInfo(use = JsonTypeInfo.Id.SIMPLE_NAME, property = "kind")
  private interface Kinded {}

  private static JsonMapper mapper() {
    SimpleModule module = new SimpleModule("journal");
    asText(module, BigDecimal.class, BigDecimal::toPlainString, BigDecimal::new);
    asText(module, Symbol.class, Symbol::toString, Symbol::parse);
    asText(module, ClientOrderId.class, ClientOrderId::text, ClientOrderId::new);
    asText(module, NativeClientOrderId.class, NativeClientOrderId::text, NativeClientOrderId::new);
    asText(module, VenueOrderId.class, VenueOrderId::text, VenueOrderId::new);
    asText(module, String.class, RawResponse::clean, text -> text);
    JsonMapper.Builder builder =
        JsonMapper.builder()
            .addModule(module)
            .disable(SerializationFeature.FAIL_ON_EMPTY_BEANS)
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS);
    for (Class<?> sealed :
        new Class<?>[] {OrderTerms.class, OrderTerms.TrailingDelta.class, Quantity.class}) {
      builder.addMixIn(sealed, Kinded.class);
      builder.registerSubtypes(sealed.getPermittedSubclasses());
    }
    return builder.build();
  }

  private static <T> void asText(
      SimpleModule module, Class<T> type, Function<T, String> write, Function<String, T> read) {
    module.addSerializer(
        type,
        new ValueSerializer<T>() {
          @Override
          public void serialize(T value, JsonGenerator out, SerializationContext context) {
            out.writeString(write.apply(value));
          }
        });
    module.addDeserializer(
        type,
        new ValueDeserializer<T>() {
          @Override
          public T deserialize(JsonParser in, DeserializationContext context) {
            return read.apply(in.getString());
          }
        });
  }
}
