package org.aristobot.bitget;

import static java.util.Map.entry;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import org.aristobot.conformance.RequestDifference;
import org.aristobot.conformance.RequestDifference.Parameter;
import org.aristobot.exchange.ExchangeException;
import org.aristobot.net.StubServer.Reply;
import org.aristobot.net.StubServer.Seen;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The requests that an independent client builds for the same wishes, against ours. */
class RequestConformanceTest {

  private static final String TRADE = "/api/v2/spot/trade/";

  /**
   * What we rightly send otherwise.
   *
   * @param difference theirs against ours, all of it
   */
  private record Otherwise(String difference, String reason) {}

  /**
   * A parameter that we rightly send otherwise.
   *
   * @param path a pattern
   * @param difference theirs against ours, a pattern
   */
  private record Rule(String path, String name, String difference, String reason) {}

  private static final List<Rule> PARAMETERS =
      List.of(
          new Rule(".*", "force", "(?i)(\\w+) != \\1", "the venue takes any letters"),
          new Rule(
              TRADE + "place-order",
              "force",
              "GTC != null",
              "without effect on orders at market (section 5.1)"),
          new Rule(
              TRADE + "place-(plan-)?order",
              "clientOid",
              "null != " + BitgetStub.ID,
              "always sent, or a doubt could not be settled"),
          new Rule(
              TRADE + "place-plan-order",
              "force",
              "GTC != null",
              "removed from the venue's page (section 6.1)"),
          new Rule(
              TRADE + "place-plan-order",
              "price",
              "[0-9.]+ != null",
              "not on the venue's page: it is executePrice (section 6.1)"),
          new Rule(
              TRADE + "place-plan-order",
              "triggerType",
              "mark_price != fill_price",
              "spot has no mark of its own (section 6)"),
          new Rule(
              TRADE + "(unfilled-orders|history-orders|current-plan-order|history-plan-order)",
              "limit",
              "null != 100",
              "the most and the venue's default, said aloud"),
          new Rule(
              TRADE + "history-plan-order",
              "endTime",
              "1784600000000 != 17846000\\d{5}",
              "until now, which is a moment later"),
          new Rule(
              TRADE + "cancel-replace-order",
              "orderType",
              "limit != null",
              "not on the venue's page (section 5.2)"),
          new Rule(
              TRADE + "cancel-replace-order",
              "newClientOid",
              "null != " + BitgetStub.ID,
              "the successor must be found under a name of ours"));

  private static final String EXACT = "amounts are never rounded silently";
  private static final String NEWEST = "the newest ones, with their milliseconds (section 3)";
  private static final String COUNTED =
      "from there on as many as are wanted: the venue counts back from the end (section 3)";
  private static final String SINGLE = "orders are sent one by one";
  private static final String NARROWER = "a way to narrow a list that the contract does not have";
  private static final String CANCEL_ALL =
      "listed orders are cancelled by id: all at once, repeated in doubt, would hit newer ones";
  private static final String MARGIN = "margin is another product";
  private static final String UNIFIED = "unified account: ";

