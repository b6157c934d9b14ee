package org.aristobot.fault;

import io.lettuce.core.RedisClient;
import io.lettuce.core.api.StatefulRedisConnection;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import org.aristobot.app.PostgresAccess;
import org.aristobot.app.TestServers;
import org.aristobot.bus.BusClient;
import org.aristobot.exchange.Credentials;
import org.aristobot.journal.Database;
import org.aristobot.model.Environment;
import org.aristobot.model.Venue;
import org.aristobot.vault.Broker;
import org.aristobot.vault.NewBroker;
import org.aristobot.vault.SecretKey;
import org.aristobot.vault.TradingType;
import org.aristobot.vault.Vault;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionTimeoutException;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * Everything around the gateways: a database, an empty Redis, a venue whose prices stand still, a
 * user with a broker, and a caller as existing ones are: RPUSH, GET until there is an answer, DEL.
 * Any thread may call.
 */
final class World implements AutoCloseable {

  static final String SECRET_KEY = "8f3kQz7Lw2Rt9XbV6mNc4HsJp1YdGa5E";
  static final JsonMapper JSON = new JsonMapper();

  private static final String USER = "caller";
  private static final String REQUESTS = "exchange_requests";
  private static final Duration POLL = Duration.ofMillis(2);

  private final Path data;
  private final PostgresAccess postgres = TestServers.freshDatabase();
  private final String redisUri;
  private final SimulatedVenue venue;
  private final Database database =
      Database.open(postgres.url(), postgres.user(), postgresPassword());
  private final Vault vault = new Vault(database.source(), SecretKey.of(SECRET_KEY, List.of()));
  private final RedisClient redis;
  private final StatefulRedisConnection<String, String> connection;
  private final Broker broker;
  private final AtomicInteger answered = new AtomicInteger();

  /**
   * @param data folder of the gateways' own files
   */
  World(Path data) {
    this(data, 0, InstantSource.system());
  }

  /**
   * One of several at a time; all are opened before anything happens in one of them.
   *
   * @param number of the database in Redis, from 0
   */
  World(Path data, int number) {
    this(data, number, InstantSource.system());
  }

  /** The same with a venue whose clock is that. */
  World(Path data, InstantSource venueClock) {
    this(data, 0, venueClock);
  }

  private World(Path data, int number, InstantSource venueClock) {
    this.data = data;
    venue = SimulatedVenue.start(venueClock);
    redisUri = TestServers.freshRedisUri() + "/" + number;
    redis = RedisClient.create(redisUri);
    connection = redis.connect();
    broker = broker(USER, SimulatedVenue.KEY, SimulatedVenue.SECRET);
  }

  /** Adds a user with a broker that has those keys. */
  Broker broker(String user, String key, String secret) {
    return vault.add(
        new NewBroker(
            vault.user(user), key, Venue.BINANCE, Environment.LIVE, true, TradingType.OFF),
        new Credentials(key, secret, null));
  }

  /** A further broker of the same user, with those of the venue's accounts. */
  long addBroker(String key) {
    return broker(USER, key, SimulatedVenue.SECRET).id();
  }

  Path data() {
    return data;
  }

  PostgresAccess postgres() {
    return postgres;
  }

  String postgresPassword() {
    return Objects.requireNonNull(postgres.password()).reveal();
  }

  String redisUri() {
    return redisUri;
  }

  SimulatedVenue venue() {
    return venue;
  }

  Database database() {
    return database;
  }

  /** Puts a request on the list, with a monotonic time stamp as existing callers send it. */
  String push(String action, ObjectNode params) {
    String requestId = UUID.randomUUID().toString();
    push(requestId, action, params);
    return requestId;
  }

  /** The same for a request that was asked before. */
  void push(String requestId, String action, ObjectNode params) {
    push(requestId, action, params, broker);
  }

  /** The same from the owner of that broker. */
  void push(String requestId, String action, ObjectNode params, Broker broker) {
    connection.sync().rpush(REQUESTS, message(requestId, action, params, broker));
  }

  /** Puts orders on the list, by their request ids, all in one step. */
  void placeAll(Map<String, ObjectNode> orders) {
    String[] messages =
        orders.entrySet().stream()
            .map(order -> message(order.getKey(), "place_order", order.getValue(), broker))
            .toArray(String[]::new);
    connection.sync().rpush(REQUESTS, messages);
  }

