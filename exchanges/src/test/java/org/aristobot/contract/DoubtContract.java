package org.aristobot.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.math.BigDecimal;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.function.LongSupplier;
import org.aristobot.exchange.Doubt;
import org.aristobot.exchange.Exchange;
import org.aristobot.exchange.ExchangeException;
import org.aristobot.exchange.Finding;
import org.aristobot.exchange.Finding.Executed;
import org.aristobot.exchange.Finding.NotExecuted;
import org.aristobot.exchange.Finding.Unproven;
import org.aristobot.exchange.Outcome;
import org.aristobot.exchange.Outcome.Rejected;
import org.aristobot.exchange.Outcome.Unconfirmed;
import org.aristobot.exchange.Prepared;
import org.aristobot.model.Family;
import org.aristobot.model.NativeParams;
import org.aristobot.model.Order;
import org.aristobot.model.OrderRef.ByVenueId;
import org.aristobot.model.OrderRequest;
import org.aristobot.model.OrderStatus;
import org.aristobot.model.OrderTerms;
import org.aristobot.model.Quantity;
import org.aristobot.model.Side;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;
import tools.jackson.databind.JsonNode;

/**
 * What every client must say of commands in doubt, whatever made them doubtful: at once and after
 * the proof has become possible, what it says and what is in the venue's books agree, and nothing
 * is ever sent twice. Our clock and the venue's can be put forward together.
 */
abstract class DoubtContract extends AmendContract {

  private static final String PLACE = "place_order";
  private static final String EDIT = "edit_order";

  /** Another client of the same venue, with the same clock. */
  abstract Exchange reach(URI base);

  /** Where the venue really is. */
  abstract URI address();

  /** Puts our clock and the venue's forward. */
  abstract void pass(Duration time);

  /** What goes wrong, and whether the venue executes the command all the same. */
  enum Fault {
    REPLY_LOST_AFTER_ACCEPT("'fault':'reply_lost_after_accept','times':1", true),
    REQUEST_LOST("'fault':'request_lost','times':1", false),
    ACCEPT_LATE("'fault':'accept_late','times':1,'ms':200", true),
    ACCEPT_TOO_LATE("'fault':'accept_late','times':1,'ms':20000", false),
    VISIBILITY_LAG("'fault':'visibility_lag','times':1,'ms':20000", true),
    HTTP_503_AFTER_ACCEPT("'fault':'http_503','times':1,'after_accept':true", true),
    HTTP_503_BEFORE_ACCEPT("'fault':'http_503','times':1", false),
    HTTP_504_AFTER_ACCEPT("'fault':'http_504','times':1", true),
    HTTP_504_BEFORE_ACCEPT("'fault':'http_504','times':1,'after_accept':false", false),
    HTTP_307_AFTER_ACCEPT("'fault':'http_307','times':1", true),
    HTTP_307_BEFORE_ACCEPT("'fault':'http_307','times':1,'after_accept':false", false),
    MALFORMED_JSON("'fault':'malformed_json','times':1", true),
    EMPTY_BODY("'fault':'empty_body','times':1", true),
    UNLISTED_ERROR("", false),
    RESET_IN_MID_ANSWER("", true),
    CLOCK_SKEW("'fault':'clock_skew','ms':60000", false);

    private final String fields;
    private final boolean executed;

    Fault(String fields, boolean executed) {
      this.fields = fields;
      this.executed = executed;
    }

    /** Whether something came back although the venue did not execute the command. */
    private boolean isAnsweredInVain() {
      return switch (this) {
        case HTTP_503_BEFORE_ACCEPT,
            HTTP_504_BEFORE_ACCEPT,
            HTTP_307_BEFORE_ACCEPT,
            UNLISTED_ERROR ->
            true;
        default -> false;
      };
    }
  }

  /** A command that was struck by a fault. */
  private record Struck(Instant sentAt, Instant expiresAt, Outcome outcome) {

