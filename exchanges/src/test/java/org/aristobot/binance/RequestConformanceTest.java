package org.aristobot.binance;

import static java.util.Map.entry;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.aristobot.conformance.RequestDifference;
import org.aristobot.conformance.RequestDifference.Parameter;
import org.aristobot.exchange.ExchangeException;
import org.aristobot.net.StubServer.Reply;
import org.aristobot.net.StubServer.Seen;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** The requests that an independent client builds for the same wishes, against ours. */
class RequestConformanceTest {

  /**
   * What we rightly send otherwise.
   *
   * @param difference theirs against ours, all of it
   */
  private record Otherwise(String difference, String reason) {}

  /** Single parameters, by path and name. */
  private static final Map<String, Otherwise> PARAMETERS =
      Map.of(
          "* recvWindow",
          new Otherwise(
              "10000 != 5000", "the venue's default: the shorter, the sooner absence is provable"),
          "/api/v3/klines limit",
          new Otherwise("500 != null", "the venue's default, which we leave out"),
          "/api/v3/allOrders limit",
          new Otherwise("null != 1000", "all there are, because open ones are filtered out"),
          "/api/v3/account omitZeroBalances",
          new Otherwise("null != true", "rows without anything are left out anyway"),
          "/api/v3/order/cancelReplace cancelRestrictions",
          new Otherwise("null != ONLY_NEW", "what a race fills is not bought twice"),
          "/api/v3/order/cancelReplace orderRateLimitExceededMode",
          new Otherwise("null != DO_NOTHING", "the venue's default, said aloud"));

  private static final String EXACT = "amounts are never rounded silently";
  private static final String SINGLE =
      "single trades, not aggregates: their ids are those of fills and of the stream";
  private static final String BEST = "tickers have the best and the last price";
  private static final String FINISHED = "all there are, because open ones are filtered out";
  private static final String NARROWER = "a way to narrow a list that the contract does not have";
  private static final String CANCEL_ALL =
      "listed orders are cancelled by id: all at once, repeated in doubt, would hit newer ones";
  private static final String TRAIL = "trailing stops trail as stop losses";

  /** Whole cases that we rightly build otherwise. */
  private static final Map<String, Otherwise> DIFFERENT =
      Map.ofEntries(
          entry(
              "limit buy, amount and price off the step (CCXT cuts the amount, rounds the price)",
              new Otherwise(
                  "price 43000.13 != 43000.127; quantity 0.00123 != 0.00123456789; ", EXACT)),
          entry(
              "limit sell, price off the step just below the half",
              new Otherwise("price 43000.14 != 43000.1449; ", EXACT)),
          entry(
              "market buy with cost, DOGE, many decimals (CCXT cuts)",
              new Otherwise("quoteOrderQty 12.34567 != 12.3456789; ", EXACT)),
          entry(
              "market buy with cost, BTC, many decimals (CCXT cuts)",
              new Otherwise("quoteOrderQty 12.34 != 12.3456789; ", EXACT)),
          entry(
              "market buy base, price given",
              new Otherwise(
                  "quantity null != 0.001; quoteOrderQty 43 != null; ",
                  "a base quantity stays one: it is not turned into price times quantity")),
          entry("public trades", new Otherwise("GET /api/v3/trades", SINGLE)),
          entry("public trades limit 50", new Otherwise("GET /api/v3/trades", SINGLE)),
          entry(
              "public trades since, limit",
              new Otherwise(
                  "endTime 1784595600000 != null; limit 50 != 1; ",
                  "only to learn with which single trade to begin")),
          entry("best bids and asks, two symbols", new Otherwise("GET /api/v3/ticker/24hr", BEST)),
          entry("best bids and asks, all", new Otherwise("GET /api/v3/ticker/24hr", BEST)),
          entry("last prices", new Otherwise("GET /api/v3/ticker/24hr", BEST)),
          entry(
              "own fee of one symbol",
              new Otherwise(
                  "GET /api/v3/account/commission",
                  "all kinds of commission, and there is a testnet for it")),
          entry("orders of any state since, limit", new Otherwise("limit 20 != 1000; ", FINISHED)),
          entry("trigger orders of any state", new Otherwise("limit 20 != 1000; ", FINISHED)),
          entry(
              "edit price only",
              new Otherwise("quantity null != 0.001; ", "the venue wants the quantity again")),
          entry(
              "edit by client id",
              new Otherwise(
                  "cancelOrderId null != 28457123456; ", "theirs names no order to cancel")),
          entry(
              "edit by client id (native cancelOrigClientOrderId), new client id",
              new Otherwise(
                  "cancelOrderId null != 28457123456; cancelOrigClientOrderId"
                      + " ARISTO_1_1706000000_abc != null; ",
                  "by the venue's id, which is its fast path")),
          entry(
              "edit of a stop-limit",
              new Otherwise(
                  "newOrderRespType RESULT != FULL; ", "fills come with it, if there are any")));