  /** Whole cases that we rightly build otherwise. */
  private static final Map<String, Otherwise> DIFFERENT =
      Map.ofEntries(
          entry("public trades", new Otherwise("[GET /api/v2/spot/market/fills]", NEWEST)),
          entry("public trades limit 50", new Otherwise("[GET /api/v2/spot/market/fills]", NEWEST)),
          entry(
              "public trades since, limit",
              new Otherwise(
                  "endTime null != 1784595600000; limit 50 != 1000; ",
                  "the venue counts back from the end, so the first ones are in short times")),
          entry(
              "candles 15m without anything",
              new Otherwise("limit 1000 != null; ", "the venue's default, which we leave out")),
          entry(
              "candles 5m since, limit 200",
              new Otherwise("endTime 1784600000000 != 1784652000000; ", COUNTED)),
          entry(
              "candles 1h since",
              new Otherwise(
                  "endTime 1784600000000 != 1784952000000; limit 1000 != 100; ", COUNTED)),
          entry(
              "candles 1h of long ago",
              new Otherwise(
                  "startTime 1735689600000 != null; ", "not on the venue's page (section 3)")),
          entry(
              "limit buy, amount and price off the step (CCXT cuts the amount, rounds the price)",
              new Otherwise(
                  "price 43000.13 != 43000.127; size 0.001234 != 0.00123456789; ", EXACT)),
          entry(
              "limit sell, price off the step just below the half",
              new Otherwise("price 43000.14 != 43000.1449; ", EXACT)),
          entry(
              "market buy base, price given",
              new Otherwise(
                  "force GTC != ioc; orderType market != limit; price null != 43430.1; size 43 !="
                      + " 0.001; ",
                  "a base quantity stays one: a limit that fills at once, at a bound (section 7)")),
          entry(
              "market buy base, price given, createMarketBuyOrderRequiresPrice false",
              new Otherwise("size 0 != 0.001; ", EXACT)),
          entry(
              "market buy with cost, DOGE, many decimals (CCXT cuts)",
              new Otherwise("size 12.34567 != 12.3456789; ", EXACT)),
          entry(
              "market buy with cost, BTC, many decimals (CCXT cuts)",
              new Otherwise("size 12.34 != 12.3456789; ", EXACT)),
          entry(
              "trigger market buy, price given",
              new Otherwise(
                  "executePrice 2400.25 != null; planType total != amount; size 1200.12 != 0.5; ",
                  "a base quantity stays one (section 6.1)")),
          entry(
              "trigger market sell on the last price",
              new Otherwise(
                  "triggerPriceType fill_price != null; ", "theirs, handed on untranslated")),
          entry(
              "cancel a trigger order by client id",
              new Otherwise(
                  "clientOid ARISTO_1_1706000000_abc != null; orderId null != 7; ",
                  "which kind of order it is, a look tells, and with it the venue's id")),
          entry(
              "edit price only",
              new Otherwise("size null != 0.001; ", "the venue wants both (section 5.2)")),
          entry(
              "edit amount only",
              new Otherwise("price null != 40000.1; ", "the venue wants both (section 5.2)")),
          entry(
              "edit by client id",
              new Otherwise(
                  "clientOid ARISTO_1_1706000000_abc != null; newClientOid null !="
                      + " ARISTO_1_1706000000_abc; orderId null != 28457123456; ",
                  "by the venue's id, and the successor under a name of ours")));

  /** Whole cases that ask for what there is no operation for; those of unified accounts beside. */
  private static final Map<String, String> OUTSIDE =
      Map.ofEntries(
          entry("batch: two limit orders of one symbol", SINGLE),
          entry("batch: client ids, IOC and post only", SINGLE),
          entry("batch: market orders", SINGLE),
          entry("own fees", "commissions are asked for by symbol"),
          entry("cancel several", SINGLE),
          entry("cancel all of a symbol", CANCEL_ALL),
          entry("cancel all trigger orders of a symbol", CANCEL_ALL),
          entry("open orders since, limit", NARROWER),
          entry("open orders until", NARROWER),
          entry("my trades since, limit, until", NARROWER),
          entry("public trades since, until", NARROWER),
          entry("candles 1m until", NARROWER),
          entry("margin, cross: limit buy", MARGIN),
          entry("margin, isolated: market buy by cost", MARGIN),
          entry("margin, cross: cancel", MARGIN),
          entry("margin, cross: open orders", MARGIN),
          entry("currencies", "deposits and withdrawals are not ours"));

  private static final String WAITING =
      """
      {"nextFlag":false,"idLessThan":"7","orderList":[
        {"orderId":"7","clientOid":"ARISTO_1_1706000000_abc","symbol":"BTCUSDT","size":"0.001",
         "executePrice":"","triggerPrice":"41000.5","status":"live","orderType":"market",
         "side":"sell","planType":"amount","triggerType":"fill_price","cTime":"1725211304522",
         "uTime":"1725211304609"}]}\
      """;

  @Test
  void requests_are_those_of_an_independent_client() {
    JsonNode recorded = BitgetStub.FIXTURES.read("requests_ccxt_spot");
    Instant clock = Instant.ofEpochMilli(recorded.get("clock_ms").asLong());
    List<String> wrong = new ArrayList<>();
    List<String> matching = new ArrayList<>();
    List<String> different = new ArrayList<>();
    List<String> outside = new ArrayList<>();
    int unified = 0;
    for (JsonNode one : recorded.get("cases")) {
      String name = one.get("name").asString();
      if (name.startsWith(UNIFIED)) {
        unified++;
        continue;
      }
      try (BitgetStub stub = new BitgetStub(clock)) {
        Runnable wish = new CcxtWishes(stub.bitget).of(one.get("unified"));
        if (wish == null) {
          outside.add(name);
          continue;
        }
        boolean isOfTrigger = name.startsWith("cancel a trigger order");
        String difference = difference(stub, one.get("request"), wish, isOfTrigger);
        Otherwise otherwise = DIFFERENT.get(name);
        if (otherwise != null && otherwise.difference().equals(difference)) {
          different.add(name);
        } else if (otherwise == null && difference.isEmpty()) {
          matching.add(name);
        } else {
          wrong.add(name + ": " + difference);
        }
      }
    }
    assertThat(wrong).isEmpty();
    assertThat(different).containsExactlyInAnyOrderElementsOf(DIFFERENT.keySet());
    assertThat(outside).containsExactlyInAnyOrderElementsOf(OUTSIDE.keySet());
    assertThat(List.of(matching.size(), different.size(), outside.size(), unified))
        .as("matching, listed, out of scope, of unified accounts")
        .containsExactly(68, 19, 17, 94);
  }

