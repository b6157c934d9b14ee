package org.aristobot.storm;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
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
      List.of(new Trader(1, 11, "one"), new Trader(1, 12, "two"), new Trader(2, 21, "three"));

  private final List<Asked> asked = new ArrayList<>();
  private final List<Row> journal = new ArrayList<>();
  private final List<VenueOrder> truth = new ArrayList<>();

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
    truth.addAll(onVenue(wish));
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
        "v" + number,
        status,
        wish.edited() == null ? 0 : 1,
        false,
        false);
  }

  private static List<VenueOrder> onVenue(Wish wish) {
    List<VenueOrder> orders = new ArrayList<>();
    Edit edit = wish.edited();
    String status = wish.cancelled() ? "CANCELED" : "FILLED";
    if (edit != null && !edit.inPlace()) {
      orders.add(order(wish, 0, wish.quantity(), wish.price(), wish.side(), "CANCELED"));
    }
    orders.add(
        edit == null
            ? order(wish, 1, wish.quantity(), wish.price(), wish.side(), status)
            : order(wish, 1, edit.quantity(), edit.price(), wish.side(), status));
    String other = wish.side().equals("buy") ? "sell" : "buy";
    for (int i = 1; i < wish.shape().orders; i++) {
      BigDecimal price = wish.shape() == Shape.OCO ? null : wish.market().at(1_050);
      String side = wish.shape() == Shape.OCO ? wish.side() : other;
      orders.add(
          order(
              wish,
              1 + i - (wish.shape().orders > 2 ? 2 : 0),
              wish.quantity(),
              price,
              side,
              status));
    }
    return orders;
  }

  private static VenueOrder order(
      Wish wish,
      int edition,
      @Nullable BigDecimal quantity,
      @Nullable BigDecimal price,
      String side,
      String status) {
    boolean single = wish.shape().orders == 1;
    return new VenueOrder(
        "v" + wish.number() + "-" + edition + side,
        "n" + wish.number() + "-" + Math.floorMod(edition, 3),
        wish.trader().key(),
        wish.market().symbol(),
        side,
        "limit",
        quantity == null ? BigDecimal.ONE : quantity,
        wish.quoteQuantity(),
        price,
        null,
        BigDecimal.ZERO,
        status,
        NOON,
        single ? null : "list" + wish.number());
  }

  private Verdict judge() {
    return Judge.judge(asked, journal, truth);
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
        order.list());
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
        list);
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
    String key = ofVenue(number).key().equals("one") ? "two" : "one";
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
            null,
            "UNKNOWN",
            0,
            false,
            false));
    assertOnly(Wrong.IN_DOUBT);
    answer(numberOf(Shape.MARKET, false), heard(false, Heard.IN_DOUBT, null));
    assertThat(judge().of(Wrong.IN_DOUBT)).isEqualTo(2);
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
