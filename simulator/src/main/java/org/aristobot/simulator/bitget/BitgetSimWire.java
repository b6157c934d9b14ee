package org.aristobot.simulator.bitget;

import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import org.aristobot.simulator.book.Account;
import org.aristobot.simulator.book.Amounts;
import org.aristobot.simulator.book.Balance;
import org.aristobot.simulator.book.Instrument;
import org.aristobot.simulator.book.Permission;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** The JSON around all answers and that of accounts. Nearly every value is a text. */
final class BitgetSimWire {

  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;
  private static final long REGISTERED_MILLIS = 1_698_645_219_000L;

  private BitgetSimWire() {}

  static ObjectNode object() {
    return JSON.objectNode();
  }

  static ArrayNode array(List<? extends JsonNode> items) {
    ArrayNode array = JSON.arrayNode();
    items.forEach(array::add);
    return array;
  }

  /** The answer around what a call has to say. */
  static ObjectNode answer(String code, String message, long now, @Nullable JsonNode data) {
    ObjectNode answer = JSON.objectNode();
    answer.put("code", code).put("msg", message).put("requestTime", now);
    answer.set("data", data == null ? JSON.nullNode() : data);
    return answer;
  }

  static String symbol(Instrument instrument) {
    return instrument.base() + instrument.quote();
  }

  /** Without an exponent and without zeros at its end. */
  static String plain(BigDecimal amount) {
    return amount.signum() == 0 ? "0" : amount.stripTrailingZeros().toPlainString();
  }

  static String userId(Account account) {
    return Long.toString(1_548_914_000L + account.number());
  }

  // --- account

  static ArrayNode assets(Map<String, Balance> balances, boolean all, long now) {
    ArrayNode list = JSON.arrayNode();
    balances.forEach((coin, balance) -> {
      if (all || balance.free().signum() > 0 || balance.locked().signum() > 0) {
        list.addObject()
            .put("coin", coin)
            .put("available", plain(balance.free()))
            .put("frozen", plain(balance.locked()))
            .put("locked", "0")
            .put("limitAvailable", "0")
            .put("uTime", Long.toString(now));
      }
    });
    return list;
  }

  static ObjectNode info(Account account) {
    ObjectNode info =
        JSON.objectNode().put("userId", userId(account)).put("inviterId", "0").put("ips", "");
    ArrayNode authorities = info.putArray("authorities");
    if (account.may(Permission.READ)) {
      authorities.add("stor");
    }
    if (account.may(Permission.TRADE)) {
      authorities.add("stow");
    }
    return info.put("parentId", 0)
        .put("traderType", "not_trader")
        .put("channelCode", "")
        .put("channel", "")
        .put("regisTime", Long.toString(REGISTERED_MILLIS));
  }

  static ObjectNode fees() {
    String rate = plain(Amounts.FEE_RATE);
    return JSON.objectNode().put("makerFeeRate", rate).put("takerFeeRate", rate);
  }

  /** The settings of a unified account, as far as they tell that it is one. */
  static ObjectNode settings(Account account) {
    ObjectNode settings =
        JSON.objectNode()
            .put("uid", userId(account))
            .put("accountMode", "unified")
            .put("assetMode", "multi_assets")
            .put("accountLevel", "advanced")
            .put("holdMode", "one_way_mode")
            .put("stpMode", "none");
    settings.putArray("symbolConfigList");
    settings.putArray("coinConfigList");
    return settings;
  }
}
