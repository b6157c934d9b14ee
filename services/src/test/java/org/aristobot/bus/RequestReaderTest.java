package org.aristobot.bus;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Random;
import org.aristobot.bus.RequestReader.Reading;
import org.aristobot.bus.RequestReader.Refused;
import org.aristobot.bus.RequestReader.Unanswerable;
import org.aristobot.bus.RequestReader.Understood;
import org.aristobot.exchange.ErrorKind;
import org.aristobot.exchange.ExchangeException;
import org.aristobot.model.Interval;
import org.aristobot.model.Symbol;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RequestReaderTest {

  private static final Instant SEEN = Instant.parse("2026-03-01T12:00:00Z");

  private static Reading read(String message) {
    return RequestReader.read(message.getBytes(StandardCharsets.UTF_8), SEEN, false);
  }

  /** A message whose single quotes stand for double ones. */
  private static String json(String message) {
    return message.replace('\'', '"');
  }

  private static Request request(String message) {
    Reading reading = read(json(message));
    assertThat(reading).isInstanceOf(Understood.class);
    return ((Understood) reading).request();
  }

  private static String refusal(String message) {
    Reading reading = read(json(message));
    assertThat(reading).isInstanceOf(Refused.class);
    Refused refused = (Refused) reading;
    return refused.failure().kind() + " " + refused.failure().message();
  }

  private static String with(String action, String params) {
    return json(
        "{'request_id':'r','user_id':1,'action':'" + action + "','params':{" + params + "}}");
  }

  @Test
  void a_python_callers_order_is_read_with_its_fields_untouched() {
    Request request =
        request(
            """
            {'request_id': '3f1a', 'action': 'place_order', 'params': {'broker_id': 5,
             'symbol': 'BTC/USDT', 'side': 'buy', 'type': 'market', 'quantity': 0.00100,
             'price': null}, 'user_id': 1, 'trace_id': null, 'timestamp': 81234.567891}
            """);
    assertThat(request.address()).isEqualTo(new Request.Address("3f1a", false, null, false));
    assertThat(request.userId()).isEqualTo(1L);
    assertThat(request.traceId()).isNull();
    assertThat(request.askedAt()).isEqualTo(SEEN);
    Command.PlaceOrder order = (Command.PlaceOrder) request.command();
    assertThat(order.brokerId()).isEqualTo(5);
    assertThat(order.fields().decimal("quantity")).isEqualTo("0.00100");
    assertThat(order.fields().decimal("price")).isNull();
  }

  @ParameterizedTest
  @CsvSource({
    "1772366390, 2026-03-01T11:59:50Z",
    "1772366390.25, 2026-03-01T11:59:50.250Z",
    "'\"2026-03-01T11:59:00Z\"', 2026-03-01T11:59:00Z",
    "1772366500, 2026-03-01T12:00:00Z",
    "1772000000, 2026-03-01T12:00:00Z",
    "1e999999999, 2026-03-01T12:00:00Z",
    "-5, 2026-03-01T12:00:00Z",
    "'\"soon\"', 2026-03-01T12:00:00Z",
    "'[1]', 2026-03-01T12:00:00Z",
    "1772366390000, 2026-03-01T12:00:00Z",
    "null, 2026-03-01T12:00:00Z"
  })
  void a_time_stamp_counts_only_if_it_is_the_callers_clock(String timestamp, Instant askedAt) {
    Request request = request("{'request_id':'r','action':'ping','timestamp':" + timestamp + "}");
    assertThat(request.askedAt()).isEqualTo(askedAt);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{'action':'ping'} | request_id: is required",
        "{'request_id':null,'action':'ping'} | request_id: is required",
        "{'request_id':'','action':'ping'} | request_id: must not be blank",
        "{'request_id':'a b','action':'ping'} | request_id: must be 1 to 128 visible",
        "{'request_id':['a'],'action':'ping'} | request_id: must be a text",
        "{'request_id':'a','request_id':'b'} | request_id: is there twice",
        "[1] | message: must be a JSON object",
        "{} | request_id: is required",
        "{'request_id | message: is not valid JSON",
        "'' | message: must be a JSON object"
      })
  void a_message_without_a_usable_request_id_is_unanswerable(String message, String reason) {
    assertThat(read(json(message)))
        .isInstanceOfSatisfying(
            Unanswerable.class, it -> assertThat(it.reason()).startsWith(reason));
  }

  @Test
  void bytes_that_are_no_text_are_unanswerable() {
    assertThat(RequestReader.read(new byte[] {(byte) 0xff, 0}, SEEN, false))
        .isEqualTo(new Unanswerable("message: is not UTF-8"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{'request_id':'r','action':'ping' | INVALID_REQUEST message: is not valid JSON",
        "{'request_id':'r','action':'ping'} {} | INVALID_REQUEST message: has something after",
        "{'request_id':'r','action':'ping'} x | INVALID_REQUEST message: is not valid JSON",
        "{'request_id':'r','action':'ping','action':'ping'} | INVALID_REQUEST action: is there tw",
        "{'request_id':'r'} | INVALID_REQUEST action: is required",
        "{'request_id':'r','action':7} | INVALID_REQUEST action: must be a text",
        "{'request_id':'r','action':'fly'} | UNKNOWN_ACTION action: fly is not a known action",
        "{'request_id':'r','action':'set_leverage'} | UNSUPPORTED_OPERATION action: set_leverage is",
        "{'request_id':'r','action':'get_positions'} | UNSUPPORTED_OPERATION action: get_positions",
        "{'request_id':'r','action':'ping','params':[]} | INVALID_REQUEST params: must be an object",
        "{'request_id':'r','action':'ping','user_id':'x'} | INVALID_REQUEST user_id: is not",
        "{'request_id':'r','action':'ping','user_id':1.5} | INVALID_REQUEST user_id: must be a pos",
        "{'request_id':'r','action':'ping','user_id':1,'params':{'user_id':2}}"
            + " | INVALID_REQUEST user_id: differs",
        "{'request_id':'r','action':'ping','reply_to':'exchange_requests'}"
            + " | INVALID_REQUEST reply_to: must be",
        "{'request_id':'r','action':'ping','reply_to':5} | INVALID_REQUEST reply_to: must be a te",
        "{'request_id':'r','action':'ping','decimals':'float'} | INVALID_REQUEST decimals: must",
        "{'request_id':'r','action':'ping','trace_id':{}} | INVALID_REQUEST trace_id: must be a",
        "{'request_id':'r','action':'get_balance','params':{'broker_id':1}}"
            + " | INVALID_REQUEST user_id: is required",
      })
  void a_wrong_envelope_is_refused_by_the_name_of_the_field(String message, String refusal) {
    assertThat(refusal(message)).startsWith(refusal);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "get_balance |  | INVALID_REQUEST broker_id: is required",
        "get_balance | 'broker_id':null | INVALID_REQUEST broker_id: is required",
        "get_balance | 'broker_id':-1 | INVALID_REQUEST broker_id: must be a positive",
        "get_balance | 'broker_id':1.5 | INVALID_REQUEST broker_id: must be a positive",
        "get_balance | 'broker_id':true | INVALID_REQUEST broker_id: must be a decimal",
        "get_balance | 'broker_id':1e999999999 | INVALID_REQUEST broker_id: has an exponent",
        "place_order | 'broker_id':1e9999999999 | INVALID_REQUEST broker_id: has an exponent",
        "place_order | 'quantity':1e99999999999 | INVALID_REQUEST quantity: has an exponent",
        "place_order | 'price':'a\\u0000b' | INVALID_REQUEST price: has a character",
        "place_order | 'x':{'y':'\\ud800'} | INVALID_REQUEST x.y: has a character",
        "place_order | 'x':[1,'\\udc00'] | INVALID_REQUEST x[1]: has a character",
        "get_ticker | 'broker_id':1 | INVALID_REQUEST symbol: is required",
        "get_ticker | 'broker_id':1,'symbol':'BTC' | UNKNOWN_SYMBOL symbol: BTC is not of the",
        "get_ticker | 'broker_id':1,'symbol':7 | INVALID_REQUEST symbol: must be a text",
        "get_order_book | 'broker_id':1,'symbol':'A/B','limit':0 | INVALID_REQUEST limit: must be",
        "get_order_book | 'broker_id':1,'symbol':'A/B','limit':'x' | INVALID_REQUEST limit: is no",
        "get_candles | 'broker_id':1,'symbol':'A/B' | INVALID_REQUEST timeframe: is required",
        "get_candles | 'broker_id':1,'symbol':'A/B','timeframe':'2m'"
            + " | INVALID_REQUEST timeframe: must be one of 1s 1m",
        "fetch_my_trades | 'broker_id':1,'since':'x' | INVALID_REQUEST since: must be epoch",
        "fetch_my_trades | 'broker_id':1,'limit':1001 | INVALID_REQUEST limit: must be a whole",
        "fetch_open_orders | 'broker_id':1,'since':1,'start_time':2"
            + " | INVALID_REQUEST start_time: and since say the same",
        "get_markets | 'broker_id':1,'active':'yes' | INVALID_REQUEST active: must be true or",
        "cancel_order | 'broker_id':1 | INVALID_REQUEST order_id: or client_order_id is required",
        "cancel_order | 'broker_id':1,'order_id':'1','client_oid':'2'"
            + " | INVALID_REQUEST client_oid: and order_id are both there",
        "cancel_order | 'broker_id':1,'client_oid':'1','client_order_id':'2'"
            + " | INVALID_REQUEST client_oid: and client_order_id say the same",
        "get_order_info | 'broker_id':1,'order_id':' ' | INVALID_REQUEST order_id: must not be bl",
        "get_order_info | 'broker_id':1,'ordre_id':'1' | INVALID_REQUEST order_id: or client_order",
        "cancel_order | 'broker_id':1,'order_id':'1','all':true | INVALID_REQUEST all: is not a f",
      })
  void wrong_parameters_are_refused_by_the_name_of_the_field(
      String action, String params, String refusal) {
    assertThat(refusal(with(action, params == null ? "" : params))).startsWith(refusal);
  }

  @Test
  void a_parameter_that_is_called_like_the_request_id_does_not_take_the_answer_away() {
    assertThat(refusal("{'request_id':'r','action':'ping','params':{'request_id':'a\\u0000b'}}"))
        .startsWith("INVALID_REQUEST request_id: has a character");
  }

  @Test
  void an_over_long_number_or_name_and_a_deep_nest_are_refused_and_still_answered() {
    assertThat(refusal(with("place_order", "'quantity':" + "9".repeat(100_000))))
        .isEqualTo("INVALID_REQUEST quantity: is longer than 128 characters");
    String early = "{'params':{'quantity':0." + "1".repeat(200) + "},'request_id':'r'}";
    assertThat(refusal(early)).isEqualTo("INVALID_REQUEST quantity: is longer than 128 characters");
    assertThat(refusal(with("place_order", "'x':" + "[".repeat(300) + "]".repeat(300))))
        .contains("nests deeper than 20 levels");
    assertThat(refusal(with("place_order", "'" + "n".repeat(70_000) + "':'\\u0000'")))
        .hasSizeLessThan(200);
    assertThat(refusal(with("place_order", "'x':'" + "y".repeat(300_000) + "'")))
        .isEqualTo("INVALID_REQUEST message: is longer than 262144 bytes");
    assertThat(read(json("{'x':" + "[".repeat(100_000)))).isInstanceOf(Unanswerable.class);
  }

  @Test
  void a_number_beyond_the_bounds_inside_an_order_is_refused_when_it_is_read() {
    Request request =
        request(with("place_order", "'broker_id':1,'quantity':1e999999999,'price':1e-7"));
    Fields fields = ((Command.PlaceOrder) request.command()).fields();
    assertThat(fields.decimal("price")).isEqualTo(new BigDecimal("1e-7"));
    try {
      fields.decimal("quantity");
      throw new AssertionError("1e999999999 was taken");
    } catch (ExchangeException e) {
      assertThat(e.failure().kind()).isEqualTo(ErrorKind.INVALID_REQUEST);
      assertThat(e.failure().message()).startsWith("quantity: ");
    }
  }

  @Test
  void an_unknown_action_is_shown_short_and_printable() {
    assertThat(refusal("{'request_id':'r','action':'é\\n" + "x".repeat(200) + "'}"))
        .startsWith("UNKNOWN_ACTION action: ??xxx")
        .hasSizeLessThan(110);
  }

  @Test
  void a_refusal_goes_where_the_caller_asked_for() {
    Reading reading =
        RequestReader.read(
            json("{'request_id':7,'reply_to':'me','decimals':'string'}")
                .getBytes(StandardCharsets.UTF_8),
            SEEN,
            true);
    assertThat(((Refused) reading).address()).isEqualTo(new Request.Address("7", true, "me", true));
  }

  @Test
  void every_action_becomes_its_command() {
    Symbol symbol = Symbol.spot("BTC", "USDT");
    String broker = "'broker_id':'2'";
    String pair = broker + ",'symbol':'BTC/USDT'";
    assertThat(command("ping", "")).isEqualTo(new Command.Ping());
    assertThat(command("get_stats", "")).isEqualTo(new Command.GetStats());
    assertThat(command("preload_brokers", "")).isEqualTo(new Command.PreloadBrokers());
    assertThat(command("get_capabilities", broker)).isEqualTo(new Command.GetCapabilities(2, null));
    assertThat(command("test_connection", broker)).isEqualTo(new Command.TestConnection(2));
    assertThat(command("load_markets", broker)).isEqualTo(new Command.LoadMarkets(2));
    assertThat(command("get_markets", broker + ",'active':true,'nobody':null"))
        .isEqualTo(new Command.GetMarkets(2, true));
    assertThat(command("get_balance", broker)).isEqualTo(new Command.GetBalance(2));
    assertThat(command("get_ticker", pair)).isEqualTo(new Command.GetTicker(2, symbol));
    assertThat(command("get_order_book", pair + ",'limit':5"))
        .isEqualTo(new Command.GetOrderBook(2, symbol, 5));
    assertThat(command("fetch_ohlcv", pair + ",'timeframe':'1h','since':1000"))
        .isEqualTo(
            new Command.GetCandles(2, symbol, Interval.ONE_HOUR, Instant.ofEpochSecond(1), null));
    assertThat(command("cancel_order", pair + ",'order_id':28"))
        .isEqualTo(new Command.CancelOrder(2, new Command.OrderKey.ById("28"), symbol));
    assertThat(command("fetch_order", broker + ",'client_oid':'c'"))
        .isEqualTo(new Command.GetOrderInfo(2, new Command.OrderKey.ByClientId("c"), null));
    assertThat(command("fetch_open_orders", broker + ",'start_time':'1970-01-01T00:00:01Z'"))
        .isEqualTo(
            new Command.FetchOpenOrders(2, null, Instant.ofEpochSecond(1), null, null, null));
    assertThat(command("fetch_closed_orders", broker + ",'id_less_than':9"))
        .isEqualTo(new Command.FetchClosedOrders(2, null, null, null, null, "9"));
    assertThat(command("fetch_my_trades", broker + ",'order_id':'o','limit':'10'"))
        .isEqualTo(new Command.FetchMyTrades(2, null, "o", null, 10));
  }

  private static Command command(String action, String params) {
    return request(with(action, params)).command();
  }

  @Test
  void the_user_may_be_named_among_the_parameters() {
    assertThat(request("{'request_id':'r','action':'ping','params':{'user_id':'3'}}").userId())
        .isEqualTo(3L);
    assertThat(
            request("{'request_id':'r','action':'ping','user_id':3,'params':{'user_id':'3'}}")
                .userId())
        .isEqualTo(3L);
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 20_260_301})
  void ten_thousand_mutated_messages_are_each_read_refused_or_rejected(long seed) {
    Random random = new Random(seed);
    int[] outcomes = new int[3];
    for (int round = 0; round < 10_000; round++) {
      byte[] message = mutated(random);
      try {
        outcomes[outcome(RequestReader.read(message, SEEN, random.nextBoolean()))]++;
      } catch (RuntimeException e) {
        throw new AssertionError(
            "seed " + seed + ": " + new String(message, StandardCharsets.ISO_8859_1), e);
      }
    }
    assertThat(outcomes).as("seed " + seed).doesNotContain(0);
  }

  private static int outcome(Reading reading) {
    return switch (reading) {
      case Understood(Request request, Action action) -> {
        assertThat(request.action()).isEqualTo(action.word());
        if (request.command() instanceof Command.OfBroker ofBroker) {
          assertThat(ofBroker.brokerId()).isPositive();
          assertThat(request.userId()).isPositive();
        }
        yield 0;
      }
      case Refused refused -> {
        assertThat(refused.failure().message()).contains(": ").hasSizeLessThan(800);
        yield 1;
      }
      case Unanswerable unanswerable -> {
        assertThat(unanswerable.reason()).contains(": ").hasSizeLessThan(800);
        yield 2;
      }
    };
  }

  private static final String[] PIECES = {
    "null",
    "1e999999999",
    "-0",
    "1e-7",
    "[[[[",
    "{\"a\":",
    "}",
    "]",
    "\"",
    "\\u0000",
    "\\ud800",
    "9".repeat(200),
    "true",
    ",",
    ":",
    "\"request_id\"",
    "\"user_id\":2,",
    "NaN",
    "\ufeff",
    "é"
  };

  private static byte[] mutated(Random random) {
    String[] actions = {"place_order", "get_candles", "cancel_order", "fetch_my_trades", "ping"};
    StringBuilder text =
        new StringBuilder(
            with(
                actions[random.nextInt(actions.length)],
                "'broker_id':5,'symbol':'BTC/USDT','order_id':'77','timeframe':'1m',"
                    + "'limit':10,'since':1700000000000,'quantity':0.001"));
    for (int left = random.nextInt(4); left > 0; left--) {
      int at = random.nextInt(text.length());
      switch (random.nextInt(4)) {
        case 0 -> text.deleteCharAt(at);
        case 1 -> text.insert(at, PIECES[random.nextInt(PIECES.length)]);
        case 2 -> text.setCharAt(at, (char) (32 + random.nextInt(95)));
        default -> text.delete(at, Math.min(text.length(), at + random.nextInt(20)));
      }
    }
    byte[] bytes = text.toString().getBytes(StandardCharsets.UTF_8);
    if (random.nextInt(20) == 0 && bytes.length > 0) {
      bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
    }
    return bytes;
  }
}
