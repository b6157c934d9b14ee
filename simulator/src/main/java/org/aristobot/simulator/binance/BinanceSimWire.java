package org.aristobot.simulator.binance;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.List;
import java.util.Map;
import org.aristobot.simulator.book.Account;
import org.aristobot.simulator.book.Amounts;
import org.aristobot.simulator.book.Balance;
import org.aristobot.simulator.book.Instrument;
import org.aristobot.simulator.book.Permission;
import org.aristobot.simulator.wire.LimitProfile;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** The JSON of the answers. Amounts are strings of eight decimals, ids and times numbers. */
final class BinanceSimWire {

  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

  private BinanceSimWire() {}

  static String money(BigDecimal amount) {
    return amount.setScale(Amounts.SCALE, RoundingMode.DOWN).toPlainString();
  }

  static String symbol(Instrument instrument) {
    return instrument.base() + instrument.quote();
  }

  static ObjectNode object() {
    return JSON.objectNode();
  }

  static ArrayNode array(List<? extends JsonNode> items) {
    ArrayNode array = JSON.arrayNode();
    items.forEach(array::add);
    return array;
  }

  static ObjectNode error(int code, String message) {
    return JSON.objectNode().put("code", code).put("msg", message);
  }

  // --- market data

  static ArrayNode rateLimits(LimitProfile profile) {
    ArrayNode limits = JSON.arrayNode();
    limits.add(
        limit("REQUEST_WEIGHT", "MINUTE", 1, profile.of(BinanceSimLimits.WEIGHT_PER_MINUTE)));
    limits.add(limit("ORDERS", "SECOND", 10, profile.of(BinanceSimLimits.ORDERS_PER_10_SECONDS)));
    limits.add(limit("ORDERS", "DAY", 1, profile.of(BinanceSimLimits.ORDERS_PER_DAY)));
    limits.add(limit("RAW_REQUESTS", "MINUTE", 5, profile.of(BinanceSimLimits.RAW_PER_5_MINUTES)));
    return limits;
  }

  private static ObjectNode limit(String type, String interval, int count, int limit) {
    return JSON.objectNode()
        .put("rateLimitType", type)
        .put("interval", interval)
        .put("intervalNum", count)
        .put("limit", limit);
  }

  static ArrayNode orderCounts(LimitProfile profile, Map<String, Integer> counts) {
    ArrayNode limits = JSON.arrayNode();
    limits.add(
        limit("ORDERS", "SECOND", 10, profile.of(BinanceSimLimits.ORDERS_PER_10_SECONDS))
            .put("count", counts.getOrDefault("10S", 0)));
    limits.add(
        limit("ORDERS", "DAY", 1, profile.of(BinanceSimLimits.ORDERS_PER_DAY))
            .put("count", counts.getOrDefault("1D", 0)));
    return limits;
  }

  // --- account

  static ObjectNode account(
      Account account, Map<String, Balance> balances, boolean omitZero, long now) {
    int basisPoints = Amounts.FEE_RATE.movePointRight(4).intValueExact();
    boolean trade = account.may(Permission.TRADE);
    ObjectNode answer =
        JSON.objectNode()
            .put("makerCommission", basisPoints)
            .put("takerCommission", basisPoints)
            .put("buyerCommission", 0)
            .put("sellerCommission", 0);
    answer.set("commissionRates", rates(Amounts.FEE_RATE));
    answer
        .put("canTrade", trade)
        .put("canWithdraw", false)
        .put("canDeposit", true)
        .put("brokered", false)
        .put("requireSelfTradePrevention", false)
        .put("preventSor", false)
        .put("updateTime", now)
        .put("accountType", "SPOT");
    ArrayNode list = answer.putArray("balances");
    balances.forEach((asset, balance) -> {
      if (!omitZero || balance.free().signum() > 0 || balance.locked().signum() > 0) {
        list.addObject()
            .put("asset", asset)
            .put("free", money(balance.free()))
            .put("locked", money(balance.locked()));
      }
    });
    answer.putArray("permissions").add("SPOT");
    return answer.put("uid", 354_937_000L + account.number());
  }

  private static ObjectNode rates(BigDecimal rate) {
    return JSON.objectNode()
        .put("maker", money(rate))
        .put("taker", money(rate))
        .put("buyer", money(BigDecimal.ZERO))
        .put("seller", money(BigDecimal.ZERO));
  }

  static ObjectNode commission(Instrument instrument) {
    ObjectNode answer = JSON.objectNode().put("symbol", symbol(instrument));
    answer.set("standardCommission", rates(Amounts.FEE_RATE));
    answer.set("specialCommission", rates(BigDecimal.ZERO));
    answer.set("taxCommission", rates(BigDecimal.ZERO));
    putDiscount(answer);
    return answer;
  }

  /** The rates of a test order, which know maker and taker only. */
  static ObjectNode testRates() {
    ObjectNode answer = JSON.objectNode();
    for (String part : List.of("standard", "special", "tax")) {
      BigDecimal rate = part.equals("standard") ? Amounts.FEE_RATE : BigDecimal.ZERO;
      answer
          .putObject(part + "CommissionForOrder")
          .put("maker", money(rate))
          .put("taker", money(rate));
    }
    putDiscount(answer);
    return answer;
  }

  private static void putDiscount(ObjectNode answer) {
    answer
        .putObject("discount")
        .put("enabledForAccount", false)
        .put("enabledForSymbol", false)
        .put("discountAsset", "BNB")
        .put("discount", "0.75000000");
  }

  static ObjectNode keyCheck(Account account) {
    return JSON.objectNode()
        .put("ipRestrict", false)
        .put("createTime", 1_698_645_219_000L)
        .put("enableInternalTransfer", false)
        .put("enableFutures", false)
        .put("enablePortfolioMarginTrading", false)
        .put("enableVanillaOptions", false)
        .put("permitsUniversalTransfer", false)
        .put("enableReading", account.may(Permission.READ))
        .put("enableSpotAndMarginTrading", account.may(Permission.TRADE))
        .put("enableWithdrawals", false)
        .put("enableMargin", false);
  }
}
