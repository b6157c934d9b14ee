package org.aristobot.gateway;

import static org.aristobot.gateway.GatewayRig.FILLING;
import static org.aristobot.gateway.GatewayRig.RESTING;
import static org.aristobot.gateway.GatewayRig.with;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.ThrowableProxyUtil;
import ch.qos.logback.core.AppenderBase;
import io.lettuce.core.RedisClient;
import io.lettuce.core.pubsub.RedisPubSubAdapter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.aristobot.app.TestGateway;
import org.aristobot.app.TestServers;
import org.aristobot.bus.BusClient;
import org.aristobot.exchange.Credentials;
import org.aristobot.gateway.TellTaleVenue.Tale;
import org.aristobot.model.Environment;
import org.aristobot.model.Venue;
import org.aristobot.vault.NewBroker;
import org.aristobot.vault.TradingType;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * Keys, secrets, passphrases, tokens and signatures are nowhere but encrypted in the brokers'
 * table: not when a venue repeats them, and not when a caller writes them where they do not belong.
 * A harmless text that goes the same ways, and is found everywhere, shows that the search looks.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class SecrecyIT {

  private static final String KEY = "KeyThatNobodyMaySee4711";
  private static final String SECRET = "SecretThatNobodyMaySee0815";
  private static final String WRONG_SECRET = "WrongSecretThatNobodyMaySee99";
  private static final String PASSPHRASE = "Passphrase That Nobody May \"See\" 123";
  private static final String HARMLESS = "TextThatEverybodyMaySee42";

  /** A signature of Binance: 64 hexadecimal digits. */
  private static final Pattern SIGNATURE =
      Pattern.compile("(?<![0-9a-fA-F])[0-9a-fA-F]{64}(?![0-9a-fA-F])");

  private final Queue<String> logged = new ConcurrentLinkedQueue<>();
  private final Queue<String> published = new ConcurrentLinkedQueue<>();
  private final Logger logger = (Logger) LoggerFactory.getLogger("org.aristobot");
  private final AppenderBase<ILoggingEvent> appender =
      new AppenderBase<>() {
        @Override
        protected void append(ILoggingEvent event) {
          String trace =
              event.getThrowableProxy() == null
                  ? ""
                  : ThrowableProxyUtil.asString(event.getThrowableProxy());
          logged.add(event.getFormattedMessage() + " " + event.getMDCPropertyMap() + trace);
        }
      };
  private final List<String> answers = new ArrayList<>();
  private final Set<String> secrets =
      new HashSet<>(Set.of(KEY, SECRET, WRONG_SECRET, PASSPHRASE, "Nobody May"));
  private final RedisClient listener = RedisClient.create(TestServers.redisUri());
  private final Map<String, List<String>> places = new LinkedHashMap<>();
  private final TellTaleVenue talker = new TellTaleVenue(SECRET + " and " + PASSPHRASE);
  private GatewayRig rig;
  private Level level;

  @BeforeAll
  void work() {
    level = logger.getLevel();
    logger.setLevel(Level.TRACE);
    appender.start();
    logger.addAppender(appender);
    rig = new GatewayRig(talker::before);
    listen();
    rig.venue.account(KEY, SECRET, "{\"USDT\":\"10000\"}", "[\"read\",\"trade\"]");
    String good = broker("good", SECRET);
    String bad = broker("bad", WRONG_SECRET);
    for (String broker : List.of(good, bad)) {
      askAll(broker);
    }
    for (String fault : List.of("http_504", "reply_lost_after_accept", "malformed_json")) {
      rig.venue.arm("{\"fault\":\"" + fault + "\",\"times\":1,\"match\":\"place_order\"}");
      ask("place_order", with(RESTING, good));
      rig.venue.arm("{\"fault\":\"" + fault + "\",\"times\":1,\"match\":\"cancel_order\"}");
      ask("cancel_order", with(good, "{'order_id':'2','symbol':'BTC/USDT'}"));
      rig.venue.calm();
    }
    writeSecrets(good);
    for (Tale tale : List.of(Tale.ANSWER, Tale.UNLISTED_REFUSAL, Tale.PAGE, Tale.REFUSAL)) {
      talker.tell(tale);
      askAll(good);
    }
    talker.tell(Tale.NONE);
    ask("place_order", with(with(RESTING, good), "{'client_order_id':'" + HARMLESS + "'}"));
    ask("load_markets", good);
    ask("get_stats", "{}");
    talker.tell(Tale.BAN);
    ask("get_balance", good);
    gather();
  }

  private String broker(String name, String secret) {
    NewBroker broker =
        new NewBroker(rig.user, name, Venue.BINANCE, Environment.LIVE, false, TradingType.OFF);
    return "{'broker_id':"
        + rig.vault.add(broker, new Credentials(KEY, secret, PASSPHRASE)).id()
        + "}";
  }

  private void listen() {
    var connection = listener.connectPubSub();
    connection.addListener(
        new RedisPubSubAdapter<>() {
          @Override
          public void message(String pattern, String channel, String message) {
            published.add(channel + " " + message);
          }
        });
    connection.sync().psubscribe("*");
  }

  private void ask(String action, String params) {
    answers.add(rig.call(action, params).raw().toString());
  }

  private void askAll(String broker) {
    ask("test_connection", broker);
    ask("get_balance", broker);
    ask("place_order", with(FILLING, broker));
    ask("place_order", with(with(RESTING, broker), "{'client_order_id':'c'}"));
    ask("place_order", with(with(RESTING, broker), "{'quantity':'100'}"));
    ask("get_order_info", with(broker, "{'client_order_id':'c'}"));
    ask("edit_order", with(broker, "{'client_order_id':'c','price':'41000'}"));
    ask("cancel_order", with(broker, "{'client_order_id':'c'}"));
    ask("cancel_order", with(broker, "{'order_id':'1','symbol':'BTC/USDT'}"));
    ask("fetch_open_orders", with(broker, "{'symbol':'BTC/USDT'}"));
    ask("fetch_my_trades", with(broker, "{'symbol':'BTC/USDT'}"));
  }

  /** What a caller gets wrong. */
  private void writeSecrets(String broker) {
    String quoted = PASSPHRASE.replace("\"", "\\\"");
    for (String more :
        List.of(
            "{'client_order_id':'" + SECRET + "'}",
            "{'client_order_id':'x-" + KEY + "-1'}",
            "{'extra_params':{'strategyId':'" + SECRET + "'}}",
            "{'extra_params':{'note':\"" + quoted + "\"}}",
            "{'extra_params':{'" + SECRET + "':'1'}}",
            "{'source':'" + SECRET + "'}",
            "{'side':'" + SECRET + "'}",
            "{'" + SECRET + "':1}")) {
      BusClient.Answer answer = rig.place(with(with(RESTING, broker), more));
      assertThat(answer.code()).as(more).isEqualTo("INVALID_REQUEST");
      assertThat(answer.raw().get("error").asString()).contains("holds a key of its broker");
      answers.add(answer.raw().toString());
    }
    ask("cancel_order", with(broker, "{'client_order_id':'" + SECRET + "'}"));
    ask("get_order_info", with(broker, "{'order_id':'" + KEY + "','symbol':'BTC/USDT'}"));
    ObjectNode traced = rig.message("traced-request", "place_order", with(RESTING, broker));
    answers.add(rig.call(traced.put("trace_id", SECRET)).raw().toString());
    // Nobody can be answered: these are kept among the rejected messages.
    rig.redis.rpush(
        "exchange_requests",
        "{\"api_secret\":\"" + SECRET + "\",\"params\":{\"apiKey\" : \"" + KEY + "\"}}",
        "{\"note\":\"" + HARMLESS + "\",\"password\":\"" + quoted + "\"}",
        "{\"api_password\":\"" + quoted);
    Awaitility.await()
        .atMost(GatewayRig.PATIENCE)
        .until(() -> rig.redis.llen("exchange_requests:rejected") >= 3);
  }

  private void gather() {
    logger.trace("{} with a cause", HARMLESS, new IllegalStateException(HARMLESS));
    rig.redis.publish("websockets", HARMLESS);
    Awaitility.await()
        .atMost(GatewayRig.PATIENCE)
        .until(() ->
            published.stream().anyMatch(message -> message.contains(HARMLESS))
                && !rig.alertStub.of("RATE_LIMIT_BAN").isEmpty());
    secrets.addAll(talker.signatures());
    rig.rows("SELECT api_key, api_secret, api_password FROM brokers")
        .forEach(row ->
            row.values().stream()
                .filter(token -> token != null)
                .forEach(token -> secrets.add(token.toString())));
    places.put("an answer", List.copyOf(answers));
    places.put("a log line", List.copyOf(logged));
    places.put("an alert", rig.alertStub.all());
    places.put("what is published", List.copyOf(published));
    places.put("a table", tables());
    places.put("Redis", redis());
    places.put("an explanation", explanations());
  }

  private List<String> tables() {
    List<String> rows = new ArrayList<>();
    rig.rows("SELECT table_name FROM information_schema.tables WHERE table_schema = 'public'")
        .forEach(table -> {
          String name = String.valueOf(table.get("table_name"));
          String shown =
              name.equals("brokers")
                  ? "(to_jsonb(t) - 'api_key' - 'api_secret' - 'api_password')::text"
                  : "t::text";
          rig.rows("SELECT %s AS row FROM \"%s\" t".formatted(shown, name))
              .forEach(row -> rows.add(name + ": " + row.get("row")));
        });
    return rows;
  }

  private List<String> redis() {
    List<String> values = new ArrayList<>();
    for (String key : rig.redis.keys("*")) {
      String value =
          switch (rig.redis.type(key)) {
            case "string" -> String.valueOf(rig.redis.get(key));
            case "list" -> rig.redis.lrange(key, 0, -1).toString();
            case "hash" -> rig.redis.hgetall(key).toString();
            case "set" -> rig.redis.smembers(key).toString();
            case "zset" -> rig.redis.zrange(key, 0, -1).toString();
            case "none" -> "";
            default -> throw new AssertionError(key + " is of a kind that nobody looked into");
          };
      values.add(key + ": " + value);
    }
    return values;
  }

  private List<String> explanations() {
    List<String> told = new ArrayList<>();
    for (Map<String, Object> row : rig.rows("SELECT id FROM orders")) {
      String id = String.valueOf(row.get("id"));
      told.add(TestGateway.explain(rig.journal, id, false));
      told.add(TestGateway.explain(rig.journal, id, true));
    }
    return told;
  }

  @AfterAll
  void close() {
    rig.close();
    talker.close();
    listener.shutdown(Duration.ZERO, Duration.ofSeconds(1));
    logger.detachAppender(appender);
    logger.setLevel(level);
  }

  /** What a text holds that it should not; also as JSON in a text of JSON writes it. */
  private List<String> found(String text) {
    String plain = text.replace("\\", "");
    List<String> found =
        new ArrayList<>(
            secrets.stream().filter(s -> text.contains(s) || plain.contains(s)).toList());
    Matcher signature = SIGNATURE.matcher(text);
    while (signature.find()) {
      found.add(signature.group());
    }
    return found;
  }

  @Test
  void no_place_tells_a_secret() {
    assertThat(places).hasSize(7);
    places.forEach((place, texts) ->
        assertThat(texts)
            .allSatisfy(text -> assertThat(found(text)).as("%s: %s", place, text).isEmpty()));
  }

  @Test
  void the_search_looks_where_texts_arrive_and_finds_each_secret() {
    for (String place : places.keySet()) {
      String wanted = place.equals("an alert") ? "REQUEST_WEIGHT is closed" : HARMLESS;
      assertThat(places.get(place)).as(place).anyMatch(text -> text.contains(wanted));
    }
    assertThat(secrets).hasSizeGreaterThan(40).allMatch(s -> !found("x" + s + "x").isEmpty());
    assertThat(found("{\"a\":\"{\\\"b\\\":\\\"Passphrase That Nobody May \\\\\\\"See\\\""))
        .isNotEmpty();
    assertThat(found("(secret) " + HARMLESS)).isEmpty();
    assertThatThrownBy(
            () -> {
              rig.redis.set("leak", SECRET);
              try {
                assertThat(redis()).allSatisfy(text -> assertThat(found(text)).isEmpty());
              } finally {
                rig.redis.del("leak");
              }
            })
        .isInstanceOf(AssertionError.class);
  }

  @Test
  void what_the_venue_repeated_is_kept_without_the_secrets() {
    assertThat(rig.rows("SELECT id FROM wire_log WHERE response LIKE '%(secret)%'"))
        .hasSizeGreaterThan(3);
    assertThat(rig.rows("SELECT id FROM orders WHERE raw_response::text LIKE '%(secret)%'"))
        .isNotEmpty();
    assertThat(answers).anyMatch(answer -> answer.contains("Binance: Not with (secret)"));
    assertThat(answers).anyMatch(answer -> answer.contains("-1022"));
  }

  @Test
  void a_rejected_message_is_kept_without_what_calls_itself_a_key() {
    assertThat(rig.redis.lrange("exchange_requests:rejected", 0, -1))
        .anyMatch(entry -> entry.contains("api_secret") && entry.contains("(secret)"))
        .anyMatch(entry -> entry.contains(HARMLESS) && entry.contains("(secret)"));
  }

  @Test
  void keys_rest_encrypted() {
    assertThat(rig.rows("SELECT api_key, api_secret FROM brokers"))
        .allSatisfy(row ->
            assertThat(row.values()).allMatch(token -> token.toString().startsWith("gAAAA")));
  }
}
