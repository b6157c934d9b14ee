package org.aristobot.simulator.book;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.SplittableRandom;
import org.aristobot.simulator.FakeClock;
import org.aristobot.simulator.book.FamilyRules.PartFills;
import org.junit.jupiter.api.Test;

/** Whatever is placed, moved, amended and canceled: no asset is made or lost, no lock stays. */
class ConservationTest {

  private static final Instrument BTC = Instruments.DEMO.getFirst();
  private static final List<ListKind> KINDS = List.of(ListKind.values());
  private static final int ACTIONS = 4_000;

  private final long seed = System.nanoTime();
  private final SplittableRandom random = new SplittableRandom(seed);
  private final FakeClock time = new FakeClock(1_784_600_000_000L);
  private final Engine engine =
      new Engine(
          Instruments.DEMO,
          new SimClock(time),
          false,
          seed,
          FreeRules.of(200, 40, 20, 10)
              .within("0.9996", "1.0004")
              .with(
                  new FamilyRules(
                      random.nextBoolean(),
                      random.nextBoolean(),
                      List.of(PartFills.values()).get(random.nextInt(PartFills.values().length)),
                      random.nextInt(500))));
  private final List<Account> accounts = List.of(account("a"), account("b"), account("c"));
  private final Orders orders = new Orders();

  private Account account(String key) {
    return engine.putAccount(
        key,
        new Account.Credentials("secret", null, EnumSet.allOf(Permission.class)),
        Instruments.demoBalances());
  }

  @Test
  void all_order_types_and_lists_together_keep_every_asset_and_release_every_lock() {
    List<BigDecimal> before = List.of(engine.total("BTC"), engine.total("USDT"));
    for (int n = 0; n < ACTIONS; n++) {
      act(accounts.get(random.nextInt(accounts.size())), n);
      time.forward(random.nextInt(400));
    }
    assertThat(List.of(engine.total("BTC"), engine.total("USDT")))
        .as("seed %d", seed)
        .isEqualTo(before);
    List<OrderView> truth = engine.truth(null);
    for (OrderKind kind : OrderKind.values()) {
      assertThat(truth)
          .as("seed %d", seed)
          .anyMatch(order -> order.kind() == kind && order.filled().signum() > 0);
    }
    for (ExpiryReason reason : ExpiryReason.values()) {
      assertThat(truth)
          .as("seed %d, %s", seed, reason)
          .anyMatch(order -> order.expiryReason() == reason || rare(reason));
    }
    for (Account account : accounts) {
      engine.cancelAll(account, BTC);
      engine.cancelAll(account, BTC); // the exits of what was filled in part
      assertThat(engine.openOrders(account, null)).as("seed %d", seed).isEmpty();
      assertThat(engine.openLists(account)).as("seed %d", seed).isEmpty();
      assertThat(engine.balances(account).values())
          .as("seed %d", seed)
          .allSatisfy(balance -> assertThat(balance.locked()).isZero());
    }
  }

  private static boolean rare(ExpiryReason reason) {
    return reason == ExpiryReason.INSUFFICIENT_LIQUIDITY
        || reason == ExpiryReason.PRICE_RANGE_EXCEEDED;
  }

  private void act(Account account, int n) {
    switch (random.nextInt(14)) {
      case 0 -> engine.movePrice(BTC, price(98, 102));
      case 1 -> cancelOne(account);
      case 2 -> amendOne(account);
      case 3, 4, 5 -> engine.place(account, BTC, list("list" + n));
      case 6, 7 -> engine.place(account, BTC, family());
      default -> engine.place(account, BTC, orders.order(single()));
    }
  }

  private void cancelOne(Account account) {
    List<OrderView> open = engine.openOrders(account, BTC);
    if (!open.isEmpty()) {
      OrderView order = open.get(random.nextInt(open.size()));
      engine.cancel(account, BTC, new OrderRef(order.id(), null), status -> true);
    }
  }

