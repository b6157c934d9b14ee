package org.aristobot.vault;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.aristobot.exchange.Credentials;
import org.aristobot.exchange.ErrorKind;
import org.aristobot.exchange.ExchangeException;
import org.aristobot.exchange.Failure;
import org.aristobot.model.Environment;
import org.aristobot.model.Venue;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.HandleCallback;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.JdbiException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Users, their brokers, and the keys of these. A broker is remembered for two seconds, so that a
 * stream of orders costs no queries and a change is obeyed soon; keys stay decrypted for as long as
 * the row does not change. Thread rule: shared by all threads.
 */
public final class Vault {

  private static final Logger LOG = LoggerFactory.getLogger(Vault.class);
  private static final int MAX_CACHED = 10_000;
  private static final Duration FRESH = Duration.ofSeconds(2);

  private static final String SELECT =
      """
      SELECT id, user_id, name, exchange, is_testnet, is_active, is_default, type_de_trading,
             api_key, api_secret, api_password, updated_at
      FROM brokers
      """;

  private static final String INSERT =
      """
      INSERT INTO brokers (user_id, name, exchange, api_key, api_secret, api_password, is_testnet,
                           is_default, type_de_trading)
      VALUES (:user, :name, :exchange, :key, :secret, :password, :testnet, :default, :trading)
      RETURNING id
      """;

  /** Rows that are read anew, with keys read anew, before a token is called unreadable. */
  private static final int READINGS = 3;

  private final Jdbi jdbi;
  private final Supplier<SecretKey> keys;
  private final long freshNanos;

  /** What the last reading gave, before all that earlier ones did. */
  private volatile SecretKey secretKey;

