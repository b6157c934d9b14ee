package org.aristobot.storm;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import org.aristobot.model.Venue;
import org.aristobot.storm.JournalBooks.Event;
import org.aristobot.storm.JournalBooks.Row;
import org.aristobot.storm.Verdict.Wrong;
import org.aristobot.storm.Wish.Edit;
import org.aristobot.storm.Wish.Shape;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** A clean storm is judged clean, and each wrong that is planted into it is seen as what it is. */
class JudgeTest {

  private static final Instant NOON = Instant.parse("2030-01-02T12:00:00Z");
  private static final List<Trader> TRADERS =
      List.of(
          new Trader(Venue.BINANCE, 1, 11, "one"),
          new Trader(Venue.BINANCE, 2, 21, "two"),
          new Trader(Venue.BITGET, 1, 12, "three"),
          new Trader(Venue.BITGET, 2, 22, "four"));

  private final List<Asked> asked = new ArrayList<>();
  private final List<Row> journal = new ArrayList<>();

  /** The journal's rows of exits that the venue made. */
  private final List<Row> exits = new ArrayList<>();

  private final List<VenueOrder> truth = new ArrayList<>();
  private final List<Struck> struck = new ArrayList<>();

  /** Every kind of order, all of them as they should be. */
  JudgeTest() {
    IntStream.range(0, 400).forEach(this::add);
  }

  private void add(int number) {
    Wish wish = Wish.of(5, number, TRADERS);
    Heard done = heard(true, null, "v" + number);
    asked.add(
        new Asked(
            wish,
            NOON,
            NOON.plusSeconds(1),
            List.of("r" + number),
            done,
            wish.edited() == null ? null : done,
            wish.cancelled() ? done : null,
            List.of()));
    journal.add(row(wish, wish.cancelled() ? "CANCELED" : "FILLED"));
    if (wish.shape() == Shape.ENTERED) {
      exits.addAll(List.of(leg(wish, "s"), leg(wish, "t")));
    }
    truth.addAll(onVenue(wish));
  }

  private static Row leg(Wish wish, String letter) {
    Row parent = row(wish, "FILLED");
    return new Row(
        1_000_000 + 10 * wish.number() + letter.charAt(0) % 2,
        parent.id(),
        parent.userId(),
        parent.brokerId(),
        parent.requestId(),
        parent.clientId() + letter,
        List.of("n" + letter),
        "n" + letter,
        "tpsl-" + wish.number() + letter,
        "NEW",
        0,
        null,
        false);
  }

  private static Heard heard(boolean success, @Nullable String code, @Nullable String id) {
    return new Heard(success, code, null, id, null, false);
  }

  private static Row row(Wish wish, String status) {
    int number = wish.number();
    List<String> ids = IntStream.range(0, 3).mapToObj(i -> "n" + number + "-" + i).toList();
    return new Row(
        number,
        null,
        wish.trader().userId(),
        wish.trader().brokerId(),
        "r" + number,
        "c" + number,
        ids,
        ids.getLast(),
        "v" + number,
        status,
        wish.edited() == null ? 0 : 1,
        null,
        false);
  }

  private static List<VenueOrder> onVenue(Wish wish) {
    List<VenueOrder> orders = new ArrayList<>();
    Edit edit = wish.edited();
    String status = wish.cancelled() ? "CANCELED" : "FILLED";
    if (edit != null && !edit.inPlace()) {
      orders.add(order(wish, 0, wish.quantity(), wish.editable(), wish.side(), "CANCELED"));
    }
    orders.add(
        edit == null
            ? order(wish, 1, wish.quantity(), wish.price(), wish.side(), status)
            : order(wish, 1, edit.quantity(), edit.price(), wish.side(), status));
    if (wish.shape() == Shape.ENTERED) {
      return entered(wish, orders.getLast());
    }
    String other = wish.side().equals("buy") ? "sell" : "buy";
    for (int i = 1; i < wish.orders(); i++) {
      BigDecimal price = wish.shape() == Shape.OCO ? null : wish.market().at(1_050);
      String side = wish.shape() == Shape.OCO ? wish.side() : other;
      orders.add(
          order(wish, 1 + i - (wish.orders() > 2 ? 2 : 0), wish.quantity(), price, side, status));
    }
    return orders;
  }

  /** An entry that is filled, with its exits, of which one has executed. */
  private static List<VenueOrder> entered(Wish wish, VenueOrder entry) {
    VenueOrder filled = filled(entry, entry.id(), entry.clientId(), "FILLED", null);
    return List.of(
        filled,
        with(
            filled(entry, wish.number() + "s", "made up", "CANCELED", entry.id()),
            BigDecimal.ZERO,
            "CANCELED"),
        filled(entry, wish.number() + "t", "made up too", "FILLED", entry.id()));
  }

