package org.aristobot.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.tngtech.archunit.core.importer.ClassFileImporter;
import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.RecordComponent;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.aristobot.alert.Alerts;
import org.aristobot.exchange.Credentials;
import org.aristobot.vault.Broker;
import org.aristobot.vault.SecretKey;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/**
 * Whatever holds a secret does not show it: every record that has one, at any depth, is made with a
 * planted one and asked for its text.
 */
class ToStringTest {

  private static final String PLANTED = "q7GAx2Lm9ZZt4vB8nR1wK6yD3sF5hJ0pXcA";

  /** How deep a secret may lie within records. */
  private static final int DEPTH = 4;

  /** Records that hold a secret as plain text, by the name of the part. */
  private static final Map<String, Set<String>> PLAIN =
      Map.of(
          "org.aristobot.app.Secret", Set.of("reveal"),
          "org.aristobot.exchange.Credentials", Set.of("apiKey", "secret", "passphrase"),
          "org.aristobot.binance.BinanceCalls$Command", Set.of("target"),
          "org.aristobot.bitget.BitgetCalls$Sent", Set.of("signature"),
          "org.aristobot.vault.Vault$Row", Set.of("keyToken", "secretToken", "passwordToken"),
          "org.aristobot.vault.Rotation$Tokens", Set.of("key", "secret", "password"),
          "org.aristobot.vault.ForeignBroker", Set.of("apiKey", "apiSecret", "apiPassword"),
          "org.aristobot.vault.BrokerImport$Present",
              Set.of("keyToken", "secretToken", "passwordToken"));

  private record Leaky(String name, Credentials keys) {
    @Override
    public String toString() {
      return keys.secret();
    }
  }

  private static List<Class<?>> records() {
    return Stream.of(Path.of("target", "classes"), Path.of("..", "exchanges", "target", "classes"))
        .map(folder -> new ClassFileImporter().importPath(folder))
        .flatMap(classes -> classes.stream())
        .filter(type -> type.isAssignableTo(Record.class))
        .<Class<?>>map(type -> type.reflect())
        .toList();
  }

  private static boolean holdsSecret(Class<?> type, int depth) {
    if (PLAIN.containsKey(type.getName())) {
      return true;
    }
    return type.isRecord()
        && depth > 0
        && Arrays.stream(type.getRecordComponents())
            .anyMatch(part -> holdsSecret(part.getType(), depth - 1));
  }

  private static Object made(Class<?> type) throws ReflectiveOperationException {
    RecordComponent[] parts = type.getRecordComponents();
    @Nullable Object[] values = new @Nullable Object[parts.length];
    for (int i = 0; i < parts.length; i++) {
      boolean plain = PLAIN.getOrDefault(type.getName(), Set.of()).contains(parts[i].getName());
      values[i] = plain ? PLANTED : value(parts[i].getType());
    }
    Constructor<?> constructor =
        type.getDeclaredConstructor(
            Arrays.stream(parts).map(RecordComponent::getType).toArray(Class<?>[]::new));
    constructor.setAccessible(true);
    try {
      return constructor.newInstance(values);
    } catch (InvocationTargetException e) {
      throw new AssertionError(type + " cannot be made", e);
    }
  }

  private static @Nullable Object value(Class<?> type) throws ReflectiveOperationException {
    if (type.isRecord()) {
      return holdsSecret(type, DEPTH) || type == Broker.class ? made(type) : null;
    }
    if (type.isEnum()) {
      return type.getEnumConstants()[0];
    }
    if (type == SecretKey.class) {
      return SecretKey.weak(PLANTED);
    }
    return switch (type.getName()) {
      case "int", "java.lang.Integer" -> 1;
      case "long", "java.lang.Long" -> 1L;
      case "boolean", "java.lang.Boolean" -> true;
      case "java.lang.String" -> "x";
      case "java.util.List" -> List.of();
      case "java.util.Map" -> Map.of();
      case "java.util.Set" -> Set.of();
      case "java.nio.file.Path" -> Path.of("x");
      case "java.net.URI" -> URI.create("http://x");
      case "java.time.Instant" -> Instant.EPOCH;
      case "java.time.Duration" -> Duration.ZERO;
      default -> null;
    };
  }

  private static void assertSilent(Class<?> type) throws ReflectiveOperationException {
    String text = made(type).toString();
    assertThat(text).as(type.getName()).doesNotContain(PLANTED, PLANTED.substring(0, 10));
  }

  @Test
  void no_record_shows_the_secret_that_it_holds() throws Exception {
    List<Class<?>> holders = records().stream().filter(type -> holdsSecret(type, DEPTH)).toList();
    assertThat(holders)
        .extracting(Class::getName)
        .containsAll(PLAIN.keySet())
        .contains(
            "org.aristobot.app.Config",
            "org.aristobot.app.PostgresAccess",
            "org.aristobot.app.RunningInstance",
            "org.aristobot.vault.Vault$Known");
    for (Class<?> holder : holders) {
      assertSilent(holder);
    }
  }

  @Test
  void what_is_no_record_does_not_show_it_either() {
    URI target = URI.create("https://example.org/" + PLANTED);
    assertThat(new Alerts.Targets(target, target).toString()).doesNotContain(PLANTED);
    assertThat(SecretKey.weak(PLANTED).toString()).doesNotContain(PLANTED);
  }

  /** A new part of that name must be looked at by a person, and either be safe or be listed. */
  @Test
  void no_other_record_has_a_part_that_is_called_a_secret() {
    assertThat(records())
        .allSatisfy(type -> {
          Set<String> listed = PLAIN.getOrDefault(type.getName(), Set.of());
          assertThat(type.getRecordComponents())
              .filteredOn(part -> part.getType() == String.class)
              .filteredOn(part -> !listed.contains(part.getName()))
              .extracting(RecordComponent::getName)
              .as(type.getName())
              .noneMatch(name ->
                  name.toLowerCase(Locale.ROOT)
                      .matches(".*(secret|password|passphrase|apikey|signature).*"));
        });
  }

  @Test
  void a_record_that_shows_it_is_found() {
    assertThatThrownBy(() -> assertSilent(Leaky.class)).isInstanceOf(AssertionError.class);
  }
}