  /** Whole cases that ask for what there is no operation for. */
  private static final Map<String, String> OUTSIDE =
      Map.of(
          "own fees", "commissions are asked for by symbol",
          "cancel all of a symbol", CANCEL_ALL,
          "cancel all trigger orders of a symbol", CANCEL_ALL,
          "my trades since, limit, until", NARROWER,
          "my trades from id", NARROWER,
          "candles 1m until", NARROWER,
          "candles 1d since, until", NARROWER,
          "trailing take profit limit buy, 0.5 per cent, with activation price", TRAIL,
          "trailing take profit market sell, 2 per cent", TRAIL);

  private final BinanceStub stub = new BinanceStub();
  private final CcxtWishes wishes = new CcxtWishes(stub.binance);

  @AfterEach
  void close() {
    stub.close();
  }

  @Test
  void requests_are_those_of_an_independent_client() {
    stub.withoutLimits().answering(Reply.of(500, "{}"));
    List<String> wrong = new ArrayList<>();
    List<String> matching = new ArrayList<>();
    List<String> different = new ArrayList<>();
    List<String> outside = new ArrayList<>();
    for (JsonNode one : BinanceStub.fixture("requests_ccxt_spot").get("cases")) {
      String name = one.get("name").asString();
      Runnable wish = wishes.of(one.get("unified"));
      if (wish == null) {
        outside.add(name);
        continue;
      }
      String difference = difference(one.get("request"), wish);
      Otherwise otherwise = DIFFERENT.get(name);
      if (otherwise != null && otherwise.difference().equals(difference)) {
        different.add(name);
      } else if (otherwise == null && difference.isEmpty()) {
        matching.add(name);
      } else {
        wrong.add(name + ": " + difference);
      }
    }
    assertThat(wrong).isEmpty();
    assertThat(different).containsExactlyInAnyOrderElementsOf(DIFFERENT.keySet());
    assertThat(outside).containsExactlyInAnyOrderElementsOf(OUTSIDE.keySet());
    assertThat(List.of(matching.size(), different.size(), outside.size()))
        .as("matching, listed, out of scope")
        .containsExactly(91, 18, 9);
  }

  private String difference(JsonNode expected, Runnable wish) {
    int before = stub.server.seen().size();
    try {
      wish.run();
    } catch (ExchangeException e) {
      // The stub refuses everything: only the request matters.
    }
    List<Seen> seen = stub.server.seen();
    return seen.size() == before ? "nothing was sent" : difference(expected, seen.getLast());
  }

  private static String difference(JsonNode expected, Seen sent) {
    if (!expected.get("method").asString().equals(sent.method())
        || !expected.get("path").asString().equals(sent.path())) {
      return sent.method() + " " + sent.path();
    }
    return RequestDifference.of(
        expected, parameters(sent), differing -> isOtherwise(sent.path(), differing));
  }

  private static Map<String, String> parameters(Seen sent) {
    Map<String, String> parameters = RequestDifference.query(sent);
    parameters.remove("timestamp");
    parameters.remove("signature");
    return parameters;
  }

  private static boolean isOtherwise(String path, Parameter differing) {
    for (String key : List.of("* " + differing.name(), path + " " + differing.name())) {
      Otherwise otherwise = PARAMETERS.get(key);
      if (otherwise != null && otherwise.difference().equals(differing.values())) {
        return true;
      }
    }
    return false;
  }
}
