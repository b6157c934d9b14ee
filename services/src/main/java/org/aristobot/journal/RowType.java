package org.aristobot.journal;

import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.postgresql.core.BaseConnection;
import org.postgresql.core.TypeInfo;
import org.postgresql.jdbc.PgArray;

/**
 * A composite type of our schema as a table of its columns. Any number of rows travels as one
 * parameter, an array in PostgreSQL's binary form, which a statement reads with {@code unnest}: no
 * text is made of values here and none is parsed there, and one prepared statement does for batches
 * of every size.
 *
 * @param name of the composite type
 * @param columns in the order in which the type has them
 */
record RowType<T>(String name, List<Column<T>> columns) {

  /** Where the value of a column comes from; a null is NULL. */
  record Column<T>(String name, Kind kind, Function<T, @Nullable Object> value) {}

  /** The types that we use, by their fixed numbers (pg_type.dat). */
  enum Kind {
    BOOLEAN(16),
    BIGINT(20),
    INTEGER(23),
    TEXT(25),
    JSON(114),
    TEXTS(1009),
    TIMESTAMPTZ(1184),
    NUMERIC(1700),
    UUID(2950),
    JSONB(3802);

    final int oid;

    Kind(int oid) {
      this.oid = oid;
    }
  }

  private static final int JSONB_FORMAT = 1;

  RowType {
    columns = List.copyOf(columns);
  }

  /** The names as a list for SQL. */
  static String names(List<? extends Column<?>> columns) {
    return names("", columns);
  }

  /** The same for one table among several. */
  static String names(String prefix, List<? extends Column<?>> columns) {
    return columns.stream().map(column -> prefix + column.name()).collect(Collectors.joining(", "));
  }

  /** The same columns of something that another thing has. */
  static <T, S> Stream<Column<T>> of(Function<T, S> part, List<Column<S>> columns) {
    return columns.stream()
        .map(column ->
            new Column<>(
                column.name(), column.kind(), whole -> column.value().apply(part.apply(whole))));
  }

  @SafeVarargs
  @SuppressWarnings("varargs")
  static <T> List<Column<T>> all(Stream<Column<T>>... columns) {
    List<Column<T>> all = new ArrayList<>();
    for (Stream<Column<T>> some : columns) {
      some.forEach(all::add);
    }
    return all;
  }

  /** Sets a parameter of the statement to these rows. */
  void set(PreparedStatement statement, int parameter, List<T> rows) throws SQLException {
    Connection connection = statement.getConnection();
    BaseConnection postgres = connection.unwrap(BaseConnection.class);
    TypeInfo types = postgres.getTypeInfo();
    int element = types.getPGType(name);
    byte[] bytes = bytes(element, rows);
    statement.setArray(parameter, new PgArray(postgres, types.getPGArrayType(name), bytes));
  }

  private byte[] bytes(int element, List<T> rows) throws SQLException {
    BinaryOut out = new BinaryOut();
    putArrayHead(out, element, rows.size());
    for (T row : rows) {
      int start = out.begin();
      put(out, row);
      out.end(start);
    }
    return out.bytes();
  }

  private void put(BinaryOut out, T row) throws SQLException {
    out.putInt(columns.size());
    for (Column<T> column : columns) {
      out.putInt(column.kind().oid);
      Object value = column.value().apply(row);
      if (value == null) {
        out.putInt(-1);
      } else {
        int start = out.begin();
        put(out, column.kind(), value);
        out.end(start);
      }
    }
  }

  private static void put(BinaryOut out, Kind kind, Object value) throws SQLException {
    switch (kind) {
      case BOOLEAN -> out.putByte((Boolean) value ? 1 : 0);
      case BIGINT -> out.putLong((Long) value);
      case INTEGER -> out.putInt((Integer) value);
      case TEXT -> out.putText((String) value);
      case JSON -> out.putBytes((byte[]) value);
      case TEXTS -> putTexts(out, (List<?>) value);
      case TIMESTAMPTZ -> out.putInstant((Instant) value);
      case NUMERIC -> out.putDecimal((BigDecimal) value);
      case UUID -> out.putUuid((UUID) value);
      case JSONB -> {
        out.putByte(JSONB_FORMAT);
        out.putText((String) value);
      }
    }
  }

  private static void putTexts(BinaryOut out, List<?> texts) {
    putArrayHead(out, Kind.TEXT.oid, texts.size());
    for (Object text : texts) {
      int start = out.begin();
      out.putText((String) text);
      out.end(start);
    }
  }

  private static void putArrayHead(BinaryOut out, int element, int size) {
    out.putInt(size == 0 ? 0 : 1); // dimensions
    out.putInt(0); // no element is NULL
    out.putInt(element);
    if (size > 0) {
      out.putInt(size);
      out.putInt(1); // the first index
    }
  }
}
