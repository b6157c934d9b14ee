package org.aristobot.simulator.book;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.aristobot.simulator.FakeClock;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Orders that wait for a price, that show only a part of themselves, or that meet each other. */
class ConditionalOrdersTest {

  private static final Instrument BTC = Instruments.DEMO.getFirst();

  private final FakeClock time = new FakeClock(1_784_600_000_000L);
  private final Engine engine =
      new Engine(Instruments.DEMO, new SimClock(time), true, 7, FreeRules.of(200, 5, 20, 10));
  private final Account anna = account("anna", Instruments.demoBalances());
  private final Account bert = account("bert", Instruments.demoBalances());
  private final Orders orders = new Orders();

  private Account account(String key, Map<String, BigDecimal> balances) {
    return engine.putAccount(
        key, new Account.Credentials("secret", null, EnumSet.allOf(Permission.class)), balances);
  }

  private long place(Account account, String order) {
    return placed(account, order).order().id();
  }

  private Placement.Placed placed(Account account, String order) {
    return (Placement.Placed) engine.place(account, BTC, orders.order(order));
  }

  private Refusal refused(Account account, String order) {
    return ((Placement.Refused) engine.place(account, BTC, orders.order(order))).reason();
  }

  private OrderView now(Account account, long id) {
    return Objects.requireNonNull(engine.find(account, BTC, new OrderRef(id, null)));
  }

  private String state(Account account, long id) {
    OrderView order = now(account, id);
    String working = order.workingMillis() == null ? " waiting" : "";
    return order.status() + " " + plain(order.filled()) + working;
  }

  private static String plain(BigDecimal amount) {
    return amount.stripTrailingZeros().toPlainString();
  }

  private String balance(Account account, String asset) {
    Balance balance = Objects.requireNonNull(engine.balances(account).get(asset));
    return plain(balance.free()) + " + " + plain(balance.locked());
  }

  private void move(String... prices) {
    for (String price : prices) {
      engine.movePrice(BTC, new BigDecimal(price));
    }
  }

