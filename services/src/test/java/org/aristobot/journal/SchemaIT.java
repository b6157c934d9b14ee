package org.aristobot.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the schema itself sees to. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class SchemaIT {

  private static final String COLUMNS =
      """
      SELECT a.attname || ' ' || a.atttypid::int FROM pg_attribute a
      JOIN pg_class c ON c.oid = a.attrelid
      WHERE c.relname = :name AND a.attnum > 0 ORDER BY a.attnum
      """;

  private Database database;

  @BeforeAll
  void open() {
    database = TestPostgres.fresh();
    try (Journal journal =
        new Journal(database.source(), "gateway", Duration.ofSeconds(4), () -> Samples.NOON)) {
      Recorded _ = journal.record(Samples.intent("kept"));
    }
  }

  @AfterAll
  void close() {
    database.close();
  }

  @Test
  void every_row_type_has_the_columns_of_its_table_in_the_code() {
    Stream.of(OrderRow.NEW, OrderRow.CHANGED, EventRow.TYPE, WireRow.TYPE, FillRow.TYPE)
        .forEach(type ->
            assertThat(columns(type.name()))
                .as(type.name())
                .isEqualTo(
                    type.columns().stream()
                        .map(column -> column.name() + " " + column.kind().oid)
                        .toList()));
  }

  private List<String> columns(String type) {
    return database
        .jdbi()
        .withHandle(
            handle -> handle.createQuery(COLUMNS).bind("name", type).mapTo(String.class).list());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"DELETE FROM orders", "TRUNCATE orders CASCADE", "UPDATE orders SET id = id + 1"})
  void an_order_is_never_removed_and_keeps_its_number(String statement) {
    assertThatThrownBy(() -> database.jdbi().useHandle(handle -> handle.execute(statement)))
        .hasMessageContaining("orders are kept for ever");
  }
}
