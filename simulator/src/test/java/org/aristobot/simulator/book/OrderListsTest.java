package org.aristobot.simulator.book;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.aristobot.simulator.FakeClock;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** How the orders of a list move each other, and what is locked meanwhile. */
class OrderListsTest {

  private static final Instrument BTC = Instruments.DEMO.getFirst();
  private static final String PAIR = "SELL 1 STOP 42000, SELL 1 @ 44000 GTC MAKER";

  private final FakeClock time = new FakeClock(1_784_600_000_000L);
  private final Engine engine =
      new Engine(Instruments.DEMO, new SimClock(time), true, 7, FreeRules.of(200, 5, 20, 10));
  private final Account anna = account("anna", Instruments.demoBalances());
  private final Orders orders = new Orders();
  private int ids;

  private Account account(String key, Map<String, BigDecimal> balances) {
    return engine.putAccount(
        key, new Account.Credentials("secret", null, EnumSet.allOf(Permission.class)), balances);
  }

  private ListPlacement place(Account account, ListKind kind, String legs) {
    List<NewOrder> read = Arrays.stream(legs.split(", ", -1)).map(orders::order).toList();
    return engine.place(account, BTC, new NewOrderList(kind, "list" + ++ids, read));
  }

  private OrderListView placed(Account account, ListKind kind, String legs) {
    return ((ListPlacement.Placed) place(account, kind, legs)).list();
  }

  private Refusal refused(Account account, ListKind kind, String legs) {
    return ((ListPlacement.Refused) place(account, kind, legs)).reason();
  }

  private OrderListView now(Account account, OrderListView list) {
    return Objects.requireNonNull(engine.findList(account, new OrderRef(list.id(), null)));
  }

  /** The legs as they stand: {@code NEW 0, EXPIRED 0 OCO_TRIGGER}. */
  private String state(Account account, OrderListView list) {
    List<String> legs = now(account, list).legs().stream().map(OrderListsTest::state).toList();
    return String.join(", ", legs);
  }

  private static String state(OrderView leg) {
    String reason = leg.expiryReason() == ExpiryReason.NONE ? "" : " " + leg.expiryReason();
    return leg.status() + " " + plain(leg.filled()) + reason;
  }

  private static String plain(BigDecimal amount) {
    return amount.stripTrailingZeros().toPlainString();
  }

  private String balance(Account account, String asset) {
    Balance balance = engine.balances(account).getOrDefault(asset, Balance.NONE);
    return plain(balance.free()) + " + " + plain(balance.locked());
  }

  private void move(String price) {
    engine.movePrice(BTC, new BigDecimal(price));
  }

  private void cancel(OrderView leg) {
    assertThat(engine.cancel(anna, BTC, new OrderRef(leg.id(), null), status -> true))
        .isInstanceOf(Cancellation.Canceled.class);
  }

