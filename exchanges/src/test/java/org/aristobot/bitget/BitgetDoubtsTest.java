package org.aristobot.bitget;

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

import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import org.aristobot.exchange.Doubt;
import org.aristobot.exchange.Finding;
import org.aristobot.exchange.Finding.Executed;
import org.aristobot.exchange.Finding.NotExecuted;
import org.aristobot.exchange.Finding.Unproven;
import org.aristobot.exchange.Outcome;
import org.aristobot.model.NativeClientOrderId;
import org.aristobot.model.OrderRequest;
import org.aristobot.model.OrderStatus;
import org.aristobot.model.Protection;
import org.aristobot.model.VenueOrderId;
import org.aristobot.net.StubServer.Reply;
import org.aristobot.net.StubServer.Then;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the venue's books prove of a command in doubt, and what they do not (section 12). */
class BitgetDoubtsTest {

  private static final Duration PATIENCE = Duration.ofSeconds(5);

  private final StubBooks books = new StubBooks();

  @AfterEach
  void close() {
    books.close();
  }

  private static void assertHopeless(Finding finding) {
    assertThat(finding)
        .isInstanceOfSatisfying(Unproven.class, it -> assertThat(it.again()).isNull());
  }

  private static void assertSoon(Finding finding) {
    assertThat(finding)
        .isInstanceOfSatisfying(Unproven.class, it -> assertThat(it.again()).isNotNull());
  }

  // The proof.

  @Test
  void an_order_that_was_never_answered_and_is_nowhere_after_its_time_was_not_placed() {
    Doubt doubt = books.sent(600);
    assertThat(books.look(doubt))
        .isInstanceOfSatisfying(
            NotExecuted.class,
            finding -> {
              assertThat(finding.order()).isNull();
              assertThat(finding.proof())
                  .contains("unfilled-orders, history-orders, fills, orderInfo")
                  .contains(doubt.expiresAt().toString());
            });
    assertThat(books.asked()).containsExactlyInAnyOrder(OPEN, DONE, FILLS, ORDER);
  }

  @Test
  void a_trigger_order_is_looked_for_in_its_own_lists_alone() {
    assertThat(books.look(books.sent(StubBooks.stop("40000"), 600, null)))
        .isInstanceOf(NotExecuted.class);
    assertThat(books.asked()).containsExactlyInAnyOrder(PLANS, OLD_PLANS);
  }

  @ParameterizedTest
  @ValueSource(strings = {"40010", "45001", "49999", "HTTP 503", "HTTP 200", "43118"})
  void whatever_was_answered_had_arrived_in_time_and_can_only_be_seen(String code) {
    assertHopeless(books.look(books.sent(BitgetStub.limitBuy(), 600, code)));
    assertHopeless(books.look(books.sent(StubBooks.stop("40000"), 600, code)));
    books.shows(OPEN, "[" + unfilled("28", 600) + "]");
    assertThat(books.look(books.sent(BitgetStub.limitBuy(), 600, code)))
        .isInstanceOf(Executed.class);
  }

  /** The mark that the look goes by is made where an answer comes in. */
  @Test
  void every_answer_but_silence_leaves_a_mark_on_the_doubt() {
    for (Reply reply :
        List.of(
            Reply.of(503, ""),
            Reply.of(504, "<html>late</html>"),
            Reply.of(200, ""),
            Reply.of(200, "{}"),
            Reply.of(429, ""),
            // It begins and does not end: the venue has read the order.
            new Reply("HTTP/1.1 503 Late\r\nContent-Length: 9\r\n\r\n[", Then.CLOSE),
            Reply.of(200, books.stub.body("{\"orderId\":\"7\",\"clientOid\":\"another\"}")))) {
      assertThat(code(reply)).as(reply.bytes()).isNotNull();
    }
    assertThat(code(new Reply("", Then.CLOSE))).isNull();
  }

  private @Nullable String code(Reply reply) {
    books.answers(BitgetEndpoint.PLACE_ORDER.path(), _ -> reply);
    Outcome outcome =
        books
            .stub
            .bitget
            .prepareOrder(BitgetStub.CREDENTIALS, BitgetStub.limitBuy(), PATIENCE)
            .send();
    assertThat(outcome).isInstanceOf(Outcome.Unconfirmed.class);
    return ((Outcome.Unconfirmed) outcome).failure().nativeCode();
  }