  private void amendOne(Account account) {
    List<OrderView> open = engine.openOrders(account, BTC);
    if (!open.isEmpty()) {
      OrderView order = open.get(random.nextInt(open.size()));
      BigDecimal smaller =
          Amounts.floorTo(order.quantity().multiply(new BigDecimal("0.7")), BTC.step());
      engine.amend(account, BTC, new OrderRef(order.id(), null), smaller, order.clientId());
    }
  }

  // --- texts

  private String single() {
    String order = side() + " " + quantity() + " ";
    String rest = "@ " + price(98, 102) + " " + any("GTC", "GTC", "IOC", "FOK", "POST_ONLY");
    String text =
        switch (random.nextInt(9)) {
          case 0 -> order + "MARKET";
          case 1 -> order + "@ " + price(98, 102) + " GTC MAKER";
          case 2 -> order + "@ " + price(98, 102) + " GTC SHOW 0.02";
          case 3 -> order + any("STOP ", "PROFIT ") + price(98, 102);
          case 4 -> order + any("STOP ", "PROFIT ") + price(98, 102) + " " + rest;
          case 5 -> order + any("STOP", "PROFIT") + " TRAIL " + (10 + random.nextInt(100));
          case 6 -> order + any("PEG OWN 0 GTC", "PEG OWN 3 GTC MAKER", "PEG OTHER 1 IOC");
          case 7 -> order + any("STOP ", "PROFIT ") + price(98, 102) + " PEG OTHER 2 GTC";
          default -> order + rest;
        };
    return text
        + " STP "
        + any("NONE", "EXPIRE_TAKER", "EXPIRE_MAKER", "EXPIRE_BOTH", "DECREMENT", "TRANSFER");
  }

  private NewOrderList list(String name) {
    ListKind kind = KINDS.get(random.nextInt(KINDS.size()));
    boolean pays = kind == ListKind.ONE_PAYS_FOR_OTHER;
    String side = pays ? "SELL" : side();
    String quantity = pays ? "?" : quantity();
    List<NewOrder> legs = new ArrayList<>();
    if (kind != ListKind.ONE_CANCELS_OTHER) {
      String working = (pays ? "BUY " : side() + " ") + quantity();
      legs.add(orders.order(working + " @ " + price(99, 101) + any(" GTC", " GTC MAKER")));
    }
    boolean sells = side.equals("SELL");
    String low = price(98, 99).toPlainString();
    String high = price(101, 102).toPlainString();
    String order = side + " " + quantity + " ";
    if (kind == ListKind.ONE_CANCELS_OTHER || random.nextBoolean()) {
      legs.add(orders.order(order + "STOP " + (sells ? low : high)));
      String profit = sells ? high : low;
      legs.add(orders.order(order + any("@ " + profit + " GTC MAKER", "PROFIT " + profit)));
    } else {
      legs.add(orders.order(order + any("MARKET", "STOP " + low, "@ " + high + " GTC")));
    }
    return new NewOrderList(kind, name, legs);
  }

  private NewOrder family() {
    String wait = any("STOP ", "PROFIT ") + price(98, 102);
    String size = side() + " " + quantity() + " ";
    return switch (random.nextInt(3)) {
      case 0 -> orders.unfunded(size + wait);
      case 1 -> orders.making(size + wait, size + any("MARKET", "@ " + price(98, 102) + " GTC"));
      default ->
          orders.exiting(
              "BUY " + quantity() + " @ " + price(99, 102) + " GTC",
              "SELL ? PROFIT " + price(100, 102) + " @ " + price(100, 102) + " GTC",
              "SELL ? STOP " + price(98, 100));
    };
  }

  private String side() {
    return any("BUY", "SELL");
  }

  private String quantity() {
    return BTC.step().multiply(BigDecimal.valueOf(1_000L + random.nextInt(20_000))).toPlainString();
  }

  /** A price between two percentages of the first one. */
  private BigDecimal price(int from, int to) {
    BigDecimal percent = BigDecimal.valueOf(from * 100L + random.nextInt((to - from) * 100));
    return Amounts.floorTo(BTC.startPrice().multiply(percent.movePointLeft(4)), BTC.tick());
  }

  private String any(String... choices) {
    return choices[random.nextInt(choices.length)];
  }
}
