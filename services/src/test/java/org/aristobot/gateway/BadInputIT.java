package org.aristobot.gateway;

import static org.aristobot.gateway.GatewayRig.FILLING;
import static org.aristobot.gateway.GatewayRig.RESTING;
import static org.aristobot.gateway.GatewayRig.json;
import static org.aristobot.gateway.GatewayRig.with;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.util.List;
import org.aristobot.bus.BusClient.Answer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Every bad input has its own code and a sentence that names the field and the rule; nothing
 * reaches the exchange, and the gateway goes on.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class BadInputIT {

  private static final String SIXTY_ONE = "1".repeat(61);

  private final GatewayRig rig = new GatewayRig();
  private final Logger logger = (Logger) LoggerFactory.getLogger("org.aristobot");
  private final ListAppender<ILoggingEvent> log = new ListAppender<>();
  private long posts;

  @BeforeEach
  void count() {
    posts = rig.venue.orderPosts();
    log.list.clear();
    log.start();
    logger.addAppender(log);
  }

  /** Whatever a test sent: the gateway goes on, and what it wrote into its log is one line each. */
  @AfterEach
  void a_good_order_works_afterwards() {
    assertThat(rig.placed(FILLING).get("status").asString()).isEqualTo("closed");
    logger.detachAppender(log);
    assertThat(List.copyOf(log.list))
        .noneMatch(line -> line.getLevel() == ch.qos.logback.classic.Level.ERROR)
        .noneMatch(line -> line.getFormattedMessage().chars().anyMatch(Character::isISOControl));
  }

  @AfterAll
  void close() {
    rig.close();
  }

  private Answer assertRefused(Answer answer, String code, String... words) {
    assertThat(answer.success()).isFalse();
    assertThat(answer.code()).as("%s", answer.error()).isEqualTo(code);
    assertThat(answer.error()).contains(words);
    assertThat(rig.venue.orderPosts()).as("nothing was sent").isEqualTo(posts);
    return answer;
  }

  private JsonNode rejected(String message) {
    rig.redis.del("exchange_requests:rejected");
    rig.redis.rpush("exchange_requests", message);
    await()
        .atMost(GatewayRig.PATIENCE)
        .until(() -> rig.redis.llen("exchange_requests:rejected") == 1);
    assertThat(rig.venue.orderPosts()).isEqualTo(posts);
    JsonNode entry = json(rig.redis.lindex("exchange_requests:rejected", 0));
    assertThat(entry.get("message").asString()).isEqualTo(message);
    return entry;
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "no JSON at all | not valid JSON",
        "[1,2,3] | must be a JSON object",
        "\"text\" | must be a JSON object",
        "{\"action\":\"ping\"} | request_id: is required",
        "{\"request_id\":null,\"action\":\"ping\"} | request_id: is required",
        "{\"request_id\":\"\",\"action\":\"ping\"} | request_id:",
        "{\"request_id\":\"has blank\",\"action\":\"ping\"} | request_id:",
        "{\"request_id\":{\"a\":1},\"action\":\"ping\"} | request_id: must be a text"
      })
  void a_message_that_cannot_be_answered_goes_to_the_rejected_ones(String message, String reason) {
    JsonNode entry = rejected(message);
    assertThat(entry.get("reason").asString()).contains(reason);
    assertThat(entry.get("at").asString()).endsWith("Z");
  }

  @Test
  void a_broken_message_is_answered_as_far_as_its_request_id_can_be_read() {
    rig.redis.rpush("exchange_requests", "{\"request_id\":\"m1\",\"action\":\"ping\",,}");
    await().atMost(GatewayRig.PATIENCE).until(() -> rig.redis.exists("exchange_response_m1") == 1);
    JsonNode answer = json(String.valueOf(rig.redis.get("exchange_response_m1")));
    assertThat(answer.get("code").asString()).isEqualTo("INVALID_REQUEST");
    assertThat(answer.get("error").asString()).contains("not valid JSON");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        // wrong types
        "{'quantity':true} | INVALID_REQUEST | quantity: must be a decimal number",
        "{'quantity':[1]} | INVALID_REQUEST | quantity: must be a decimal number",
        "{'quantity':{'a':1}} | INVALID_REQUEST | quantity: must be a decimal number",
        "{'quantity':'a lot'} | INVALID_REQUEST | quantity: is not a decimal number",
        "{'quantity':''} | INVALID_REQUEST | quantity: is not a decimal number",
        "{'quantity':'0x10'} | INVALID_REQUEST | quantity: is not a decimal number",
        "{'quantity':'NaN'} | INVALID_REQUEST | quantity: is not a decimal number",
        "{'quantity':'١'} | INVALID_REQUEST | quantity:",
        "{'symbol':5} | INVALID_REQUEST | symbol: must be a text",
        "{'side':1} | INVALID_REQUEST | side: must be a text",
        "{'side':'hold'} | INVALID_REQUEST | side: must be one of buy, sell",
        "{'type':'magic'} | INVALID_REQUEST | type: must be one of",
        "{'post_only':'yes'} | INVALID_REQUEST | post_only: must be true or false",
        "{'time_in_force':'GTD'} | INVALID_REQUEST | time_in_force: must be one of GTC, IOC, FOK",
        "{'extra_params':'a=b'} | INVALID_REQUEST | extra_params: must be an object",
        "{'extra_params':{'a':{'b':1}}} | INVALID_REQUEST | extra_params.a:",
        "{'client_order_id':'with blank'} | INVALID_REQUEST | client_order_id:",
        "{'client_order_id':{}} | INVALID_REQUEST | client_order_id: must be a text",
        "{'protection':'maybe'} | INVALID_REQUEST | protection: must be best_effort or required",
        "{'rounding':'up'} | INVALID_REQUEST | rounding: must be none or down",
        "{'source':'me'} | INVALID_REQUEST | source: must be one of",
        // sizes
        "{'quantity':1e999999999} | INVALID_REQUEST | quantity: has an exponent beyond",
        "{'quantity':'1e999999999'} | INVALID_REQUEST | quantity: has an exponent beyond",
        "{'quantity':'1e99999999999'} | INVALID_REQUEST | quantity:",
        "{'price':1e-999999999} | INVALID_REQUEST | price: has an exponent beyond",
        "{'quantity':'-1'} | INVALID_QUANTITY | quantity: must be greater than zero",
        "{'quantity':0} | INVALID_QUANTITY | quantity: must be greater than zero",
        "{'quantity':'-0.0'} | INVALID_QUANTITY | quantity: must be greater than zero",
        "{'price':'-1'} | INVALID_PRICE | price: must be greater than zero",
        "{'quantity':1e-7} | INVALID_QUANTITY | quantity: 0.0000001 is not a multiple",
        "{'quantity':'1e30'} | INVALID_QUANTITY | quantity: 1000000000000000000000000000000 is over",
        // fields that do not belong together
        "{'amount':'0.001'} | INVALID_REQUEST | amount: and quantity say the same",
        "{'quote_quantity':'10'} | INVALID_REQUEST | quote_quantity: goes instead of quantity",
        "{'stop_price':'39000'} | INVALID_REQUEST | stop_price: does not belong",
        "{'type':'market'} | INVALID_REQUEST | price: does not belong",
        "{'price':null} | INVALID_REQUEST | price: is required",
        "{'side':null} | INVALID_REQUEST | side: is required",
        "{'symbol':null} | INVALID_REQUEST | symbol: is required",
        "{'quantity':null} | INVALID_REQUEST | quantity: is required",
        "{'post_only':true,'time_in_force':'IOC'} | INVALID_REQUEST | post_only: cannot go with IOC",
        "{'stop_los_price':'39000'} | INVALID_REQUEST | stop_los_price: is not a field",
        // markets
        "{'symbol':'NO/SUCH'} | UNKNOWN_SYMBOL | symbol",
        "{'symbol':'BTCUSDT'} | UNKNOWN_SYMBOL | symbol: BTCUSDT is not of the form",
        "{'symbol':''} | UNKNOWN_SYMBOL | symbol:",
        "{'symbol':'BTC/USDT:USDT'} | UNKNOWN_SYMBOL | symbol",
        "{'quantity':'0.000015'} | INVALID_QUANTITY | quantity: 0.000015 is not a multiple",
        "{'price':'40000.001'} | INVALID_PRICE | price: 40000.001 is not a multiple",
        "{'quantity':'0.0001'} | MIN_NOTIONAL | quantity: the order is worth 4 USDT",
        // native parameters
        "{'extra_params':{'recvWindow':60000}} | INVALID_REQUEST | extra_params.recvWindow",
        "{'extra_params':{'newOrderRespType':'ACK'}} | INVALID_REQUEST | extra_params.newOrderRespType",
        "{'extra_params':{'side':'SELL'}} | INVALID_REQUEST | side: differs",
        "{'extra_params':{'a b':'1'}} | INVALID_REQUEST | extra_params"
      })
  void a_bad_order_is_refused_by_its_field(String more, String code, String sentence) {
    assertRefused(rig.place(with(RESTING, more)), code, sentence);
  }

  @Test
  void more_than_sixty_digits_are_refused() {
    for (String value : List.of("'" + SIXTY_ONE + "'", SIXTY_ONE, "'0." + SIXTY_ONE + "'")) {
      assertRefused(
          rig.place(with(RESTING, "{'quantity':" + value + "}")),
          "INVALID_REQUEST",
          "quantity: has more than 60 digits");
    }
    assertRefused(
        rig.place(with(RESTING, "{'quantity':'" + "1".repeat(200) + "'}")),
        "INVALID_REQUEST",
        "quantity: is longer than 128");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{'quantity':{'a':1},'extra_params':{'quantity':'0.001'}}",
        "{'price':[1],'extra_params':{'price':'1'}}",
        "{'side':{},'extra_params':{'side':'BUY'}}",
        "{'symbol':['BTC/USDT'],'extra_params':{'symbol':'BTCUSDT'}}"
      })
  void a_field_of_the_wrong_type_is_refused_beside_its_native_twin_too(String more) {
    assertRefused(
        rig.place(with(RESTING, more)), "INVALID_REQUEST", "differs from what extra_params say");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{'symbol':'BTC\\n2026-01-01 ERROR forged/USDT'}",
        "{'no\\nsuch\\u001b[31mfield':1}",
        "{'extra_params':{'a\\nb':1}}",
        "{'side':'b\\nuy'}",
        "{'client_order_id':'a\\nb'}"
      })
  void nobody_writes_lines_of_his_own_into_the_log(String more) {
    Answer answer = rig.place(with(RESTING, more));
    assertThat(answer.success()).isFalse();
    assertThat(answer.error()).isNotNull().doesNotContainPattern("\\p{Cntrl}");
  }

  @Test
  void a_broker_must_be_there_be_the_users_own_and_be_named() {
    long foreign = rig.broker(rig.vault.user("stranger"), "demo3", "demo-secret");
    Answer other = rig.place(with(RESTING, "{'broker_id':" + foreign + "}"));
    assertRefused(other, "ACCESS_DENIED", "broker_id:");
    assertRefused(
        rig.place(with(RESTING, "{'broker_id':999999}")), "ACCESS_DENIED", "broker_id:", "999999");
    assertRefused(
        rig.place(with(RESTING, "{'broker_id':null}")),
        "INVALID_REQUEST",
        "broker_id: is required");
    assertRefused(rig.place(with(RESTING, "{'broker_id':'one'}")), "INVALID_REQUEST", "broker_id:");
    assertRefused(
        rig.place(with(RESTING, "{'broker_id':1.5}")), "INVALID_REQUEST", "broker_id: must be");
  }

  @Test
  void a_user_must_be_named_and_be_one_only() {
    ObjectNode nobody = rig.message("nobody", "place_order", RESTING);
    nobody.putNull("user_id");
    assertRefused(rig.call(nobody), "INVALID_REQUEST", "user_id: is required");
    ObjectNode two = rig.message("two", "place_order", with(RESTING, "{'user_id':77}"));
    assertRefused(rig.call(two), "INVALID_REQUEST", "user_id: differs");
  }

  @Test
  void the_envelope_is_checked_too() {
    ObjectNode unknown = rig.message("e1", "make_coffee", "{}");
    assertRefused(rig.call(unknown), "UNKNOWN_ACTION", "make_coffee");
    ObjectNode number = rig.message("e2", "ping", "{}").put("action", 5);
    assertRefused(rig.call(number), "INVALID_REQUEST", "action: must be a text");
    ObjectNode none = rig.message("e3", "ping", "{}").putNull("action");
    assertRefused(rig.call(none), "INVALID_REQUEST", "action: is required");
    ObjectNode text = rig.message("e4", "ping", "{}").put("params", "text");
    assertRefused(rig.call(text), "INVALID_REQUEST", "params: must be an object");
    ObjectNode decimals = rig.message("e5", "ping", "{}").put("decimals", "hex");
    assertRefused(rig.call(decimals), "INVALID_REQUEST", "decimals:");
  }

  @Test
  void a_field_that_is_there_twice_is_refused() {
    String twice =
        rig.message("twice", "place_order", RESTING)
            .toString()
            .replace("\"side\":\"buy\"", "\"side\":\"buy\",\"side\":\"sell\"");
    rig.redis.rpush("exchange_requests", twice);
    await()
        .atMost(GatewayRig.PATIENCE)
        .until(() -> rig.redis.exists("exchange_response_twice") == 1);
    JsonNode answer = json(String.valueOf(rig.redis.get("exchange_response_twice")));
    assertThat(answer.get("code").asString()).isEqualTo("INVALID_REQUEST");
    assertThat(answer.get("error").asString()).isEqualTo("side: is there twice");
    assertThat(rig.venue.orderPosts()).isEqualTo(posts);
  }

  @Test
  void insufficient_funds_are_the_venues_word() {
    Answer answer = rig.place(with(RESTING, "{'quantity':'200'}"));
    assertThat(answer.code()).isEqualTo("INSUFFICIENT_FUNDS");
    assertThat(answer.raw().get("native_code").asString()).isEqualTo("-2010");
    assertThat(rig.venue.orderPosts()).isEqualTo(posts + 1);
  }

  @Test
  void bad_keys_and_missing_rights_are_told_apart() {
    long wrong = rig.broker(rig.user, "demo4", "wrong-secret");
    assertThat(rig.place(with(RESTING, "{'broker_id':" + wrong + "}")).code())
        .isEqualTo("AUTHENTICATION_FAILED");
    long nobody = rig.broker(rig.user, "no-such-key", "demo-secret");
    assertThat(rig.place(with(RESTING, "{'broker_id':" + nobody + "}")).code())
        .isIn("AUTHENTICATION_FAILED", "PERMISSION_DENIED");
    rig.venue.account("reader", "reader-secret", "{\"USDT\":\"1000\"}", "[\"read\"]");
    long reader = rig.broker(rig.user, "reader", "reader-secret");
    assertThat(rig.place(with(RESTING, "{'broker_id':" + reader + "}")).code())
        .isIn("AUTHENTICATION_FAILED", "PERMISSION_DENIED");
    assertThat(rig.venue.orders("reader")).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "get_ticker | {} | INVALID_REQUEST | symbol: is required",
        "get_order_book | {'symbol':'BTC/USDT','limit':0} | INVALID_REQUEST | limit:",
        "get_order_book | {'symbol':'BTC/USDT','limit':1e40} | INVALID_REQUEST | limit:",
        "get_candles | {'symbol':'BTC/USDT'} | INVALID_REQUEST | timeframe: is required",
        "get_candles | {'symbol':'BTC/USDT','timeframe':'7m'} | INVALID_REQUEST | timeframe:",
        "get_candles | {'symbol':'BTC/USDT','timeframe':'1m','since':'soon'} | INVALID_REQUEST | since:",
        "get_candles | {'symbol':'BTC/USDT','timeframe':'1m','since':-9223372036854775808} | INVALID_REQUEST | since",
        "get_candles | {'symbol':'BTC/USDT','timeframe':'1m','since':'+999999999-12-31T23:59:59Z'} | INVALID_REQUEST | since",
        "fetch_my_trades | {} | INVALID_REQUEST | symbol",
        "fetch_my_trades | {'symbol':'BTC/USDT','order_id':'abc'} | INVALID_REQUEST | order_id:",
        "fetch_closed_orders | {'symbol':'BTC/USDT','id_less_than':'abc'} | INVALID_REQUEST | order ids are whole numbers",
        "fetch_closed_orders | {'symbol':'BTC/USDT','limit':'many'} | INVALID_REQUEST | limit:",
        "fetch_closed_orders | {'symbol':'BTC/USDT','start_time':'+999999999-12-31T23:59:59Z'} | INVALID_REQUEST | start_time",
        "fetch_open_orders | {'since':1,'start_time':2} | INVALID_REQUEST | start_time:",
        "cancel_order | {'order_id':'abc','symbol':'BTC/USDT'} | INVALID_REQUEST | order_id:",
        "cancel_order | {'order_id':'1','client_order_id':'a'} | INVALID_REQUEST | client_order_id:",
        "cancel_order | {'order_id':''} | INVALID_REQUEST | order_id:",
        "get_order_info | {'client_order_id':'é','symbol':'BTC/USDT'} | INVALID_REQUEST | client_order_id:",
        "get_markets | {'active':'perhaps'} | INVALID_REQUEST | active:"
      })
  void a_bad_query_is_refused_by_its_field(
      String action, String params, String code, String sentence) {
    assertRefused(rig.call(action, params), code, sentence);
  }
}
