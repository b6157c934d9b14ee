package org.aristobot.binance;

import static org.aristobot.binance.StubBooks.ALL;
import static org.aristobot.binance.StubBooks.ALL_LISTS;
import static org.aristobot.binance.StubBooks.AMENDMENTS;
import static org.aristobot.binance.StubBooks.ID;
import static org.aristobot.binance.StubBooks.LIST;
import static org.aristobot.binance.StubBooks.OPEN;
import static org.aristobot.binance.StubBooks.OPEN_LISTS;
import static org.aristobot.binance.StubBooks.ORDER;
import static org.aristobot.binance.StubBooks.TRADES;
import static org.aristobot.binance.StubBooks.ago;
import static org.aristobot.binance.StubBooks.oco;
import static org.aristobot.binance.StubBooks.order;
import static org.aristobot.binance.StubBooks.sent;
import static org.aristobot.binance.StubBooks.sized;
import static org.aristobot.binance.StubBooks.trade;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.aristobot.exchange.Doubt;
import org.aristobot.exchange.Finding;
import org.aristobot.exchange.Finding.Executed;
import org.aristobot.exchange.Finding.NotExecuted;
import org.aristobot.exchange.Finding.Unproven;
import org.aristobot.model.NativeClientOrderId;
import org.aristobot.model.NativeParams;
import org.aristobot.model.Order;
import org.aristobot.model.OrderRequest;
import org.aristobot.model.OrderTerms;
import org.aristobot.model.OrderType;
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
import org.junit.jupiter.params.provider.ValueSource;

/** Doubt about orders of several, and about changes in place. */
class BinanceFamilyDoubtsTest {

  private final String stop =
      order(4, ID + "b", "SELL", "0.001", 599)
          .replace("\"LIMIT\"", "\"STOP_LOSS\",\"stopPrice\":\"90\"");
  private final String profit = order(5, ID + "a", "SELL", "0.001", 599);
  private final String head =
      """
      {"orderListId":27,"contingencyType":"OCO","listStatusType":"EXEC_STARTED",\
      "listOrderStatus":"EXECUTING","listClientOrderId":"%sl","transactionTime":%d,\
      "symbol":"BTCUSDT","orders":[]}\
      """
          .formatted(ID, ago(599).toEpochMilli());

  private final StubBooks books = new StubBooks();
  private final Instant begun = Instant.now();

  @AfterEach
  void close() {
    books.close();
  }

  private static OrderRequest entry() {
    return new OrderRequest(
        BinanceStub.ID,
        BinanceStub.BTC_USDT,
        Side.BUY,
        new Quantity.Base(BinanceStub.decimal("0.001")),
        new OrderTerms.Limit(BinanceStub.decimal("100"), TimeInForce.GTC, false),
        null,
        new Protection(BinanceStub.decimal("90"), BinanceStub.decimal("110")),
        NativeParams.NONE);
  }

  @Test
  void a_pair_that_is_nowhere_after_its_time_was_not_placed() {
    assertThat(books.look(sent(oco(), 600, null))).isInstanceOf(NotExecuted.class);
    books.refuses(LIST, -2013);
    assertThat(books.look(sent(oco(), 600, null))).isInstanceOf(NotExecuted.class);
    assertThat(books.asked(ORDER))
        .extracting(seen -> seen.parameter("origClientOrderId"))
        .containsExactlyInAnyOrder(ID + "a", ID + "b", ID + "a", ID + "b");
    assertThat(books.asked(LIST))
        .extracting(seen -> seen.parameter("origClientOrderId"))
        .containsOnly(ID + "l");
  }

  /** Wherever the first trace of it is, the rest is asked for. */
  @ParameterizedTest
  @ValueSource(strings = {OPEN, ALL, OPEN_LISTS, ALL_LISTS, LIST, ORDER})
  void one_member_or_the_list_found_is_a_pair_placed(String place) {
    books.shows(LIST, head);
    books.showsById(Map.of(ID + "a", profit, ID + "b", stop));
    switch (place) {
      case OPEN, ALL -> books.shows(place, "[" + profit + "]");
      case OPEN_LISTS, ALL_LISTS -> books.shows(place, "[" + head + "]");
      default -> {}
    }
    assertPair(books.look(sent(oco(), 600, null)));
  }

  @Test
  void a_trade_of_a_member_leads_to_the_pair() {
    books.shows(TRADES, "[" + trade(5, 590) + "]");
    books.answers(
        ALL,
        seen -> Reply.of(200, seen.parameter("orderId").isEmpty() ? "[]" : "[" + profit + "]"));
    books.showsById(Map.of(ID + "b", stop));
    books.shows(LIST, head);
    assertPair(books.look(sent(oco(), 600, null)));
  }

  private void assertPair(Finding finding) {
    assertThat(finding)
        .isInstanceOfSatisfying(
            Executed.class,
            executed -> {
              Order parent = executed.order();
              assertThat(parent.venueOrderId()).isEqualTo(new VenueOrderId("list-27"));
              assertThat(parent.nativeClientOrderId()).hasToString(ID + "l");
              assertThat(parent.type()).isEqualTo(OrderType.OCO);
              assertThat(parent.stopPrice()).isEqualByComparingTo("90");
              assertThat(parent.raw()).isEqualTo(head);
              assertThat(parent.legs())
                  .extracting(Order::nativeClientOrderId)
                  .containsExactly(
                      new NativeClientOrderId(ID + "b"), new NativeClientOrderId(ID + "a"));
            });
  }