  // --- triggers

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "SELL 0.1 STOP 42000             | 42000.01 | 42000 | FILLED 0.1",
        "SELL 0.1 STOP 42000 @ 41900 GTC | 42000.01 | 42000 | FILLED 0.1",
        "SELL 0.1 STOP 42000 @ 42500 GTC | 42000.01 | 41000 | NEW 0",
        "SELL 0.1 STOP 42000 @ 42500 IOC | 42000.01 | 41000 | EXPIRED 0",
        "SELL 0.1 STOP 42000 @ 42500 FOK | 42000.01 | 41000 | EXPIRED 0",
        "BUY 0.1 STOP 44000              | 43999.99 | 44000 | FILLED 0.1",
        "BUY 0.1 STOP 44000 @ 44100 GTC  | 43999.99 | 44000 | FILLED 0.1",
        "SELL 0.1 PROFIT 44000           | 43999.99 | 44000 | FILLED 0.1",
        "SELL 0.1 PROFIT 44000 @ 44000 GTC | 43999.99 | 44000 | FILLED 0.1",
        "BUY 0.1 PROFIT 42000            | 42000.01 | 42000 | FILLED 0.1",
        "BUY 0.1 PROFIT 42000 @ 42010 GTC | 42000.01 | 41000 | FILLED 0.1",
      })
  void an_order_waits_until_the_last_trade_meets_its_trigger_and_keeps_its_number(
      String order, String before, String at, String then) {
    long id = place(anna, order);
    assertThat(state(anna, id)).isEqualTo("NEW 0 waiting");
    move(before);
    assertThat(state(anna, id)).isEqualTo("NEW 0 waiting");
    move(at);
    assertThat(state(anna, id)).isEqualTo(then);
    assertThat(now(anna, id).kind()).isEqualTo(orders.order(order).kind());
    assertThat(now(anna, id).workingMillis()).isEqualTo(time.millis());
  }

  @ParameterizedTest
  @CsvSource({
    "SELL 0.1 STOP 43000",
    "BUY 0.1 STOP 43000",
    "SELL 0.1 PROFIT 43000",
    "BUY 0.1 PROFIT 43000.01",
  })
  void a_trigger_that_is_met_already_is_refused(String order) {
    assertThat(refused(anna, order)).isEqualTo(Refusal.WOULD_TRIGGER);
    assertThat(balance(anna, "USDT")).isEqualTo("1000000 + 0");
    assertThat(balance(anna, "BTC")).isEqualTo("10 + 0");
  }

  @Test
  void waiting_orders_lock_what_they_may_need_and_cancels_give_it_back() {
    List<Long> ids =
        List.of(
            place(anna, "BUY 1 STOP 44000"),
            place(anna, "BUY 1 STOP 44000 @ 45000 GTC"),
            place(anna, "SELL 2 STOP 42000"));
    assertThat(balance(anna, "USDT")).isEqualTo("911000 + 89000");
    assertThat(balance(anna, "BTC")).isEqualTo("8 + 2");
    assertThat(refused(anna, "SELL 8.1 PROFIT 50000")).isEqualTo(Refusal.INSUFFICIENT_BALANCE);
    for (long id : ids) {
      engine.cancel(anna, BTC, new OrderRef(id, null), status -> true);
      assertThat(state(anna, id)).isEqualTo("CANCELED 0 waiting");
    }
    assertThat(balance(anna, "USDT")).isEqualTo("1000000 + 0");
    assertThat(balance(anna, "BTC")).isEqualTo("10 + 0");
    move("41000", "45000");
    assertThat(engine.fills(anna, BTC, null, new Slice(null, null, null, 9))).isEmpty();
  }

  @Test
  void a_buy_that_costs_more_than_was_locked_and_than_there_is_expires_as_rejected() {
    Account poor = account("poor", Map.of("USDT", new BigDecimal("4410")));
    long id = place(poor, "BUY 0.1 STOP 44000");
    assertThat(balance(poor, "USDT")).isEqualTo("10 + 4400");
    move("46000");
    assertThat(state(poor, id)).startsWith("EXPIRED 0");
    assertThat(now(poor, id).expiryReason()).isEqualTo(ExpiryReason.REJECTED);
    assertThat(balance(poor, "USDT")).isEqualTo("4410 + 0");
  }

  @Test
  void one_stop_sets_off_the_next() {
    Level bid = engine.depth(BTC, 1).bids().getFirst();
    long first = place(anna, "SELL 9 STOP 42000");
    long second = place(bert, "SELL 0.1 STOP 41999");
    assertThat(bid.quantity()).isLessThan(new BigDecimal("9"));
    move("42000");
    assertThat(state(anna, first)).isEqualTo("FILLED 9");
    assertThat(state(bert, second)).isEqualTo("FILLED 0.1");
  }

  @Test
  void a_user_trade_fires_triggers_like_any_other() {
    move("43000");
    place(bert, "SELL 0.1 @ 43000.01 GTC");
    long stop = place(anna, "BUY 0.1 STOP 43000.01");
    place(anna, "BUY 0.05 MARKET");
    assertThat(state(anna, stop)).isEqualTo("FILLED 0.1");
  }

  @Test
  void only_so_many_orders_of_a_symbol_may_wait() {
    for (int n = 0; n < 5; n++) {
      place(anna, "SELL 0.1 STOP 4200" + n);
    }
    assertThat(refused(anna, "SELL 0.1 PROFIT 45000"))
        .isEqualTo(Refusal.TOO_MANY_CONDITIONAL_ORDERS);
    assertThat(state(anna, place(anna, "SELL 0.1 @ 45000 GTC"))).isEqualTo("NEW 0");
  }

  // --- trailing

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        // one per cent below the highest price since the order was placed
        "SELL 0.1 STOP TRAIL 100         | 42600 43500 43065.01 | 43065",
        // the highest price counts from the first one that meets the stop price on
        "SELL 0.1 PROFIT 44000 TRAIL 100 | 43900 43000 44100 43659.01 | 43659",
        "BUY 0.1 STOP TRAIL 100          | 43400 42000 42419.99 | 42420",
        "BUY 0.1 PROFIT 42000 TRAIL 100  | 43400 42500 41900 42318.99 | 42319",
      })
  void a_trailing_order_fires_when_the_market_turns_back_far_enough(
      String order, String before, String at) {
    long id = place(anna, order);
    move(before.split(" ", -1));
    assertThat(state(anna, id)).isEqualTo("NEW 0 waiting");
    move(at);
    assertThat(state(anna, id)).isEqualTo("FILLED 0.1");
  }

  @Test
  void a_trailing_order_says_since_when_it_follows() {
    long placedAt = time.millis();
    long atOnce = place(anna, "SELL 0.1 STOP TRAIL 100");
    long later = place(anna, "SELL 0.1 PROFIT 44000 TRAIL 100");
    assertThat(now(anna, atOnce).trailingSinceMillis()).isEqualTo(placedAt);
    assertThat(now(anna, later).trailingSinceMillis()).isNull();
    time.forward(5_000);
    move("44000");
    assertThat(now(anna, later).trailingSinceMillis()).isEqualTo(placedAt + 5_000);
  }

  // --- icebergs

  @Test
  void an_iceberg_shows_its_parts_one_by_one_each_behind_what_waits_at_its_price() {
    long iceberg = place(anna, "SELL 1 @ 43000.01 GTC SHOW 0.4");
    long behind = place(bert, "SELL 0.3 @ 43000.01 GTC");
    BigDecimal house =
        engine.depth(BTC, 1).asks().getFirst().quantity().subtract(new BigDecimal("0.7"));
    assertThat(house).isPositive();
    Account buyer = account("buyer", Instruments.demoBalances());
    place(buyer, "BUY 0.5 @ 43000.01 IOC");
    assertThat(state(anna, iceberg)).isEqualTo("PARTIALLY_FILLED 0.4");
    assertThat(state(bert, behind)).isEqualTo("PARTIALLY_FILLED 0.1");
    place(buyer, "BUY 0.6 @ 43000.01 IOC");
    assertThat(state(bert, behind)).isEqualTo("FILLED 0.3");
    assertThat(state(anna, iceberg)).isEqualTo("PARTIALLY_FILLED 0.8");
    assertThat(engine.depth(BTC, 1).asks().getFirst().quantity())
        .isEqualByComparingTo(house.add(new BigDecimal("0.2")));
    place(buyer, "BUY 0.2 @ 43000.01 FOK");
    assertThat(state(anna, iceberg)).isEqualTo("FILLED 1");
  }

  // --- self-trades

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        // mode        | taker                | maker
        "NONE         | FILLED 0.3           | PARTIALLY_FILLED 0.3",
        "EXPIRE_TAKER | EXPIRED_IN_MATCH 0   | NEW 0",
        "EXPIRE_MAKER | FILLED 0.3           | EXPIRED_IN_MATCH 0",
        "EXPIRE_BOTH  | EXPIRED_IN_MATCH 0   | EXPIRED_IN_MATCH 0",
        "DECREMENT    | EXPIRED_IN_MATCH 0   | NEW 0",
      })
  void an_account_does_not_trade_with_itself_unless_it_says_so(
      String mode, String taker, String maker) {
    long resting = place(anna, "SELL 0.5 @ 43000.01 GTC");
    long taking = place(anna, "BUY 0.3 @ 43000.01 IOC STP " + mode);
    assertThat(state(anna, taking)).isEqualTo(taker);
    assertThat(state(anna, resting)).isEqualTo(maker);
    boolean prevented = !mode.equals("NONE");
    boolean preventedMaker = prevented && !mode.equals("EXPIRE_TAKER");
    assertThat(now(anna, resting).preventedMatchId() != null).isEqualTo(preventedMaker);
    if (mode.equals("DECREMENT")) {
      assertThat(now(anna, resting).prevented()).isEqualByComparingTo("0.3");
      assertThat(balance(anna, "BTC")).isEqualTo("9.8 + 0.2");
    }
    engine.cancelAll(anna, BTC);
    assertThat(balance(anna, "USDT")).endsWith(" + 0");
    assertThat(balance(anna, "BTC")).endsWith(" + 0");
  }

  @Test
  void a_market_buy_skips_its_own_orders_and_pays_what_the_others_ask() {
    long own = place(anna, "SELL 1 @ 43000.01 GTC");
    long taking = place(anna, "BUY 2 MARKET STP EXPIRE_MAKER");
    assertThat(state(anna, own)).isEqualTo("EXPIRED_IN_MATCH 0");
    assertThat(state(anna, taking)).isEqualTo("FILLED 2");
    assertThat(balance(anna, "USDT")).endsWith(" + 0");
  }
}