  @ParameterizedTest
  @ValueSource(strings = {OPEN, DONE, FILLS, ORDER})
  void one_place_that_cannot_be_seen_whole_leaves_it_unproven(String place) {
    for (Reply reply :
        List.of(
            Reply.of(503, ""),
            Reply.of(200, books.stub.body("[{}]")),
            Reply.of(400, "{\"code\":\"40034\",\"msg\":\"no\",\"data\":null}"))) {
      books.answers(place, _ -> reply);
      assertSoon(books.look(books.sent(600)));
    }
  }

  @Test
  void until_expiry_and_lag_have_passed_nothing_is_proven_nor_asked_by_id() {
    for (long age : new long[] {3, 50}) {
      Doubt doubt = books.sent(age);
      assertThat(books.look(doubt))
          .isInstanceOfSatisfying(
              Unproven.class,
              it ->
                  assertThat(it.again())
                      .isBetween(
                          doubt.expiresAt().plusSeconds(59), doubt.expiresAt().plusSeconds(63)));
    }
    // The stamp of a trigger order lives for 30 s.
    assertSoon(books.look(books.sent(StubBooks.stop("40000"), 75, null)));
    assertThat(books.look(books.sent(StubBooks.stop("40000"), 95, null)))
        .isInstanceOf(NotExecuted.class);
    assertThat(books.asked()).doesNotContain(ORDER);
  }

  @Test
  void the_lag_can_be_set() {
    Duration lag = Duration.ofSeconds(10);
    assertThat(books.look(books.sent(20), lag)).isInstanceOf(NotExecuted.class);
    assertThat(books.look(books.sent(3), lag)).isInstanceOf(Unproven.class);
  }

  @Test
  void a_clock_that_cannot_be_read_proves_nothing() {
    books.stub.time = "{}";
    assertSoon(books.look(books.sent(600)));
  }

  @ParameterizedTest
  @CsvSource({"6900, true", "7500, false"})
  void after_two_hours_the_lists_decide_without_the_client_id(long age, boolean asksById) {
    assertThat(books.look(books.sent(age))).isInstanceOf(NotExecuted.class);
    assertThat(books.asked().contains(ORDER)).isEqualTo(asksById);
  }

  @Test
  void what_was_sent_before_the_lists_begin_stays_unknown() {
    assertHopeless(books.look(books.sent(91L * 86_400)));
  }

  @Test
  void a_fill_of_an_order_that_nobody_lists_leaves_it_unproven() {
    books.shows(FILLS, "[" + books.fill("77", 590) + "]");
    assertSoon(books.look(books.sent(600)));
    // An older order's, which is asked for by its id.
    books.answers(
        ORDER,
        seen ->
            Reply.of(
                200,
                books.stub.body(
                    seen.parameter("orderId").equals("77")
                        ? "[" + books.order("77", other(), LIVE_BUY, 9000) + "]"
                        : "[]")));
    assertThat(books.look(books.sent(600))).isInstanceOf(NotExecuted.class);
  }

  private static NativeClientOrderId other() {
    return new NativeClientOrderId("somebody-elses");
  }

  /** A page that is full hides others: they are in the halves of its time. */
  @Test
  void a_full_page_is_read_again_in_halves() {
    String ours = books.order("28", ID, LIVE_BUY, 600);
    String others =
        String.join(",", Collections.nCopies(100, books.order("27", other(), LIVE_BUY, 300)));
    long whole = Duration.ofMinutes(10).toMillis();
    books.answers(
        DONE,
        seen -> {
          long span =
              Long.parseLong(seen.parameter("endTime"))
                  - Long.parseLong(seen.parameter("startTime"));
          return Reply.of(200, books.stub.body("[" + (span > whole ? others : ours) + "]"));
        });
    assertThat(books.look(books.sent(600))).isInstanceOf(Executed.class);
  }

  // What is shown.

  private String unfilled(String id, long secondsAgo) {
    return books
        .order(id, ID, LIVE_BUY + ",\"priceAvg\":\"43000.10\",\"basePrice\":\"0\"", secondsAgo)
        .replace("\"price\":\"43000.10\",", "");
  }

  @Test
  void an_order_that_is_listed_was_placed() {
    books.shows(OPEN, "[" + unfilled("28", 600) + "]");
    assertThat(books.look(books.sent(600)))
        .isInstanceOfSatisfying(
            Executed.class,
            it -> {
              assertThat(it.order().venueOrderId()).isEqualTo(new VenueOrderId("28"));
              assertThat(it.order().status()).isEqualTo(OrderStatus.NEW);
              assertThat(it.order().price()).isEqualByComparingTo("43000.10");
            });
  }

