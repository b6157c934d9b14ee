package org.aristobot.bitget;

import static org.aristobot.bitget.BitgetStub.BTC_USDT;
import static org.aristobot.bitget.BitgetStub.CREDENTIALS;
import static org.aristobot.bitget.BitgetStub.ID;
import static org.aristobot.bitget.StubBooks.CHILDREN;
import static org.aristobot.bitget.StubBooks.DONE;
import static org.aristobot.bitget.StubBooks.FILLS;
import static org.aristobot.bitget.StubBooks.LIVE_BUY;
import static org.aristobot.bitget.StubBooks.OLD_PLANS;
import static org.aristobot.bitget.StubBooks.OPEN;
import static org.aristobot.bitget.StubBooks.ORDER;
import static org.aristobot.bitget.StubBooks.PLANS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.Map;
import org.aristobot.exchange.ErrorKind;
import org.aristobot.exchange.ExchangeException;
import org.aristobot.exchange.Outcome;
import org.aristobot.exchange.Prepared;
import org.aristobot.model.Family;
import org.aristobot.model.NativeClientOrderId;
import org.aristobot.model.NativeParams;
import org.aristobot.model.Order;
import org.aristobot.model.OrderRef;
import org.aristobot.model.OrderRequest;
import org.aristobot.model.OrderStatus;
import org.aristobot.model.OrderTerms;
import org.aristobot.model.OrderType;
import org.aristobot.model.Protection;
import org.aristobot.model.Quantity;
import org.aristobot.model.Side;
import org.aristobot.model.TimeInForce;
import org.aristobot.model.VenueOrderId;
import org.aristobot.net.StubServer.Reply;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Orders that others make: what waits, what it becomes, and what is not guessed. */
class BitgetListsTest {

  private static final Duration PATIENCE = Duration.ofSeconds(5);
  private static final String STOP = "waits-28-s-40000";

  private static final String FILLED =
      "\"side\":\"buy\",\"size\":\"0.001\",\"status\":\"filled\",\"baseVolume\":\"0.001\"";

  private final StubBooks books = new StubBooks();

  @AfterEach
  void close() {
    books.close();
  }

  private Order read(String id) {
    return books.stub.bitget.order(
        CREDENTIALS, BTC_USDT, new OrderRef.ByVenueId(new VenueOrderId(id)));
  }

  private static OrderRequest bracket(Map<String, String> params) {
    return new OrderRequest(
        ID,
        BTC_USDT,
        Side.BUY,
        new Quantity.Base(new BigDecimal("0.001")),
        new OrderTerms.Limit(new BigDecimal("43000"), TimeInForce.GTC, false),
        null,
        new Protection(new BigDecimal("40000.00"), new BigDecimal("50000")),
        new NativeParams(params));
  }

  // Who will make what.

  @Test
  void an_entry_makes_an_exit_for_each_preset_on_the_other_side() {
    Family family = BitgetLists.family(bracket(Map.of("executeTakeProfitPrice", "49990")));
    assertThat(family.id()).isEqualTo(ID);
    assertThat(family.legs())
        .extracting(leg -> leg.id().text().substring(30), OrderRequest::side, OrderRequest::terms)
        .containsExactly(
            tuple("s", Side.SELL, new OrderTerms.StopMarket(new BigDecimal("40000.00"))),
            tuple(
                "t",
                Side.SELL,
                new OrderTerms.TakeProfitLimit(
                    new BigDecimal("50000"), new BigDecimal("49990"), TimeInForce.GTC)));
  }

  @Test
  void a_placement_shows_what_waits_under_the_ids_of_its_family() {
    books.shows(
        BitgetEndpoint.PLACE_ORDER.path(), "{\"orderId\":\"28\",\"clientOid\":\"" + ID + "\"}");
    Outcome outcome =
        books.stub.bitget.prepareOrder(CREDENTIALS, bracket(Map.of()), PATIENCE).send();
    assertThat(outcome)
        .isInstanceOfSatisfying(
            Outcome.Accepted.class,
            it -> {
              // An acknowledgement only, so that the order will be read.
              assertThat(it.order().filled()).isNull();
              assertThat(it.order().legs())
                  .extracting(
                      leg -> leg.venueOrderId().text(), Order::nativeClientOrderId, Order::status)
                  .containsExactly(
                      tuple(STOP, new NativeClientOrderId(ID.text() + "s"), OrderStatus.NEW),
                      tuple(
                          "waits-28-t-50000",
                          new NativeClientOrderId(ID.text() + "t"),
                          OrderStatus.NEW));
            });
  }

