package org.aristobot.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLDataException;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.UUID;
import org.aristobot.journal.RowType.Column;
import org.aristobot.journal.RowType.Kind;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** PostgreSQL reads from a row what was put into it, digit by digit. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class RowTypeIT {

  private record Value(Kind kind, @Nullable Object value) {}

  private Database database;

  @BeforeAll
  void open() {
    database = TestPostgres.fresh();
    for (Kind kind : Kind.values()) {
      String type = kind == Kind.TEXTS ? "TEXT[]" : kind.name();
      database
          .jdbi()
          .useHandle(
              handle -> handle.execute("CREATE TYPE " + type(kind) + " AS (value " + type + ")"));
    }
  }

  @AfterAll
  void close() {
    database.close();
  }

  private static String type(Kind kind) {
    return "only_" + kind.name().toLowerCase(Locale.ROOT);
  }

  /** The values as PostgreSQL writes them, in their turn. */
  private List<@Nullable String> read(Kind kind, List<? extends @Nullable Object> values) {
    RowType<Value> type =
        new RowType<>(type(kind), List.of(new Column<>("value", kind, Value::value)));
    List<Value> rows = new ArrayList<>();
    values.forEach(value -> rows.add(new Value(kind, value)));
    String sql = "SELECT value::text FROM unnest(?::" + type.name() + "[])";
    List<@Nullable String> texts = new ArrayList<>();
    database
        .jdbi()
        .useHandle(handle -> {
          try (PreparedStatement statement = handle.getConnection().prepareStatement(sql)) {
            type.set(statement, 1, rows);
            try (ResultSet found = statement.executeQuery()) {
              while (found.next()) {
                texts.add(found.getString(1));
              }
            }
          } catch (SQLException e) {
            throw new IllegalStateException(e);
          }
        });
    return texts;
  }

  @Test
  void decimals_keep_their_digits_and_their_scale() {
    long seed = new Random().nextLong();
    System.out.println("seed " + seed);
    Random random = new Random(seed);
    List<BigDecimal> decimals = new ArrayList<>();
    for (String text :
        List.of(
            "0", "0.00", "-0.5", "1", "10000", "1E+4", "1E+40", "1E-40", "1E+131071", "1E-16383")) {
      decimals.add(new BigDecimal(text));
    }
    for (int i = 0; i < 5_000; i++) {
      BigInteger digits = new BigInteger(random.nextInt(200), random);
      BigDecimal decimal = new BigDecimal(digits, random.nextInt(100) - 40);
      decimals.add(random.nextBoolean() ? decimal : decimal.negate());
    }
    assertThat(read(Kind.NUMERIC, decimals))
        .isEqualTo(decimals.stream().map(BigDecimal::toPlainString).toList());
  }

  @ParameterizedTest
  @ValueSource(strings = {"1E+131072", "-1E+140000", "1E-16384", "1E+2147483647"})
  void a_decimal_that_postgresql_cannot_hold_is_refused_and_not_changed(String text) {
    assertThatThrownBy(() -> read(Kind.NUMERIC, List.of(new BigDecimal(text))))
        .hasRootCauseInstanceOf(SQLDataException.class);
  }

  @Test
  void texts_come_back_but_for_what_postgresql_does_not_take() {
    assertThat(read(Kind.TEXT, List.of("", "ETH/BTC", "Zürich", "\"{\\,}'", "\ud83d\ude80")))
        .containsExactly("", "ETH/BTC", "Zürich", "\"{\\,}'", "\ud83d\ude80");
    assertThat(read(Kind.TEXT, List.of("a\0b", "a\ud83d", "ü\0")))
        .containsExactly("a\ufffdb", "a\ufffd", "ü\ufffd");
    assertThat(read(Kind.TEXTS, List.of(List.of(), List.of("a", "b,c", ""))))
        .containsExactly("{}", "{a,\"b,c\",\"\"}");
  }

  @Test
  void instants_keep_their_microseconds() {
    List<Instant> instants =
        List.of(
            Instant.parse("2026-02-28T23:59:59.999999999Z"),
            Instant.parse("2000-01-01T00:00:00Z"),
            Instant.parse("1999-12-31T23:59:59.000001Z"));
    assertThat(read(Kind.TIMESTAMPTZ, instants))
        .containsExactly(
            "2026-02-28 23:59:59.999999+00",
            "2000-01-01 00:00:00+00",
            "1999-12-31 23:59:59.000001+00");
  }

  @Test
  void what_is_left_of_the_kinds_comes_back_too() {
    UUID uuid = UUID.randomUUID();
    assertThat(read(Kind.UUID, List.of(uuid))).containsExactly(uuid.toString());
    assertThat(read(Kind.BOOLEAN, List.of(true, false))).containsExactly("true", "false");
    assertThat(read(Kind.BIGINT, List.of(Long.MIN_VALUE))).containsExactly("-9223372036854775808");
    assertThat(read(Kind.INTEGER, List.of(-1))).containsExactly("-1");
    assertThat(read(Kind.JSONB, List.of("{\"a\":1.10}"))).containsExactly("{\"a\": 1.10}");
    assertThat(read(Kind.JSON, List.of("{\"a\":1.10}".getBytes(StandardCharsets.UTF_8))))
        .containsExactly("{\"a\":1.10}");
    assertThat(read(Kind.TEXT, Collections.singletonList(null))).containsExactly((String) null);
    assertThat(read(Kind.TEXT, List.of())).isEmpty();
  }
}
