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
import static org.aristobot.binance.StubBooks.error;
import static org.aristobot.binance.StubBooks.oco;
import static org.aristobot.binance.StubBooks.order;
import static org.aristobot.binance.StubBooks.orderAt;
import static org.aristobot.binance.StubBooks.sent;
import static org.aristobot.binance.StubBooks.sized;
import static org.aristobot.binance.StubBooks.trade;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.NavigableMap;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.aristobot.exchange.Doubt;
import org.aristobot.exchange.Finding;
import org.aristobot.exchange.Finding.Executed;
import org.aristobot.exchange.Finding.NotExecuted;
import org.aristobot.exchange.Finding.Unproven;
import org.aristobot.model.NativeClientOrderId;
import org.aristobot.model.OrderRequest;
import org.aristobot.model.OrderTerms;
import org.aristobot.model.Quantity;
import org.aristobot.model.Side;
import org.aristobot.model.VenueOrderId;
import org.aristobot.net.StubServer.Reply;
import org.aristobot.net.StubServer.Seen;
import org.aristobot.net.StubServer.Then;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the venue's books prove, and that with any one piece missing they prove nothing. */
class BinanceDoubtsTest {

  private final StubBooks books = new StubBooks();
  private final Instant begun = Instant.now();

  @AfterEach
  void close() {
    books.close();
  }

  // The proof.

  @Test
  void an_order_that_is_nowhere_after_its_time_was_not_placed() {
    Doubt doubt = sent(600);
    assertThat(books.look(doubt))
        .isInstanceOfSatisfying(
            NotExecuted.class,
            finding -> {
              assertThat(finding.order()).isNull();
              assertThat(finding.proof())
                  .contains("order, openOrders, allOrders, myTrades")
                  .contains(doubt.expiresAt().toString());
            });
  }

  @ParameterizedTest
  @EnumSource(names = {"PLACE_ORDER", "PLACE_OCO", "AMEND_ORDER"})
  void every_place_of_the_row_is_looked_at_and_no_other(BinanceEndpoint command) {
    books.shows(ORDER, order(28, ID, "BUY", "0.002", 600));
    if (command != BinanceEndpoint.AMEND_ORDER) {
      books.refuses(ORDER, -2013);
    }
    assertThat(books.look(of(command))).isInstanceOf(NotExecuted.class);
    assertThat(books.asked())
        .containsExactlyInAnyOrderElementsOf(
            Objects.requireNonNull(command.absence()).lookUps().stream()
                .map(BinanceEndpoint::path)
                .toList());
  }

  private static Doubt of(BinanceEndpoint command) {
    return switch (command) {
      case PLACE_OCO -> sent(oco(), 600, null);
      case AMEND_ORDER -> {
        Instant sentAt = ago(600);
        yield new Doubt.Amendment(
            new VenueOrderId("28"),
            sized("0.002"),
            sized("0.001"),
            sentAt,
            sentAt.plusSeconds(5),
            null);
      }
      default -> sent(600);
    };
  }

  private static Stream<List<String>> places_that_fail() {
    Stream<List<String>> single =
        Stream.of(OPEN, ALL, TRADES, ORDER).map(place -> List.of("PLACE_ORDER", place));
    Stream<List<String>> list =
        Stream.of(OPEN, ALL, TRADES, ORDER, LIST, OPEN_LISTS, ALL_LISTS)
            .map(place -> List.of("PLACE_OCO", place));
    Stream<List<String>> change =
        Stream.of(ORDER, AMENDMENTS).map(place -> List.of("AMEND_ORDER", place));
    return Stream.of(single, list, change).flatMap(all -> all);
  }

  @ParameterizedTest
  @MethodSource("places_that_fail")
  void one_place_that_cannot_be_seen_whole_leaves_it_unproven(List<String> commandAndPlace) {
    BinanceEndpoint command = BinanceEndpoint.valueOf(commandAndPlace.getFirst());
    if (command == BinanceEndpoint.AMEND_ORDER) {
      books.shows(ORDER, order(28, ID, "BUY", "0.002", 600));
    }
    String place = commandAndPlace.getLast();
    for (Reply reply :
        List.of(
            Reply.of(503, ""),
            Reply.of(200, ""),
            Reply.of(200, "{}"),
            Reply.of(200, "[{}]"),
            Reply.of(200, "[").then(Then.CLOSE),
            Reply.of(400, error(-1121)),
            Reply.of(400, error(-9999)),
            Reply.of(307, "", "Location: /elsewhere"),
            new Reply("HTTP/1.1 200 Fine\r\nContent-Length: 9\r\n\r\n[", Then.RESET))) {
      books.answers(place, _ -> reply);
      assertThat(books.look(of(command))).as(reply.bytes()).satisfies(this::isSoon);
    }
  }