  // Exits.

  @Test
  void an_exit_waits_as_long_as_its_entry_and_ends_with_it() {
    books.shows(ORDER, "[" + books.order("28", ID, LIVE_BUY, 60) + "]");
    assertThat(read(STOP).status()).isEqualTo(OrderStatus.NEW);
    books.shows(
        ORDER, "[" + books.order("28", ID, LIVE_BUY.replace("live", "cancelled"), 60) + "]");
    Order gone = read(STOP);
    assertThat(gone.status()).isEqualTo(OrderStatus.CANCELED);
    assertThat(gone.side()).isEqualTo(Side.SELL);
    assertThat(gone.type()).isEqualTo(OrderType.STOP_LOSS);
  }

  @ParameterizedTest
  @ValueSource(strings = {OPEN, DONE})
  void the_exit_of_a_filled_entry_is_what_fits_it(String place) {
    books.shows(ORDER, "[" + books.order("28", ID, FILLED, 60) + "]");
    books.shows(FILLS, "[" + books.fill("28", 60) + "]");
    books.showsExits(place, books.exit("99", "40000.00", "0.000999", 60));
    Order exit = read(STOP);
    assertThat(exit.venueOrderId()).isEqualTo(new VenueOrderId("tpsl-99"));
    assertThat(exit.type()).isEqualTo(OrderType.STOP_LOSS);
    assertThat(exit.stopPrice()).isEqualByComparingTo("40000");
    assertThat(exit.status()).isEqualTo(OrderStatus.NEW);
  }

  /** Trigger, size, age; before the entry's fill and long after it are no times for its exit. */
  @ParameterizedTest
  @CsvSource({"40000.01, 0.001, 30", "40000, 0.0011, 30", "40000, 0.001, 40", "40000, 0.001, -40"})
  void what_does_not_fit_is_not_taken(String trigger, String size, long secondsAgo) {
    books.shows(ORDER, "[" + books.order("28", ID, FILLED, 30) + "]");
    books.shows(FILLS, "[" + books.fill("28", 30) + "]");
    books.showsExits(OPEN, books.exit("99", trigger, size, secondsAgo));
    Order waiting = read(STOP);
    assertThat(waiting.venueOrderId()).isEqualTo(new VenueOrderId(STOP));
    assertThat(waiting.status()).isEqualTo(OrderStatus.NEW);
  }

  @Test
  void several_that_fit_and_none_for_a_minute_are_not_guessed_at() {
    books.shows(ORDER, "[" + books.order("28", ID, FILLED, 30) + "]");
    books.shows(FILLS, "[" + books.fill("28", 30) + "]");
    books.showsExits(
        OPEN,
        books.exit("99", "40000", "0.001", 30) + "," + books.exit("98", "40000", "0.001", 29));
    assertThat(read(STOP).status()).isEqualTo(OrderStatus.UNKNOWN);
    books.showsExits(OPEN, "");
    assertThat(read(STOP).status()).isEqualTo(OrderStatus.NEW);
    books.shows(ORDER, "[" + books.order("28", ID, FILLED, 90) + "]");
    assertThat(read(STOP).status()).isEqualTo(OrderStatus.UNKNOWN);
  }