  // --- one cancels the other

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        // legs | price | then
        "SELL 1 STOP 42000, SELL 1 @ 44000 GTC MAKER | 44000 | EXPIRED 0 OCO_TRIGGER, FILLED 1",
        "SELL 1 STOP 42000, SELL 1 @ 44000 GTC MAKER | 42000 | FILLED 1, EXPIRED 0 OCO_TRIGGER",
        "SELL 1 STOP 42000 @ 42500 GTC, SELL 1 @ 44000 GTC MAKER | 41000 | NEW 0, EXPIRED 0 OCO_TRIGGER",
        "SELL 1 STOP 42000, SELL 1 PROFIT 44000 | 44000 | EXPIRED 0 OCO_TRIGGER, FILLED 1",
        "SELL 1 STOP TRAIL 100, SELL 1 PROFIT 44000 @ 43900 GTC | 42570 | FILLED 1, EXPIRED 0 OCO_TRIGGER",
        "BUY 1 STOP 44000, BUY 1 @ 42000 GTC MAKER | 41999 | EXPIRED 0 OCO_TRIGGER, FILLED 1",
        "BUY 1 STOP 44000 @ 44100 GTC, BUY 1 @ 42000 GTC MAKER | 44000 | FILLED 1, EXPIRED 0 OCO_TRIGGER",
      })
  void the_first_of_a_pair_to_trade_or_fire_ends_the_other(String legs, String price, String then) {
    OrderListView list = placed(anna, ListKind.ONE_CANCELS_OTHER, legs);
    assertThat(state(anna, list)).isEqualTo("NEW 0, NEW 0");
    move(price);
    assertThat(state(anna, list)).isEqualTo(then);
    engine.cancelAll(anna, BTC);
    assertThat(balance(anna, "BTC")).endsWith(" + 0");
    assertThat(balance(anna, "USDT")).endsWith(" + 0");
  }

  @Test
  void a_pair_locks_what_one_of_its_orders_can_need_and_only_once() {
    placed(anna, ListKind.ONE_CANCELS_OTHER, "SELL 10 STOP 42000, SELL 10 @ 44000 GTC MAKER");
    assertThat(balance(anna, "BTC")).isEqualTo("0 + 10");
    placed(
        anna, ListKind.ONE_CANCELS_OTHER, "BUY 1 STOP 44000 @ 45000 GTC, BUY 1 @ 42000 GTC MAKER");
    assertThat(balance(anna, "USDT")).isEqualTo("955000 + 45000");
  }

  @Test
  void a_partial_fill_of_the_limit_leg_is_enough_to_end_the_stop() {
    Account bert = account("bert", Instruments.demoBalances());
    OrderListView list =
        placed(anna, ListKind.ONE_CANCELS_OTHER, "SELL 5 STOP 42000, SELL 5 @ 43000.01 GTC MAKER");
    engine.place(bert, BTC, orders.order("BUY 1 @ 43000.01 IOC"));
    assertThat(state(anna, list)).isEqualTo("EXPIRED 0 OCO_TRIGGER, PARTIALLY_FILLED 1");
    assertThat(balance(anna, "BTC")).isEqualTo("5 + 4");
    assertThat(now(anna, list).open()).isTrue();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "SELL 1 STOP 43000, SELL 1 @ 44000 GTC MAKER      | UNRELATED_PRICES",
        "SELL 1 STOP 42000, SELL 1 @ 42900 GTC MAKER      | UNRELATED_PRICES",
        "BUY 1 STOP 42900, BUY 1 @ 42000 GTC MAKER        | UNRELATED_PRICES",
        "SELL 1 STOP 44000, SELL 1 PROFIT 42000           | UNRELATED_PRICES",
        "SELL 11 STOP 42000, SELL 11 @ 44000 GTC MAKER    | INSUFFICIENT_BALANCE",
      })
  void a_pair_that_cannot_be_is_refused_whole(String legs, Refusal reason) {
    assertThat(refused(anna, ListKind.ONE_CANCELS_OTHER, legs)).isEqualTo(reason);
    assertThat(engine.truth("anna")).isEmpty();
    assertThat(balance(anna, "BTC")).isEqualTo("10 + 0");
  }

  @Test
  void canceling_one_order_or_the_list_cancels_both() {
    OrderListView first = placed(anna, ListKind.ONE_CANCELS_OTHER, PAIR);
    cancel(first.legs().getFirst());
    assertThat(state(anna, first)).isEqualTo("CANCELED 0, CANCELED 0");
    OrderListView second = placed(anna, ListKind.ONE_CANCELS_OTHER, PAIR);
    assertThat(engine.cancelList(anna, BTC, new OrderRef(second.id(), null))).isNotNull();
    assertThat(state(anna, second)).isEqualTo("CANCELED 0, CANCELED 0");
    assertThat(engine.cancelList(anna, BTC, new OrderRef(second.id(), null))).isNull();
    assertThat(balance(anna, "BTC")).isEqualTo("10 + 0");
    assertThat(engine.openLists(anna)).isEmpty();
    assertThat(engine.lists(anna, new Slice(null, null, null, 9))).hasSize(2);
  }

  @Test
  void only_so_many_lists_may_be_open() {
    Engine narrow =
        new Engine(Instruments.DEMO, new SimClock(time), true, 7, FreeRules.of(200, 50, 1, 10));
    Account carl =
        narrow.putAccount(
            "carl",
            new Account.Credentials("secret", null, EnumSet.allOf(Permission.class)),
            Instruments.demoBalances());
    for (int n = 0; n < 2; n++) {
      List<NewOrder> legs = Arrays.stream(PAIR.split(", ", -1)).map(orders::order).toList();
      ListPlacement placement =
          narrow.place(carl, BTC, new NewOrderList(ListKind.ONE_CANCELS_OTHER, "n" + n, legs));
      assertThat(placement instanceof ListPlacement.Placed).isEqualTo(n == 0);
    }
  }

  // --- one triggers the other

  @Test
  void a_pending_order_starts_when_the_working_one_is_filled_and_not_before() {
    Level ask = engine.depth(BTC, 1).asks().getFirst();
    BigDecimal more = ask.quantity().add(BigDecimal.ONE);
    OrderListView list =
        placed(
            anna,
            ListKind.ONE_TRIGGERS_OTHER,
            "BUY " + more + " @ 43000.01 GTC, SELL 1 STOP 42000");
    assertThat(state(anna, list))
        .isEqualTo("PARTIALLY_FILLED " + plain(ask.quantity()) + ", PENDING_NEW 0");
    move("42500");
    assertThat(state(anna, list)).isEqualTo("FILLED " + plain(more) + ", NEW 0");
    assertThat(balance(anna, "BTC")).endsWith(" + 1");
    move("42000");
    assertThat(state(anna, list)).isEqualTo("FILLED " + plain(more) + ", FILLED 1");
    assertThat(now(anna, list).open()).isFalse();
  }

  @Test
  void the_answer_says_pending_even_when_the_working_order_was_filled_at_once() {
    OrderListView list =
        placed(anna, ListKind.ONE_TRIGGERS_OTHER, "BUY 0.1 @ 43000.01 GTC, SELL 0.1 MARKET");
    assertThat(list.legs().getLast().status()).isEqualTo(OrderStatus.PENDING_NEW);
    assertThat(state(anna, list)).isEqualTo("FILLED 0.1, FILLED 0.1");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "0 | CANCELED 0, EXPIRED 0 OTO_PHASE_ONE_EXPIRED, EXPIRED 0 OTO_PHASE_ONE_EXPIRED",
        "1 | CANCELED 0, CANCELED 0, CANCELED 0",
        "2 | CANCELED 0, CANCELED 0, CANCELED 0",
      })
  void a_list_ends_with_its_working_order_and_with_any_leg_that_is_canceled(int leg, String then) {
    OrderListView list =
        placed(
            anna,
            ListKind.ONE_TRIGGERS_OTHER,
            "BUY 1 @ 42000 GTC, SELL 1 STOP 41000, SELL 1 PROFIT 45000");
    cancel(list.legs().get(leg));
    assertThat(state(anna, list)).isEqualTo(then);
    assertThat(balance(anna, "USDT")).isEqualTo("1000000 + 0");
  }

  @Test
  void a_working_order_that_expires_takes_what_waits_for_it_along() {
    OrderListView list =
        placed(anna, ListKind.ONE_TRIGGERS_OTHER, "BUY 1 @ 42000 IOC, SELL 1 STOP 41000");
    assertThat(state(anna, list))
        .isEqualTo("EXPIRED 0 UNFILLED_IOC_QUANTITY, EXPIRED 0 OTO_PHASE_ONE_EXPIRED");
  }

  @Test
  void a_released_pair_behaves_like_any_pair() {
    OrderListView list =
        placed(
            anna,
            ListKind.ONE_TRIGGERS_OTHER,
            "BUY 3 @ 43000.01 GTC, SELL 1 STOP 42000, SELL 1 @ 44000 GTC MAKER");
    assertThat(state(anna, list)).endsWith("PENDING_NEW 0, PENDING_NEW 0");
    move("42900");
    assertThat(state(anna, list)).isEqualTo("FILLED 3, NEW 0, NEW 0");
    move("44000");
    assertThat(state(anna, list)).isEqualTo("FILLED 3, EXPIRED 0 OCO_TRIGGER, FILLED 1");
  }

  @Test
  void pending_orders_that_cannot_start_expire_as_rejected() {
    Account poor =
        account("poor", Map.of("USDT", new BigDecimal("100000"), "BTC", new BigDecimal("0.1")));
    assertThat(refused(poor, ListKind.ONE_TRIGGERS_OTHER, "BUY 1 @ 42000 GTC, SELL 1 STOP 41000"))
        .isEqualTo(Refusal.INSUFFICIENT_BALANCE);
    OrderListView list =
        placed(poor, ListKind.ONE_TRIGGERS_OTHER, "BUY 0.1 @ 42000 GTC, SELL 0.1 STOP 41000");
    engine.place(poor, BTC, orders.order("SELL 0.1 MARKET"));
    move("41500");
    assertThat(state(poor, list)).isEqualTo("FILLED 0.1, EXPIRED 0 REJECTED");
    OrderListView passed =
        placed(
            anna,
            ListKind.ONE_TRIGGERS_OTHER,
            "BUY 1 @ 41000 GTC, SELL 1 STOP 40500, SELL 1 PROFIT 42000");
    move("40000");
    assertThat(state(anna, passed)).isEqualTo("FILLED 1, EXPIRED 0 REJECTED, EXPIRED 0 REJECTED");
    assertThat(balance(anna, "BTC")).endsWith(" + 0");
  }

  // --- one pays for the other

  @Test
  void what_is_received_is_kept_for_the_pending_order_and_gives_it_its_size() {
    Account poor = account("poor", Map.of("USDT", new BigDecimal("100000")));
    OrderListView list =
        placed(poor, ListKind.ONE_PAYS_FOR_OTHER, "BUY 1 @ 42000 GTC, SELL ? STOP 41000");
    assertThat(list.legs().getLast().sized()).isFalse();
    move("41900");
    assertThat(state(poor, list)).isEqualTo("FILLED 1, NEW 0");
    assertThat(now(poor, list).legs().getLast().quantity()).isEqualByComparingTo("0.999");
    assertThat(balance(poor, "BTC")).isEqualTo("0 + 0.999");
  }

  @Test
  void the_fee_comes_out_of_the_free_balance_where_there_is_one() {
    OrderListView list =
        placed(
            anna,
            ListKind.ONE_PAYS_FOR_OTHER,
            "BUY 1 @ 42000 GTC, SELL ? STOP 41000, SELL ? @ 44000 GTC MAKER");
    move("41900");
    assertThat(now(anna, list).legs().getLast().quantity()).isEqualByComparingTo("1");
    assertThat(balance(anna, "BTC")).isEqualTo("9.999 + 1");
    move("40000");
    assertThat(state(anna, list)).isEqualTo("FILLED 1, FILLED 1, EXPIRED 0 OCO_TRIGGER");
    assertThat(balance(anna, "BTC")).isEqualTo("9.999 + 0");
  }

  @Test
  void a_partly_filled_working_order_that_is_canceled_gives_back_what_was_kept() {
    Account bert = account("bert", Instruments.demoBalances());
    OrderListView list =
        placed(anna, ListKind.ONE_PAYS_FOR_OTHER, "BUY 5 @ 43000 GTC, SELL ? STOP 41000");
    engine.place(bert, BTC, orders.order("SELL 1 @ 43000 IOC"));
    assertThat(balance(anna, "BTC")).isEqualTo("10 + 0.999");
    cancel(list.legs().getFirst());
    assertThat(state(anna, list)).isEqualTo("CANCELED 1, EXPIRED 0 OTO_PHASE_ONE_EXPIRED");
    assertThat(balance(anna, "BTC")).isEqualTo("10.999 + 0");
  }

  // --- amendments

  @Test
  void an_order_is_made_smaller_in_its_place_and_its_pair_with_it() {
    OrderListView list =
        placed(anna, ListKind.ONE_CANCELS_OTHER, "SELL 5 STOP 42000, SELL 5 @ 44000 GTC MAKER");
    OrderRef ref = new OrderRef(list.legs().getLast().id(), null);
    assertThat(engine.amend(anna, BTC, ref, new BigDecimal("2"), "smaller"))
        .isInstanceOf(Amending.Amended.class);
    assertThat(balance(anna, "BTC")).isEqualTo("8 + 2");
    assertThat(now(anna, list).legs()).allMatch(leg -> plain(leg.quantity()).equals("2"));
    assertThat(engine.find(anna, BTC, new OrderRef(null, "smaller"))).isNotNull();
    assertThat(engine.amend(anna, BTC, ref, new BigDecimal("2"), "smaller"))
        .isEqualTo(new Amending.Refused(Refusal.AMENDED_TO_THE_SAME));
    assertThat(engine.amend(anna, BTC, ref, new BigDecimal("3"), "smaller"))
        .isEqualTo(new Amending.Refused(Refusal.AMENDED_UPWARD));
    move("44000");
    assertThat(state(anna, list)).isEqualTo("EXPIRED 0 OCO_TRIGGER, FILLED 2");
    assertThat(balance(anna, "BTC")).isEqualTo("8 + 0");
  }

  @Test
  void an_amended_order_keeps_its_place_and_may_not_be_amended_for_ever() {
    Account bert = account("bert", Instruments.demoBalances());
    long first = place(anna, "BUY 2 @ 43000 GTC");
    long second = place(bert, "BUY 1 @ 43000 GTC");
    for (int n = 0; n < 10; n++) {
      BigDecimal smaller = new BigDecimal("1.9").subtract(BigDecimal.valueOf(n).movePointLeft(1));
      assertThat(amend(first, smaller)).isInstanceOf(Amending.Amended.class);
    }
    assertThat(amend(first, new BigDecimal("0.5")))
        .isEqualTo(new Amending.Refused(Refusal.TOO_MANY_AMENDMENTS));
    assertThat(engine.amendments(anna, BTC, first)).hasSize(10);
    assertThat(balance(anna, "USDT")).isEqualTo("957000 + 43000");
    engine.place(bert, BTC, orders.order("SELL 1 @ 43000 IOC STP NONE"));
    OrderView behind = Objects.requireNonNull(engine.find(bert, BTC, new OrderRef(second, null)));
    assertThat(behind.filled()).isZero();
  }

  @Test
  void an_order_that_is_amended_to_what_it_already_filled_ends() {
    Account bert = account("bert", Instruments.demoBalances());
    long id = place(anna, "BUY 2 @ 43000 GTC");
    engine.place(bert, BTC, orders.order("SELL 0.5 @ 43000 IOC"));
    Amending amending = amend(id, new BigDecimal("0.5"));
    assertThat(amending)
        .isInstanceOfSatisfying(
            Amending.Amended.class,
            amended -> assertThat(state(amended.order())).isEqualTo("EXPIRED 0.5"));
    assertThat(balance(anna, "USDT")).isEqualTo("978500 + 0");
  }

  private long place(Account account, String order) {
    return ((Placement.Placed) engine.place(account, BTC, orders.order(order))).order().id();
  }

  private Amending amend(long id, BigDecimal quantity) {
    OrderRef ref = new OrderRef(id, null);
    OrderView order = Objects.requireNonNull(engine.find(anna, BTC, ref));
    return engine.amend(anna, BTC, ref, quantity, order.clientId());
  }
}
