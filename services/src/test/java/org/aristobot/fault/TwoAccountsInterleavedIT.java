package org.aristobot.fault;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.IntFunction;
import org.aristobot.bus.BusClient.Answer;
import org.aristobot.fault.SimulatedVenue.VenueOrder;
import org.aristobot.vault.Broker;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Two accounts and one with a wrong secret, all at the same moment through the same client: whose
 * order is whose.
 */
class TwoAccountsInterleavedIT {

  private static final Duration PATIENCE = Duration.ofSeconds(60);

  /** Orders of each good account. */
  private static final int ORDERS = 50;

  private static final int FORGED = 20;
  private static final int AT_LEAST_IN_FLIGHT = 64;

  /** In milliseconds; so long that all can come meanwhile. */
  private static final int SLOW = 2000;

  private static final int MOST_COPIES = 10;

  @TempDir Path data;

  private record Asked(Broker broker, String requestId, Answer answer) {}

  @ParameterizedTest
  @ValueSource(ints = {1, 3})
  void every_order_is_on_its_own_account_and_no_good_signature_is_refused(int count)
      throws Exception {
    List<GatewayProcess> gateways = new ArrayList<>();
    try (World world = new World(data)) {
      SimulatedVenue venue = world.venue();
      venue.account("seller", "seller-secret", "{\"BTC\":\"3\",\"USDT\":\"700\"}");
      venue.account("buyer", "buyer-secret", "{\"BTC\":\"0.5\",\"USDT\":\"90000\"}");
      venue.account("third", "third-secret", "{\"BTC\":\"7\",\"USDT\":\"7000\"}");
      Broker seller = world.broker("anna", "seller", "seller-secret");
      Broker buyer = world.broker("ben", "buyer", "buyer-secret");
      Broker forger = world.broker("mallory", "third", "buyer-secret");
      for (int i = 0; i < count; i++) {
        gateways.add(GatewayProcess.launch(world));
      }
      gateways.forEach(gateway -> gateway.serve(new Death.Never()));
      // The first of a gateway reads the venue's clock and markets.
      for (int i = 0; i < 4 * count; i++) {
        assertThat(balances(world, seller).get("BTC").get("total").decimalValue())
            .isEqualByComparingTo("3");
      }
      venue.arm(
          "{\"fault\":\"slow\",\"match\":\"place_order\",\"ms\":%d,\"after_accept\":true,\"times\":1000}"
              .formatted(SLOW));

      List<Asked> asked = allAtOnce(world, seller, buyer, forger);

      assertThat(venue.mostInFlight()).isGreaterThanOrEqualTo(AT_LEAST_IN_FLIGHT);
      System.out.println(count + " gateways, in flight " + venue.mostInFlight());
      assertThat(of(seller, asked)).hasSize(ORDERS).allMatch(one -> one.answer().success());
      assertThat(of(buyer, asked)).hasSize(ORDERS).allMatch(one -> one.answer().success());
      assertThat(of(forger, asked))
          .hasSize(FORGED)
          .allMatch(one -> "AUTHENTICATION_FAILED".equals(one.answer().code()));
      assertThat(venue.badSignatures()).isEqualTo(FORGED);
      requireOwn(world, "seller", of(seller, asked));
      requireOwn(world, "buyer", of(buyer, asked));
      assertThat(venue.orders("third")).isEmpty();

      // Each sale takes its quantity, each order at rest keeps its price times its quantity.
      JsonNode sold = balances(world, seller);
      assertThat(sold.get("BTC").get("total").decimalValue()).isEqualByComparingTo("2.95");
      assertThat(sold.get("USDT").get("used").decimalValue()).isEqualByComparingTo("0");
      JsonNode bought = balances(world, buyer);
      assertThat(bought.get("BTC").get("total").decimalValue()).isEqualByComparingTo("0.5");
      assertThat(bought.get("USDT").get("total").decimalValue()).isEqualByComparingTo("90000");
      assertThat(bought.get("USDT").get("used").decimalValue()).isEqualByComparingTo("60000");
    } finally {
      gateways.forEach(GatewayProcess::close);
    }
  }

  private static List<Asked> allAtOnce(World world, Broker seller, Broker buyer, Broker forger)
      throws Exception {
    CountDownLatch barrier = new CountDownLatch(1);
    List<Future<Asked>> asking = new ArrayList<>();
    try (ExecutorService callers = Executors.newVirtualThreadPerTaskExecutor()) {
      for (int i = 0; i < ORDERS; i++) {
        int n = i;
        IntFunction<ObjectNode> bid = TwoAccountsInterleavedIT::bid;
        asking.add(
            callers.submit(() -> ask(world, seller, TwoAccountsInterleavedIT::sale, n, barrier)));
        asking.add(callers.submit(() -> ask(world, buyer, bid, n, barrier)));
        if (i < FORGED) {
          asking.add(callers.submit(() -> ask(world, forger, bid, n, barrier)));
        }
      }
      barrier.countDown();
      List<Asked> asked = new ArrayList<>();
      for (Future<Asked> one : asking) {
        asked.add(one.get());
      }
      return asked;
    }
  }

  private static Asked ask(
      World world, Broker broker, IntFunction<ObjectNode> order, int number, CountDownLatch barrier)
      throws InterruptedException {
    barrier.await();
    String requestId = broker.id() + "-" + number;
    for (int copy = 1; ; copy++) {
      world.push(requestId, "place_order", order.apply(number), broker);
      Answer answer = world.answer(requestId, PATIENCE);
      // What finds no free connection in time is not sent, and may be asked again.
      if (copy == MOST_COPIES || !"EXCHANGE_UNAVAILABLE".equals(answer.code())) {
        return new Asked(broker, requestId, answer);
      }
    }
  }

  private static ObjectNode sale(int number) {
    return Orders.base("BTC/USDT", "sell", "market", "0.001")
        .put("client_order_id", "one-name-for-all-" + number);
  }

  private static ObjectNode bid(int number) {
    return Orders.base("BTC/USDT", "buy", "limit", "0.03")
        .put("price", new BigDecimal("40000"))
        .put("client_order_id", "one-name-for-all-" + number);
  }

  private static List<Asked> of(Broker broker, List<Asked> asked) {
    return asked.stream().filter(one -> one.broker().id() == broker.id()).toList();
  }

  /** The account has exactly the orders that its own callers were told of. */
  private static void requireOwn(World world, String key, List<Asked> asked) {
    Set<String> told = new HashSet<>();
    asked.forEach(one -> told.add(one.answer().data().get("id").asString()));
    List<VenueOrder> there = world.venue().orders(key);
    assertThat(there).extracting(VenueOrder::id).containsExactlyInAnyOrderElementsOf(told);
    String side = key.equals("seller") ? "sell" : "buy";
    assertThat(there).allMatch(order -> order.side().equals(side));
    List<String> journaled =
        world.column(
            "SELECT native_client_order_id FROM orders WHERE broker_id = "
                + asked.getFirst().broker().id());
    assertThat(there)
        .extracting(VenueOrder::clientOrderId)
        .containsExactlyInAnyOrderElementsOf(journaled);
  }

  private static JsonNode balances(World world, Broker broker) {
    String requestId = "balance-" + UUID.randomUUID();
    world.push(requestId, "get_balance", World.JSON.createObjectNode(), broker);
    Answer answer = world.answer(requestId, PATIENCE);
    assertThat(answer.success()).as("%s", answer.raw()).isTrue();
    return answer.data();
  }
}
