package org.aristobot.binance;

import static org.aristobot.binance.BinanceStub.BTC_USDT;
import static org.aristobot.binance.BinanceStub.CREDENTIALS;
import static org.aristobot.binance.BinanceStub.ID;
import static org.aristobot.binance.BinanceStub.limitBuy;
import static org.aristobot.binance.BinanceStub.placed;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;
import org.aristobot.exchange.Credentials;
import org.aristobot.exchange.ErrorKind;
import org.aristobot.exchange.ExchangeException;
import org.aristobot.exchange.Failure;
import org.aristobot.exchange.Outcome;
import org.aristobot.exchange.Prepared;
import org.aristobot.exchange.WireRecord;
import org.aristobot.model.Environment;
import org.aristobot.model.NativeClientOrderId;
import org.aristobot.model.OrderRef;
import org.aristobot.model.OrderStatus;
import org.aristobot.model.VenueOrderId;
import org.aristobot.net.ClosedPort;
import org.aristobot.net.StubServer.Reply;
import org.aristobot.net.StubServer.Then;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/** Each fault on the wire, which outcome it makes, and that exactly one copy travelled. */
class BinanceOutcomeTest {

  private static final Duration PATIENCE = Duration.ofSeconds(2);

  private final BinanceStub stub = new BinanceStub();

  @AfterEach
  void close() {
    stub.close();
  }

  private Outcome place(Reply reply) {
    stub.answering(reply);
    Outcome outcome = stub.binance.prepareOrder(CREDENTIALS, limitBuy(), PATIENCE).send();
    assertThat(stub.server.count("POST")).as("copies sent").isEqualTo(1);
    return outcome;
  }

  private Outcome cancel(Reply reply, OrderRef order) {
    stub.answering(reply);
    Outcome outcome = stub.binance.prepareCancel(CREDENTIALS, BTC_USDT, order, PATIENCE).send();
    assertThat(stub.server.count("DELETE")).as("copies sent").isEqualTo(1);
    return outcome;
  }

  private static Failure unconfirmed(Outcome outcome) {
    assertThat(outcome).isInstanceOf(Outcome.Unconfirmed.class);
    return ((Outcome.Unconfirmed) outcome).failure();
  }

  private static Failure rejected(Outcome outcome) {
    assertThat(outcome).isInstanceOf(Outcome.Rejected.class);
    return ((Outcome.Rejected) outcome).failure();
  }

  private static Reply error(int status, int code, String text) {
    return Reply.of(status, "{\"code\":%d,\"msg\":\"%s\"}".formatted(code, text));
  }

  @Test
  void a_good_answer_is_accepted_and_kept_verbatim_without_key_and_signature() {
    String body = placed("BTCUSDT", ID.text(), "NEW");
    Outcome outcome = place(Reply.of(200, body));
    assertThat(outcome).isInstanceOf(Outcome.Accepted.class);
    Outcome.Accepted accepted = (Outcome.Accepted) outcome;
    assertThat(accepted.order().status()).isEqualTo(OrderStatus.NEW);
    assertThat(accepted.order().raw()).isEqualTo(body);
    WireRecord wire = accepted.wire();
    assertThat(wire.response()).isEqualTo(body);
    assertThat(wire.httpStatus()).isEqualTo(200);
    assertThat(wire.operation()).isEqualTo("place_order");
    assertThat(wire.request())
        .startsWith(
            "POST /api/v3/order?symbol=BTCUSDT&side=BUY&type=LIMIT&timeInForce=GTC&price=43000.1"
                + "&quantity=0.001&newClientOrderId="
                + ID
                + "&newOrderRespType=FULL&recvWindow=5000&timestamp=")
        .doesNotContain("signature", "the-key", "the-secret");
    assertThat(stub.server.seen().getLast().parameter("signature")).hasSize(64);
    assertThat(stub.server.seen().getLast().headers()).containsEntry("x-mbx-apikey", "the-key");
  }

  @Test
  void preparing_sends_nothing_and_tells_when_the_venue_stops_taking_it() {
    Instant before = stub.clock.instant().minusSeconds(1);
    Prepared prepared = stub.binance.prepareOrder(CREDENTIALS, limitBuy(), PATIENCE);
    assertThat(prepared.expiresAt())
        .isBetween(before.plusSeconds(5), stub.clock.instant().plusSeconds(5));
    assertThat(prepared.request())
        .contains("timestamp=" + prepared.expiresAt().minusMillis(5000).toEpochMilli());
    assertThat(stub.server.count("POST")).isZero();
  }

