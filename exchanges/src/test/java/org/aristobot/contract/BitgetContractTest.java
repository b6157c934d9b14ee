package org.aristobot.contract;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Set;
import org.aristobot.conformance.FreeLedger;
import org.aristobot.exchange.Credentials;
import org.aristobot.exchange.Doubt;
import org.aristobot.exchange.ErrorKind;
import org.aristobot.exchange.Exchange;
import org.aristobot.exchange.Exchanges;
import org.aristobot.exchange.Finding;
import org.aristobot.exchange.Prepared;
import org.aristobot.model.Environment;
import org.aristobot.model.Order;
import org.aristobot.model.OrderRequest;
import org.aristobot.model.OrderStatus;
import org.aristobot.model.Side;
import org.aristobot.model.Venue;
import org.aristobot.simulator.Simulator;
import org.aristobot.simulator.SimulatorOptions;
import org.aristobot.simulator.wire.LimitProfile;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The Bitget spot client against the simulated Bitget. */
class BitgetContractTest extends DoubtContract {

  private static final MovableClock CLOCK = MovableClock.onASaturday();

  private static Simulator simulator;
  private static Exchange exchange;

  @BeforeAll
  static void start() {
    simulator =
        Simulator.start(
            SimulatorOptions.of("bitget")
                .withFrozen(true)
                .withLimits(LimitProfile.FAST)
                .withClock(CLOCK));
    exchange = client(simulator.uri());
  }

  /** The venue tells no limits, so that the client's own count would hold up what these do. */
  private static Exchange client(URI base) {
    return Exchanges.create(Venue.BITGET, Environment.LIVE, base, CLOCK, null, new FreeLedger());
  }

  @AfterAll
  static void stop() {
    exchange.close();
    simulator.close();
  }

  @Override
  Exchange exchange() {
    return exchange;
  }

  @Override
  Exchange reach(URI base) {
    Exchange other = client(base);
    other.remember(List.of(exchange.instrument(LTC)));
    return other;
  }

  @Override
  URI address() {
    return simulator.uri();
  }

  @Override
  void pass(Duration time) {
    CLOCK.putForward(time);
  }

  @Override
  InstantSource clock() {
    return CLOCK;
  }

  @Override
  ControlPlane venue() {
    return new ControlPlane(simulator.uri());
  }

  @Override
  Credentials demo() {
    return new Credentials("demo", "demo-secret", "demo-pass");
  }

  @Override
  Credentials demo2() {
    return new Credentials("demo2", "demo-secret", "demo-pass");
  }

  @Override
  Set<Trait> traits() {
    return Set.of(
        Trait.ACKNOWLEDGES_ONLY,
        Trait.HIDES_TIME_IN_FORCE,
        Trait.HIDES_KIND_OF_TRIGGER,
        Trait.BOUNDS_BUYS_IN_BASE,
        Trait.HAS_NO_LEAST_QUANTITY,
        Trait.TELLS_SECONDS_OF_OLD_TRADES,
        Trait.TESTS_NO_ORDERS,
        Trait.EXPIRES_ON_ARRIVAL,
        Trait.REFUSES_REPLACEMENTS_IN_WORDS,
        Trait.MAKES_LEGS_OF_ITS_OWN,
        Trait.LEAVES_THE_OTHER_LEG);
  }

  @Override
  String unlistedError() {
    return """
    {"fault":"error_code","times":1,"match":"place_order","code":49999,"msg":"Odd.","status":400}\
    """;
  }

  // 160–169: accounts and environments

  /** Refused before the signature is looked at, so that it says nothing of the key (section 14). */
  @Test
  void c160_a_unified_account_is_told_as_such_and_not_as_a_bad_key() {
    venue()
        .account(
            """
            {"key":"unified","secret":"demo-secret","passphrase":"demo-pass","unified":true,
             "balances":{"USDT":"1000"},"permissions":["read","trade"]}\
            """);
    for (String secret : List.of("demo-secret", "wrong-secret")) {
      Credentials unified = new Credentials("unified", secret, "demo-pass");
      assertKind(() -> exchange().checkCredentials(unified), ErrorKind.UNSUPPORTED_OPERATION);
      assertRejected(
          exchange().prepareOrder(unified, restingBuy(), PATIENCE).send(),
          ErrorKind.UNSUPPORTED_OPERATION);
    }
    assertThat(venue().orders("unified")).isEmpty();
  }

  /** Both environments have one address; a header and the kind of key tell them apart. */
  @Test
  void c161_a_key_works_in_its_own_environment_only() {
    venue()
        .account(
            """
            {"key":"paper","secret":"demo-secret","passphrase":"demo-pass","paper":true,
             "balances":{"USDT":"1000"},"permissions":["read","trade"]}\
            """);
    Credentials paper = new Credentials("paper", "demo-secret", "demo-pass");
    try (Exchange testnet =
        Exchanges.create(
            Venue.BITGET, Environment.TESTNET, address(), CLOCK, null, new FreeLedger())) {
      testnet.remember(List.of(exchange().instrument(BTC)));
      OrderRequest request = restingBuy();
      taken(testnet.prepareOrder(paper, request, PATIENCE).send());
      assertThat(venue().ordersWithClientId("paper", request.id().text())).isOne();
      assertRejected(
          testnet.prepareOrder(demo(), restingBuy(), PATIENCE).send(),
          ErrorKind.AUTHENTICATION_FAILED);
      assertRejected(
          exchange().prepareOrder(paper, restingBuy(), PATIENCE).send(),
          ErrorKind.AUTHENTICATION_FAILED);
    }
  }

  /** The venue takes a used id again once its order is done (section 12): nothing protects. */
  @Test
  void c162_the_venue_executes_a_used_id_again_so_that_nothing_is_ever_sent_twice() {
    OrderRequest request =
        request(Side.BUY, base("0.001"), limit(up(exchange().ticker(BTC).ask(), "1.01")));
    assertThat(accepted(request).status()).isEqualTo(OrderStatus.FILLED);
    assertThat(accepted(request).status()).isEqualTo(OrderStatus.FILLED);
    assertThat(onVenue(request)).isEqualTo(2);
  }

  /** Looked up by its client id it is not found after two hours, in the lists it is. */
  @Test
  void c163_an_order_of_hours_ago_is_found_although_its_client_id_is_not() {
    OrderRequest request = restingBuy();
    Instant sentAt = clock().instant();
    Prepared prepared = exchange().prepareOrder(demo(), request, PATIENCE);
    Order order = taken(prepared.send());
    OrderRequest lost = restingBuy();
    pass(Duration.ofHours(3));
    List<Finding> findings =
        exchange()
            .look(
                demo(),
                List.of(
                    new Doubt.Placement(request, sentAt, prepared.expiresAt(), null),
                    new Doubt.Placement(lost, sentAt, prepared.expiresAt(), null)));
    assertThat(findings.get(0))
        .isInstanceOfSatisfying(
            Finding.Executed.class,
            found -> assertThat(found.order().venueOrderId()).isEqualTo(order.venueOrderId()));
    assertThat(findings.get(1)).isInstanceOf(Finding.NotExecuted.class);
    accepted(cancel(order));
  }
}