  @Test
  void a_pair_of_which_a_part_is_not_shown_yet_is_placed_but_not_adopted() {
    books.shows(OPEN, "[" + profit + "]");
    books.shows(LIST, head);
    assertSoon(books.look(sent(oco(), 600, null)));
    books.shows(OPEN, "[" + profit + "," + stop + "]");
    assertPair(books.look(sent(oco(), 600, null)));
    books.refuses(LIST, -2018);
    assertSoon(books.look(sent(oco(), 600, null)));
    books.refuses(LIST, -1000);
    assertSoon(books.look(sent(oco(), 600, null)));
    books.shows(LIST, head.replace("BTCUSDT", "ETHUSDT"));
    assertSoon(books.look(sent(oco(), 600, null)));
  }

  @Test
  void a_member_that_is_another_order_is_not_adopted() {
    books.shows(LIST, head);
    books.shows(OPEN, "[" + profit + "," + stop.replace("\"SELL\"", "\"BUY\"") + "]");
    assertThat(books.look(sent(oco(), 600, null)))
        .isInstanceOfSatisfying(
            Unproven.class,
            unproven -> {
              assertThat(unproven.why()).contains(ID + "b", "BUY");
              assertThat(unproven.again()).isNull();
            });
  }

  /** Its legs wait for what it receives, and may show no size or another than was ordered. */
  @Test
  void an_entry_is_found_with_the_legs_that_wait_for_it() {
    String working = order(3, ID + "w", "BUY", "0.001", 599);
    String profit = order(5, ID + "a", "SELL", "0.000999", 599);
    books.shows(ALL, "[" + working + "]");
    books.showsById(Map.of(ID + "a", profit, ID + "b", stop.replace("\"origQty\":\"0.001\",", "")));
    assertThat(books.look(sent(entry(), 600, null)))
        .isInstanceOfSatisfying(
            Executed.class,
            executed -> {
              assertThat(executed.order().nativeClientOrderId()).hasToString(ID + "w");
              assertThat(executed.order().legs())
                  .extracting(Order::nativeClientOrderId)
                  .containsExactly(
                      new NativeClientOrderId(ID + "b"), new NativeClientOrderId(ID + "a"));
            });
  }

  // Changes in place.

  private static Doubt.Amendment change(long secondsAgo, @Nullable String code) {
    Instant sentAt = ago(secondsAgo);
    return new Doubt.Amendment(
        new VenueOrderId("28"),
        sized("0.002"),
        sized("0.001"),
        sentAt,
        sentAt.plusSeconds(5),
        code);
  }

  private static String amended(String quantity) {
    return """
    [{"symbol":"BTCUSDT","orderId":28,"executionId":22,"origClientOrderId":"%1$s",\
    "newClientOrderId":"%1$s","origQty":"0.002","newQty":"%2$s","time":%3$d}]\
    """
        .formatted(ID, quantity, ago(600).toEpochMilli());
  }

  /** Seconds since it was sent, quantities that order and amendment show, what follows. */
  @ParameterizedTest
  @CsvSource({
    "600, 0.001, , Executed",
    "2, 0.00100, , Executed",
    "600, 0.002, , NotExecuted",
    "600, 0.002, 0.002, NotExecuted",
    "2, 0.002, , later",
    "600, 0.002, 0.001, soon",
    "2, 0.002, 0.0010, soon",
    "600, 0.0005, 0.001, Executed",
    "600, 0.0005, , never",
    "2, 0.0005, , never"
  })
  void a_change_is_what_the_order_and_its_amendments_show(
      long secondsAgo, String quantity, @Nullable String amendment, String end) {
    books.shows(ORDER, order(28, ID, "BUY", quantity, 9000));
    books.shows(AMENDMENTS, amendment == null ? "[]" : amended(amendment));
    Finding finding = books.look(change(secondsAgo, null));
    switch (end) {
      case "soon" -> assertSoon(finding);
      case "later" -> assertThat(((Unproven) finding).again()).isAfter(begun.plusSeconds(30));
      case "never" -> assertThat(((Unproven) finding).again()).isNull();
      default -> {
        assertThat(finding.getClass().getSimpleName()).isEqualTo(end);
        Order shown =
            finding instanceof Executed(var order) ? order : ((NotExecuted) finding).order();
        assertThat(Objects.requireNonNull(shown).quantity()).isEqualByComparingTo(quantity);
      }
    }
  }

  @Test
  void a_change_that_the_engine_had_already_is_not_disproven() {
    books.shows(ORDER, order(28, ID, "BUY", "0.002", 9000));
    assertThat(((Unproven) books.look(change(600, "-1007"))).again()).isNull();
  }

  @Test
  void an_order_to_be_changed_that_is_not_shown_is_looked_for_again() {
    assertSoon(books.look(change(600, null)));
    books.shows(ORDER, order(29, ID, "BUY", "0.001", 9000));
    assertSoon(books.look(change(600, null)));
  }

  @Test
  void doubts_of_all_kinds_are_settled_in_one_look() {
    books.showsById(Map.of());
    books.shows(OPEN, "[" + profit + "," + stop + "]");
    books.shows(LIST, head);
    OrderRequest other = BinanceStub.limitBuy().withId(new NativeClientOrderId("ar1"));
    List<Finding> findings =
        books.stub.binance.look(
            BinanceStub.CREDENTIALS,
            List.of(sent(other, 600, null), change(600, null), sent(oco(), 600, null)));
    assertThat(findings.get(0)).isInstanceOf(NotExecuted.class);
    assertThat(findings.get(1)).isInstanceOf(Unproven.class);
    assertPair(findings.get(2));
  }

  private void assertSoon(Finding finding) {
    assertThat(finding)
        .isInstanceOfSatisfying(
            Unproven.class,
            unproven ->
                assertThat(unproven.again())
                    .isBetween(begun.plusSeconds(4), Instant.now().plusSeconds(6)));
  }
}