  @Test
  void a_secret_that_cannot_sign_is_refused_before_anything_is_sent() {
    stub.answering(Reply.of(500, "{}"));
    Credentials broken = new Credentials("the-key", "-----BEGIN PRIVATE KEY-----", null);
    assertThatThrownBy(() -> stub.binance.prepareOrder(broken, BinanceStub.limitBuy(), PATIENCE))
        .isInstanceOfSatisfying(
            ExchangeException.class,
            e -> assertThat(e.failure().kind()).isEqualTo(ErrorKind.AUTHENTICATION_FAILED));
    assertThatThrownBy(() -> stub.binance.balances(broken)).isInstanceOf(ExchangeException.class);
    assertThat(stub.server.seen())
        .allSatisfy(seen -> assertThat(seen.path()).isEqualTo("/api/v3/time"));
    assertThat(stub.binance.headroom())
        .hasEntrySatisfying(
            "ORDERS-10S:" + broken.fingerprint(),
            room -> assertThat(room.left()).isEqualTo(room.limit()));
  }

  @Test
  void a_private_key_signs_orders_and_travels_encoded() {
    JsonNode vector = BinanceStub.fixture("signing").get("cases").get(7);
    String pem =
        "-----BEGIN PRIVATE KEY-----\n"
            + vector.get("secret").asString()
            + "\n-----END PRIVATE KEY-----";
    stub.answering(Reply.of(200, BinanceStub.placed("BTCUSDT", BinanceStub.ID.text(), "NEW")));
    Credentials keys = new Credentials("the-key", pem, null);
    Outcome outcome = stub.binance.prepareOrder(keys, BinanceStub.limitBuy(), PATIENCE).send();
    assertThat(outcome).isInstanceOf(Outcome.Accepted.class);
    assertThat(stub.server.seen().getLast().target())
        .matches(".*&timestamp=\\d+&signature=[A-Za-z0-9%]{86,}%3D%3D");
  }

  @Test
  void a_second_send_is_a_programming_error() {
    stub.answering(Reply.of(200, placed("BTCUSDT", ID.text(), "NEW")));
    Prepared prepared = stub.binance.prepareOrder(CREDENTIALS, limitBuy(), PATIENCE);
    prepared.send();
    assertThatThrownBy(prepared::send).isInstanceOf(IllegalStateException.class);
    assertThat(stub.server.count("POST")).isEqualTo(1);
  }

  @Test
  void an_invented_status_survives_with_its_word() {
    Outcome outcome = place(Reply.of(200, placed("BTCUSDT", ID.text(), "HIBERNATING")));
    Outcome.Accepted accepted = (Outcome.Accepted) outcome;
    assertThat(accepted.order().status()).isEqualTo(OrderStatus.UNKNOWN);
    assertThat(accepted.order().nativeStatus()).isEqualTo("HIBERNATING");
  }

  @ParameterizedTest
  @CsvSource({
    "400, -1013, Filter failure: LOT_SIZE, INVALID_QUANTITY",
    "400, -2010, Account has insufficient balance for requested action., INSUFFICIENT_FUNDS",
    "400, -2010, Order would immediately match and take., ORDER_REJECTED",
    "400, -1121, Invalid symbol., UNKNOWN_SYMBOL",
    "401, -2015, 'Invalid API-key, IP, or permissions for action.', AUTHENTICATION_FAILED",
    "400, -1022, Signature for this request is not valid., AUTHENTICATION_FAILED",
    "429, -1015, Too many new orders; current limit is 50 orders per 10 SECOND., RATE_LIMITED",
  })
  void a_code_that_the_table_lists_as_proof_is_a_rejection(
      int status, int code, String text, ErrorKind kind) {
    Outcome outcome = place(error(status, code, text));
    assertThat(rejected(outcome).kind()).isEqualTo(kind);
    assertThat(rejected(outcome).nativeCode()).isEqualTo(Integer.toString(code));
    assertThat(((Outcome.Rejected) outcome).staleStamp()).isFalse();
  }

  @ParameterizedTest
  @CsvSource({
    "400, -1000, An unknown error occurred.",
    "400, -1006, Execution status unknown.",
    "408, -1007, Timeout waiting for response from backend server.",
    "400, -2010, Duplicate order sent.",
    "400, -31337, A code that nobody documented.",
    "503, -1008, Server is currently overloaded.",
    "500, -1013, Filter failure: LOT_SIZE",
    "409, -31338, Half done.",
  })
  void any_other_code_is_doubt(int status, int code, String text) {
    Failure failure = unconfirmed(place(error(status, code, text)));
    assertThat(failure.kind()).isEqualTo(ErrorKind.ORDER_STATE_UNKNOWN);
    assertThat(failure.nativeCode()).isEqualTo(Integer.toString(code));
  }