  @ParameterizedTest
  @CsvSource({
    "sell, 0.001, 600",
    "buy, 0.002, 600",
    "buy, 0.001, 7000",
  })
  void an_order_under_its_id_that_is_another_is_not_adopted(
      String side, String size, long secondsAgo) {
    String row =
        "\"side\":\"%s\",\"size\":\"%s\",\"status\":\"live\",\"baseVolume\":\"0\""
            .formatted(side, size);
    books.shows(ORDER, "[" + books.order("28", ID, row, secondsAgo) + "]");
    assertHopeless(books.look(books.sent(600)));
  }

  @Test
  void two_orders_under_one_id_are_for_people() {
    books.shows(
        DONE,
        "["
            + books.order("28", ID, LIVE_BUY, 600)
            + ","
            + books.order("29", ID, LIVE_BUY, 600)
            + "]");
    assertHopeless(books.look(books.sent(600)));
  }

  @Test
  void an_entry_comes_with_the_exits_that_it_is_to_make() {
    OrderRequest entry =
        new OrderRequest(
            ID,
            BitgetStub.BTC_USDT,
            BitgetStub.limitBuy().side(),
            BitgetStub.limitBuy().quantity(),
            BitgetStub.limitBuy().terms(),
            null,
            new Protection(new BigDecimal("40000"), null),
            BitgetStub.limitBuy().nativeParams());
    books.shows(ORDER, "[" + books.order("28", ID, LIVE_BUY, 600) + "]");
    assertThat(books.look(books.sent(entry, 600, null)))
        .isInstanceOfSatisfying(
            Executed.class,
            it ->
                assertThat(it.order().legs())
                    .singleElement()
                    .satisfies(leg -> {
                      assertThat(leg.venueOrderId().text()).isEqualTo("waits-28-s-40000");
                      assertThat(leg.status()).isEqualTo(OrderStatus.NEW);
                    }));
  }

  @Test
  void a_trigger_order_that_has_triggered_is_adopted_with_what_it_made() {
    books.showsPlans(OLD_PLANS, books.plan("5", "executed", "40000", 600));
    books.shows(
        CHILDREN,
        "[{\"orderId\":\"6\",\"price\":\"\",\"type\":\"market\",\"status\":\"success\"}]");
    String filled =
        "\"side\":\"sell\",\"size\":\"0.001\",\"status\":\"filled\",\"baseVolume\":\"0.001\"";
    books.shows(ORDER, "[" + books.order("6", other(), filled, 590) + "]");
    assertThat(books.look(books.sent(StubBooks.stop("40000"), 600, null)))
        .isInstanceOfSatisfying(
            Executed.class,
            it -> {
              assertThat(it.order().venueOrderId()).isEqualTo(new VenueOrderId("plan-5"));
              assertThat(it.order().status()).isEqualTo(OrderStatus.FILLED);
              assertThat(it.order().legs())
                  .singleElement()
                  .satisfies(leg -> {
                    assertThat(leg.venueOrderId()).isEqualTo(new VenueOrderId("6"));
                    assertThat(leg.nativeClientOrderId())
                        .isEqualTo(new NativeClientOrderId(ID.text() + "c"));
                  });
            });
  }

  // Changes of trigger orders.

  private Doubt.Amendment change(long secondsAgo, @Nullable String code) {
    Instant sentAt = books.ago(secondsAgo);
    return new Doubt.Amendment(
        new VenueOrderId("plan-5"),
        StubBooks.stop("40000"),
        StubBooks.stop("39000"),
        sentAt,
        sentAt.plusSeconds(30),
        code);
  }

  @Test
  void a_change_that_shows_was_made() {
    books.showsPlans(PLANS, books.plan("5", "live", "39000", 900));
    assertThat(books.look(change(10, null))).isInstanceOf(Executed.class);
    assertThat(books.look(change(600, "45001"))).isInstanceOf(Executed.class);
  }

  @Test
  void a_change_that_does_not_show_after_its_time_was_not_made_unless_it_was_answered() {
    books.showsPlans(PLANS, books.plan("5", "live", "40000", 900));
    assertSoon(books.look(change(80, null)));
    assertThat(books.look(change(100, null)))
        .isInstanceOfSatisfying(NotExecuted.class, it -> assertThat(it.order()).isNotNull());
    assertHopeless(books.look(change(600, "45001")));
  }

  @Test
  void an_order_that_is_neither_is_for_people_and_one_that_is_gone_is_looked_for_again() {
    assertSoon(books.look(change(600, null)));
    books.showsPlans(PLANS, books.plan("5", "live", "38000", 900));
    assertHopeless(books.look(change(600, null)));
  }
}