  /** The same from a caller who asked that long ago, by a clock as ours, and waits that less. */
  String pushLate(String action, ObjectNode params, Duration age) {
    String requestId = UUID.randomUUID().toString();
    ObjectNode message = (ObjectNode) JSON.readTree(message(requestId, action, params, broker));
    message.put(
        "timestamp",
        BigDecimal.valueOf(InstantSource.system().instant().minus(age).toEpochMilli(), 3));
    connection.sync().rpush(REQUESTS, JSON.writeValueAsString(message));
    return requestId;
  }

  private static String message(String requestId, String action, ObjectNode params, Broker broker) {
    ObjectNode message = JSON.createObjectNode();
    message.put("request_id", requestId);
    message.put("action", action);
    ObjectNode all = params.deepCopy();
    if (!all.has("broker_id")) {
      all.put("broker_id", broker.id());
    }
    message.set("params", all);
    message.put("user_id", broker.userId());
    message.putNull("trace_id");
    message.put("timestamp", BigDecimal.valueOf(System.nanoTime(), 9));
    return JSON.writeValueAsString(message);
  }

  /**
   * Polls for the answer and deletes it.
   *
   * @throws org.awaitility.core.ConditionTimeoutException if none comes in time
   */
  BusClient.Answer answer(String requestId, Duration atMost) {
    String key = "exchange_response_" + requestId;
    String json =
        Awaitility.await("the answer to " + requestId)
            .atMost(atMost)
            .pollDelay(Duration.ZERO)
            .pollInterval(POLL)
            .until(() -> connection.sync().get(key), Objects::nonNull);
    connection.sync().del(key);
    answered.incrementAndGet();
    return BusClient.answer(json);
  }

  /** The same; empty if none comes in time. */
  Optional<BusClient.Answer> tryAnswer(String requestId, Duration atMost) {
    try {
      return Optional.of(answer(requestId, atMost));
    } catch (ConditionTimeoutException _) {
      return Optional.empty();
    }
  }

  /** Takes the answer if it is there. */
  Optional<BusClient.Answer> takeAnswer(String requestId) {
    String json = connection.sync().getdel("exchange_response_" + requestId);
    if (json == null) {
      return Optional.empty();
    }
    answered.incrementAndGet();
    return Optional.of(BusClient.answer(json));
  }

  /** The names of the gateways that Redis knows of. */
  Set<String> gateways() {
    return connection.sync().smembers("exchange_gateways");
  }

  /** How many messages that gateway has taken and not answered. */
  long processing(String gateway) {
    return connection.sync().llen(REQUESTS + ":processing:" + gateway);
  }

  /** Redis loses a message that a gateway has taken. */
  void lose(String gateway, String requestId) {
    String list = REQUESTS + ":processing:" + gateway;
    connection.sync().lrange(list, 0, -1).stream()
        .filter(message -> message.contains("\"" + requestId + "\""))
        .forEach(message -> connection.sync().lrem(list, 1, message));
  }

  /** The messages that were given up. */
  List<String> rejected() {
    return connection.sync().lrange(REQUESTS + ":rejected", 0, -1);
  }

  /** The first column of a query's rows, as text. */
  List<String> column(String sql) {
    return database.jdbi().withHandle(handle -> handle.createQuery(sql).mapTo(String.class).list());
  }

  /** Everything that Redis had is gone, its scripts too, as after a restart without a file. */
  void forgetRedis() {
    connection.sync().flushall();
    connection.sync().scriptFlush();
  }

  /** Whether an answer lies there that nobody took. */
  boolean hasAnswer(String requestId) {
    return connection.sync().exists("exchange_response_" + requestId) == 1;
  }

  /** The status of the order of that client id; empty if there is none. */
  Optional<String> status(String clientOrderId) {
    return database
        .jdbi()
        .withHandle(handle ->
            handle
                .createQuery(
                    "SELECT status FROM orders WHERE client_order_id = :id ORDER BY id DESC LIMIT 1")
                .bind("id", clientOrderId)
                .mapTo(String.class)
                .findOne());
  }

  /** How many answers were taken so far. */
  int answered() {
    return answered.get();
  }

  @Override
  public void close() {
    connection.close();
    redis.shutdown(Duration.ZERO, Duration.ofSeconds(1));
    database.close();
    venue.close();
  }
}