  /**
   * A larger order was filled in part and has made none; the exit is that of a smaller one with the
   * same trigger. Whoever took it for the larger one's would cancel the smaller one's protection.
   */
  @ParameterizedTest
  @CsvSource({
    // What the entry and the other order have of it, and whether the exit of 0.001 is the entry's.
    "0.0015, 0.001, false",
    "0.001, 0.001, true",
    "0.001, 0.0015, true",
    "0.0015, 0.0005, true"
  })
  void an_exit_that_another_order_may_have_made_is_nobodys(
      String filled, String others, boolean isOurs) {
    books.answers(
        ORDER,
        seen -> {
          boolean entry = seen.parameter("orderId").equals("28");
          String amount = entry ? filled : others;
          String more =
              "\"side\":\"buy\",\"size\":\"1\",\"status\":\"partially_filled\",\"baseVolume\":\""
                  + amount
                  + "\"";
          String row = books.order(entry ? "28" : "29", ID, more, 30);
          return Reply.of(200, books.stub.body("[" + row + "]"));
        });
    books.answers(
        FILLS,
        seen -> {
          String rows = books.fill("28", 30);
          String all = rows + "," + books.fill("29", 29);
          return Reply.of(
              200, books.stub.body("[" + (seen.parameter("orderId").isEmpty() ? all : rows) + "]"));
        });
    books.showsExits(OPEN, books.exit("99", "40000", "0.000999", 28));
    Order leg = read(STOP);
    assertThat(leg.venueOrderId().text()).isEqualTo(isOurs ? "tpsl-99" : STOP);
    assertThat(leg.status()).isEqualTo(isOurs ? OrderStatus.NEW : OrderStatus.UNKNOWN);
  }

  /** The journal takes what says less of an order for an older sight of it. */
  @Test
  void what_nobody_knows_is_told_with_as_much_as_was_told_before() {
    books.shows(ORDER, "[" + books.order("28", ID, FILLED, 90) + "]");
    assertThat(read(STOP).status()).isEqualTo(OrderStatus.UNKNOWN);
    assertThat(read(STOP).filled()).isZero();
    books.showsPlans(PLANS, books.plan("5", "sleeping", "40000", 60));
    assertThat(read("plan-5").status()).isEqualTo(OrderStatus.UNKNOWN);
    assertThat(read("plan-5").filled()).isZero();
  }

  @Test
  void an_exit_is_cancelled_as_such_and_one_that_waits_cannot_be() {
    books.shows(BitgetEndpoint.CANCEL_ORDER.path(), "{\"orderId\":\"99\",\"clientOid\":\"any\"}");
    books.showsExits(
        DONE, books.exit("99", "40000", "0.001", 30).replace("\"live\"", "\"cancelled\""));
    Prepared cancel = cancel("tpsl-99");
    assertThat(cancel.request()).endsWith("{\"tpslType\":\"tpsl\",\"orderId\":\"99\"}");
    assertThat(cancel.send())
        .isInstanceOfSatisfying(
            Outcome.Accepted.class,
            it -> assertThat(it.order().status()).isEqualTo(OrderStatus.CANCELED));
    books.shows(ORDER, "[" + books.order("28", ID, LIVE_BUY, 60) + "]");
    assertThatThrownBy(() -> cancel(STOP))
        .isInstanceOfSatisfying(
            ExchangeException.class,
            e -> assertThat(e.failure().kind()).isEqualTo(ErrorKind.UNSUPPORTED_OPERATION));
  }

  @Test
  void an_exit_that_waited_is_cancelled_under_the_id_that_it_had_then() {
    books.shows(ORDER, "[" + books.order("28", ID, FILLED, 60) + "]");
    books.shows(FILLS, "[" + books.fill("28", 60) + "]");
    books.showsExits(OPEN, books.exit("99", "40000", "0.001", 60));
    Prepared cancel = cancel(STOP);
    assertThat(cancel.request()).endsWith("{\"tpslType\":\"tpsl\",\"orderId\":\"99\"}");
    cancel.abandon();
  }

  @Test
  void a_trigger_order_is_cancelled_though_nobody_can_ask_what_it_made() {
    books.answers(CHILDREN, _ -> Reply.of(503, ""));
    Prepared cancel = cancel("plan-5");
    assertThat(cancel.request()).contains("cancel-plan-order");
    cancel.abandon();
  }

  private Prepared cancel(String id) {
    return books.stub.bitget.prepareCancel(
        CREDENTIALS, BTC_USDT, new OrderRef.ByVenueId(new VenueOrderId(id)), PATIENCE);
  }