    Doubt placement(OrderRequest request) {
      return new Doubt.Placement(request, sentAt, expiresAt, code());
    }

    @Nullable String code() {
      return outcome instanceof Unconfirmed(var failure, _) ? failure.nativeCode() : null;
    }
  }

  // 140–149: doubt and its end

  @ParameterizedTest
  @EnumSource(Fault.class)
  void c140_of_an_order_in_doubt_is_said_what_the_books_say(Fault fault) {
    OrderRequest request = resting("2", "0.9");
    Doubt doubt = strike(fault, PLACE, venue -> prepared(venue, request)).placement(request);
    Finding end = settled(fault, doubt, () -> onVenue(request));
    if (end instanceof Executed(var order)) {
      assertThat(order.nativeClientOrderId()).isEqualTo(request.id());
      assertThat(order.status()).isEqualTo(OrderStatus.NEW);
    }
  }

  @ParameterizedTest
  @EnumSource(value = Fault.class, mode = Mode.EXCLUDE, names = "ACCEPT_TOO_LATE")
  void c141_of_a_pair_in_doubt_is_said_what_the_books_say(Fault fault) {
    assertFamily(fault, oco(Side.SELL, at("1.1"), at("0.9"), null));
  }

  @ParameterizedTest
  @EnumSource(value = Fault.class, mode = Mode.EXCLUDE, names = "ACCEPT_TOO_LATE")
  void c142_of_an_entry_with_protection_in_doubt_is_said_what_the_books_say(Fault fault) {
    assertFamily(fault, entry(Side.BUY, at("0.9"), at("0.8"), at("1.1")));
  }

  private void assertFamily(Fault fault, OrderRequest request) {
    Family family = exchange().family(request);
    Doubt doubt = strike(fault, PLACE, venue -> prepared(venue, request)).placement(request);
    boolean makesLegs = traits().contains(Trait.MAKES_LEGS_OF_ITS_OWN);
    OrderRequest seen = makesLegs ? request.withId(family.id()) : family.legs().getFirst();
    Finding end = settled(fault, doubt, () -> onVenue(seen));
    if (!makesLegs) {
      assertThat(family.legs())
          .allSatisfy(leg -> assertThat(onVenue(leg)).isEqualTo(fault.executed ? 1 : 0));
    }
    if (end instanceof Executed(var order)) {
      assertThat(order.nativeClientOrderId()).isEqualTo(family.id());
      assertThat(order.legs())
          .extracting(Order::nativeClientOrderId)
          .containsExactlyElementsOf(family.legs().stream().map(OrderRequest::id).toList());
    }
  }

  @ParameterizedTest
  @EnumSource(value = Fault.class, mode = Mode.EXCLUDE, names = "VISIBILITY_LAG")
  void c143_of_a_change_in_place_in_doubt_is_said_what_the_books_say(Fault fault) {
    OrderRequest from = changeable();
    OrderRequest to = lowered(from);
    Order order = accepted(from);
    Struck struck =
        strike(
            fault,
            EDIT,
            venue -> venue.prepareAmend(demo(), order.venueOrderId(), from, to, PATIENCE));
    Doubt doubt =
        new Doubt.Amendment(
            order.venueOrderId(), from, to, struck.sentAt(), struck.expiresAt(), struck.code());
    Finding end = settled(fault, doubt, () -> isSized(from, "1.5") ? 1 : 0);
    assertThat(isSized(from, fault.executed ? "1.5" : "2")).isTrue();
    Order shown =
        switch (end) {
          case Executed(var changed) -> changed;
          case NotExecuted(var stands, _) -> stands;
          case Unproven _ -> read(order);
        };
    assertThat(shown.venueOrderId()).isEqualTo(order.venueOrderId());
    assertThat(shown.quantity()).isEqualByComparingTo(fault.executed ? "1.5" : "2");
    assertThat(onVenue(from)).isOne();
  }