  private void isSoon(Finding finding) {
    assertThat(finding)
        .isInstanceOfSatisfying(
            Unproven.class,
            unproven -> {
              assertThat(unproven.why()).isNotBlank();
              assertThat(unproven.again()).isBetween(begun.plusSeconds(4), later(6));
            });
  }

  @Test
  void until_expiry_and_lag_have_passed_nothing_is_proven_nor_asked_one_by_one() {
    for (Doubt doubt : List.of(sent(3), sent(50), sent(oco(), 50, null))) {
      assertThat(books.look(doubt))
          .isInstanceOfSatisfying(
              Unproven.class,
              unproven ->
                  assertThat(unproven.again())
                      .isBetween(
                          doubt.expiresAt().plusSeconds(59), doubt.expiresAt().plusSeconds(63)));
    }
    assertThat(books.asked()).doesNotContain(ORDER, LIST);
  }

  @Test
  void the_lag_can_be_set() {
    Duration lag = Duration.ofSeconds(10);
    assertThat(books.look(sent(50))).isInstanceOf(Unproven.class);
    assertThat(books.look(sent(50), lag)).isInstanceOf(NotExecuted.class);
    assertThat(books.look(sent(3), lag)).isInstanceOf(Unproven.class);
  }

  @Test
  void it_is_the_venues_clock_that_counts() {
    books.stub.time = "{\"serverTime\":" + ago(300).toEpochMilli() + "}";
    assertThat(books.look(sent(200)))
        .isInstanceOfSatisfying(
            Unproven.class,
            unproven -> assertThat(unproven.again()).isAfter(later(100)).isBefore(later(200)));
    assertThat(books.look(sent(400))).isInstanceOf(NotExecuted.class);
    // The lists begin before the stamp on the venue's clock, however far ahead our own is.
    Instant stamp = ago(700);
    Doubt ahead = new Doubt.Placement(BinanceStub.limitBuy(), ago(400), stamp.plusSeconds(5), null);
    books.shows(ALL, "[" + order(28, ID, "BUY", "0.001", 700) + "]");
    assertThat(books.look(ahead)).isInstanceOf(Executed.class);
    assertThat(Long.parseLong(books.asked(ALL).getLast().parameter("startTime")))
        .isEqualTo(stamp.minusSeconds(1).toEpochMilli());
  }

  @Test
  void a_clock_that_cannot_be_read_proves_nothing() {
    assertThat(books.look(sent(600))).isInstanceOf(NotExecuted.class);
    books.stub.time = "{}";
    assertThat(books.look(sent(600))).satisfies(this::isSoon);
  }

  @ParameterizedTest
  @CsvSource({
    "-1006, false",
    "-1007, false",
    "-1000, true",
    "-1001, true",
    "-1008, true",
    "-2010, true",
    ", true"
  })
  void what_the_engine_had_already_is_not_bounded_by_its_expiry(
      @Nullable String code, boolean proven) {
    Finding finding = books.look(sent(BinanceStub.limitBuy(), 600, code));
    if (proven) {
      assertThat(finding).isInstanceOf(NotExecuted.class);
    } else {
      assertThat(finding)
          .isInstanceOfSatisfying(
              Unproven.class, unproven -> assertThat(unproven.again()).isNull());
      // While it may only be hidden, another look may see it.
      assertThat(books.look(sent(BinanceStub.limitBuy(), 30, code)))
          .isInstanceOfSatisfying(
              Unproven.class, unproven -> assertThat(unproven.again()).isNotNull());
    }
  }

  @Test
  void what_is_older_than_the_books_is_not_proven_by_them() {
    assertThat(books.look(sent(91 * 86_400)))
        .isInstanceOfSatisfying(Unproven.class, unproven -> assertThat(unproven.again()).isNull());
    assertThat(books.look(sent(89 * 86_400))).isInstanceOf(NotExecuted.class);
  }

  @Test
  void long_lists_are_asked_for_in_windows_without_a_gap() {
    books.look(sent(3 * 86_400));
    for (String place : List.of(ALL, TRADES)) {
      List<Seen> windows = books.asked(place);
      assertThat(windows).hasSize(4);
      long end = Long.parseLong(windows.getFirst().parameter("startTime"));
      for (Seen window : windows) {
        long start = Long.parseLong(window.parameter("startTime"));
        assertThat(start).isEqualTo(end);
        end = Long.parseLong(window.parameter("endTime"));
        assertThat(end - start).isPositive().isLessThan(86_400_000);
      }
      assertThat(end).isGreaterThan(Instant.now().toEpochMilli());
    }
  }

  // Lists that are full.

