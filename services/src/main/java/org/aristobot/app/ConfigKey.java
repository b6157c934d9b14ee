package org.aristobot.app;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Every setting that exists: its path in {@code aristobot.yaml}, its default, and what a value may
 * look like. The environment variable is {@code ARISTOBOT_} and the path in capitals with
 * underscores.
 */
enum ConfigKey {
  DATA("data", Kind.TEXT, "data"),
  LOGS("logs", Kind.TEXT, null),
  LOG_FORMAT("log.format", Kind.LOG_FORMAT, "text"),
  SECRET_KEY("secret_key", Kind.SECRET, null),
  OLD_SECRET_KEY("old_secret_key", Kind.SECRET, null),
  POSTGRES_URL("postgres.url", Kind.JDBC_URL, null),
  POSTGRES_USER("postgres.user", Kind.TEXT, null),
  POSTGRES_PASSWORD("postgres.password", Kind.SECRET, null),
  POSTGRES_PORT("postgres.port", Kind.PORT, "5490"),
  REDIS_URI("redis.uri", Kind.REDIS_URI, null),
  REDIS_PORT("redis.port", Kind.PORT, "6390"),
  BINANCE_LIVE_URL("exchanges.binance.live_url", Kind.HTTP_URL, null),
  BINANCE_TESTNET_URL("exchanges.binance.testnet_url", Kind.HTTP_URL, null),
  BINANCE_VISIBILITY_LAG("exchanges.binance.visibility_lag", Kind.LAG, null),
  BINANCE_SIMULATOR_PORT("simulators.binance.port", Kind.PORT, "9101"),
  ALERTS_DISCORD_URL("alerts.discord_url", Kind.SECRET_HTTP_URL, null),
  ALERTS_WEBHOOK_URL("alerts.webhook_url", Kind.SECRET_HTTP_URL, null);

  /** The shape of a value. A secret one is never repeated in a message. */
  enum Kind {
    TEXT("a text", false),
    SECRET("a text in quotes", true),
    LOG_FORMAT("text or json", false),
    PORT("a port number from 0 (any free one) to 65535", false),
    LAG(
        "a whole number of seconds from 15 to 3600 (from 1 where the exchange is on this machine)",
        false),
    HTTP_URL("an http:// or https:// address", false),
    SECRET_HTTP_URL("an http:// or https:// address", true),
    JDBC_URL("a jdbc:postgresql://host:port/database address without a password in it", true),
    REDIS_URI("a redis:// or rediss:// address", true);

    final String expected;
    final boolean secret;

    Kind(String expected, boolean secret) {
      this.expected = expected;
      this.secret = secret;
    }
  }

  final String path;
  final Kind kind;
  final @Nullable String byDefault;

  ConfigKey(String path, Kind kind, @Nullable String byDefault) {
    this.path = path;
    this.kind = kind;
    this.byDefault = byDefault;
  }

  String variable() {
    return "ARISTOBOT_" + path.toUpperCase(Locale.ROOT).replace('.', '_');
  }

  static Optional<ConfigKey> ofPath(String path) {
    return Arrays.stream(values()).filter(key -> key.path.equals(path)).findFirst();
  }

  static Optional<ConfigKey> ofVariable(String variable) {
    return Arrays.stream(values()).filter(key -> key.variable().equals(variable)).findFirst();
  }
}