  /**
   * Commands are refused: only the request matters.
   *
   * @param waits whether a trigger order stands
   */
  private static String difference(
      BitgetStub stub, JsonNode expected, Runnable wish, boolean waits) {
    int before = stub.server.seen().size();
    stub.answers.set(seen -> {
      if (seen.method().equals("POST")) {
        return Reply.of(500, "{}");
      }
      boolean shows = waits && seen.path().endsWith("/current-plan-order");
      return shows ? Reply.of(200, stub.body(WAITING)) : stub.market(seen);
    });
    try {
      wish.run();
    } catch (ExchangeException e) {
      assertThat(stub.server.seen().size()).as(e.getMessage()).isGreaterThan(before);
    }
    List<Seen> seen = stub.server.seen().subList(before, stub.server.seen().size());
    seen.forEach(RequestConformanceTest::assertSigned);
    List<Seen> alike =
        seen.stream()
            .filter(it -> it.method().equals(expected.get("method").asString()))
            .filter(it -> it.path().equals(expected.get("path").asString()))
            .toList();
    if (alike.isEmpty()) {
      return seen.stream().map(it -> it.method() + " " + it.path()).distinct().toList().toString();
    }
    return alike.stream()
        .map(it -> difference(expected, it))
        .min(Comparator.comparingInt(String::length))
        .orElseThrow();
  }

  /** Headers (section 1) and the signature over what really travelled (section 2). */
  private static void assertSigned(Seen seen) {
    Map<String, String> headers = seen.headers();
    boolean isPublic = seen.path().contains("/public/") || seen.path().contains("/market/");
    assertThat(headers).doesNotContainKey("paptrading");
    if (isPublic) {
      assertThat(headers).doesNotContainKeys("access-key", "access-sign", "access-passphrase");
      return;
    }
    assertThat(headers)
        .containsEntry("access-key", BitgetStub.CREDENTIALS.apiKey())
        .containsEntry("access-passphrase", BitgetStub.CREDENTIALS.passphrase())
        .containsEntry("access-sign", BitgetStub.signature(seen))
        .containsEntry("locale", "en-US");
    assertThat(headers.get("access-timestamp")).matches("\\d{13}");
    if (seen.method().equals("POST")) {
      assertThat(headers.get("content-type")).startsWith("application/json");
      assertThat(seen.target()).doesNotContain("?");
    } else {
      assertThat(seen.body()).isEmpty();
    }
  }

  /** All of a body are texts (section 1); the window is ours. */
  private static Map<String, String> parameters(Seen sent) {
    Map<String, String> parameters = RequestDifference.query(sent);
    if (!sent.body().isEmpty()) {
      JsonMapper.shared()
          .readTree(sent.body())
          .properties()
          .forEach(e -> {
            assertThat(e.getValue().isString()).as(e.getKey()).isTrue();
            parameters.put(e.getKey(), e.getValue().asString());
          });
    }
    assertThat(parameters.containsKey("requestTime"))
        .isEqualTo(sent.path().equals(TRADE + "place-order"))
        .isEqualTo(parameters.containsKey("receiveWindow"));
    parameters.remove("requestTime");
    parameters.remove("receiveWindow");
    return parameters;
  }

  private static String difference(JsonNode expected, Seen sent) {
    return RequestDifference.of(
        expected, parameters(sent), differing -> isOtherwise(sent.path(), differing));
  }

  private static boolean isOtherwise(String path, Parameter differing) {
    return PARAMETERS.stream()
        .anyMatch(rule ->
            path.matches(rule.path())
                && rule.name().equals(differing.name())
                && differing.values().matches(rule.difference()));
  }
}