  /** The venue lists 1000 of a window, the newest or the oldest: either way nothing is missed. */
  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void a_full_page_is_split_until_nothing_can_be_missing(boolean newest) {
    TreeMap<Long, String> rows = new TreeMap<>();
    for (int i = 0; i < 2500; i++) {
      long time = ago(600).toEpochMilli() + i * 7L;
      rows.put(time, orderAt(100 + i, i == 1250 ? ID : "other" + i, "BUY", "0.001", time));
    }
    books.answers(ALL, seen -> Reply.of(200, window(rows, seen, newest)));
    assertThat(books.look(sent(600)))
        .isInstanceOfSatisfying(
            Executed.class,
            executed ->
                assertThat(executed.order().venueOrderId()).isEqualTo(new VenueOrderId("1350")));
    rows.values().removeIf(row -> row.contains(ID));
    assertThat(books.look(sent(600))).isInstanceOf(NotExecuted.class);
  }

  @Test
  void pages_that_are_always_full_prove_nothing() {
    String page =
        Collections.nCopies(1000, order(28, "other", "BUY", "0.001", 600)).stream()
            .collect(Collectors.joining(",", "[", "]"));
    books.shows(ALL, page);
    assertThat(books.look(sent(600))).satisfies(this::isSoon);
  }

  private static String window(NavigableMap<Long, String> rows, Seen seen, boolean newest) {
    List<String> in =
        new ArrayList<>(
            rows.subMap(
                    Long.parseLong(seen.parameter("startTime")),
                    true,
                    Long.parseLong(seen.parameter("endTime")),
                    false)
                .values());
    int surplus = Math.max(0, in.size() - 1000);
    return (newest ? in.subList(surplus, in.size()) : in.subList(0, in.size() - surplus))
        .toString();
  }

  // Trades of orders that are not listed.

  @Test
  void a_trade_of_an_order_that_is_not_listed_proves_nothing() {
    books.shows(TRADES, "[" + trade(77, 590) + "]");
    assertThat(books.look(sent(600))).satisfies(this::isSoon);
    books.shows(TRADES, "[" + trade(77, 700) + "]");
    assertThat(books.look(sent(600))).isInstanceOf(NotExecuted.class);
  }

  @Test
  void a_trade_of_an_older_order_proves_nothing_against_it() {
    books.shows(TRADES, "[" + trade(77, 590) + "," + trade(78, 580) + "]");
    listsById(order(77, "older", "BUY", "5", 9000), order(78, "older2", "BUY", "5", 9000));
    assertThat(books.look(sent(600))).isInstanceOf(NotExecuted.class);
    assertThat(books.asked(ALL).stream().filter(seen -> !seen.parameter("orderId").isEmpty()))
        .hasSize(1)
        .allSatisfy(seen -> assertThat(seen.parameter("orderId")).isEqualTo("77"));
  }

  @Test
  void a_trade_leads_to_the_order_itself() {
    books.shows(TRADES, "[" + trade(77, 590) + "]");
    listsById(order(77, ID, "BUY", "0.001", 599));
    assertThat(books.look(sent(600))).isInstanceOf(Executed.class);
  }

  private void listsById(String... orders) {
    books.answers(
        ALL,
        seen ->
            Reply.of(200, seen.parameter("orderId").isEmpty() ? "[]" : List.of(orders).toString()));
  }

  // What is shown.

  @ParameterizedTest
  @ValueSource(strings = {OPEN, ALL, ORDER})
  void an_order_that_any_place_shows_was_placed(String place) {
    String order = order(28, ID, "BUY", "0.00100000", 599);
    books.shows(place, place.equals(ORDER) ? order : "[" + order + "]");
    assertThat(books.look(sent(600)))
        .isInstanceOfSatisfying(
            Executed.class,
            executed -> {
              assertThat(executed.order().venueOrderId()).isEqualTo(new VenueOrderId("28"));
              assertThat(executed.order().nativeClientOrderId()).isEqualTo(BinanceStub.ID);
              assertThat(executed.order().raw()).isEqualTo(order);
            });
  }

  @Test
  void what_one_place_shows_no_failure_elsewhere_hides() {
    books.shows(OPEN, "[{}," + order(28, ID, "BUY", "0.001", 2) + "]");
    books.answers(ALL, _ -> Reply.of(503, ""));
    books.answers(TRADES, _ -> Reply.of(429, "", "Retry-After: 1"));
    assertThat(books.look(sent(3))).isInstanceOf(Executed.class);
  }

  @ParameterizedTest
  @CsvSource({
    "SELL, 0.001, 599, SELL",
    "BUY, 0.002, 599, size",
    "BUY, 0.001, 640, before",
  })
  void another_order_under_its_id_is_neither_adopted_nor_overlooked(
      String side, String quantity, long age, String why) {
    for (String place : List.of(OPEN, ORDER)) {
      books.shows(OPEN, "[]");
      String order = order(28, ID, side, quantity, age);
      books.shows(place, place.equals(ORDER) ? order : "[" + order + "]");
      assertThat(books.look(sent(600)))
          .isInstanceOfSatisfying(
              Unproven.class,
              unproven -> {
                assertThat(unproven.why()).contains("28", ID, why);
                assertThat(unproven.again()).isNull();
              });
    }
  }

