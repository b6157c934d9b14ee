package org.aristobot.net;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.lang.reflect.AnnotatedParameterizedType;
import java.lang.reflect.AnnotatedType;
import java.lang.reflect.Method;
import java.lang.reflect.RecordComponent;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.aristobot.model.Decimals;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.databind.DeserializationContext;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.MapperFeature;
import tools.jackson.databind.deser.std.StdDeserializer;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.module.SimpleModule;

/**
 * Reads venues' JSON into records without ever making a value up: what is missing or null in a
 * component that is not {@code @Nullable} fails with its path, decimals are exact and bounded, 1.5
 * is no integer. Fields that a record does not have are ignored; of a name that comes twice the
 * last one counts.
 *
 * <p>Wire records hold object types only, because a missing primitive would read as 0. Thread rule:
 * any thread.
 */
public final class WireJson {

  private static final JsonMapper MAPPER =
      JsonMapper.builder()
          .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
          .disable(DeserializationFeature.ACCEPT_FLOAT_AS_INT)
          .disable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          // Arrays are read by the order in which a record declares its components.
          .disable(MapperFeature.SORT_PROPERTIES_ALPHABETICALLY)
          .disable(MapperFeature.ALLOW_COERCION_OF_SCALARS)
          .addModule(new SimpleModule().addDeserializer(BigDecimal.class, new ExactDecimal()))
          .build();

  private static final ClassValue<Shape> SHAPES =
      new ClassValue<>() {
        @Override
        protected Shape computeValue(Class<?> type) {
          return Shape.of(type);
        }
      };

  private WireJson() {}

  /** An object whose members are texts, in the order of the map, without any white space. */
  public static String object(Map<String, String> members) {
    return MAPPER.writeValueAsString(members);
  }

  /**
   * The whole text as one value.
   *
   * @throws WireFormatException with the path of what is missing or wrong
   */
  public static <T> T read(String text, Class<T> type) {
    T value = parse(text, type);
    String gap = SHAPES.get(type).gap(value);
    if (gap != null) {
      throw new WireFormatException(gap, "is missing");
    }
    return value;
  }

  /** The rows of a text that is one array. */
  public static <T> WireRows<T> readRows(String text, Class<T> row) {
    return readRows(text, null, row);
  }

  /**
   * The rows of the array in that field of the outermost object.
   *
   * @param field null if the text itself is the array
   * @throws WireFormatException if there is no such array; bad rows do not throw
   */
  public static <T> WireRows<T> readRows(String text, @Nullable String field, Class<T> row) {
    List<WireRows.Row<T>> rows = new ArrayList<>();
    List<String> unreadable = new ArrayList<>();
    List<String> elements = elements(text, field);
    for (int index = 0; index < elements.size(); index++) {
      String raw = elements.get(index);
      try {
        rows.add(new WireRows.Row<>(index, read(raw, row), raw));
      } catch (WireFormatException e) {
        unreadable.add("[" + index + "]." + e.getMessage());
      }
    }
    return new WireRows<>(rows, unreadable);
  }

  /**
   * The elements of an array, each as its verbatim text.
   *
   * @param field where the array is in the outermost object; null if the text itself is the array
   * @throws WireFormatException if there is no such array
   */
  public static List<String> elements(String text, @Nullable String field) {
    List<String> elements = new ArrayList<>();
    try (JsonParser parser = MAPPER.createParser(text)) {
      enterArray(parser, field);
      for (JsonToken token = parser.nextToken();
          token != JsonToken.END_ARRAY;
          token = parser.nextToken()) {
        elements.add(verbatim(text, parser, token));
      }
    } catch (JacksonException e) {
      throw new WireFormatException("", "is not JSON");
    }
    return elements;
  }

  /** The text of the value that begins at this token; the parser is at its end afterwards. */
  private static String verbatim(String text, JsonParser parser, JsonToken token) {
    int start = (int) parser.currentTokenLocation().getCharOffset();
    parser.skipChildren();
    if (token.isScalarValue()) {
      parser.finishToken();
    }
    return text.substring(start, (int) parser.currentLocation().getCharOffset());
  }

  /**
   * The verbatim text of that field of an object; null where it is missing or null.
   *
   * @throws WireFormatException if the text is not an object
   */
  public static @Nullable String member(String text, String field) {
    try (JsonParser parser = MAPPER.createParser(text)) {
      if (parser.nextToken() != JsonToken.START_OBJECT) {
        throw new WireFormatException("", "is not an object");
      }
      String found = null;
      while (parser.nextToken() == JsonToken.PROPERTY_NAME) {
        boolean wanted = field.equals(parser.currentName());
        JsonToken token = parser.nextToken();
        String value = verbatim(text, parser, token);
        if (wanted) {
          found = token == JsonToken.VALUE_NULL ? null : value;
        }
      }
      return found;
    } catch (JacksonException e) {
      throw new WireFormatException("", "is not JSON");
    }
  }

  private static void enterArray(JsonParser parser, @Nullable String field) {
    JsonToken token = parser.nextToken();
    if (field != null && token == JsonToken.START_OBJECT) {
      while (parser.nextToken() == JsonToken.PROPERTY_NAME) {
        boolean found = field.equals(parser.currentName());
        token = parser.nextToken();
        if (found) {
          break;
        }
        parser.skipChildren();
        token = null;
      }
    } else if (field != null) {
      token = null;
    }
    if (token != JsonToken.START_ARRAY) {
      throw new WireFormatException(field == null ? "" : field, "is not an array");
    }
  }

