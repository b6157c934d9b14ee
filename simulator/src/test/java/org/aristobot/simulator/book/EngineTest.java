package org.aristobot.simulator.book;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SplittableRandom;
import org.aristobot.simulator.FakeClock;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class EngineTest {

  private static final long START = 1_784_600_000_000L;
  private static final Instrument BTC = Instruments.DEMO.getFirst();

  private static final OrderKind[] PLAIN = {
    OrderKind.MARKET, OrderKind.LIMIT, OrderKind.LIMIT_MAKER
  };

  private final FakeClock time = new FakeClock(START);
  private final Engine engine = engine(true);
  private final Account anna = account(engine, "anna");
  private final Account bert = account(engine, "bert");
  private final Orders orders = new Orders();
  private int ids;

  private Engine engine(boolean frozen) {
    return new Engine(
        Instruments.DEMO, new SimClock(time), frozen, 7, FreeRules.of(200, 5, 20, 10));
  }

  private static Account account(Engine engine, String key) {
    return engine.putAccount(
        key,
        new Account.Credentials("secret", null, EnumSet.allOf(Permission.class)),
        Instruments.demoBalances());
  }

  private NewOrder order(String text) {
    return orders.order(text);
  }

  private NewOrder spend(Side side, String quote) {
    return Orders.plain(
        side, OrderKind.MARKET, TimeInForce.GTC, null, new BigDecimal(quote), null, "q" + ++ids, 0);
  }

  private Placement.Placed placed(Account account, String order) {
    return (Placement.Placed) engine.place(account, BTC, order(order));
  }

  private Refusal refused(Account account, NewOrder order) {
    return ((Placement.Refused) engine.place(account, BTC, order)).reason();
  }

  private OrderView now(Placement.Placed placed, Account account) {
    OrderRef ref = new OrderRef(placed.order().id(), null);
    return Objects.requireNonNull(engine.find(account, BTC, ref));
  }

  private String balance(Account account, String asset) {
    Balance balance = engine.balances(account).getOrDefault(asset, Balance.NONE);
    return balance.free().stripTrailingZeros().toPlainString()
        + " + "
        + balance.locked().stripTrailingZeros().toPlainString();
  }

  /** The best levels of the book: asks from the top down, a line, bids. */
  private String book(int levels) {
    Depth depth = engine.depth(BTC, levels);
    List<String> lines = new ArrayList<>();
    depth.asks().reversed().forEach(level -> lines.add(line(level)));
    lines.add("---");
    depth.bids().forEach(level -> lines.add(line(level)));
    return String.join("\n", lines);
  }

  private static String line(Level level) {
    return level.price().toPlainString()
        + " x "
        + level.quantity().stripTrailingZeros().toPlainString();
  }

  private String best(Side side) {
    Depth depth = engine.depth(BTC, 1);
    return (side == Side.BUY ? depth.bids() : depth.asks()).getFirst().price().toPlainString();
  }

  // --- resting and matching

  @Test
  void the_house_quotes_the_start_price_and_one_tick_above() {
    assertThat(best(Side.BUY)).isEqualTo("43000.00");
    assertThat(best(Side.SELL)).isEqualTo("43000.01");
  }

  @Test
  void a_limit_order_rests_and_locks_exactly_its_cost() {
    placed(anna, "BUY 2 @ 42000 GTC");
    placed(anna, "SELL 3 @ 44000 GTC");
    assertThat(balance(anna, "USDT")).isEqualTo("916000 + 84000");
    assertThat(balance(anna, "BTC")).isEqualTo("7 + 3");
  }

  @Test
  void users_match_each_other_inside_the_spread_by_price_and_then_time() {
    engine.movePrice(BTC, new BigDecimal("43000.00"));
    Placement.Placed first = placed(anna, "BUY 1 @ 43000.00 GTC");
    Placement.Placed second = placed(bert, "BUY 1 @ 43000.00 GTC");
    Placement.Placed taker = placed(bert, "SELL 1.5 @ 43000.00 IOC");
    assertThat(taker.order().status()).isEqualTo(OrderStatus.FILLED);
    assertThat(now(first, anna).status()).isEqualTo(OrderStatus.FILLED);
    assertThat(now(second, bert).status()).isEqualTo(OrderStatus.PARTIALLY_FILLED);
    assertThat(now(second, bert).filled()).isEqualByComparingTo("0.5");
  }

  @Test
  void a_large_order_is_partly_filled_by_the_house_and_rests_at_the_top_of_the_book() {
    Level ask = engine.depth(BTC, 1).asks().getFirst();
    BigDecimal wanted = ask.quantity().add(BigDecimal.ONE);
    Placement.Placed placed = placed(anna, "BUY " + wanted + " @ 43000.01 GTC");
    assertThat(placed.order().status()).isEqualTo(OrderStatus.PARTIALLY_FILLED);
    assertThat(placed.order().filled()).isEqualByComparingTo(ask.quantity());
    assertThat(engine.depth(BTC, 1).bids().getFirst())
        .isEqualTo(new Level(new BigDecimal("43000.01"), new BigDecimal("1.00000000")));
    assertThat(new BigDecimal(best(Side.SELL))).isGreaterThan(new BigDecimal("43000.01"));
  }

  @Test
  void a_frozen_market_meets_the_same_order_with_the_same_book_every_time() {
    String before = book(5);
    Placement.Placed first = placed(anna, "BUY 5 MARKET");
    assertThat(book(5)).isEqualTo(before);
    time.forward(60_000);
    Placement.Placed second = placed(bert, "BUY 5 MARKET");
    assertThat(second.order().filledQuote()).isEqualByComparingTo(first.order().filledQuote());
    assertThat(book(5)).isEqualTo(before);
  }

  @Test
  void a_cancel_gives_back_what_the_rest_had_locked() {
    Placement.Placed placed = placed(anna, "BUY 2 @ 42000 GTC");
    OrderRef ref = new OrderRef(placed.order().id(), null);
    assertThat(engine.cancel(anna, BTC, ref, status -> true))
        .isInstanceOf(Cancellation.Canceled.class);
    assertThat(balance(anna, "USDT")).isEqualTo("1000000 + 0");
    assertThat(engine.cancel(anna, BTC, ref, status -> true))
        .isEqualTo(new Cancellation.Refused(Refusal.UNKNOWN_ORDER));
  }

  @Test
  void a_replacement_spends_what_the_canceled_order_had_locked_and_stops_where_it_is_told_to() {
    OrderRef all = new OrderRef(placed(anna, "BUY 23 @ 42000 GTC").order().id(), null);
    NewOrder other = order("BUY 23 @ 42500 GTC");
    assertThat(refused(anna, order("BUY 23 @ 42500 GTC"))).isEqualTo(Refusal.INSUFFICIENT_BALANCE);
    Replacement done = engine.replace(anna, BTC, all, status -> true, other, true);
    assertThat(done.canceled()).isInstanceOf(Cancellation.Canceled.class);
    assertThat(done.placed()).isInstanceOf(Placement.Placed.class);
    assertThat(balance(anna, "USDT")).isEqualTo("22500 + 977500");
    NewOrder third = order("BUY 0.1 @ 42000 GTC");
    assertThat(engine.replace(anna, BTC, all, status -> true, third, true).placed()).isNull();
    assertThat(engine.replace(anna, BTC, all, status -> true, third, false).placed())
        .isInstanceOf(Placement.Placed.class);
  }

  @Test
  void a_better_price_than_the_limit_is_released_at_once_and_the_fee_is_taken_in_base() {
    Placement.Placed placed = placed(anna, "BUY 0.1 @ 44000 GTC");
    assertThat(placed.order().filledQuote()).isEqualByComparingTo("4300.001");
    assertThat(balance(anna, "USDT")).isEqualTo("995699.999 + 0");
    assertThat(balance(anna, "BTC")).isEqualTo("10.0999 + 0");
    assertThat(placed.fills())
        .singleElement()
        .satisfies(fill -> {
          assertThat(fill.fee()).isEqualByComparingTo("0.0001");
          assertThat(fill.feeAsset()).isEqualTo("BTC");
          assertThat(fill.maker()).isFalse();
        });
  }

  @Test
  void a_sale_pays_its_fee_in_quote() {
    Placement.Placed placed = placed(anna, "SELL 0.1 MARKET");
    assertThat(placed.order().filledQuote()).isEqualByComparingTo("4300");
    assertThat(balance(anna, "USDT")).isEqualTo("1004295.7 + 0");
  }

  @Test
  void immediate_or_cancel_keeps_its_fills_and_fill_or_kill_trades_all_or_nothing() {
    Level ask = engine.depth(BTC, 1).asks().getFirst();
    BigDecimal more = ask.quantity().add(BigDecimal.ONE);
    OrderView ioc = placed(anna, "BUY " + more + " @ 43000.01 IOC").order();
    assertThat(ioc.status()).isEqualTo(OrderStatus.EXPIRED);
    assertThat(ioc.filled()).isEqualByComparingTo(ask.quantity());
    OrderView killed = placed(bert, "BUY " + more + " @ 43000.01 FOK").order();
    assertThat(killed.status()).isEqualTo(OrderStatus.EXPIRED);
    assertThat(killed.filled()).isZero();
    assertThat(balance(bert, "USDT")).isEqualTo("1000000 + 0");
    OrderView filled = placed(bert, "BUY 0.1 @ 43000.01 FOK").order();
    assertThat(filled.status()).isEqualTo(OrderStatus.FILLED);
  }

  @Test
  void a_market_order_that_empties_the_book_expires_with_what_it_got() {
    Account whale =
        engine.putAccount(
            "whale",
            new Account.Credentials("secret", null, EnumSet.allOf(Permission.class)),
            Map.of("BTC", new BigDecimal("100000")));
    OrderView order = placed(whale, "SELL 9000 MARKET").order();
    assertThat(order.status()).isEqualTo(OrderStatus.EXPIRED);
    assertThat(order.expiryReason()).isEqualTo(ExpiryReason.INSUFFICIENT_LIQUIDITY);
    assertThat(order.filled()).isPositive().isLessThan(new BigDecimal("9000"));
    assertThat(engine.balances(whale).get("BTC"))
        .isEqualTo(
            new Balance(new BigDecimal("100000.00000000").subtract(order.filled()), Amounts.ZERO));
  }

  @Test
  void a_market_order_in_quote_spends_as_much_as_whole_steps_allow() {
    Placement.Placed buy = (Placement.Placed) engine.place(anna, BTC, spend(Side.BUY, "1000"));
    assertThat(buy.order().status()).isEqualTo(OrderStatus.FILLED);
    assertThat(buy.order().filled()).isEqualByComparingTo("0.02325");
    assertThat(buy.order().filledQuote()).isLessThanOrEqualTo(new BigDecimal("1000"));
    assertThat(balance(anna, "USDT")).isEqualTo("999000.2497675 + 0");
    assertThat(refused(anna, spend(Side.BUY, "0.1"))).isEqualTo(Refusal.TOO_SMALL);
  }

  @Test
  void the_engine_refuses_what_cannot_be() {
    assertThat(refused(anna, order("BUY 100 @ 42000 GTC"))).isEqualTo(Refusal.INSUFFICIENT_BALANCE);
    assertThat(refused(anna, order("SELL 10.00001 MARKET")))
        .isEqualTo(Refusal.INSUFFICIENT_BALANCE);
    assertThat(refused(anna, order("BUY 1 @ 43000.01 GTC MAKER"))).isEqualTo(Refusal.WOULD_TAKE);
    assertThat(placed(anna, "BUY 1 @ 43000.00 GTC MAKER").order().status())
        .isEqualTo(OrderStatus.NEW);
  }

  @Test
  void a_client_id_is_taken_while_its_order_is_open_and_free_afterwards() {
    NewOrder resting = order("BUY 1 @ 42000 GTC");
    engine.place(anna, BTC, resting);
    assertThat(refused(anna, resting)).isEqualTo(Refusal.DUPLICATE_CLIENT_ID);
    OrderRef ref = new OrderRef(null, resting.clientId());
    engine.cancel(anna, BTC, ref, status -> true);
    Placement.Placed again = (Placement.Placed) engine.place(anna, BTC, resting);
    OrderView newest = Objects.requireNonNull(engine.find(anna, BTC, ref));
    assertThat(newest.id()).isEqualTo(again.order().id());
  }

  @Test
  void moving_the_market_fills_what_it_crosses_as_maker_at_the_orders_own_price() {
    Placement.Placed buy = placed(anna, "BUY 1 @ 42000 GTC");
    Placement.Placed sell = placed(bert, "SELL 1 @ 44000 GTC");
    engine.movePrice(BTC, new BigDecimal("41000.00"));
    assertThat(now(buy, anna).status()).isEqualTo(OrderStatus.FILLED);
    assertThat(now(buy, anna).filledQuote()).isEqualByComparingTo("42000");
    assertThat(engine.fills(anna, BTC, null, new Slice(null, null, null, 10)))
        .singleElement()
        .satisfies(fill -> assertThat(fill.maker()).isTrue());
    assertThat(now(sell, bert).status()).isEqualTo(OrderStatus.NEW);
    assertThat(best(Side.BUY)).isEqualTo("41000.00");
    assertThat(engine.lastPrice(BTC)).isEqualByComparingTo("41000");
  }

  @Test
  void an_order_that_is_not_visible_yet_exists_in_the_truth_only() {
    NewOrder order =
        Orders.plain(
            Side.BUY,
            OrderKind.LIMIT,
            TimeInForce.GTC,
            BigDecimal.ONE,
            null,
            new BigDecimal("42000"),
            "hidden",
            5_000);
    engine.place(anna, BTC, order);
    OrderRef ref = new OrderRef(null, "hidden");
    assertThat(engine.find(anna, BTC, ref)).isNull();
    assertThat(engine.openOrders(anna, BTC)).isEmpty();
    assertThat(engine.truth("anna")).hasSize(1);
    time.forward(5_000);
    assertThat(engine.find(anna, BTC, ref)).isNotNull();
  }

  // --- time

  @Test
  void ids_of_a_later_run_are_above_all_ids_of_an_earlier_one() {
    long earlier = placed(anna, "BUY 1 @ 42000 GTC").order().id();
    assertThat(placed(anna, "BUY 1 @ 42000 GTC").order().id()).isEqualTo(earlier + 1);
    time.forward(1_000);
    Engine restarted = engine(true);
    Placement.Placed later =
        (Placement.Placed)
            restarted.place(account(restarted, "anna"), BTC, order("BUY 1 @ 42000 GTC"));
    assertThat(later.order().id()).isGreaterThan(earlier + 1);
  }

  @Test
  void the_walk_stays_just_below_its_anchor_and_repeats_with_its_seed() {
    Engine one = engine(false);
    Engine other = engine(false);
    for (int second = 0; second < 2_000; second++) {
      time.forward(1_000);
      BigDecimal price = one.lastPrice(BTC);
      assertThat(price).isEqualTo(other.lastPrice(BTC));
      assertThat(price).isBetween(new BigDecimal("42957"), new BigDecimal("43000"));
    }
    assertThat(one.trades(BTC, 1_000)).hasSize(1_000);
  }

  @Test
  void candles_of_all_lengths_come_from_one_series_and_end_at_the_market() {
    for (Interval interval : Interval.values()) {
      List<Candle> candles = engine.candles(BTC, new CandleGrid(interval, 0), null, null, 1_000);
      int expected = interval == Interval.MONTH_1 ? 600 : 1_000;
      assertThat(candles).as(interval.word()).hasSizeGreaterThanOrEqualTo(expected);
      assertThat(candles.getLast().close()).isEqualByComparingTo("43000");
      for (int i = 1; i < candles.size(); i++) {
        assertThat(candles.get(i).openMillis())
            .isEqualTo(interval.next(candles.get(i - 1).openMillis()));
      }
    }
    Candle hour = engine.candles(BTC, new CandleGrid(Interval.HOUR_1, 0), null, null, 3).getFirst();
    List<Candle> minutes =
        engine.candles(
            BTC, new CandleGrid(Interval.MINUTE_1, 0), hour.openMillis(), hour.closeMillis(), 60);
    assertThat(minutes).hasSize(60);
    assertThat(minutes.getFirst().open()).isEqualByComparingTo(hour.open());
    assertThat(minutes.getLast().close()).isEqualByComparingTo(hour.close());
    assertThat(sum(minutes)).isEqualByComparingTo(hour.volume());
    assertThat(minutes.stream().map(Candle::high).reduce(BigDecimal.ZERO, BigDecimal::max))
        .isEqualByComparingTo(hour.high());
  }

  private static BigDecimal sum(List<Candle> candles) {
    return candles.stream().map(Candle::volume).reduce(BigDecimal.ZERO, BigDecimal::add);
  }

  @Test
  void orders_of_many_threads_are_all_there_once_and_balance() throws InterruptedException {
    BigDecimal before = engine.total("BTC").add(engine.total("USDT"));
    List<Thread> threads = new ArrayList<>();
    for (Account account : List.of(anna, bert)) {
      for (int thread = 0; thread < 4; thread++) {
        String prefix = account.key() + thread + "-";
        threads.add(Thread.startVirtualThread(() -> placeMany(account, prefix)));
      }
    }
    for (Thread thread : threads) {
      thread.join();
    }
    List<OrderView> truth = engine.truth(null);
    assertThat(truth).hasSize(1_600);
    assertThat(truth.stream().map(OrderView::id).distinct()).hasSize(1_600);
    assertThat(engine.total("BTC").add(engine.total("USDT"))).isEqualTo(before);
  }

  private void placeMany(Account account, String prefix) {
    for (int n = 0; n < 200; n++) {
      engine.place(
          account,
          BTC,
          Orders.plain(
              n % 2 == 0 ? Side.BUY : Side.SELL,
              OrderKind.MARKET,
              TimeInForce.GTC,
              new BigDecimal("0.001"),
              null,
              null,
              prefix + n,
              0));
    }
  }

  // --- the invariant

  @Test
  void no_asset_is_made_or_lost_over_five_thousand_random_orders() {
    long seed = System.nanoTime();
    SplittableRandom random = new SplittableRandom(seed);
    Engine walking = engine(false);
    List<Account> accounts =
        List.of(account(walking, "a"), account(walking, "b"), account(walking, "c"));
    List<String> assets = List.of("BTC", "ETH", "SOL", "LTC", "DOGE", "SHIB", "USDT");
    List<BigDecimal> before = assets.stream().map(walking::total).toList();
    int accepted = 0;
    for (int n = 0; n < 5_000; n++) {
      Account account = accounts.get(random.nextInt(accounts.size()));
      Instrument instrument = Instruments.DEMO.get(random.nextInt(Instruments.DEMO.size()));
      if (random.nextInt(10) == 0) {
        cancelOne(walking, account, instrument);
      } else if (random.nextInt(200) == 0) {
        walking.movePrice(instrument, near(instrument, random));
      } else if (walking.place(account, instrument, randomOrder(instrument, random, n))
          instanceof Placement.Placed) {
        accepted++;
      }
      time.forward(random.nextInt(400));
    }
    List<BigDecimal> after = assets.stream().map(walking::total).toList();
    assertThat(after).as("seed %d", seed).isEqualTo(before);
    assertThat(accepted).as("seed %d", seed).isGreaterThan(1_000);
    for (Account account : accounts) {
      walking.openOrders(account, null).forEach(order -> cancel(walking, account, order));
      assertThat(walking.balances(account).values())
          .as("seed %d", seed)
          .allSatisfy(balance -> {
            assertThat(balance.free()).isNotNegative();
            assertThat(balance.locked()).isZero();
          });
    }
  }

  private static void cancelOne(Engine engine, Account account, Instrument instrument) {
    engine.openOrders(account, instrument).stream()
        .findFirst()
        .ifPresent(order -> cancel(engine, account, order));
  }

  private static void cancel(Engine engine, Account account, OrderView order) {
    engine.cancel(account, order.instrument(), new OrderRef(order.id(), null), status -> true);
  }

  private static BigDecimal near(Instrument instrument, SplittableRandom random) {
    BigDecimal percent = BigDecimal.valueOf(97L + random.nextInt(7)).movePointLeft(2);
    return Amounts.floorTo(instrument.startPrice().multiply(percent), instrument.tick());
  }

  private static NewOrder randomOrder(Instrument instrument, SplittableRandom random, int n) {
    OrderKind kind = pick(random, PLAIN);
    boolean market = kind == OrderKind.MARKET;
    boolean inQuote = market && random.nextBoolean();
    BigDecimal steps = BigDecimal.valueOf(1 + random.nextInt(200_000));
    BigDecimal quantity = instrument.step().multiply(steps);
    @Nullable BigDecimal quote = inQuote ? Amounts.cover(instrument.startPrice(), quantity) : null;
    return Orders.plain(
        pick(random, Side.values()),
        kind,
        kind == OrderKind.LIMIT ? pick(random, TimeInForce.values()) : TimeInForce.GTC,
        inQuote ? null : quantity,
        quote,
        market ? null : near(instrument, random),
        "r" + n,
        0);
  }

  private static <T> T pick(SplittableRandom random, T[] choices) {
    return List.of(choices).get(random.nextInt(choices.length));
  }
}
