package org.aristobot.binance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import java.time.Duration;
import org.aristobot.exchange.ErrorKind;
import org.aristobot.exchange.ExchangeException;
import org.aristobot.exchange.Outcome;
import org.aristobot.model.Instrument;
import org.aristobot.model.NativeClientOrderId;
import org.aristobot.model.NativeParams;
import org.aristobot.model.OrderRequest;
import org.aristobot.model.OrderStatus;
import org.aristobot.model.OrderTerms;
import org.aristobot.model.Protection;
import org.aristobot.model.Quantity;
import org.aristobot.model.Side;
import org.aristobot.model.TimeInForce;
import org.aristobot.model.VenueOrderId;
import org.aristobot.net.StubServer.Reply;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

/** Where an order is changed in place, and the halves of those that are replaced. */
class BinanceAmendsTest {

  private static final Duration PATIENCE = Duration.ofSeconds(2);

  private final BinanceStub stub = new BinanceStub();

  @AfterEach
  void close() {
    stub.close();
  }

  private static OrderRequest order(String quantity, String price, @Nullable String stopLoss) {
    return new OrderRequest(
        BinanceStub.ID,
        BinanceStub.BTC_USDT,
        Side.SELL,
        new Quantity.Base(new BigDecimal(quantity)),
        new OrderTerms.Limit(new BigDecimal(price), TimeInForce.GTC, false),
        null,
        stopLoss == null ? null : new Protection(new BigDecimal(stopLoss), null),
        NativeParams.NONE);
  }

  @ParameterizedTest
  @CsvSource({
    "2, 100, 1, 100.00, true",
    "2, 100, 2.0, 100, false",
    "2, 100, 3, 100, false",
    "2, 100, 1, 101, false",
    "2, 100, 2, 99, false"
  })
  void only_a_lower_quantity_is_changed_in_place(
      String quantity, String price, String newQuantity, String newPrice, boolean inPlace) {
    OrderRequest from = order(quantity, price, null);
    OrderRequest to = order(newQuantity, newPrice, null);
    assertThat(BinanceAmends.inPlace(from, to, BinanceStub.without())).isEqualTo(inPlace);
    assertThat(BinanceAmends.inPlace(from, to, BinanceStub.without("amendAllowed"))).isFalse();
  }

  @Test
  void what_can_be_neither_amended_nor_replaced_is_refused() {
    assertUnsupported(
        order("2", "100", null),
        order("2", "99", null),
        BinanceStub.without("cancelReplaceAllowed"));
    assertUnsupported(order("2", "100", "90"), order("2", "99", "90"), BinanceStub.without());
    assertThat(
            BinanceAmends.inPlace(
                order("2", "100", "90"), order("1", "100", "90"), BinanceStub.without()))
        .isTrue();
  }

  /** What it is shows the order: the venue's word says neither its state nor its size. */
  @ParameterizedTest
  @CsvSource({
    "The requested action would change no state; rejecting, true",
    "Order amend (quantity increase) is not supported., false"
  })
  void an_amendment_to_what_the_order_is_already_is_looked_up(String text, boolean doubtful) {
    stub.answering(Reply.of(400, "{\"code\":-2038,\"msg\":\"" + text + "\"}"));
    Outcome outcome =
        stub.binance
            .prepareAmend(
                BinanceStub.CREDENTIALS,
                new VenueOrderId("28"),
                order("2", "100", null),
                order("1", "100", null),
                PATIENCE)
            .send();
    assertThat(outcome).isInstanceOf(doubtful ? Outcome.Unconfirmed.class : Outcome.Rejected.class);
  }

  private static void assertUnsupported(OrderRequest from, OrderRequest to, Instrument in) {
    assertThatThrownBy(() -> BinanceAmends.inPlace(from, to, in))
        .isInstanceOfSatisfying(
            ExchangeException.class,
            e -> assertThat(e.failure().kind()).isEqualTo(ErrorKind.UNSUPPORTED_OPERATION));
  }

  /** The replacement table of the manual, by its own samples. */
  @ParameterizedTest
  @CsvSource({
    "both_failed, 3, ORDER_NOT_FOUND, ",
    "cancel_failed_stop_on_failure, 3, ORDER_NOT_FOUND, ",
    "cancel_failed_allow_failure, 3, , ",
    "new_order_failed, 3, ORDER_REJECTED, CANCELED",
    "new_order_failed, 4, , ",
    "order_count_exceeded_cancel_only, 64, RATE_LIMITED, CANCELED",
    "order_count_exceeded_do_nothing, 3, RATE_LIMITED, "
  })
  void each_half_of_a_replacement_counts(
      String sample, String old, @Nullable ErrorKind rejected, @Nullable OrderStatus left) {
    JsonNode fixture = BinanceStub.fixture("spot_replace_order__" + sample);
    // One sample is of another market than ours.
    String answer = fixture.get("response").toString().replace("LTCBNB", "BTCUSDT");
    Outcome outcome = replace(old, Reply.of(fixture.get("http_status").asInt(), answer));
    if (rejected == null) {
      assertThat(outcome).isInstanceOf(Outcome.Unconfirmed.class);
      return;
    }
    assertThat(outcome)
        .isInstanceOfSatisfying(
            Outcome.Rejected.class,
            it -> {
              assertThat(it.failure().kind()).isEqualTo(rejected);
              assertThat(it.shown() == null ? null : it.shown().status()).isEqualTo(left);
              if (it.shown() != null) {
                assertThat(it.shown().venueOrderId()).isEqualTo(new VenueOrderId(old));
                assertThat(it.failure().message()).contains("was cancelled");
              }
            });
  }

  @ParameterizedTest
  @CsvSource({"-9999, Odd.", "-1007, Timeout.", "-2010, Duplicate order sent."})
  void a_new_half_without_proof_is_doubt(long code, String text) {
    assertThat(replace("3", halves("{\"code\":%d,\"msg\":\"%s\"}".formatted(code, text))))
        .isInstanceOf(Outcome.Unconfirmed.class);
  }

  @Test
  void a_new_half_that_is_no_refusal_is_doubt() {
    assertThat(replace("3", halves("null"))).isInstanceOf(Outcome.Unconfirmed.class);
    assertThat(replace("3", halves("7"))).isInstanceOf(Outcome.Unconfirmed.class);
    assertThat(replace("3", Reply.of(409, "{\"code\":-2021,\"msg\":\"x\",\"data\":7}")))
        .isInstanceOf(Outcome.Unconfirmed.class);
  }

  private static Reply halves(String placement) {
    String cancel =
        BinanceStub.fixture("spot_replace_order__new_order_failed")
            .at("/response/data/cancelResponse")
            .toString();
    return Reply.of(
        409,
        """
        {"code":-2021,"msg":"x","data":{"cancelResult":"SUCCESS","newOrderResult":"FAILURE",\
        "cancelResponse":%s,"newOrderResponse":%s}}\
        """
            .formatted(cancel, placement));
  }

  private Outcome replace(String old, Reply reply) {
    stub.answering(reply);
    OrderRequest from = order("2", "100", null);
    OrderRequest to = order("2", "99", null).withId(new NativeClientOrderId("ar1"));
    return stub.binance
        .prepareAmend(BinanceStub.CREDENTIALS, new VenueOrderId(old), from, to, PATIENCE)
        .send();
  }
}