  private static VenueOrder filled(
      VenueOrder order, String id, String clientId, String status, @Nullable String parent) {
    return new VenueOrder(
        order.venue(),
        id,
        clientId,
        order.key(),
        order.symbol(),
        order.side(),
        order.type(),
        order.quantity(),
        null,
        order.price(),
        null,
        order.quantity(),
        status,
        order.acceptedAt(),
        null,
        parent);
  }

  private static VenueOrder with(VenueOrder order, BigDecimal filled, String status) {
    return new VenueOrder(
        order.venue(),
        order.id(),
        order.clientId(),
        order.key(),
        order.symbol(),
        order.side(),
        order.type(),
        order.quantity(),
        order.quoteQuantity(),
        order.price(),
        order.stopPrice(),
        filled,
        status,
        order.acceptedAt(),
        order.list(),
        order.parent());
  }

  private static VenueOrder order(
      Wish wish,
      int edition,
      @Nullable BigDecimal quantity,
      @Nullable BigDecimal price,
      String side,
      String status) {
    boolean single = wish.orders() == 1 || wish.shape() == Shape.ENTERED;
    boolean stops = wish.shape() == Shape.STOP;
    return new VenueOrder(
        wish.trader().venue(),
        "v" + wish.number() + "-" + edition + side,
        "n" + wish.number() + "-" + Math.floorMod(edition, 3),
        wish.trader().key(),
        wish.market().symbol(),
        side,
        "limit",
        quantity == null ? BigDecimal.ONE : quantity,
        wish.quoteQuantity(),
        stops ? null : price,
        stops ? price : null,
        BigDecimal.ZERO,
        status,
        NOON,
        single ? null : "list" + wish.number(),
        null);
  }

  private Verdict judge() {
    List<Row> rows = new ArrayList<>(journal);
    rows.addAll(exits);
    return Judge.judge(asked, rows, truth, new Provable(TRADERS, struck, truth));
  }

  private void assertOnly(Wrong wrong) {
    Verdict verdict = judge();
    assertThat(verdict.of(wrong)).as("%s", verdict.sentences()).isEqualTo(1);
    for (Wrong other : Wrong.values()) {
      assertThat(verdict.of(other)).as("%s", verdict.sentences()).isEqualTo(other == wrong ? 1 : 0);
    }
  }

  private int numberOf(Shape shape, boolean edited) {
    return asked.stream()
        .map(Asked::wish)
        .filter(wish -> wish.shape() == shape && (wish.edited() != null) == edited)
        .filter(wish -> wish.edited() == null || !wish.edited().inPlace())
        .findFirst()
        .orElseThrow()
        .number();
  }

  private void change(int number, UnaryOperator<VenueOrder> change) {
    truth.replaceAll(
        order -> order.clientId().startsWith("n" + number + "-") ? change.apply(order) : order);
  }

  private static VenueOrder with(VenueOrder order, String id, String key, String status) {
    return new VenueOrder(
        order.venue(),
        id,
        order.clientId(),
        key,
        order.symbol(),
        order.side(),
        order.type(),
        order.quantity(),
        order.quoteQuantity(),
        order.price(),
        order.stopPrice(),
        order.filled(),
        status,
        order.acceptedAt(),
        order.list(),
        order.parent());
  }

  private VenueOrder ofVenue(int number) {
    return truth.stream()
        .filter(order -> order.clientId().startsWith("n" + number + "-"))
        .findFirst()
        .orElseThrow();
  }

  private void answer(int number, Heard placing) {
    Asked old = asked.get(number);
    asked.set(
        number,
        new Asked(
            old.wish(), old.first(), old.last(), old.requestIds(), placing, null, null, List.of()));
  }

  @Test
  void a_storm_without_wrongs_is_clean() {
    Verdict verdict = judge();
    assertThat(verdict.sentences()).isEmpty();
    assertThat(verdict.isClean()).isTrue();
    assertThat(verdict.asked()).isEqualTo(400);
    assertThat(verdict.placed()).isEqualTo(400);
    assertThat(asked.stream().map(one -> one.wish().shape()).distinct())
        .containsExactlyInAnyOrder(Shape.values());
  }

  @Test
  void an_order_that_is_there_twice_is_doubled_whatever_its_ids_are() {
    VenueOrder order = ofVenue(numberOf(Shape.LIMIT, false));
    truth.add(with(order, "another", order.key(), order.status()));
    assertOnly(Wrong.DOUBLED);
  }

