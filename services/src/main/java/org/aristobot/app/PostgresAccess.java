package org.aristobot.app;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Properties;
import org.jspecify.annotations.Nullable;

/** How to reach one PostgreSQL database. Immutable; any thread may connect. */
public record PostgresAccess(String url, String user, @Nullable Secret password) {

  /** A new connection of its own, for a look at start-up; what serves requests uses a pool. */
  public Connection connect() throws SQLException {
    Properties properties = new Properties();
    properties.setProperty("user", user);
    if (password != null) {
      properties.setProperty("password", password.reveal());
    }
    properties.setProperty("connectTimeout", "5");
    properties.setProperty("socketTimeout", "30");
    return DriverManager.getConnection(url, properties);
  }
}
