package org.aristobot.simulator.judge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Predicate;
import org.aristobot.simulator.judge.Peer.Ask;
import org.aristobot.simulator.judge.Peer.Balance;
import org.aristobot.simulator.judge.Peer.Fill;
import org.aristobot.simulator.judge.Peer.Kind;
import org.aristobot.simulator.judge.Peer.Level;
import org.aristobot.simulator.judge.Peer.Order;
import org.aristobot.simulator.judge.Peer.PairAsk;
import org.aristobot.simulator.judge.Peer.Side;
import org.aristobot.simulator.judge.Peer.State;
import org.jspecify.annotations.Nullable;

/**
 * What the cells on orders demand. The market stands at 43000 when they start; the account has the
 * demo's 10 BTC and 1,000,000 USDT.
 */
final class OrderCells {

  private static final int TRAILING_BIPS = 100;

  private final Peer peer;
  private final Truth truth;
  private final String btc;
  private int asked;

  OrderCells(Peer peer, Truth truth, String symbol) {
    this.peer = peer;
    this.truth = truth;
    this.btc = symbol;
  }

  void check(Cell cell) throws Exception {
    switch (cell) {
      case CREATE_MARKET_BUY -> market(Side.BUY);
      case CREATE_MARKET_SELL -> market(Side.SELL);
      case CREATE_LIMIT -> placed(limitBuy("0.01", "42000"), State.OPEN);
      case CREATE_STOP_LOSS -> stopLoss();
      case CREATE_STOP_LOSS_LIMIT -> stopLossLimit();
      case CREATE_TAKE_PROFIT -> takeProfit();
      case CREATE_TAKE_PROFIT_LIMIT -> takeProfitLimit();
      case CREATE_POST_ONLY -> postOnly();
      case CREATE_IOC -> immediateOrCancel();
      case CREATE_FOK -> fillOrKill();
      case CREATE_TRAILING -> trailing();
      case CREATE_OCO -> pair();
      case FETCH_ORDER -> fetch();
      case CANCEL_ORDER -> cancel();
      case EDIT_ORDER -> edit();
      case OPEN_ORDERS -> open();
      case CLOSED_ORDERS -> closed();
      case MY_TRADES -> fills();
      default -> throw new IllegalArgumentException(cell.word());
    }
  }

  Ask limitBuy(String quantity, String price) {
    return ask(Kind.LIMIT, Side.BUY, quantity, price, null);
  }

  Ask ask(
      Kind kind, Side side, String quantity, @Nullable String price, @Nullable String stopPrice) {
    return new Ask(
        kind,
        side,
        btc,
        new BigDecimal(quantity),
        price == null ? null : new BigDecimal(price),
        stopPrice == null ? null : new BigDecimal(stopPrice),
        "judge-" + ++asked);
  }

  // --- agreement

  /** Places, and holds what was asked and what the peer tells against the truth. */
  private Truth.Order placed(Ask ask, State state) throws Exception {
    Order told = peer.place(ask);
    Truth.Order order = truth.order(told.id());
    arrived(ask, order);
    assertThat(order.state()).as("status").isEqualTo(state);
    agrees(told, order);
    readBack(order.id());
    return order;
  }

  /** What was asked is what the venue has. */
  private static void arrived(Ask ask, Truth.Order order) {
    assertThat(order.clientId()).as("client id").isEqualTo(ask.clientId());
    assertThat(order.symbol()).as("symbol").isEqualTo(ask.symbol());
    assertThat(order.side()).as("side").isEqualTo(ask.side());
    assertThat(order.type()).as("type").isEqualTo(ask.kind().truth);
    same("quantity", ask.quantity(), order.quantity());
    same("price", ask.price(), order.price());
    same("stop price", ask.stopPrice(), order.stopPrice());
    assertThat(order.trailingBips())
        .as("trailing delta")
        .isEqualTo(ask.kind() == Kind.TRAILING ? TRAILING_BIPS : null);
  }

  private static void same(String what, @Nullable BigDecimal asked, @Nullable BigDecimal had) {
    if (asked == null) {
      assertThat(had).as(what).isNull();
    } else {
      assertThat(had).as(what).isEqualByComparingTo(asked);
    }
  }

  /** All that the peer tells of an order is so. */
  private static void agrees(Order told, Truth.Order order) {
    assertThat(told.id()).as("told id").isEqualTo(order.id());
    if (told.clientId() != null) {
      assertThat(told.clientId()).as("told client id").isEqualTo(order.clientId());
    }
    if (told.symbol() != null) {
      assertThat(told.symbol()).as("told symbol").isEqualTo(order.symbol());
    }
    if (told.side() != null) {
      assertThat(told.side()).as("told side").isEqualTo(order.side());
    }
    if (told.state() != null) {
      assertThat(told.state()).as("told status").isEqualTo(order.state());
    }
    agrees("told quantity", told.quantity(), order.quantity());
    agrees("told price", told.price(), order.price());
    agrees("told stop price", told.stopPrice(), order.stopPrice());
    agrees("told filled", told.filled(), order.filled());
  }

