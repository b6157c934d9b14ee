package org.aristobot.binance;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;

/**
 * Each leaf of each recorded answer matters or is on the list of those that we leave aside: every
 * leaf is altered once, and either the result changes or the list says why not. The values are
 * asserted apart.
 */
class WireConformanceTest {

  private static final String LISTS = "order lists are not built yet";
  private static final String TRAILING =
      "how far and since when it trails: not in the order's vocabulary";
  private static final String STRATEGY = "the caller's native parameter";
  private static final String BOOK = "when it went on the book: not in the order's vocabulary";
  private static final String STP = "self-trade prevention is the caller's native parameter";
  private static final String FEATURE = "what the market takes beyond the orders that are built";
  private static final String STATISTIC = "a figure that the ticker's vocabulary has no place for";
  private static final String LEGACY = "superseded by another field of the same answer";
  private static final String ACCOUNT = "an account setting that nothing asks for";
  private static final String CHANGING = "a count or moving band that only the venue can judge";

  /** Leaves without effect, by operation where only there, with the reason. */
  private static final Map<String, String> LEFT_ASIDE = new TreeMap<>();

  static {
    for (String order : List.of("", "[].")) {
      LEFT_ASIDE.put(order + "trailingDelta", TRAILING);
      LEFT_ASIDE.put(order + "trailingTime", TRAILING);
      LEFT_ASIDE.put(order + "strategyId", STRATEGY);
      LEFT_ASIDE.put(order + "strategyType", STRATEGY);
      LEFT_ASIDE.put(order + "preventedMatchId", STP);
      LEFT_ASIDE.put(order + "preventedQuantity", STP);
      LEFT_ASIDE.put(order + "orderListId", LISTS);
      LEFT_ASIDE.put(order + "workingTime", BOOK);
      LEFT_ASIDE.put(order + "isWorking", BOOK);
      LEFT_ASIDE.put(order + "selfTradePreventionMode", STP);
      LEFT_ASIDE.put(order + "icebergQty", FEATURE);
    }
    LEFT_ASIDE.put("cancel_order:clientOrderId", "the name of the cancel, not of the order");
    LEFT_ASIDE.put("[].quoteQty", "price times quantity");
    LEFT_ASIDE.put("[].isBestMatch", STATISTIC);
    String ticker =
        "priceChange weightedAvgPrice prevClosePrice lastQty openTime firstId lastId count";
    for (String name : ticker.split(" ", -1)) {
      LEFT_ASIDE.put(name, STATISTIC);
      LEFT_ASIDE.put("[]." + name, STATISTIC);
    }
    for (int column = 6; column < 12; column++) {
      LEFT_ASIDE.put("[][" + column + "]", "candles hold price and base volume");
    }
    for (String name : List.of("maker", "taker", "buyer", "seller")) {
      LEFT_ASIDE.put(name + "Commission", LEGACY);
      LEFT_ASIDE.put("commissionRates." + name, "fees are read from fills");
    }
    for (String name :
        List.of(
            "canWithdraw",
            "canDeposit",
            "brokered",
            "requireSelfTradePrevention",
            "preventSor",
            "updateTime",
            "accountType",
            "permissions[0]",
            "uid")) {
      LEFT_ASIDE.put("get_balance:" + name, ACCOUNT);
    }
    for (String name :
        List.of(
            "ipRestrict",
            "createTime",
            "enableInternalTransfer",
            "enablePortfolioMarginTrading",
            "enableVanillaOptions",
            "permitsUniversalTransfer",
            "enableMargin")) {
      LEFT_ASIDE.put(name, "a right that no order needs");
    }
    LEFT_ASIDE.put("timezone", "always UTC");
    LEFT_ASIDE.put("sors[].baseAsset", FEATURE);
    LEFT_ASIDE.put("sors[].symbols", FEATURE);
    LEFT_ASIDE.put("get_markets:serverTime", "the clock has its own call");
    for (String name : List.of("rateLimitType", "interval", "intervalNum", "limit")) {
      LEFT_ASIDE.put("rateLimits[]." + name, "goes to the ledger: asserted apart");
    }
    for (String name :
        List.of(
            "baseAssetPrecision",
            "quotePrecision",
            "baseCommissionPrecision",
            "quoteCommissionPrecision",
            "orderTypes",
            "icebergAllowed",
            "ocoAllowed",
            "otoAllowed",
            "opoAllowed",
            "allowTrailingStop",
            "cancelReplaceAllowed",
            "amendAllowed",
            "allowAmend",
            "pegInstructionsAllowed",
            "isMarginTradingAllowed",
            "permissionSets",
            "defaultSelfTradePreventionMode",
            "allowedSelfTradePreventionModes")) {
      LEFT_ASIDE.put("symbols[]." + name, FEATURE);
    }
    for (String name :
        List.of(
            "limit",
            "minTrailingAboveDelta",
            "maxTrailingAboveDelta",
            "minTrailingBelowDelta",
            "maxTrailingBelowDelta",
            "bidMultiplierUp",
            "bidMultiplierDown",
            "askMultiplierUp",
            "askMultiplierDown",
            "multiplierUp",
            "multiplierDown",
            "avgPriceMins",
            "applyMaxToMarket",
            "maxNumOrders",
            "maxNumOrderLists",
            "maxNumAlgoOrders",
            "maxNumOrderAmends")) {
      LEFT_ASIDE.put("symbols[].filters[]." + name, CHANGING);
    }
  }

