package org.aristobot.fault;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import org.aristobot.bus.Step;
import org.aristobot.bus.Trace;

/**
 * Makes a gateway that sends first and records afterwards, the way we must not build one: right
 * after an intent was committed and before anything leaves, it is taken out of the journal; once
 * the venue has answered, it is put back as it was. It lies in this process's own session in
 * between and ends with it. Thread rule: any thread.
 */
final class IntentsOff implements Trace.Listener, AutoCloseable {

  private static final List<String> MEMORY =
      List.of(
          "ALTER TABLE orders DISABLE TRIGGER orders_stay",
          "CREATE TEMPORARY TABLE kept_orders AS SELECT * FROM orders WITH NO DATA",
          "CREATE TEMPORARY TABLE kept_events AS SELECT * FROM order_events WITH NO DATA");

  private static final String OURS = "(SELECT id FROM kept_orders WHERE request_id = ?)";

  private static final List<String> TAKE_OUT =
      List.of(
          "INSERT INTO kept_orders SELECT * FROM orders WHERE request_id = ?",
          "INSERT INTO kept_events SELECT * FROM order_events WHERE order_id IN " + OURS,
          "DELETE FROM order_events WHERE order_id IN " + OURS,
          "DELETE FROM orders WHERE id IN " + OURS);

  private static final List<String> PUT_BACK =
      List.of(
          "INSERT INTO orders SELECT * FROM kept_orders WHERE request_id = ?",
          "INSERT INTO order_events OVERRIDING SYSTEM VALUE"
              + " SELECT * FROM kept_events WHERE order_id IN "
              + OURS,
          "DELETE FROM kept_events WHERE order_id IN " + OURS,
          "DELETE FROM kept_orders WHERE request_id = ?");

  private final Connection connection;
  private final boolean forGood;

  private IntentsOff(Connection connection, boolean forGood) {
    this.connection = connection;
    this.forGood = forGood;
  }

  /**
   * Opens the session.
   *
   * @param forGood whether nothing is put back: a gateway without a journal
   */
  static IntentsOff open(String url, String user, String password, boolean forGood) {
    try {
      Connection connection = DriverManager.getConnection(url, user, password);
      try (Statement statement = connection.createStatement()) {
        for (String sql : MEMORY) {
          statement.execute(sql);
        }
      }
      connection.setAutoCommit(false);
      return new IntentsOff(connection, forGood);
    } catch (SQLException e) {
      throw new IllegalStateException("intents cannot be switched off", e);
    }
  }

  @Override
  public synchronized void reached(Step step, String requestId) {
    if (step == Step.JOURNALED) {
      run(TAKE_OUT, requestId);
    } else if (step == Step.SENT && !forGood) {
      run(PUT_BACK, requestId);
    }
  }

  private void run(List<String> statements, String requestId) {
    try {
      for (String sql : statements) {
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
          statement.setString(1, requestId);
          statement.executeUpdate();
        }
      }
      connection.commit();
    } catch (SQLException e) {
      throw new IllegalStateException("an intent could not be moved", e);
    }
  }

  @Override
  public void close() {
    try {
      connection.close();
    } catch (SQLException _) {
      // It is gone, and what it kept with it.
    }
  }
}
