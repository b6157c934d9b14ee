package org.aristobot.contract;

import static java.util.Map.entry;
import static java.util.stream.Collectors.toMap;
import static org.aristobot.contract.CapabilityOrders.LTC;
import static org.aristobot.contract.CapabilityOrders.d;
import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.aristobot.conformance.FreeLedger;
import org.aristobot.exchange.Credentials;
import org.aristobot.exchange.Exchange;
import org.aristobot.exchange.Exchanges;
import org.aristobot.exchange.LedgerState;
import org.aristobot.model.Environment;
import org.aristobot.model.NativeClientOrderId;
import org.aristobot.model.Order;
import org.aristobot.model.OrderBook;
import org.aristobot.model.OrderRef.ByVenueId;
import org.aristobot.model.OrderRequest;
import org.aristobot.model.Venue;
import org.aristobot.simulator.Simulator;
import org.aristobot.simulator.SimulatorOptions;
import org.aristobot.simulator.wire.LimitProfile;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** The client and a simulated venue, whose books tell what an order really became. */
final class CapabilityRig implements AutoCloseable {

  static final Credentials DEMO = new Credentials("demo", "demo-secret", null);
  static final Duration PATIENCE = Duration.ofSeconds(2);

  final Simulator simulator;
  final Exchange exchange;
  final ControlPlane venue;
  final Credentials demo;
  private final Set<String> common;
  private final int levels;

  /**
   * @param demo the account that trades
   * @param common parameters that every order has, whatever it asks for
   * @param levels of an order book at most
   * @param ledger null where the venue tells its limits, which are out of the way here
   */
  private CapabilityRig(
      Venue name, Credentials demo, Set<String> common, int levels, @Nullable LedgerState ledger) {
    this.demo = demo;
    this.common = common;
    this.levels = levels;
    MovableClock clock = MovableClock.onASaturday();
    simulator =
        Simulator.start(
            SimulatorOptions.of(name.word())
                .withFrozen(true)
                .withLimits(LimitProfile.FAST)
                .withClock(clock));
    exchange = Exchanges.create(name, Environment.LIVE, simulator.uri(), clock, null, ledger);
    venue = new ControlPlane(simulator.uri());
  }

  static CapabilityRig binance() {
    return new CapabilityRig(
        Venue.BINANCE,
        DEMO,
        Set.of("symbol", "timestamp", "recvWindow", "newOrderRespType", "signature"),
        1000,
        null);
  }

  static CapabilityRig bitget() {
    return new CapabilityRig(
        Venue.BITGET,
        new Credentials("demo", "demo-secret", "demo-pass"),
        Set.of("symbol", "requestTime", "receiveWindow"),
        150,
        new FreeLedger());
  }

  @Override
  public void close() {
    exchange.close();
    simulator.close();
  }

  void cancelAll() {
    for (Order open : exchange.openOrders(demo, LTC).rows()) {
      exchange.prepareCancel(demo, LTC, new ByVenueId(open.venueOrderId()), PATIENCE).send();
    }
  }

  void price(String price) {
    venue.price(LTC.toString(), price);
  }

  Order place(OrderRequest request) {
    return ExchangeContract.taken(exchange.prepareOrder(demo, request, PATIENCE).send());
  }

  /** The parameters of the newest order that arrived, but for those that every order has. */
  Map<String, String> arrived(OrderRequest request) {
    JsonNode newest =
        venue.requests("demo").reversed().stream()
            .filter(seen -> seen.path("operation").asString("").equals("place_order"))
            .findFirst()
            .orElseThrow();
    assertThat(newest.toString()).contains(request.id().text());
    return newest.path("parameters").properties().stream()
        .filter(parameter -> !common.contains(parameter.getKey()))
        .collect(toMap(Map.Entry::getKey, parameter -> parameter.getValue().asString()));
  }

  /** Exactly these; a star stands for an id of the request. */
  void assertArrived(OrderRequest request, String expected) {
    Map<String, String> arrived = arrived(request);
    arrived.replaceAll((_, value) -> value.startsWith(request.id().text()) ? "*" : value);
    Map<String, String> wanted =
        Arrays.stream(expected.split(" ", -1))
            .map(pair -> pair.split("=", 2))
            .map(pair -> entry(pair[0], pair[1]))
            .collect(toMap(Map.Entry::getKey, Map.Entry::getValue));
    assertThat(arrived).containsExactlyInAnyOrderEntriesOf(wanted);
  }

  /** The order in the venue's books. */
  JsonNode books(NativeClientOrderId id) {
    return venue.orders("demo").stream()
        .filter(order -> order.path("client_order_id").asString("").equals(id.text()))
        .findFirst()
        .orElseThrow(() -> new AssertionError("no order " + id));
  }

  /** Fields of the order in the venue's books. */
  void assertBooks(OrderRequest request, String expected) {
    JsonNode order = books(request.id());
    for (String pair : expected.split(" ", -1)) {
      String[] field = pair.split("=", 2);
      assertThat(order.path(field[0]).asString("")).as(field[0]).isEqualTo(field[1]);
    }
  }

  BigDecimal filled(NativeClientOrderId id) {
    return d(books(id).path("filled").asString());
  }

  /** The legs in the venue's books, all of one list: type, side, status, trigger or price. */
  void assertLegs(OrderRequest request, String... expected) {
    List<JsonNode> legs =
        exchange.family(request).legs().stream().map(leg -> books(leg.id())).toList();
    assertThat(legs)
        .extracting(leg ->
            leg.path("type").asString()
                + " "
                + leg.path("side").asString()
                + " "
                + leg.path("status").asString()
                + " "
                + (leg.has("stop_price") ? leg.path("stop_price") : leg.path("price")).asString())
        .containsExactly(expected);
    assertThat(legs).extracting(leg -> leg.path("list_id").asString("")).doesNotContain("");
    assertThat(legs)
        .extracting(leg -> leg.path("list_id").asString(""))
        .containsOnly(legs.getFirst().path("list_id").asString());
  }

  void assertNothingOpen() {
    assertThat(exchange.openOrders(demo, LTC).rows()).isEmpty();
  }

  BigDecimal askedAt(String price) {
    return exchange.orderBook(LTC, levels).asks().stream()
        .filter(level -> level.price().compareTo(d(price)) == 0)
        .map(OrderBook.Level::quantity)
        .findFirst()
        .orElse(BigDecimal.ZERO);
  }
}