  @ParameterizedTest
  @ValueSource(ints = {307, 400, 404, 500, 502, 503, 504})
  void a_status_without_a_readable_body_is_doubt(int status) {
    Failure failure =
        unconfirmed(place(Reply.of(status, "<html>sorry</html>", "Location: /api/v3/order")));
    assertThat(failure.kind()).isEqualTo(ErrorKind.ORDER_STATE_UNKNOWN);
    assertThat(failure.message()).contains("HTTP " + status);
  }

  @ParameterizedTest
  @CsvSource({
    "403, RATE_LIMITED",
    "418, RATE_LIMITED",
    "429, RATE_LIMITED",
    "451, PERMISSION_DENIED"
  })
  void a_status_from_in_front_of_the_api_proves_that_nothing_happened(int status, ErrorKind kind) {
    Outcome outcome = place(Reply.of(status, "<html>no</html>"));
    assertThat(rejected(outcome).kind()).isEqualTo(kind);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "{", "[]", "null", "{\"symbol\":\"BTCUSDT\",\"orderId\":28}", "<html></html>"})
  void a_success_that_cannot_be_read_is_doubt(String body) {
    assertThat(unconfirmed(place(Reply.of(200, body))).kind())
        .isEqualTo(ErrorKind.ORDER_STATE_UNKNOWN);
  }

  @Test
  void an_answer_about_another_order_is_doubt() {
    assertThat(
            unconfirmed(place(Reply.of(200, placed("BTCUSDT", "somebody-else", "NEW")))).message())
        .contains("clientOrderId");
  }

  @Test
  void an_answer_about_another_symbol_is_doubt() {
    assertThat(unconfirmed(place(Reply.of(200, placed("ETHUSDT", ID.text(), "NEW")))).message())
        .contains("symbol");
  }

  @Test
  void a_reset_in_mid_answer_is_doubt() {
    Reply half = new Reply("HTTP/1.1 200 OK\r\nContent-Length: 500\r\n\r\n{\"sym", Then.RESET);
    Outcome outcome = place(half);
    assertThat(unconfirmed(outcome).kind()).isEqualTo(ErrorKind.ORDER_STATE_UNKNOWN);
    assertThat(((Outcome.Unconfirmed) outcome).wire().httpStatus()).isNull();
  }

  @Test
  void a_connection_that_is_closed_without_a_word_is_doubt() {
    assertThat(unconfirmed(place(new Reply("", Then.CLOSE))).kind())
        .isEqualTo(ErrorKind.ORDER_STATE_UNKNOWN);
  }

  @Test
  void a_venue_that_cannot_be_reached_is_a_denial_and_costs_no_permits() throws IOException {
    stub.binance.prepareOrder(CREDENTIALS, limitBuy(), PATIENCE).abandon();
    Prepared prepared = stub.binance.prepareOrder(CREDENTIALS, limitBuy(), PATIENCE);
    stub.server.close();
    Outcome outcome = prepared.send();
    assertThat(outcome).isInstanceOf(Outcome.Denied.class);
    assertThat(((Outcome.Denied) outcome).failure().kind())
        .isEqualTo(ErrorKind.EXCHANGE_UNAVAILABLE);
    stub.binance
        .headroom()
        .forEach((name, room) -> {
          if (name.startsWith("ORDERS")) {
            assertThat(room.left()).as(name).isEqualTo(room.limit());
          }
        });
  }

  @Test
  void nothing_is_prepared_while_the_venue_does_not_tell_its_time() {
    try (ClosedPort closed = new ClosedPort();
        Binance alone =
            new Binance(Environment.TESTNET, closed.base(), Clock.systemUTC(), null, null)) {
      alone.remember(List.of(BinanceStub.instrument("BTC", "USDT")));
      assertThatThrownBy(() -> alone.prepareOrder(CREDENTIALS, limitBuy(), PATIENCE))
          .isInstanceOfSatisfying(
              ExchangeException.class,
              e -> assertThat(e.failure().kind()).isEqualTo(ErrorKind.EXCHANGE_UNAVAILABLE));
    }
  }

  @Test
  void a_stale_stamp_is_a_rejection_that_says_so_and_the_clock_is_read_again() {
    Outcome outcome =
        place(error(400, -1021, "Timestamp for this request is outside of the recvWindow."));
    assertThat(((Outcome.Rejected) outcome).staleStamp()).isTrue();
    long looks = timeRequests();
    stub.binance.prepareOrder(CREDENTIALS, limitBuy(), PATIENCE).abandon();
    assertThat(timeRequests()).isGreaterThan(looks);
  }

  private long timeRequests() {
    return stub.server.seen().stream().filter(s -> s.path().equals("/api/v3/time")).count();
  }

  @Test
  void a_query_with_a_stale_stamp_is_asked_once_more_and_no_more() {
    stub.answering(error(400, -1021, "Timestamp for this request is outside of the recvWindow."));
    assertThatThrownBy(() -> stub.binance.balances(CREDENTIALS))
        .isInstanceOf(ExchangeException.class);
    assertThat(stub.server.seen().stream().filter(s -> s.path().equals("/api/v3/account")).count())
        .isEqualTo(2);
  }

  @Test
  void after_too_many_orders_the_next_one_is_refused_here_with_a_time_to_come_back() {
    place(Reply.of(429, "{\"code\":-1015,\"msg\":\"Too many new orders.\"}", "Retry-After: 30"));
    assertThatThrownBy(() -> stub.binance.prepareOrder(CREDENTIALS, limitBuy(), PATIENCE))
        .isInstanceOfSatisfying(
            ExchangeException.class,
            e -> {
              assertThat(e.failure().kind()).isEqualTo(ErrorKind.RATE_LIMITED);
              assertThat(Objects.requireNonNull(e.failure().retryAfter()))
                  .isBetween(Duration.ofSeconds(20), Duration.ofSeconds(30));
            });
    assertThat(stub.server.count("POST")).isEqualTo(1);
    // A cancel is no order.
    stub.binance
        .prepareCancel(CREDENTIALS, BTC_USDT, new OrderRef.ByClientId(ID), PATIENCE)
        .abandon();
  }

  @Test
  void a_cancel_reads_the_orders_own_client_id() {
    String body = canceled(4, ID.text());
    Outcome outcome = cancel(Reply.of(200, body), new OrderRef.ByVenueId(new VenueOrderId("4")));
    assertThat(outcome).isInstanceOf(Outcome.Accepted.class);
    assertThat(((Outcome.Accepted) outcome).order().nativeClientOrderId()).isEqualTo(ID);
    assertThat(((Outcome.Accepted) outcome).order().status()).isEqualTo(OrderStatus.CANCELED);
    assertThat(stub.server.seen().getLast().parameter("orderId")).isEqualTo("4");
  }

  @Test
  void a_cancel_of_another_order_than_ours_is_doubt() {
    assertThat(
            unconfirmed(cancel(Reply.of(200, canceled(4, "another")), new OrderRef.ByClientId(ID)))
                .message())
        .contains("clientOrderId");
  }

  @Test
  void a_cancel_of_an_unknown_order_is_doubt_about_the_order() {
    Outcome outcome =
        cancel(
            error(400, -2011, "Unknown order sent."),
            new OrderRef.ByClientId(new NativeClientOrderId("gone")));
    assertThat(unconfirmed(outcome).kind()).isEqualTo(ErrorKind.ORDER_NOT_FOUND);
  }

  @Test
  void a_query_of_an_unknown_order_says_so() {
    stub.answering(error(400, -2013, "Order does not exist."));
    assertThatThrownBy(() -> stub.binance.order(CREDENTIALS, BTC_USDT, new OrderRef.ByClientId(ID)))
        .isInstanceOfSatisfying(
            ExchangeException.class,
            e -> assertThat(e.failure().kind()).isEqualTo(ErrorKind.ORDER_NOT_FOUND));
  }

  @Test
  void the_venues_own_count_of_orders_is_taken_over() {
    AtomicInteger counted = new AtomicInteger(17);
    stub.answers.set(_ ->
        Reply.of(
            200, placed("BTCUSDT", ID.text(), "NEW"), "X-MBX-ORDER-COUNT-1D: " + counted.get()));
    stub.binance.prepareOrder(CREDENTIALS, limitBuy(), PATIENCE).send();
    assertThat(left("ORDERS-1D")).isEqualTo(160_000 - 17);
  }

  private long left(String bucket) {
    return Objects.requireNonNull(
            stub.binance.headroom().get(bucket + ":" + CREDENTIALS.fingerprint()))
        .left();
  }

  private static String canceled(long orderId, String clientOrderId) {
    return """
    {"symbol":"BTCUSDT","origClientOrderId":"%s","orderId":%d,"orderListId":-1,
     "clientOrderId":"nameOfTheCancel","transactTime":1684804350068,"price":"2.0","origQty":"1.0",
     "executedQty":"0.0","origQuoteOrderQty":"0.0","cummulativeQuoteQty":"0.0",
     "status":"CANCELED","timeInForce":"GTC","type":"LIMIT","side":"BUY"}\
    """
        .formatted(clientOrderId, orderId);
  }
}