  @ParameterizedTest
  @EnumSource(Fault.class)
  void c144_of_a_replacement_in_doubt_is_said_what_the_books_say(Fault fault) {
    OrderRequest from = resting("2", "0.9");
    OrderRequest to = resting("2", "0.92");
    Order old = accepted(from);
    Doubt doubt =
        strike(
                fault,
                EDIT,
                venue -> venue.prepareAmend(demo(), old.venueOrderId(), from, to, PATIENCE))
            .placement(to);
    settled(fault, doubt, () -> onVenue(to));
    assertThat(onVenue(from)).isOne();
    assertThat(read(old).status())
        .isEqualTo(fault.executed ? OrderStatus.CANCELED : OrderStatus.NEW);
  }

  @ParameterizedTest
  @EnumSource(
      value = Fault.class,
      mode = Mode.EXCLUDE,
      names = {"VISIBILITY_LAG", "ACCEPT_TOO_LATE"})
  void c145_what_a_cancel_in_doubt_has_done_the_order_shows(Fault fault) {
    OrderRequest request = resting("2", "0.9");
    Order order = accepted(request);
    strike(
        fault,
        "cancel_order",
        venue -> venue.prepareCancel(demo(), LTC, new ByVenueId(order.venueOrderId()), PATIENCE));
    OrderStatus end = fault.executed ? OrderStatus.CANCELED : OrderStatus.NEW;
    await().atMost(GENEROUS).untilAsserted(() -> assertThat(read(order).status()).isEqualTo(end));
    assertThat(onVenue(request)).isOne();
  }

  @Test
  void c146_one_look_serves_very_many() {
    Instant sentAt = clock().instant();
    Instant expiresAt = expiry();
    List<Doubt> doubts = new ArrayList<>();
    for (int i = 0; i < 1000; i++) {
      OrderRequest request = resting("1", "0.9");
      if (i % 50 == 0) {
        accepted(request);
      }
      doubts.add(new Doubt.Placement(request, sentAt, expiresAt, null));
    }
    long before = requests();
    List<Finding> first = exchange().look(demo(), doubts);
    assertThat(first).hasSize(1000).doesNotHaveAnyElementsOfTypes(NotExecuted.class);
    assertThat(requests() - before).isLessThan(20);
    pass(Duration.between(clock().instant(), ((Unproven) first.getLast()).again()));
    List<Finding> last = exchange().look(demo(), doubts);
    for (int i = 0; i < 1000; i++) {
      assertThat(last.get(i)).isInstanceOf(i % 50 == 0 ? Executed.class : NotExecuted.class);
      if (first.get(i) instanceof Executed(var order)) {
        assertThat(order.nativeClientOrderId()).isEqualTo(doubts.get(i).request().id());
      }
    }
    assertThat(requests() - before).isLessThan(1020);
  }

  @Test
  void c147_another_order_under_the_same_id_is_not_adopted() {
    OrderRequest placed = resting("2", "0.9");
    accepted(placed);
    OrderRequest other = resting("3", "0.9").withId(placed.id());
    Doubt doubt = new Doubt.Placement(other, clock().instant(), expiry(), null);
    assertThat(look(doubt))
        .isInstanceOfSatisfying(Unproven.class, unproven -> assertThat(unproven.again()).isNull());
  }

  @Test
  void c148_an_order_that_has_filled_or_ended_is_found() {
    OrderRequest filled =
        new OrderRequest(
            id(),
            LTC,
            Side.BUY,
            new Quantity.Quote(new BigDecimal("100")),
            new OrderTerms.Market(),
            null,
            null,
            NativeParams.NONE);
    OrderRequest ended = resting("2", "0.9");
    Instant sentAt = clock().instant();
    accepted(filled);
    cancelled(accepted(ended));
    List<Finding> findings =
        exchange()
            .look(
                demo(),
                List.of(
                    new Doubt.Placement(filled, sentAt, expiry(), null),
                    new Doubt.Placement(ended, sentAt, expiry(), null)));
    assertThat(findings)
        .extracting(finding -> ((Executed) finding).order().status())
        .containsExactly(OrderStatus.FILLED, OrderStatus.CANCELED);
  }