  // Trigger orders.

  @Test
  void a_trigger_order_shows_what_it_is_to_make() {
    books.showsPlans(PLANS, books.plan("5", "live", "40000", 60));
    Order plan = read("plan-5");
    assertThat(plan.status()).isEqualTo(OrderStatus.NEW);
    assertThat(plan.filled()).isZero();
    assertThat(plan.legs())
        .singleElement()
        .satisfies(leg -> assertThat(leg.venueOrderId().text()).isEqualTo("waits-plan-5"));
    assertThat(books.asked(PLANS).getLast().parameter("idLessThan")).isEqualTo("6");
  }

  @Test
  void a_trigger_order_is_cancelled_by_itself_before_it_triggers_and_by_its_child_after() {
    books.showsPlans(OLD_PLANS, books.plan("5", "cancelled", "40000", 60));
    books.shows(BitgetEndpoint.CANCEL_PLAN.path(), "{\"result\":\"success\"}");
    assertThat(cancel("plan-5").send()).isInstanceOf(Outcome.Accepted.class);
    books.shows(BitgetEndpoint.CANCEL_PLAN.path(), "{\"result\":\"failure\"}");
    assertThat(cancel("plan-5").send()).isInstanceOf(Outcome.Unconfirmed.class);

    books.showsPlans(OLD_PLANS, books.plan("5", "executed", "40000", 60));
    books.shows(
        CHILDREN, "[{\"orderId\":\"6\",\"price\":\"\",\"type\":\"limit\",\"status\":\"success\"}]");
    String gone = LIVE_BUY.replace("live", "cancelled").replace("buy", "sell");
    books.shows(ORDER, "[" + books.order("6", ID, gone, 50) + "]");
    books.shows(BitgetEndpoint.CANCEL_ORDER.path(), "{\"orderId\":\"6\",\"clientOid\":\"any\"}");
    Prepared cancel = cancel("plan-5");
    assertThat(cancel.request()).endsWith("{\"symbol\":\"BTCUSDT\",\"orderId\":\"6\"}");
    assertThat(cancel.send())
        .isInstanceOfSatisfying(
            Outcome.Accepted.class,
            it -> {
              assertThat(it.order().venueOrderId()).isEqualTo(new VenueOrderId("plan-5"));
              assertThat(it.order().status()).isEqualTo(OrderStatus.CANCELED);
            });
  }

  @Test
  void a_cancel_that_was_taken_is_not_a_cancelled_order() {
    books.shows(BitgetEndpoint.CANCEL_ORDER.path(), "{\"orderId\":\"28\",\"clientOid\":\"any\"}");
    books.shows(ORDER, "[" + books.order("28", ID, LIVE_BUY, 60) + "]");
    assertThat(cancel("28").send()).isInstanceOf(Outcome.Unconfirmed.class);
  }

  // Replacements.

  private void fails(String why) {
    books.shows(
        BitgetEndpoint.REPLACE_ORDER.path(),
        "{\"orderId\":null,\"clientOid\":null,\"success\":\"failure\",\"msg\":\"" + why + "\"}");
  }

  /** Section 5.2: a failure comes inside a success. */
  @ParameterizedTest
  @CsvSource({"live, false", "cancelled, true"})
  void a_failed_replacement_tells_whether_the_old_order_is_gone(String status, boolean gone) {
    fails("Insufficient balance");
    books.shows(ORDER, "[" + books.order("28", ID, LIVE_BUY.replace("live", status), 60) + "]");
    assertThat(replace().send())
        .isInstanceOfSatisfying(
            Outcome.Rejected.class,
            it -> {
              assertThat(it.shown() != null).isEqualTo(gone);
              assertThat(it.failure().kind()).isEqualTo(ErrorKind.INSUFFICIENT_FUNDS);
              assertThat(it.staleStamp()).isFalse();
            });
  }