  /** Recorded answers that nothing asks for, by how their names begin. */
  private static final Map<String, String> NOT_REPLAYED =
      Map.ofEntries(
          Map.entry("spot_ws_", "there is no socket yet"),
          Map.entry("spot_replace_order", "there is no edit yet"),
          Map.entry("spot_edit_order", "there is no edit yet"),
          Map.entry("spot_place_oco", LISTS),
          Map.entry("spot_place_oto", LISTS),
          Map.entry("spot_place_opo", LISTS),
          Map.entry("spot_get_order_list", LISTS),
          Map.entry("spot_book_ticker", "tickers have the best prices"),
          Map.entry("spot_trade_fee", "fees are read from fills"),
          Map.entry("spot_order_rate_limits", "the headers of each answer tell them"),
          Map.entry("spot_error", "refusals have no leaves but code and text: asserted apart"),
          Map.entry("spot_place_order__ack", "no order in it: asserted apart"));

  private final WireReplay replay = new WireReplay();

  @AfterEach
  void close() {
    replay.close();
  }

  static Stream<String> names() {
    return WireReplay.OPERATIONS.keySet().stream().filter(name -> !NOT_REPLAYED.containsKey(name));
  }

  @ParameterizedTest
  @MethodSource("names")
  void every_leaf_matters_or_is_left_aside_for_a_reason(String name) {
    JsonNode response = WireReplay.response(name);
    String original = replay.run(name, response).toString();
    assertThat(original).doesNotContain("cannot be read");
    Map<String, Boolean> effects = new TreeMap<>();
    for (Leaf leaf : Leaf.of(response)) {
      JsonNode copy = response.deepCopy();
      leaf.alter(copy);
      boolean changed = !replay.run(name, copy).toString().equals(original);
      effects.merge(leaf.pattern(), changed, Boolean::logicalOr);
    }
    String operation = Objects.requireNonNull(WireReplay.OPERATIONS.get(name));
    TreeSet<String> surprises = new TreeSet<>();
    effects.forEach((pattern, matters) -> {
      if (matters == isLeftAside(operation, pattern)) {
        surprises.add(pattern + (matters ? " matters" : " has no effect"));
      }
    });
    assertThat(surprises).as("leaves of %s", name).isEmpty();
    assertThat(effects).isNotEmpty();
  }

  private static boolean isLeftAside(String operation, String pattern) {
    String name = pattern.replaceFirst("(\\[\\d*\\])+$", "");
    return LEFT_ASIDE.containsKey(pattern)
        || LEFT_ASIDE.containsKey(operation + ":" + pattern)
        || (!name.isEmpty() && LEFT_ASIDE.containsKey(name));
  }

  /** Grows as the client grows: a recording that nobody looks at is noticed. */
  @Test
  void every_recording_is_replayed_or_left_out_for_a_reason() throws Exception {
    TreeSet<String> replayed = new TreeSet<>();
    names().forEach(name -> replayed.add(name.replaceFirst("#.*", "")));
    TreeSet<String> unexplained = new TreeSet<>();
    List<String> recordings = recordings();
    for (String recording : recordings) {
      if (!replayed.contains(recording)
          && NOT_REPLAYED.keySet().stream().noneMatch(recording::startsWith)) {
        unexplained.add(recording);
      }
    }
    assertThat(unexplained).isEmpty();
    assertThat(List.of(recordings.size(), replayed.size())).containsExactly(60, 23);
  }

  private static List<String> recordings() throws IOException, URISyntaxException {
    Path signing =
        Path.of(
            Objects.requireNonNull(
                    WireConformanceTest.class.getResource("/fixtures/binance/signing.json"))
                .toURI());
    try (Stream<Path> files = Files.list(Objects.requireNonNull(signing.getParent()))) {
      return files
          .map(file -> file.getFileName().toString().replace(".json", ""))
          .filter(name -> name.startsWith("spot_"))
          .toList();
    }
  }
}
