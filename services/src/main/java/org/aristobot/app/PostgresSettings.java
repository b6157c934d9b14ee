package org.aristobot.app;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

/** The settings of PostgreSQL without which a committed order could be lost by a power failure. */
public final class PostgresSettings {
  private static final List<String> ON = List.of("fsync", "synchronous_commit", "full_page_writes");

  private PostgresSettings() {}

  /**
   * What is wrong with the settings as this connection sees them, a sentence each; empty when all
   * is well. More than {@code on} (waiting for replicas too) is well.
   */
  public static List<String> verify(Connection connection) throws SQLException {
    List<String> wrong = new ArrayList<>();
    try (Statement statement = connection.createStatement()) {
      for (String setting : ON) {
        try (ResultSet row = statement.executeQuery("SHOW " + setting)) {
          row.next();
          String value = row.getString(1);
          boolean durable = value.equals("on") || value.equals("remote_apply");
          if (!durable) {
            wrong.add(
                "PostgreSQL runs with "
                    + setting
                    + "="
                    + value
                    + ": a crash could lose committed orders; set it to on.");
          }
        }
      }
    }
    return wrong;
  }
}