  /** Only a text that surely refuses an order tells that none was placed for one that is gone. */
  @ParameterizedTest
  @ValueSource(strings = {"clientOrderId duplicate", "system error", ""})
  void a_failure_of_which_nobody_knows_proves_only_that_an_order_that_stands_was_not_replaced(
      String why) {
    fails(why);
    books.shows(ORDER, "[" + books.order("28", ID, LIVE_BUY, 60) + "]");
    assertThat(replace().send()).isInstanceOf(Outcome.Rejected.class);
    String gone = LIVE_BUY.replace("live", "cancelled");
    books.shows(ORDER, "[" + books.order("28", ID, gone, 60) + "]");
    assertThat(replace().send()).isInstanceOf(Outcome.Unconfirmed.class);
    // Not shown at all, it may be gone as well.
    books.shows(ORDER, "[]");
    assertThat(replace().send()).isInstanceOf(Outcome.Unconfirmed.class);
  }

  @Test
  void an_order_of_which_something_is_filled_is_not_replaced() {
    String part =
        FILLED.replace("0.001\",\"status\":\"filled", "0.002\",\"status\":\"partially_filled");
    books.shows(ORDER, "[" + books.order("28", ID, part, 60) + "]");
    assertThatThrownBy(this::replace)
        .isInstanceOfSatisfying(
            ExchangeException.class,
            e -> assertThat(e.failure().kind()).isEqualTo(ErrorKind.ORDER_REJECTED));
  }

  /** By its id in the family, even when nothing tells the trigger any more. */
  @Test
  void an_exit_is_found_by_an_id_that_the_venue_has_never_seen() {
    NativeClientOrderId stop = new NativeClientOrderId(ID.text() + "s");
    String presets =
        ",\"priceAvg\":\"43000.10\",\"basePrice\":\"0\",\"presetStopLossPrice\":\"40000.00\"";
    books.shows(ORDER, "[" + books.order("28", ID, LIVE_BUY, 60) + "]");
    books.shows(
        OPEN,
        "["
            + books.order("28", ID, LIVE_BUY + presets, 60).replace("\"price\":\"43000.10\",", "")
            + "]");
    Order waiting = byClientId(stop);
    assertThat(waiting.venueOrderId()).isEqualTo(new VenueOrderId(STOP));
    assertThat(waiting.nativeClientOrderId()).isEqualTo(stop);
    books.shows(ORDER, "[" + books.order("28", ID, FILLED, 60) + "]");
    books.shows(FILLS, "[" + books.fill("28", 60) + "]");
    books.showsExits(
        OPEN,
        books.exit("99", "40000", "0.001", 60) + "," + books.exit("98", "50000", "0.001", 60));
    assertThat(byClientId(stop).venueOrderId()).isEqualTo(new VenueOrderId("tpsl-99"));
    assertThat(byClientId(new NativeClientOrderId(ID.text() + "t")).venueOrderId())
        .isEqualTo(new VenueOrderId("tpsl-98"));
  }

  private Order byClientId(NativeClientOrderId id) {
    return books.stub.bitget.order(CREDENTIALS, BTC_USDT, new OrderRef.ByClientId(id));
  }

  @Test
  void a_replacement_is_another_order_under_the_new_id() {
    books.shows(
        BitgetEndpoint.REPLACE_ORDER.path(),
        "{\"orderId\":\"29\",\"clientOid\":null,\"success\":\"success\",\"msg\":null}");
    assertThat(replace().send())
        .isInstanceOfSatisfying(
            Outcome.Accepted.class,
            it -> {
              assertThat(it.order().venueOrderId()).isEqualTo(new VenueOrderId("29"));
              assertThat(it.order().nativeClientOrderId())
                  .isEqualTo(new NativeClientOrderId("arffff"));
            });
    books.answers(
        BitgetEndpoint.REPLACE_ORDER.path(),
        _ -> Reply.of(400, "{\"code\":\"43118\",\"msg\":\"duplicate\",\"data\":null}"));
    assertThat(replace().send()).isInstanceOf(Outcome.Unconfirmed.class);
  }

  private Prepared replace() {
    OrderRequest from = BitgetStub.limitBuy();
    return books.stub.bitget.prepareAmend(
        CREDENTIALS,
        new VenueOrderId("28"),
        from,
        from.withId(new NativeClientOrderId("arffff")),
        PATIENCE);
  }
}