  @Test
  void a_pair_that_is_there_twice_is_doubled() {
    int number = numberOf(Shape.OCO, false);
    List<VenueOrder> twice =
        truth.stream().filter(order -> order.clientId().startsWith("n" + number + "-")).toList();
    for (VenueOrder order : twice) {
      VenueOrder again = with(order, "again" + order.id(), order.key(), order.status());
      truth.add(listed(again, "another list"));
    }
    assertOnly(Wrong.DOUBLED);
  }

  private static VenueOrder listed(VenueOrder order, String list) {
    return new VenueOrder(
        order.venue(),
        order.id(),
        order.clientId(),
        order.key(),
        order.symbol(),
        order.side(),
        order.type(),
        order.quantity(),
        order.quoteQuantity(),
        order.price(),
        order.stopPrice(),
        order.filled(),
        order.status(),
        order.acceptedAt(),
        list,
        null);
  }

  @Test
  void an_order_that_stands_beside_the_one_that_replaced_it_is_doubled() {
    int number = numberOf(Shape.RESTING, true);
    answerEdit(number);
    VenueOrder old = ofVenue(number);
    truth.set(truth.indexOf(old), with(old, old.id(), old.key(), "NEW"));
    journal.set(number, row(asked.get(number).wish(), "NEW"));
    assertOnly(Wrong.DOUBLED);
  }

  /** It was changed and never cancelled. */
  private void answerEdit(int number) {
    Asked old = asked.get(number);
    asked.set(
        number,
        new Asked(
            old.wish(),
            old.first(),
            old.last(),
            old.requestIds(),
            old.placing(),
            old.editing(),
            null,
            List.of()));
  }

  @Test
  void an_order_of_a_size_that_nobody_asked_for_is_doubled() {
    VenueOrder order = ofVenue(numberOf(Shape.LIMIT, false));
    truth.add(
        new VenueOrder(
            order.venue(),
            "stray",
            "stray",
            order.key(),
            order.symbol(),
            order.side(),
            order.type(),
            new BigDecimal("77777"),
            null,
            order.price(),
            null,
            BigDecimal.ZERO,
            "NEW",
            NOON,
            null,
            null));
    assertOnly(Wrong.DOUBLED);
  }

  @Test
  void an_order_that_was_answered_and_is_not_there_is_lost() {
    int number = numberOf(Shape.MARKET, false);
    truth.remove(ofVenue(number));
    // The journal says that it is there, and its caller was told so.
    assertThat(judge().of(Wrong.LOST)).isEqualTo(2);
    assertThat(judge().sentences()).hasSize(2);
  }

  @Test
  void an_order_that_the_journal_does_not_have_is_lost() {
    journal.remove(numberOf(Shape.LIMIT, false));
    assertOnly(Wrong.LOST);
  }

  @Test
  void a_request_without_any_answer_is_lost() {
    int number = numberOf(Shape.LIMIT, false);
    Asked old = asked.get(number);
    asked.set(
        number,
        new Asked(
            old.wish(), old.first(), old.last(), old.requestIds(), null, null, null, List.of()));
    assertOnly(Wrong.LOST);
  }

  @Test
  void an_order_on_another_account_is_on_a_wrong_one() {
    int number = numberOf(Shape.LIMIT, false);
    List<String> keys =
        TRADERS.stream()
            .filter(trader -> trader.venue() == ofVenue(number).venue())
            .map(Trader::key)
            .toList();
    String key = ofVenue(number).key().equals(keys.getFirst()) ? keys.getLast() : keys.getFirst();
    change(number, order -> with(order, order.id(), key, order.status()));
    assertOnly(Wrong.WRONG_ACCOUNT);
  }

  @Test
  void an_order_that_is_there_and_was_said_not_to_be_was_closed_by_guess() {
    int number = numberOf(Shape.LIMIT, false);
    answer(number, heard(false, "ORDER_NOT_PLACED", null));
    assertOnly(Wrong.GUESSED);
  }

  @Test
  void an_order_that_is_there_and_not_for_the_journal_was_closed_by_guess() {
    int number = numberOf(Shape.LIMIT, false);
    journal.set(number, row(asked.get(number).wish(), "NOT_PLACED"));
    assertOnly(Wrong.GUESSED);
  }

  @Test
  void an_order_that_is_open_and_was_said_to_be_cancelled_was_closed_by_guess() {
    int number = numberOf(Shape.STOP, false);
    change(number, order -> with(order, order.id(), order.key(), "NEW"));
    journal.set(number, row(asked.get(number).wish(), "NEW"));
    assertOnly(Wrong.GUESSED);
  }

