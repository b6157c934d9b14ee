package org.aristobot.bitget;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.aristobot.conformance.Leaf;
import org.jspecify.annotations.Nullable;

/** Leaves of recorded answers that we leave aside, each with the reason. */
final class LeftAside {

  /** By operation and pattern, with {@code *} for every operation. */
  private static final Map<String, String> REASONS = new TreeMap<>();

  static {
    aside("*", "the clock has its own call", "requestTime");
    aside("*", "of a success the code says it", "msg message");
    aside("refused_query refused_order", "a refusal has no data", "data");
    aside("get_markets", "on which page of the venue it is", "data[].areaSymbol");
    aside(
        "get_markets", "a moving band that only the venue can judge", "data[].sellLimitPriceRatio");
    aside(
        "fetch_tickers",
        "a figure that tickers have no place for",
        "data[].usdtVolume data[].openUtc data[].changeUtc24h");
    aside(
        "get_candles get_old_candles",
        "candles hold prices and base volume",
        "data[][6] data[][7]");
    aside("get_balance", "of what holds nothing", "data[].coin");
    aside("get_balance", "what could be used of it, for another product", "data[].limitAvailable");
    aside("get_balance", "balances are those of the moment", "data[].uTime");
    aside(
        "check_key",
        "whose account it is, no order depends on",
        "data.userId data.inviterId data.ips data.parentId data.traderType data.channelCode"
            + " data.channel data.regisTime");
    String orders = "get_order_info fetch_open_orders fetch_closed_orders";
    String plans = "fetch_open_plans fetch_closed_plans";
    aside(orders + " fetch_my_trades", "whose order it is, the key says", "data[].userId");
    aside(orders, "where it was entered: in no answer", "data[].enterPointSource");
    aside(plans, "where it was entered: in no answer", "data.orderList[].enterPointSource");
    aside(orders, "what kind of order it is, its list says", "data[].tpslType");
    aside("get_order_info fetch_closed_orders", "fees are those of the fills", "data[].feeDetail");
    aside(
        "get_order_info fetch_closed_orders",
        "said by type and status",
        "data[].orderSource data[].cancelReason");
    aside("get_order_info", "the symbol says it", "data[].quoteCoin data[].baseCoin");
    aside(
        "fetch_open_orders",
        "protection is what the order asked for: in no answer",
        "data[].presetTakeProfitPrice data[].executeTakeProfitPrice data[].presetStopLossPrice"
            + " data[].executeStopLossPrice");
    aside("fetch_closed_plans", "only the newest are asked for", "data.nextFlag");
    aside(plans, "there is no further page", "data.idLessThan");
    aside(
        plans, "what triggers it is the caller's native parameter", "data.orderList[].triggerType");
    aside("plan_children", "the child itself says it", "data[].price data[].type data[].status");
    aside("replace_order", "of a success there is nothing to say", "data.msg");
    aside("cancel_order", "the order is known by the venue's id", "data.clientOid");
    aside("fetch_my_trades", "the order says it", "data[].orderType");
    aside("fetch_my_trades", "price times quantity", "data[].amount");
    aside("fetch_my_trades", "a fill does not change", "data[].uTime");
    aside(
        "fetch_my_trades",
        "of a deduction, what it costs is the total fee",
        "data[].feeDetail.deduction data[].feeDetail.totalDeductionFee");
    single();
  }

  /** Where one recording says what others use. */
  private static void single() {
    for (int market = 0; market < 3; market++) {
      String place = "spot_get_markets_recorded /data/" + market;
      REASONS.put(place + "/maxTradeAmount", "so great that it is none");
    }
    for (int column = 0; column < 6; column++) {
      REASONS.put(
          "spot_get_history_candles /data/3/" + column, "there was one at that time already");
    }
  }

  private LeftAside() {}

  private static void aside(String operations, String reason, String patterns) {
    for (String operation : operations.split(" ", -1)) {
      for (String pattern : patterns.split(" ", -1)) {
        REASONS.put(operation + " " + pattern, reason);
      }
    }
  }

  /** Why that leaf of an answer is left aside; null if it is not. */
  static @Nullable String reason(String name, Leaf leaf) {
    String operation = Recordings.operation(name);
    String pattern = leaf.pattern();
    if (operation.startsWith("refused_") && pattern.equals("msg")) {
      return null;
    }
    List<String> keys =
        List.of(name + " " + leaf.pointer(), operation + " " + pattern, "* " + pattern);
    return keys.stream().filter(REASONS::containsKey).findFirst().map(REASONS::get).orElse(null);
  }
}
