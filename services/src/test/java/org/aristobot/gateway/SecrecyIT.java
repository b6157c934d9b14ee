package org.aristobot.gateway;

import static org.aristobot.gateway.GatewayRig.FILLING;
import static org.aristobot.gateway.GatewayRig.RESTING;
import static org.aristobot.gateway.GatewayRig.with;
import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.ThrowableProxyUtil;
import ch.qos.logback.core.AppenderBase;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.slf4j.LoggerFactory;

/** Keys, secrets and signatures are nowhere but encrypted in the brokers' table. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class SecrecyIT {

  private static final String KEY = "KeyThatNobodyMaySee4711";
  private static final String SECRET = "SecretThatNobodyMaySee0815";
  private static final String WRONG_SECRET = "WrongSecretThatNobodyMaySee99";

  /** A signature of Binance: 64 hexadecimal digits. */
  private static final Pattern SIGNATURE =
      Pattern.compile("(?<![0-9a-fA-F])[0-9a-fA-F]{64}(?![0-9a-fA-F])");

  private final Queue<String> logged = new ConcurrentLinkedQueue<>();
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
  private GatewayRig rig;
  private Level level;

  @BeforeAll
  void work() {
    level = logger.getLevel();
    logger.setLevel(Level.DEBUG);
    appender.start();
    logger.addAppender(appender);
    rig = new GatewayRig();
    rig.venue.account(KEY, SECRET, "{\"USDT\":\"10000\"}", "[\"read\",\"trade\"]");
    String good = "{'broker_id':" + rig.broker(rig.user, KEY, SECRET) + "}";
    String bad = "{'broker_id':" + rig.broker(rig.user, KEY, WRONG_SECRET) + "}";
    for (String broker : List.of(good, bad)) {
      ask("test_connection", broker);
      ask("get_balance", broker);
      ask("place_order", with(FILLING, broker));
      ask("place_order", with(with(RESTING, broker), "{'client_order_id':'c'}"));
      ask("place_order", with(with(RESTING, broker), "{'quantity':'100'}"));
      ask("get_order_info", with(broker, "{'client_order_id':'c'}"));
      ask("cancel_order", with(broker, "{'client_order_id':'c'}"));
      ask("cancel_order", with(broker, "{'order_id':'1','symbol':'BTC/USDT'}"));
      ask("fetch_open_orders", with(broker, "{'symbol':'BTC/USDT'}"));
      ask("fetch_my_trades", with(broker, "{'symbol':'BTC/USDT'}"));
    }
    for (String fault : List.of("http_504", "reply_lost_after_accept", "malformed_json")) {
      rig.venue.arm("{\"fault\":\"" + fault + "\",\"times\":1,\"match\":\"place_order\"}");
      ask("place_order", with(RESTING, good));
      rig.venue.arm("{\"fault\":\"" + fault + "\",\"times\":1,\"match\":\"cancel_order\"}");
      ask("cancel_order", with(good, "{'order_id':'2','symbol':'BTC/USDT'}"));
      rig.venue.calm();
    }
    ask("get_stats", "{}");
  }

  private void ask(String action, String params) {
    answers.add(rig.call(action, params).raw().toString());
  }

  @AfterAll
  void close() {
    rig.close();
    logger.detachAppender(appender);
    logger.setLevel(level);
  }

  private static void assertClean(String where, String text) {
    assertThat(text).as(where).doesNotContain(KEY, SECRET, WRONG_SECRET);
    Matcher signature = SIGNATURE.matcher(text);
    assertThat(signature.find()).as("%s holds no signature: %s", where, text).isFalse();
  }

  @Test
  void no_answer_tells_a_secret() {
    assertThat(answers).hasSize(27).anyMatch(answer -> answer.contains("-1022"));
    answers.forEach(answer -> assertClean("an answer", answer));
  }

  @Test
  void no_log_line_tells_a_secret() {
    assertThat(logged).isNotEmpty().anyMatch(line -> line.contains("failed"));
    logged.forEach(line -> assertClean("a log line", line));
  }

  @Test
  void no_table_holds_a_secret() {
    List<Map<String, Object>> columns =
        rig.rows(
            "SELECT table_name, column_name FROM information_schema.columns"
                + " WHERE table_schema = 'public' AND table_name NOT LIKE 'flyway%'");
    assertThat(columns).hasSizeGreaterThan(100);
    for (Map<String, Object> column : columns) {
      String name = column.get("table_name") + "." + column.get("column_name");
      rig.rows(
              "SELECT \"%s\"::text AS value FROM \"%s\""
                  .formatted(column.get("column_name"), column.get("table_name")))
          .forEach(row -> assertClean(name, String.valueOf(row.get("value"))));
    }
    assertThat(rig.rows("SELECT id FROM wire_log")).hasSizeGreaterThan(10);
  }

  @Test
  void redis_holds_no_secret() {
    for (String key : rig.redis.keys("*")) {
      assertClean("a key", key);
      String value =
          switch (rig.redis.type(key)) {
            case "string" -> String.valueOf(rig.redis.get(key));
            case "list" -> rig.redis.lrange(key, 0, -1).toString();
            case "hash" -> rig.redis.hgetall(key).toString();
            case "set" -> rig.redis.smembers(key).toString();
            case "zset" -> rig.redis.zrange(key, 0, -1).toString();
            default -> throw new AssertionError(key + " is of a kind that nobody looked into");
          };
      assertClean(key, value);
    }
  }

  @Test
  void keys_rest_encrypted() {
    assertThat(rig.rows("SELECT api_key, api_secret FROM brokers"))
        .allSatisfy(row ->
            assertThat(row.values()).allMatch(token -> token.toString().startsWith("gAAAA")));
  }
}