  @Test
  void c149_what_is_not_shown_yet_stays_in_doubt_whatever_was_asked_of_it() {
    OrderRequest from = changeable();
    OrderRequest to = lowered(from);
    Order changed = hidden(from);
    Order cancelled = hidden(resting("2", "0.9"));
    Struck change =
        strike(
            Fault.REPLY_LOST_AFTER_ACCEPT,
            EDIT,
            venue -> venue.prepareAmend(demo(), changed.venueOrderId(), from, to, PATIENCE));
    strike(
        Fault.REPLY_LOST_AFTER_ACCEPT,
        "cancel_order",
        venue ->
            venue.prepareCancel(demo(), LTC, new ByVenueId(cancelled.venueOrderId()), PATIENCE));
    Doubt doubt =
        new Doubt.Amendment(
            changed.venueOrderId(), from, to, change.sentAt(), change.expiresAt(), change.code());
    assertThat(look(doubt))
        .isInstanceOfSatisfying(
            Unproven.class, unproven -> assertThat(unproven.again()).isNotNull());
    assertThatThrownBy(() -> read(cancelled)).isInstanceOf(ExchangeException.class);
    pass(Duration.ofSeconds(25));
    assertThat(look(doubt))
        .isInstanceOfSatisfying(
            Executed.class, end -> assertThat(end.order().quantity()).isEqualByComparingTo("1.5"));
    assertThat(read(cancelled).status()).isEqualTo(OrderStatus.CANCELED);
  }

  /** Taken by the venue, and not shown for a while. */
  private Order hidden(OrderRequest request) {
    venue().fault(json(Fault.VISIBILITY_LAG.fields, PLACE));
    return taken(send(request));
  }

  private long requests() {
    long sum = 0;
    for (JsonNode count : venue().stats().path("requests")) {
      sum += count.asLong();
    }
    return sum;
  }

  /** Of a command that would be sent now. */
  private Instant expiry() {
    Prepared prepared = prepared(exchange(), resting("2", "0.9"));
    prepared.abandon();
    return prepared.expiresAt();
  }

  /** Prepares, lets the fault strike what is sent, and sees that it ends as doubt must. */
  private Struck strike(Fault fault, String operation, Function<Exchange, Prepared> command) {
    try (BrokenLine line = new BrokenLine(address());
        Exchange beyond = reach(line.uri())) {
      Exchange client = fault == Fault.RESET_IN_MID_ANSWER ? beyond : exchange();
      Instant sentAt = clock().instant();
      Prepared prepared = command.apply(client);
      arm(fault, operation, line);
      Struck struck = new Struck(sentAt, prepared.expiresAt(), prepared.send());
      if (fault != Fault.VISIBILITY_LAG) {
        venue().noFaults();
      }
      assertEnd(fault, struck.outcome());
      return struck;
    }
  }

  private void arm(Fault fault, String operation, BrokenLine line) {
    switch (fault) {
      case RESET_IN_MID_ANSWER -> line.breakNext();
      case UNLISTED_ERROR -> venue().fault(unlistedError().replace(PLACE, operation));
      case CLOCK_SKEW -> venue().fault("{" + fault.fields.replace('\'', '"') + "}");
      default -> {
        venue().fault(json(fault.fields, operation));
        if (fault == Fault.VISIBILITY_LAG) {
          venue().fault(json(Fault.REPLY_LOST_AFTER_ACCEPT.fields, operation));
        }
      }
    }
  }

  private static String json(String fields, String operation) {
    return ("{" + fields + ",'match':'" + operation + "'}").replace('\'', '"');
  }