  @Test
  void a_change_that_was_answered_and_not_made_was_closed_by_guess() {
    int number = numberOf(Shape.RESTING, true);
    truth.removeIf(order -> order.clientId().equals("n" + number + "-1"));
    assertOnly(Wrong.GUESSED);
  }

  @Test
  void what_nobody_knows_is_in_doubt() {
    int number = numberOf(Shape.LIMIT, false);
    doubt(number, null);
    assertOnly(Wrong.IN_DOUBT);
    answer(numberOf(Shape.MARKET, false), heard(false, Heard.IN_DOUBT, null));
    assertThat(judge().of(Wrong.IN_DOUBT)).isEqualTo(2);
  }

  private void doubt(int number, @Nullable String amending) {
    Row old = journal.get(number);
    journal.set(
        number,
        new Row(
            old.id(),
            null,
            old.userId(),
            old.brokerId(),
            old.requestId(),
            old.clientId(),
            old.nativeIds(),
            old.nativeId(),
            amending == null ? null : old.venueId(),
            amending == null ? "UNKNOWN" : old.status(),
            0,
            amending,
            false));
  }

  private int numberAt(Venue venue, Shape shape) {
    return asked.stream()
        .map(Asked::wish)
        .filter(wish -> wish.shape() == shape && wish.trader().venue() == venue)
        .findFirst()
        .orElseThrow()
        .number();
  }

  /** Its request was answered, and its venue does not have it. */
  private void answeredInVain(int number) {
    VenueOrder order = ofVenue(number);
    truth.remove(order);
    doubt(number, null);
    answer(number, heard(false, Heard.IN_DOUBT, null));
    Set<String> names = Set.of(journal.get(number).nativeId(), order.symbol());
    struck.add(new Struck(order.venue(), order.key(), "place_order", names, null, 503));
  }

  @Test
  void what_a_venue_answered_and_does_not_show_is_rightly_in_doubt_where_that_ends_all_proof() {
    answeredInVain(numberAt(Venue.BITGET, Shape.LIMIT));
    Verdict verdict = judge();
    assertThat(verdict.sentences()).isEmpty();
    assertThat(verdict.rightly()).isEqualTo(1);
  }

  @Test
  void the_same_is_wrong_where_the_venue_bounds_what_it_has_answered() {
    answeredInVain(numberAt(Venue.BINANCE, Shape.LIMIT));
    Verdict verdict = judge();
    assertThat(verdict.of(Wrong.IN_DOUBT)).isPositive();
    assertThat(verdict.rightly()).isZero();
  }

  @Test
  void what_was_never_answered_is_not_rightly_in_doubt() {
    answeredInVain(numberAt(Venue.BITGET, Shape.LIMIT));
    Struck silent = struck.removeLast();
    struck.add(
        new Struck(silent.venue(), silent.key(), silent.operation(), silent.names(), null, null));
    assertThat(judge().of(Wrong.IN_DOUBT)).isPositive();
    assertThat(judge().rightly()).isZero();
  }

  @Test
  void an_exit_that_stands_beside_the_executed_one_is_left() {
    int number = numberAt(Venue.BITGET, Shape.ENTERED);
    truth.replaceAll(
        order -> order.id().equals(number + "s") ? with(order, BigDecimal.ZERO, "live") : order);
    assertOnly(Wrong.LEFT_STANDING);
  }

  @Test
  void an_exit_that_the_journal_does_not_have_is_lost() {
    exits.removeFirst();
    assertOnly(Wrong.LOST);
  }

  @Test
  void an_order_that_was_proven_not_to_be_there_is_no_wrong() {
    int number = numberOf(Shape.LIMIT, false);
    truth.remove(ofVenue(number));
    journal.set(number, row(asked.get(number).wish(), "NOT_PLACED"));
    answer(number, heard(false, "ORDER_NOT_PLACED", null));
    assertThat(judge().sentences()).isEmpty();
    assertThat(judge().placed()).isEqualTo(399);
  }

  @Test
  void the_longest_doubt_is_that_of_an_order_or_of_a_change() {
    List<Event> events =
        List.of(
            new Event(1, "Requested", NOON),
            new Event(2, "Requested", NOON),
            new Event(2, "Accepted", NOON.plusSeconds(50)),
            new Event(1, "Unconfirmed", NOON.plusSeconds(2)),
            new Event(1, "Reconciled", NOON.plusSeconds(9)),
            new Event(2, "Reconciled", NOON.plusSeconds(99)),
            new Event(2, "AmendRequested", NOON.plusSeconds(100)),
            new Event(2, "AmendRejected", NOON.plusSeconds(107)));
    assertThat(JournalBooks.longestDoubt(events)).isEqualTo(Duration.ofSeconds(9));
  }
}
