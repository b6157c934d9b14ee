package org.aristobot.app;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import org.aristobot.model.Venue;
import org.jspecify.annotations.Nullable;

/**
 * All settings, checked. Made once at start from {@code aristobot.yaml} and the environment (which
 * wins) by {@link #load}; {@link ConfigKey} lists them. Paths are absolute.
 *
 * @param data the folder of everything that is kept: embedded databases, their passwords, the
 *     secret key
 * @param logs the folder of the log files
 * @param secretKey the key that encrypts exchange keys at rest, when configured (see {@link
 *     SecretKeys})
 * @param oldSecretKey the one before, which still decrypts
 * @param exchanges what is set of each; all are there
 */
public record Config(
    Path data,
    Path logs,
    LogFormat logFormat,
    Postgres postgres,
    Redis redis,
    @Nullable Secret secretKey,
    @Nullable Secret oldSecretKey,
    Map<Venue, VenueSettings> exchanges,
    Alerts alerts) {
  public Config {
    exchanges = Map.copyOf(exchanges);
  }

  /**
   * Which PostgreSQL is used.
   *
   * @param port of the embedded server; 0 for any free one
   * @param external one's own database, which then replaces the embedded one
   */
  public record Postgres(int port, @Nullable PostgresAccess external) {}

  /**
   * Which Redis is used.
   *
   * @param port of the embedded server; 0 for any free one
   * @param external address of one's own Redis, which then replaces the embedded one
   */
  public record Redis(int port, @Nullable Secret external) {}

  /**
   * An exchange.
   *
   * @param liveUrl where it is, when that is not where one would look for it
   * @param testnetUrl the same of its test network
   * @param visibilityLag how long it may hide what it has executed, where the installation is more
   *     (or less) careful than our table of its calls
   * @param simulatorPort where it is simulated; 0 for any free port
   */
  public record VenueSettings(
      @Nullable URI liveUrl,
      @Nullable URI testnetUrl,
      @Nullable Duration visibilityLag,
      int simulatorPort) {}

  /** Where alerts go; none of them when absent. The addresses carry their own credentials. */
  public record Alerts(@Nullable Secret discordUrl, @Nullable Secret webhookUrl) {}

  /**
   * Reads the settings.
   *
   * @param file the file named by the user, which must exist; when absent, {@code aristobot.yaml}
   *     in {@code folder} or {@code home}, if there is one
   * @param environment the variables of the process
   * @param folder the current folder
   * @param home the installation's folder, which holds {@code data} by default
   * @throws UserError naming the key that is unknown or has a bad value
   */
  public static Config load(
      @Nullable Path file, Map<String, String> environment, Path folder, Path home) {
    return ConfigReader.read(file, environment, folder, home);
  }

  /** What is set of that exchange. */
  public VenueSettings exchange(Venue venue) {
    VenueSettings settings = exchanges.get(venue);
    if (settings == null) {
      throw new IllegalArgumentException("no settings of " + venue);
    }
    return settings;
  }

  /** How long each exchange may hide what it has executed, where that is set. */
  Map<Venue, Duration> visibilityLags() {
    Map<Venue, Duration> lags = new EnumMap<>(Venue.class);
    exchanges.forEach((venue, settings) -> {
      if (settings.visibilityLag() != null) {
        lags.put(venue, settings.visibilityLag());
      }
    });
    return lags;
  }

  Config withLogFormat(LogFormat format) {
    return new Config(
        data, logs, format, postgres, redis, secretKey, oldSecretKey, exchanges, alerts);
  }
}
