package org.aristobot.journal;

import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.sql.SQLDataException;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Arrays;
import java.util.UUID;
import org.postgresql.util.ByteConverter;

/** Bytes that grow, and the values that PostgreSQL reads from them. Thread rule: one thread. */
final class BinaryOut {

  /** 2000-01-01, where PostgreSQL's time begins. */
  private static final long EPOCH_SECOND = 946_684_800;

  private static final long MICROS = 1_000_000;

  /** Digits of a NUMERIC. */
  private static final int MOST_BEFORE_POINT = 131_072;

  private static final int MOST_AFTER_POINT = 16_383;
  private static final String OUT_OF_RANGE = "22003";

  private byte[] bytes = new byte[4096];
  private int size;

  /** Leaves room for the length of what follows; the answer goes to {@link #end}. */
  int begin() {
    room(Integer.BYTES);
    size += Integer.BYTES;
    return size;
  }

  void end(int start) {
    ByteConverter.int4(bytes, start - Integer.BYTES, size - start);
  }

  void putByte(int value) {
    room(1);
    bytes[size++] = (byte) value;
  }

  void putInt(int value) {
    room(Integer.BYTES);
    ByteConverter.int4(bytes, size, value);
    size += Integer.BYTES;
  }

  void putLong(long value) {
    room(Long.BYTES);
    ByteConverter.int8(bytes, size, value);
    size += Long.BYTES;
  }

  /** Without what PostgreSQL would not take. */
  void putText(String text) {
    byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
    putBytes(isPlain(text, utf8) ? utf8 : RawResponse.clean(text).getBytes(StandardCharsets.UTF_8));
  }

  /** Most texts are ASCII, which is seen much faster than each character is looked at. */
  private static boolean isPlain(String text, byte[] utf8) {
    return utf8.length == text.length()
        && text.indexOf('\0') < 0
        && text.equals(new String(utf8, StandardCharsets.ISO_8859_1));
  }

  /**
   * With all its digits.
   *
   * @throws SQLException with PostgreSQL's own state if it has more than PostgreSQL takes: the
   *     driver would write another number without a word
   */
  void putDecimal(BigDecimal value) throws SQLException {
    if ((long) value.precision() - value.scale() > MOST_BEFORE_POINT
        || value.scale() > MOST_AFTER_POINT) {
      throw new SQLDataException("a number has more digits than PostgreSQL takes", OUT_OF_RANGE);
    }
    putBytes(ByteConverter.numeric(value.scale() < 0 ? value.setScale(0) : value));
  }

  /** In whole microseconds, as PostgreSQL keeps them. */
  void putInstant(Instant instant) {
    putLong((instant.getEpochSecond() - EPOCH_SECOND) * MICROS + instant.getNano() / 1_000);
  }

  void putUuid(UUID uuid) {
    putLong(uuid.getMostSignificantBits());
    putLong(uuid.getLeastSignificantBits());
  }

  void putBytes(byte[] more) {
    room(more.length);
    System.arraycopy(more, 0, bytes, size, more.length);
    size += more.length;
  }

  private void room(int more) {
    if (bytes.length - size < more) {
      bytes = Arrays.copyOf(bytes, Math.max(bytes.length * 2, size + more));
    }
  }

  byte[] bytes() {
    return Arrays.copyOf(bytes, size);
  }
}