  private static void agrees(String what, @Nullable BigDecimal told, @Nullable BigDecimal had) {
    if (told != null) {
      assertThat(had).as(what).isNotNull().isEqualByComparingTo(told);
    }
  }

  /** Asked for the order, the peer tells at least who, what, how much and how far. */
  private Order readBack(String id) throws Exception {
    Order told = peer.order(btc, id);
    assertThat(told.clientId()).as("told client id").isNotNull();
    assertThat(told.symbol()).as("told symbol").isNotNull();
    assertThat(told.side()).as("told side").isNotNull();
    assertThat(told.quantity()).as("told quantity").isNotNull();
    assertThat(told.filled()).as("told filled").isNotNull();
    assertThat(told.state()).as("told status").isNotNull();
    agrees(told, truth.order(id));
    return told;
  }

  private void nowStands(String id, State state) throws Exception {
    assertThat(truth.order(id).state()).as("status").isEqualTo(state);
    readBack(id);
  }

  private void movesAndStands(String price, String id, State state) throws Exception {
    truth.price(btc, price);
    nowStands(id, state);
  }

  // --- placing

  private void market(Side side) throws Exception {
    Truth.Order order = placed(ask(Kind.MARKET, side, "0.01", null, null), State.FILLED);
    assertThat(order.filled()).isEqualByComparingTo("0.01");
  }

  private void stopLoss() throws Exception {
    String id = conditional(Kind.STOP_LOSS, null, "42000");
    movesAndStands("42001", id, State.OPEN);
    movesAndStands("42000", id, State.FILLED);
  }

  private void stopLossLimit() throws Exception {
    String id = conditional(Kind.STOP_LOSS_LIMIT, "41900", "42000");
    movesAndStands("42001", id, State.OPEN);
    movesAndStands("42000", id, State.FILLED);
  }

  private void takeProfit() throws Exception {
    String id = conditional(Kind.TAKE_PROFIT, null, "44000");
    movesAndStands("43999", id, State.OPEN);
    movesAndStands("44000", id, State.FILLED);
  }

  /** Triggered, it rests on the book until its own price is met. */
  private void takeProfitLimit() throws Exception {
    String id = conditional(Kind.TAKE_PROFIT_LIMIT, "44100", "44000");
    movesAndStands("44000", id, State.OPEN);
    movesAndStands("44100", id, State.FILLED);
  }

  private String conditional(Kind kind, @Nullable String price, String stopPrice) throws Exception {
    return placed(ask(kind, Side.SELL, "0.01", price, stopPrice), State.OPEN).id();
  }

  /** One that would take is refused, or ends without a fill. */
  private void postOnly() throws Exception {
    placed(ask(Kind.POST_ONLY, Side.BUY, "0.01", "42000", null), State.OPEN);
    Ask crossing = ask(Kind.POST_ONLY, Side.BUY, "0.01", "43100", null);
    Throwable refusal = catchThrowable(() -> peer.place(crossing));
    List<Truth.Order> orders = truth.orders();
    assertThat(orders).as("orders, refused with %s", refusal).hasSize(refusal == null ? 2 : 1);
    assertThat(orders).allSatisfy(order -> assertThat(order.filled()).isZero());
    assertThat(truth.requests("place_order")).as("placements that arrived").isEqualTo(2);
  }

  private void immediateOrCancel() throws Exception {
    Level best = peer.orderBook(btc).asks().getFirst();
    Truth.Order order = placed(moreThan(best, Kind.IOC), State.ENDED);
    assertThat(order.filled()).as("filled").isEqualByComparingTo(best.quantity());
  }

  private void fillOrKill() throws Exception {
    Level best = peer.orderBook(btc).asks().getFirst();
    Truth.Order killed = placed(moreThan(best, Kind.FOK), State.ENDED);
    assertThat(killed.filled()).as("filled").isZero();
    String price = best.price().toPlainString();
    placed(ask(Kind.FOK, Side.BUY, "0.01", price, null), State.FILLED);
  }

  /** More than stands at the best price, and no price beyond it. */
  private Ask moreThan(Level best, Kind kind) {
    String quantity = best.quantity().add(new BigDecimal("0.001")).toPlainString();
    return ask(kind, Side.BUY, quantity, best.price().toPlainString(), null);
  }

  /** One per cent below the highest price since: 43560 after 44000. */
  private void trailing() throws Exception {
    String id = placed(ask(Kind.TRAILING, Side.SELL, "0.01", null, null), State.OPEN).id();
    movesAndStands("44000", id, State.OPEN);
    movesAndStands("43570", id, State.OPEN);
    movesAndStands("43560", id, State.FILLED);
  }

