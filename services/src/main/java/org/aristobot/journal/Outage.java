package org.aristobot.journal;

import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import org.aristobot.exchange.ErrorKind;
import org.aristobot.exchange.ExchangeException;
import org.aristobot.exchange.Failure;
import org.jspecify.annotations.Nullable;

/** Which database errors pass by themselves, by SQLSTATE (PostgreSQL manual, appendix A). */
final class Outage {

  private Outage() {}

  /** The server is away, stopping, overloaded or chose us as a victim: the same again may work. */
  static boolean passes(@Nullable Throwable error) {
    if (error instanceof SQLTransientConnectionException) {
      return true;
    }
    String state = state(error);
    if (state == null || state.length() != 5) {
      return false;
    }
    return switch (state.substring(0, 2)) {
      // connection, rollback, resources, operator, system
      case "08", "40", "53", "57", "58" -> true;
      default -> state.equals("25006") || state.equals("55P03");
    };
  }

  /** Whether the statement may have been committed although we saw an error. */
  static boolean leavesDoubt(@Nullable Throwable error) {
    String state = state(error);
    return state != null && (state.startsWith("08") || state.startsWith("57P"));
  }

  static ExchangeException unavailable(Throwable cause) {
    return new ExchangeException(
        Failure.of(ErrorKind.INTERNAL, "the journal is not available"), cause);
  }

  static ExchangeException refused(Throwable cause) {
    String state = state(cause);
    String reason = state == null ? "" : " (SQLSTATE " + state + ")";
    return new ExchangeException(
        Failure.of(ErrorKind.INTERNAL, "the journal could not store this" + reason), cause);
  }

  private static @Nullable String state(@Nullable Throwable error) {
    for (Throwable e = error; e != null; e = e.getCause()) {
      if (e instanceof SQLException sql && sql.getSQLState() != null) {
        return sql.getSQLState();
      }
    }
    return null;
  }
}
