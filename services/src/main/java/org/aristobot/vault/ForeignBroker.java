package org.aristobot.vault;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A broker as an existing installation stores it. Its keys are tokens or plain texts, and as secret
 * as the keys either way.
 *
 * @param userName null where that installation does not tell
 * @param trading the word of its column {@code type_de_trading}; null where there is none
 */
public record ForeignBroker(
    long id,
    long userId,
    @Nullable String userName,
    String name,
    String exchange,
    String apiKey,
    String apiSecret,
    String apiPassword,
    boolean testnet,
    boolean active,
    boolean isDefault,
    @Nullable String trading) {

  private static final String TOKEN = "gAAAA";

  /** Columns that older installations lack are asked for as members of the row. */
  private static final String SELECT =
      """
      SELECT id, user_id, COALESCE(name, '') AS name, COALESCE(exchange, '') AS exchange,
             COALESCE(api_key, '') AS api_key,
             COALESCE(api_secret, '') AS api_secret, COALESCE(api_password, '') AS api_password,
             is_testnet, is_active, is_default, to_jsonb(b) ->> 'type_de_trading' AS trading
      FROM brokers b ORDER BY id
      """;

  private static final String SELECT_USERS =
      """
      SELECT id, COALESCE(to_jsonb(u) ->> 'username', to_jsonb(u) ->> 'name') AS name FROM users u
      """;

  /**
   * Reads all of them, changing nothing.
   *
   * @param connection to the existing installation's database; it is left in a transaction
   * @throws SQLException if there is no such table or it cannot be read
   */
  public static List<ForeignBroker> read(Connection connection) throws SQLException {
    connection.setReadOnly(true);
    connection.setAutoCommit(false);
    connection.setTransactionIsolation(Connection.TRANSACTION_REPEATABLE_READ);
    Map<Long, String> names = userNames(connection);
    List<ForeignBroker> brokers = new ArrayList<>();
    try (Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery(SELECT)) {
      while (row.next()) {
        long userId = row.getLong("user_id");
        brokers.add(
            new ForeignBroker(
                row.getLong("id"),
                userId,
                names.get(userId),
                row.getString("name"),
                row.getString("exchange"),
                row.getString("api_key").strip(),
                row.getString("api_secret").strip(),
                row.getString("api_password").strip(),
                row.getBoolean("is_testnet"),
                row.getBoolean("is_active"),
                row.getBoolean("is_default"),
                row.getString("trading")));
      }
    }
    return brokers;
  }

  private static Map<Long, String> userNames(Connection connection) throws SQLException {
    Map<Long, String> names = new HashMap<>();
    try (Statement statement = connection.createStatement()) {
      try (ResultSet there = statement.executeQuery("SELECT to_regclass('users') IS NOT NULL")) {
        if (!there.next() || !there.getBoolean(1)) {
          return names;
        }
      }
      try (ResultSet row = statement.executeQuery(SELECT_USERS)) {
        while (row.next()) {
          String name = row.getString("name");
          if (name != null && !name.isBlank()) {
            names.put(row.getLong("id"), name);
          }
        }
      }
    }
    return names;
  }

  static boolean isToken(String stored) {
    return stored.startsWith(TOKEN);
  }

  /** Whether a key is needed to read it. */
  public boolean isEncrypted() {
    return isToken(apiKey) || isToken(apiSecret) || isToken(apiPassword);
  }

  /** The user's name, made from the number where there is none. */
  public String user() {
    return userName == null ? "user " + userId : userName;
  }

  @Override
  public String toString() {
    return "ForeignBroker[" + id + "]";
  }
}