  private void pair() throws Exception {
    BigDecimal profit = new BigDecimal("44000");
    BigDecimal loss = new BigDecimal("42000");
    PairAsk ask = new PairAsk(Side.SELL, btc, new BigDecimal("0.01"), profit, loss);
    List<Order> told = peer.placePair(ask);
    List<Truth.Order> orders = truth.orders();
    assertThat(orders).hasSize(2);
    assertThat(orders.getFirst().listId()).isNotNull().isEqualTo(orders.getLast().listId());
    assertThat(told)
        .extracting(Order::id)
        .containsExactlyInAnyOrderElementsOf(orders.stream().map(Truth.Order::id).toList());
    for (Order leg : told) {
      agrees(leg, truth.order(leg.id()));
    }
    Truth.Order limit = leg(orders, order -> order.stopPrice() == null);
    Truth.Order stop = leg(orders, order -> order.stopPrice() != null);
    same("profit", profit, limit.price());
    same("loss", loss, stop.stopPrice());
    movesAndStands("44000", limit.id(), State.FILLED);
    nowStands(stop.id(), State.ENDED);
  }

  private static Truth.Order leg(List<Truth.Order> orders, Predicate<Truth.Order> which) {
    return orders.stream().filter(which).findFirst().orElseThrow();
  }

  // --- afterwards

  private void fetch() throws Exception {
    String id = peer.place(limitBuy("0.01", "42000")).id();
    assertThat(readBack(id).price()).isEqualByComparingTo("42000");
    movesAndStands("41999", id, State.FILLED);
    assertThat(truth.only().filled()).isEqualByComparingTo("0.01");
  }

  private void cancel() throws Exception {
    String id = peer.place(limitBuy("0.01", "42000")).id();
    peer.cancel(btc, id);
    nowStands(id, State.ENDED);
    assertThat(truth.only().filled()).isZero();
    assertThat(truth.requests("cancel_order")).as("cancels that arrived").isEqualTo(1);
  }

  private void edit() throws Exception {
    String id = peer.place(limitBuy("0.01", "42000")).id();
    peer.edit(id, limitBuy("0.02", "41500"));
    List<Truth.Order> open =
        truth.orders().stream().filter(order -> order.state() == State.OPEN).toList();
    assertThat(open).hasSize(1);
    same("price", new BigDecimal("41500"), open.getFirst().price());
    same("quantity", new BigDecimal("0.02"), open.getFirst().quantity());
    readBack(open.getFirst().id());
    for (Truth.Order order : truth.orders()) {
      assertThat(order.filled()).isZero();
    }
  }

  private void open() throws Exception {
    String first = peer.place(limitBuy("0.01", "42000")).id();
    peer.place(ask(Kind.MARKET, Side.BUY, "0.01", null, null));
    String second = peer.place(ask(Kind.LIMIT, Side.SELL, "0.02", "44000", null)).id();
    lists(peer.openOrders(btc), List.of(first, second));
  }

  private void closed() throws Exception {
    String filled = peer.place(ask(Kind.MARKET, Side.BUY, "0.01", null, null)).id();
    String canceled = peer.place(limitBuy("0.01", "42000")).id();
    peer.place(limitBuy("0.02", "41000"));
    peer.cancel(btc, canceled);
    lists(peer.closedOrders(btc), List.of(filled, canceled));
  }

  private void lists(List<Order> told, List<String> ids) {
    assertThat(told).extracting(Order::id).containsExactlyInAnyOrderElementsOf(ids);
    for (Order order : told) {
      assertThat(order.quantity()).as("told quantity").isNotNull();
      assertThat(order.state()).as("told status").isNotNull();
      agrees(order, truth.order(order.id()));
    }
  }

  /** The fills of a taker and of a maker explain what the account holds afterwards. */
  private void fills() throws Exception {
    String taker = peer.place(limitBuy("0.01", "43100")).id();
    String maker = peer.place(limitBuy("0.02", "42000")).id();
    truth.price(btc, "41000");
    List<Fill> fills = peer.fills(btc);
    BigDecimal base = new BigDecimal("10");
    BigDecimal quote = new BigDecimal("1000000");
    for (Fill fill : fills) {
      assertThat(fill.fee()).as("fee").isPositive();
      base = base.add(fill.quantity());
      quote = quote.subtract(fill.price().multiply(fill.quantity()));
      if (fill.feeAsset().equals("BTC")) {
        base = base.subtract(fill.fee());
      } else {
        assertThat(fill.feeAsset()).isEqualTo("USDT");
        quote = quote.subtract(fill.fee());
      }
    }
    same("filled", sum(fills, taker), truth.order(taker).filled());
    same("filled", sum(fills, maker), truth.order(maker).filled());
    Map<String, Balance> balances = peer.balances();
    same("BTC", base, Objects.requireNonNull(balances.get("BTC")).free());
    same("USDT", quote, Objects.requireNonNull(balances.get("USDT")).free());
  }

  private static BigDecimal sum(List<Fill> fills, String orderId) {
    return fills.stream()
        .filter(fill -> fill.orderId().equals(orderId))
        .map(Fill::quantity)
        .reduce(BigDecimal.ZERO, BigDecimal::add);
  }
}
