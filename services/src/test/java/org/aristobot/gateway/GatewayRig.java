package org.aristobot.gateway;

import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.api.sync.RedisCommands;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;
import org.aristobot.alert.Alerts;
import org.aristobot.app.TestGateway;
import org.aristobot.app.TestServers;
import org.aristobot.bus.BusClient;
import org.aristobot.bus.BusClient.Answer;
import org.aristobot.bus.Intake;
import org.aristobot.bus.IntakeSettings;
import org.aristobot.bus.Publisher;
import org.aristobot.bus.RedisAccess;
import org.aristobot.bus.RedisLedgers;
import org.aristobot.bus.Trace;
import org.aristobot.exchange.Credentials;
import org.aristobot.journal.Database;
import org.aristobot.journal.InstrumentStore;
import org.aristobot.journal.Journal;
import org.aristobot.journal.TestPostgres;
import org.aristobot.model.Environment;
import org.aristobot.model.Venue;
import org.aristobot.vault.NewBroker;
import org.aristobot.vault.SecretKey;
import org.aristobot.vault.TradingType;
import org.aristobot.vault.Vault;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.json.JsonReadFeature;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * A gateway wired as in production, on real PostgreSQL and Redis, with a simulated exchange behind
 * it. JSON may be written with single quotes.
 */
final class GatewayRig implements AutoCloseable {

  static final JsonMapper JSON =
      JsonMapper.builder()
          .enable(JsonReadFeature.ALLOW_SINGLE_QUOTES)
          .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
          .build();

  static final Duration PATIENCE = Duration.ofSeconds(90);

  /** Fills at once at the venue's frozen price. */
  static final String FILLING =
      "{'symbol':'BTC/USDT','side':'buy','type':'market','quantity':'0.001'}";

  /** Rests in the book. */
  static final String RESTING =
      "{'symbol':'BTC/USDT','side':'buy','type':'limit','quantity':'0.001','price':'40000.00'}";

  private static final AtomicInteger NAMES = new AtomicInteger();

  final SimulatedVenue venue;
  final AlertStub alertStub;
  final Database database = TestPostgres.fresh();
  final Journal journal;
  final Vault vault;
  final long user;
  final long broker;
  final BusClient bus;
  final RedisCommands<String, String> redis;

  private final Venue traded;
  private final Path marks;
  private final RedisAccess access;
  private final StatefulRedisConnection<String, String> connection;
  private final Publisher publisher;
  private final RedisLedgers ledgers;
  private final Alerts alerts;
  private final Gateway gateway;
  private final Intake intake;

  GatewayRig() {
    this((_, _) -> {});
  }

  /** With somebody who is told of every milestone of every request. */
  GatewayRig(Trace.Listener listener) {
    this(listener, TestGateway.AT_ONCE);
  }

  /** As patient with doubt as that. */
  GatewayRig(DoubtSettings doubts) {
    this((_, _) -> {}, doubts);
  }

  /** With something between the gateway and the exchange, to whose address it goes instead. */
  GatewayRig(UnaryOperator<URI> road) {
    this(Venue.BINANCE, (_, _) -> {}, TestGateway.AT_ONCE, road);
  }

  /** With another venue behind it. */
  GatewayRig(Venue venue) {
    this(venue, (_, _) -> {}, TestGateway.AT_ONCE, UnaryOperator.identity());
  }

  /** With another venue, and something between the two. */
  GatewayRig(Venue venue, UnaryOperator<URI> road) {
    this(venue, (_, _) -> {}, TestGateway.AT_ONCE, road);
  }

  private GatewayRig(Trace.Listener listener, DoubtSettings doubts) {
    this(Venue.BINANCE, listener, doubts, UnaryOperator.identity());
  }