  private final Map<Long, Known> cache =
      new LinkedHashMap<>(16, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<Long, Known> eldest) {
          return size() > MAX_CACHED;
        }
      };

  /** With keys that never change. */
  public Vault(DataSource source, SecretKey secretKey) {
    this(source, secretKey, () -> secretKey, FRESH);
  }

  /**
   * With keys that may be rotated meanwhile.
   *
   * @param secretKey the keys as they are now
   * @param keys the keys as they are when asked; asked before anything is encrypted and when a
   *     token cannot be decrypted
   */
  public Vault(DataSource source, SecretKey secretKey, Supplier<SecretKey> keys) {
    this(source, secretKey, keys, FRESH);
  }

  Vault(DataSource source, SecretKey secretKey, Duration fresh) {
    this(source, secretKey, () -> secretKey, fresh);
  }

  Vault(DataSource source, SecretKey secretKey, Supplier<SecretKey> keys, Duration fresh) {
    jdbi = Jdbi.create(source);
    this.secretKey = secretKey;
    this.keys = keys;
    freshNanos = fresh.toNanos();
  }

  /** A row as it was read; the tokens are as secret as the keys. */
  private record Row(
      Broker broker,
      String keyToken,
      String secretToken,
      @Nullable String passwordToken,
      OffsetDateTime updatedAt) {
    @Override
    public String toString() {
      return "Row[" + broker.id() + "]";
    }
  }

  private record Known(@Nullable Row row, @Nullable Credentials credentials, long readNanos) {}

  /**
   * The broker, if that user may use it.
   *
   * @throws ExchangeException ACCESS_DENIED, in the same words for a broker that is not there and
   *     one that is somebody else's
   */
  public Broker open(long brokerId, @Nullable Long userId) {
    if (userId == null) {
      throw new ExchangeException(
          ErrorKind.ACCESS_DENIED, "user_id: needed wherever a broker is used");
    }
    Row row = entry(brokerId).row();
    if (row == null || row.broker().userId() != userId) {
      throw new ExchangeException(
          ErrorKind.ACCESS_DENIED, "broker_id: this user has no broker " + brokerId);
    }
    if (!row.broker().active()) {
      throw new ExchangeException(
          ErrorKind.ACCESS_DENIED, "broker_id: broker " + brokerId + " is switched off");
    }
    return row.broker();
  }

  /**
   * The keys of a broker that was opened.
   *
   * @throws ExchangeException INTERNAL if SECRET_KEY did not encrypt them; ACCESS_DENIED if the
   *     broker is gone
   */
  public Credentials credentials(Broker broker) {
    Known entry = entry(broker.id());
    for (int reading = 1; ; reading++) {
      if (entry.credentials() != null) {
        return entry.credentials();
      }
      Row row = entry.row();
      if (row == null || row.broker().userId() != broker.userId()) {
        throw new ExchangeException(
            ErrorKind.ACCESS_DENIED, "broker_id: this user has no broker " + broker.id());
      }
      Credentials credentials = decrypt(row);
      if (credentials != null) {
        remember(broker.id(), new Known(row, credentials, entry.readNanos()));
        return credentials;
      }
      if (reading == READINGS) {
        throw new ExchangeException(
            ErrorKind.INTERNAL,
            "the keys of broker " + broker.id() + " cannot be decrypted with this SECRET_KEY");
      }
      // A rotation may be under way. The row first: the keys of a row are there before it is.
      entry = reread(broker.id());
      readKeys();
    }
  }

  private @Nullable Credentials decrypt(Row row) {
    SecretKey present = secretKey;
    Optional<String> key = present.decrypt(row.keyToken());
    Optional<String> secret = present.decrypt(row.secretToken());
    String token = row.passwordToken();
    Optional<String> password = token == null ? Optional.empty() : present.decrypt(token);
    if (key.isEmpty() || secret.isEmpty() || (token != null && password.isEmpty())) {
      return null;
    }
    return new Credentials(key.get(), secret.get(), password.orElse(null));
  }

  /** Former keys stay good for reading: rows under them may be in memory. */
  private void readKeys() {
    try {
      SecretKey read = keys.get();
      synchronized (keys) {
        secretKey = read.before(secretKey);
      }
    } catch (RuntimeException e) {
      LOG.warn("the secret key cannot be read again: {}", e.getMessage());
    }
  }

  /** The brokers of a user, or of everybody, by id. */
  public List<Broker> list(@Nullable Long userId) {
    return rows(userId, false).stream().map(Row::broker).toList();
  }

  /** Reads all active brokers into memory and returns how many they are. */
  public int preload() {
    long now = System.nanoTime();
    List<Row> rows = rows(null, true);
    for (Row row : rows) {
      remember(row.broker().id(), new Known(row, known(row), now));
    }
    return rows.size();
  }

  /** How many brokers are in memory. */
  public int cached() {
    synchronized (cache) {
      return cache.size();
    }
  }

  private List<Row> rows(@Nullable Long userId, boolean activeOnly) {
    return querying(handle -> {
      try (Stream<Optional<Row>> found =
          handle
              .createQuery(
                  SELECT
                      + "WHERE (:user::bigint IS NULL OR user_id = :user)"
                      + " AND (is_active OR NOT :active) ORDER BY id")
              .bind("user", userId)
              .bind("active", activeOnly)
              .map((row, _) -> read(row))
              .stream()) {
        return found.flatMap(Optional::stream).toList();
      }
    });
  }

  /**
   * Adds a broker and encrypts its keys.
   *
   * @throws ExchangeException INVALID_REQUEST for a name that the user has already, a user that is
   *     not there, or a test network that the venue does not have
   */
  public Broker add(NewBroker broker, Credentials keys) {
    if (broker.name().isBlank()) {
      throw new ExchangeException(ErrorKind.INVALID_REQUEST, "name: must not be empty");
    }
    if (broker.environment() == Environment.TESTNET && !broker.venue().hasTestnet()) {
      throw new ExchangeException(
          ErrorKind.INVALID_REQUEST,
          "is_testnet: " + broker.venue().word() + " has no test network");
    }
    long id = querying(handle -> handle.inTransaction(tx -> insert(tx, broker, keys)));
    synchronized (cache) {
      cache.clear();
    }
    return new Broker(
        id,
        broker.userId(),
        broker.name(),
        broker.venue(),
        broker.environment(),
        true,
        broker.isDefault(),
        broker.tradingType());
  }

  /** Under the newest key: a rotation that begins now waits for this row and finds it. */
  private long insert(Handle handle, NewBroker broker, Credentials keys) {
    Rotation.holdOff(handle);
    readKeys();
    if (broker.isDefault()) {
      handle
          .createUpdate("UPDATE brokers SET is_default = false WHERE user_id = ? AND is_default")
          .bind(0, broker.userId())
          .execute();
    }
    String password = keys.passphrase();
    return handle
        .createQuery(INSERT)
        .bind("user", broker.userId())
        .bind("name", broker.name())
        .bind("exchange", broker.venue().word())
        .bind("key", secretKey.encrypt(keys.apiKey()))
        .bind("secret", secretKey.encrypt(keys.secret()))
        .bind("password", password == null ? null : secretKey.encrypt(password))
        .bind("testnet", broker.environment() == Environment.TESTNET)
        .bind("default", broker.isDefault())
        .bind("trading", broker.tradingType().word())
        .mapTo(Long.class)
        .one();
  }

  /** The id of the user with that name, if there is one. */
  public Optional<Long> knownUser(String name) {
    return querying(handle ->
        handle
            .createQuery("SELECT id FROM users WHERE name = :name")
            .bind("name", name)
            .mapTo(Long.class)
            .findOne());
  }

  /** The id of the user with that name, who is made if there is none. */
  public long user(String name) {
    if (name.isBlank()) {
      throw new ExchangeException(ErrorKind.INVALID_REQUEST, "name: must not be empty");
    }
    return querying(handle -> {
      handle
          .createUpdate("INSERT INTO users (name) VALUES (:name) ON CONFLICT DO NOTHING")
          .bind("name", name)
          .execute();
      return handle
          .createQuery("SELECT id FROM users WHERE name = :name")
          .bind("name", name)
          .mapTo(Long.class)
          .one();
    });
  }

  private Known entry(long brokerId) {
    long now = System.nanoTime();
    Known known = known(brokerId);
    if (known != null && now - known.readNanos() < freshNanos) {
      return known;
    }
    return reread(brokerId);
  }

  private Known reread(long brokerId) {
    long now = System.nanoTime();
    Row row =
        querying(handle ->
                handle
                    .createQuery(SELECT + "WHERE id = :id")
                    .bind("id", brokerId)
                    .map((found, _) -> read(found))
                    .findOne())
            .flatMap(found -> found)
            .orElse(null);
    Known entry = new Known(row, row == null ? null : known(row), now);
    remember(brokerId, entry);
    return entry;
  }

  /** What is decrypted already, if the row has not changed since. */
  private @Nullable Credentials known(Row row) {
    Known entry = known(row.broker().id());
    if (entry == null || entry.row() == null) {
      return null;
    }
    return entry.row().updatedAt().equals(row.updatedAt()) ? entry.credentials() : null;
  }

  private @Nullable Known known(long brokerId) {
    synchronized (cache) {
      return cache.get(brokerId);
    }
  }

  private void remember(long brokerId, Known entry) {
    synchronized (cache) {
      cache.put(brokerId, entry);
    }
  }

  private static Optional<Row> read(ResultSet row) throws SQLException {
    Optional<Venue> venue = Venue.of(row.getString("exchange"));
    if (venue.isEmpty()) {
      LOG.warn("broker {} is left out: its exchange is not supported", row.getLong("id"));
      return Optional.empty();
    }
    Broker broker =
        new Broker(
            row.getLong("id"),
            row.getLong("user_id"),
            row.getString("name"),
            venue.get(),
            row.getBoolean("is_testnet") ? Environment.TESTNET : Environment.LIVE,
            row.getBoolean("is_active"),
            row.getBoolean("is_default"),
            TradingType.of(row.getString("type_de_trading")).orElse(TradingType.OFF));
    return Optional.of(
        new Row(
            broker,
            row.getString("api_key"),
            row.getString("api_secret"),
            row.getString("api_password"),
            row.getObject("updated_at", OffsetDateTime.class)));
  }

  private <T> T querying(HandleCallback<T, SQLException> work) {
    try {
      return jdbi.withHandle(work);
    } catch (JdbiException | SQLException e) {
      throw failure(e);
    }
  }

  /** Without the cause where the database's own words would repeat what was to be stored. */
  private static ExchangeException failure(Exception error) {
    return switch (state(error)) {
      case "23505" ->
          new ExchangeException(
              ErrorKind.INVALID_REQUEST, "name: this user has a broker of that name already");
      case "23503" -> new ExchangeException(ErrorKind.INVALID_REQUEST, "user_id: no such user");
      default ->
          new ExchangeException(
              Failure.of(ErrorKind.INTERNAL, "the broker database is not available"));
    };
  }

  private static String state(Throwable error) {
    for (Throwable e = error; e != null; e = e.getCause()) {
      if (e instanceof SQLException sql && sql.getSQLState() != null) {
        return sql.getSQLState();
      }
    }
    return "";
  }
}