  @Test
  void an_order_that_is_sized_in_quote_is_known_by_its_amount_in_quote() {
    OrderRequest spend =
        BinanceStub.request(
            Side.BUY, new Quantity.Quote(BinanceStub.decimal("100")), new OrderTerms.Market());
    String shown = order(28, ID, "BUY", "0.002", 599);
    books.shows(ALL, "[" + shown + "]");
    assertThat(books.look(sent(spend, 600, null))).isInstanceOf(Unproven.class);
    String quoted =
        shown.replace("\"origQuoteOrderQty\":\"0.0\"", "\"origQuoteOrderQty\":\"100.00\"");
    books.shows(ALL, "[" + quoted + "]");
    assertThat(books.look(sent(spend, 600, null))).isInstanceOf(Executed.class);
    assertThat(books.look(sent(600))).isInstanceOf(Unproven.class);
  }

  @Test
  void two_orders_under_one_id_are_told_not_chosen_from() {
    books.shows(
        ALL,
        "[" + order(28, ID, "BUY", "0.001", 599) + "," + order(29, ID, "BUY", "0.001", 598) + "]");
    assertThat(books.look(sent(600)))
        .isInstanceOfSatisfying(
            Unproven.class,
            unproven -> {
              assertThat(unproven.why()).contains("28", "29");
              assertThat(unproven.again()).isNull();
            });
  }

  @Test
  void an_answer_about_another_id_is_not_taken_for_it() {
    books.shows(ORDER, order(28, "somebody-else", "BUY", "0.001", 599));
    assertThat(books.look(sent(600)))
        .isInstanceOfSatisfying(
            Unproven.class, unproven -> assertThat(unproven.why()).contains("somebody-else"));
  }

  // Many at once.

  @Test
  void one_sweep_serves_all_of_a_symbol_and_each_gets_its_own_finding() {
    List<Doubt> doubts = new ArrayList<>();
    List<String> rows = new ArrayList<>();
    for (int i = 0; i < 300; i++) {
      NativeClientOrderId id = new NativeClientOrderId("ar%028x".formatted(i));
      doubts.add(sent(BinanceStub.limitBuy().withId(id), i % 3 == 0 ? 600 : 10, null));
      if (i % 2 == 0) {
        rows.add(order(1000 + i, id.text(), "BUY", "0.001", i % 3 == 0 ? 600 : 10));
      }
    }
    books.shows(ALL, rows.toString());
    List<Finding> findings = books.stub.binance.look(BinanceStub.CREDENTIALS, doubts);
    for (int i = 0; i < 300; i++) {
      assertThat(findings.get(i))
          .isInstanceOf(
              i % 2 == 0 ? Executed.class : i % 3 == 0 ? NotExecuted.class : Unproven.class);
      if (findings.get(i) instanceof Executed(var order)) {
        assertThat(order.venueOrderId().text()).isEqualTo(Integer.toString(1000 + i));
      }
    }
    assertThat(books.asked(OPEN)).hasSize(1);
    assertThat(books.asked(ALL)).hasSize(1);
    assertThat(books.asked(TRADES)).hasSize(1);
    assertThat(books.asked(ORDER)).hasSize(50);
  }

  @Test
  void a_venue_that_is_away_throws_nothing_and_is_not_asked_for_each() {
    books.answers(ORDER, _ -> Reply.of(503, ""));
    List<Doubt> doubts = new ArrayList<>();
    for (int i = 0; i < 200; i++) {
      doubts.add(
          sent(
              BinanceStub.limitBuy().withId(new NativeClientOrderId("ar%028x".formatted(i))),
              600,
              null));
    }
    assertThat(books.stub.binance.look(BinanceStub.CREDENTIALS, doubts))
        .hasSize(200)
        .allSatisfy(this::isSoon);
    assertThat(books.asked(ORDER)).hasSizeLessThan(20);
    books.stub.server.close();
    assertThat(books.stub.binance.look(BinanceStub.CREDENTIALS, doubts))
        .hasSize(200)
        .allSatisfy(this::isSoon);
    assertThat(books.stub.binance.look(BinanceStub.CREDENTIALS, List.of())).isEmpty();
  }

  @Test
  void a_venue_that_wants_a_pause_is_asked_again_after_it() {
    books.answers(OPEN, _ -> Reply.of(429, "", "Retry-After: 40"));
    assertThat(books.look(sent(600)))
        .isInstanceOfSatisfying(
            Unproven.class,
            unproven -> assertThat(unproven.again()).isBetween(later(30), later(60)));
  }

  // Helpers.

  private static Instant later(long seconds) {
    return Instant.now().plusSeconds(seconds);
  }
}