  private GatewayRig(
      Venue traded, Trace.Listener listener, DoubtSettings doubts, UnaryOperator<URI> road) {
    this.traded = traded;
    venue = new SimulatedVenue(traded);
    InstantSource clock = InstantSource.system();
    String id = "gw-" + HexFormat.of().toHexDigits(ThreadLocalRandom.current().nextLong());
    try {
      alertStub = new AlertStub();
      marks = Files.createTempDirectory(Path.of("target"), "marks");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    journal = new Journal(database.source(), id, Duration.ofSeconds(30), clock);
    vault =
        new Vault(database.source(), SecretKey.of("kZ3v-Qm7!xTf0aLw9#RbY2pHs6^NcE4u8", List.of()));
    user = vault.user("dev");
    broker = broker(user, "demo", "demo-secret");
    access = new RedisAccess(TestServers.freshRedisUri(), id);
    connection = access.open();
    connection.setTimeout(PATIENCE);
    redis = connection.sync();
    bus = new BusClient(access);
    publisher = new Publisher(access);
    ledgers = new RedisLedgers(access);
    alerts = new Alerts(new Alerts.Targets(null, alertStub.uri()), clock);
    gateway =
        new Gateway(
            new Gateway.Parts(
                id,
                "test",
                marks,
                Map.of(Environment.LIVE, Map.of(traded, road.apply(venue.uri()))),
                journal,
                new InstrumentStore(database.source(), clock),
                vault,
                publisher,
                ledgers,
                alerts,
                doubts,
                clock));
    gateway.takeUpDoubts();
    intake = new Intake(access, IntakeSettings.of(id), gateway, gateway::hasEnded, listener, clock);
    intake.start();
  }

  /** As a gateway does at its start. */
  void loadMarkets() {
    gateway.loadMarkets();
  }

  /** Adds a broker with those keys. */
  long broker(long owner, String key, String secret) {
    NewBroker broker =
        new NewBroker(
            owner,
            "broker " + NAMES.incrementAndGet(),
            traded,
            Environment.LIVE,
            false,
            TradingType.OFF);
    return vault
        .add(broker, new Credentials(key, secret, traded.hasPassphrase() ? "demo-pass" : null))
        .id();
  }

  static ObjectNode json(String text) {
    return (ObjectNode) JSON.readTree(text);
  }

  /** Parameters with the usual broker, if they name none. */
  ObjectNode params(String text) {
    ObjectNode params = json(text);
    if (!params.has("broker_id")) {
      params.put("broker_id", broker);
    }
    return params;
  }

  /** A whole message of the usual user and broker. */
  ObjectNode message(String requestId, String action, String params) {
    ObjectNode message = JSON.createObjectNode();
    message.put("request_id", requestId);
    message.put("action", action);
    message.set("params", params(params));
    message.put("user_id", user);
    return message;
  }

  Answer call(String action, String params) {
    return bus.call(action, params(params), user, PATIENCE).orElseThrow();
  }

  Answer call(ObjectNode message) {
    return bus.call(message, PATIENCE).orElseThrow();
  }

  /** The data of a request that must succeed. */
  JsonNode data(String action, String params) {
    Answer answer = call(action, params);
    if (!answer.success()) {
      throw new AssertionError(action + " failed: " + answer.raw());
    }
    return answer.data();
  }

  Answer place(String params) {
    return call("place_order", params);
  }

  /** The data of an order that must be placed. */
  JsonNode placed(String params) {
    return data("place_order", params);
  }

  /** An order with further fields, or other values for its fields. */
  static String with(String params, String more) {
    ObjectNode merged = json(params);
    merged.setAll(json(more));
    return merged.toString();
  }

  static String without(String params, String field) {
    ObjectNode merged = json(params);
    merged.remove(field);
    return merged.toString();
  }

  List<Map<String, Object>> rows(String sql, @Nullable Object... arguments) {
    return database.jdbi().withHandle(h -> h.select(sql, arguments).mapToMap().list());
  }

  Map<String, Object> row(String sql, @Nullable Object... arguments) {
    List<Map<String, Object>> rows = rows(sql, arguments);
    if (rows.size() != 1) {
      throw new AssertionError("not one row but " + rows);
    }
    return rows.getFirst();
  }

  @Override
  public void close() {
    intake.stop(Duration.ofSeconds(5));
    gateway.close();
    ledgers.close();
    publisher.close();
    journal.close();
    alerts.close();
    connection.close();
    bus.close();
    access.close();
    database.close();
    venue.close();
    alertStub.close();
  }
}