  private static void assertEnd(Fault fault, Outcome outcome) {
    if (fault == Fault.CLOCK_SKEW) {
      assertThat(outcome)
          .isInstanceOfSatisfying(
              Rejected.class, rejected -> assertThat(rejected.staleStamp()).isTrue());
    } else {
      assertUnconfirmed(outcome);
    }
  }

  /**
   * Looks at once and when the first look says that another may know more.
   *
   * @param truth how often it was executed, by the venue's books
   */
  private Finding settled(Fault fault, Doubt doubt, LongSupplier truth) {
    if (fault == Fault.ACCEPT_LATE) {
      assertThat(look(doubt)).isNotInstanceOf(NotExecuted.class);
      await().atMost(GENEROUS).until(() -> truth.getAsLong() == 1);
    }
    Finding first = look(doubt);
    boolean shown = fault.executed && fault != Fault.VISIBILITY_LAG;
    if (fault.isAnsweredInVain() && traits().contains(Trait.EXPIRES_ON_ARRIVAL)) {
      pass(Duration.between(clock().instant(), doubt.expiresAt().plusSeconds(90)));
      Finding end = look(doubt);
      for (Finding finding : List.of(first, end)) {
        assertThat(((Unproven) finding).again()).as("%s", finding).isNull();
      }
      assertThat(truth.getAsLong()).isZero();
      return end;
    }
    if (!shown) {
      Instant again = ((Unproven) first).again();
      assertThat(again)
          .as("%s", first)
          .isBetween(doubt.expiresAt(), doubt.expiresAt().plusSeconds(90));
      pass(Duration.between(clock().instant(), again));
    }
    Finding end = shown ? first : look(doubt);
    assertThat(end).isInstanceOf(fault.executed ? Executed.class : NotExecuted.class);
    if (fault == Fault.ACCEPT_TOO_LATE) {
      // It arrives now, and the venue keeps its word.
      await().atMost(GENEROUS).until(() -> hasBeenRefused(doubt.expiresAt()));
    }
    assertThat(truth.getAsLong()).isEqualTo(fault.executed ? 1 : 0);
    return end;
  }

  /** Whether a request that was held back has come to the venue after a moment, and was refused. */
  private boolean hasBeenRefused(Instant since) {
    return venue().requests(demo().apiKey()).stream()
        .filter(request -> Instant.parse(request.path("time").asString()).isAfter(since))
        .anyMatch(request -> request.path("answered").asString().matches("4.. \\(accept_late\\)"));
  }

  private Finding look(Doubt doubt) {
    return exchange().look(demo(), List.of(doubt)).getFirst();
  }

  private Prepared prepared(Exchange client, OrderRequest request) {
    return client.prepareOrder(demo(), request, PATIENCE);
  }

  private OrderRequest resting(String quantity, String factor) {
    return new OrderRequest(
        id(), LTC, Side.BUY, base(quantity), limit(at(factor)), null, null, NativeParams.NONE);
  }

  private boolean isSized(OrderRequest request, String quantity) {
    String size =
        venue().orders(demo().apiKey()).stream()
            .filter(it -> it.path("client_order_id").asString("").equals(request.id().text()))
            .findFirst()
            .orElseThrow()
            .path("quantity")
            .asString();
    return new BigDecimal(size).compareTo(new BigDecimal(quantity)) == 0;
  }

  /** Of what the venue may change in place: an order on the book, or one that waits. */
  private OrderRequest changeable() {
    OrderRequest limit = resting("2", "0.9");
    return amendsInPlace(limit, smaller(limit))
        ? limit
        : sell(new OrderTerms.StopMarket(at("0.9")), null);
  }

  /** A change in place; a venue that only replaces has no such cell. */
  private OrderRequest lowered(OrderRequest from) {
    OrderRequest to = smaller(from);
    assumeTrue(amendsInPlace(from, to));
    return to;
  }

  private static OrderRequest smaller(OrderRequest from) {
    return new OrderRequest(
        from.id(), LTC, from.side(), base("1.5"), from.terms(), null, null, NativeParams.NONE);
  }
}