  private static <T> T parse(String text, Class<T> type) {
    SHAPES.get(type);
    try {
      T value = MAPPER.readValue(text, type);
      if (value == null) {
        throw new WireFormatException("", "is null");
      }
      return value;
    } catch (JacksonException e) {
      String path = path(e);
      throw new WireFormatException(path, reason(e, path));
    }
  }

  /** Never the library's text, which quotes the venue's. */
  private static String reason(JacksonException e, String path) {
    if (e.getCause() instanceof IllegalArgumentException cause && cause.getMessage() != null) {
      return cause.getMessage();
    }
    return path.isEmpty() ? "is not the JSON that was expected" : "cannot be read";
  }

  private static String path(JacksonException e) {
    StringBuilder path = new StringBuilder();
    for (JacksonException.Reference step : e.getPath()) {
      if (step.getPropertyName() == null) {
        path.append('[').append(step.getIndex()).append(']');
      } else {
        path.append(path.isEmpty() ? "" : ".").append(step.getPropertyName());
      }
    }
    return path.toString();
  }

  /**
   * A decimal from a JSON number or a JSON string, digit for digit. An empty string, which some
   * venues write where there is none, is none.
   */
  private static final class ExactDecimal extends StdDeserializer<BigDecimal> {
    private ExactDecimal() {
      super(BigDecimal.class);
    }

    @Override
    public @Nullable BigDecimal deserialize(JsonParser parser, DeserializationContext context) {
      return switch (parser.currentToken()) {
        case VALUE_STRING, VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> exact(parser, context);
        default -> (BigDecimal) context.handleUnexpectedToken(getValueType(context), parser);
      };
    }

    private static @Nullable BigDecimal exact(JsonParser parser, DeserializationContext context) {
      try {
        if (parser.getString().isEmpty()) {
          return null;
        }
        return Decimals.parse(parser.getString());
      } catch (IllegalArgumentException e) {
        throw context.instantiationException(BigDecimal.class, e);
      }
    }
  }

  /** What must not be null in a type: found once, walked for every value. */
  private sealed interface Shape {

    /** The path of the first thing that is missing in a value; null if it is whole. */
    @Nullable String gap(Object value);

    static Shape of(Class<?> type) {
      return type.isRecord() ? Fields.of(type) : new Leaf();
    }

    static Shape of(AnnotatedType type) {
      if (type instanceof AnnotatedParameterizedType generic) {
        AnnotatedType[] arguments = generic.getAnnotatedActualTypeArguments();
        return new Elements(of(arguments[arguments.length - 1]));
      }
      return type.getType() instanceof Class<?> c ? SHAPES.get(c) : new Leaf();
    }

    record Leaf() implements Shape {
      @Override
      public @Nullable String gap(Object value) {
        return null;
      }
    }

    record Elements(Shape element) implements Shape {
      @Override
      public @Nullable String gap(Object value) {
        if (value instanceof List<?> list) {
          for (int i = 0; i < list.size(); i++) {
            String gap = gapOf(list.get(i), element);
            if (gap != null) {
              return join("[" + i + "]", gap);
            }
          }
        } else if (value instanceof Map<?, ?> map) {
          for (Map.Entry<?, ?> entry : map.entrySet()) {
            String gap = gapOf(entry.getValue(), element);
            if (gap != null) {
              return join(String.valueOf(entry.getKey()), gap);
            }
          }
        }
        return null;
      }
    }

    record Fields(List<Field> fields) implements Shape {

      private record Field(String name, Method accessor, boolean nullable, Shape shape) {}

      static Shape of(Class<?> type) {
        List<Field> fields = new ArrayList<>();
        for (RecordComponent component : type.getRecordComponents()) {
          if (component.getType().isPrimitive()) {
            throw new IllegalArgumentException(
                type.getSimpleName() + "." + component.getName() + " is primitive");
          }
          Method accessor = component.getAccessor();
          accessor.setAccessible(true);
          JsonProperty renamed = accessor.getAnnotation(JsonProperty.class);
          fields.add(
              new Field(
                  renamed == null ? component.getName() : renamed.value(),
                  accessor,
                  component.getAnnotatedType().isAnnotationPresent(Nullable.class),
                  Shape.of(component.getAnnotatedType())));
        }
        return new Fields(List.copyOf(fields));
      }

      @Override
      public @Nullable String gap(Object value) {
        for (Field field : fields) {
          Object content = content(field, value);
          if (content != null || !field.nullable()) {
            String gap = gapOf(content, field.shape());
            if (gap != null) {
              return join(field.name(), gap);
            }
          }
        }
        return null;
      }

      private static @Nullable Object content(Field field, Object value) {
        try {
          return field.accessor().invoke(value);
        } catch (ReflectiveOperationException e) {
          throw new IllegalStateException("a wire record cannot be read", e);
        }
      }
    }

    private static @Nullable String gapOf(@Nullable Object value, Shape shape) {
      return value == null ? "" : shape.gap(value);
    }

    private static String join(String outer, String inner) {
      return inner.isEmpty() || inner.startsWith("[") ? outer + inner : outer + "." + inner;
    }
  }
}
