package org.aristobot.contract;

import static org.aristobot.exchange.Capabilities.Support.NATIVE;
import static org.aristobot.exchange.Capabilities.Support.PARTIAL;

import org.aristobot.exchange.Capabilities.Support;
import org.aristobot.exchange.Feature;
import org.aristobot.model.OrderType;

/**
 * What the manual offers on spot, typed from its pages and not from the client's own table. Every
 * other cell of feature and entry type is not offered: no trailing stop, no OCO, no iceberg
 * (section 6.1), no time in force of a plan order.
 */
enum BitgetClaim implements Claim {
  // place-order: size of a buy at market is in quote, so that one in base is no market order
  MARKET(Feature.MARKET, OrderType.MARKET, PARTIAL, "Place order: orderType market"),
  // place-order: that of a sale is in base always
  QUOTE_SIZED(
      Feature.MARKET_QUOTE_SIZED, OrderType.MARKET, PARTIAL, "Place order: size of a market buy"),
  LIMIT(Feature.LIMIT, OrderType.LIMIT, NATIVE, "Place order: orderType limit"),
  IOC(Feature.IOC, OrderType.LIMIT, NATIVE, "Place order: force ioc"),
  FOK(Feature.FOK, OrderType.LIMIT, NATIVE, "Place order: force fok"),
  POST_ONLY(Feature.POST_ONLY, OrderType.LIMIT, NATIVE, "Place order: force post_only"),
  // place-plan-order
  STOP_LOSS(Feature.STOP_LOSS, OrderType.STOP_LOSS, NATIVE, "Place plan order: market"),
  STOP_LOSS_LIMIT(Feature.STOP_LOSS_LIMIT, OrderType.STOP_LOSS, NATIVE, "Place plan order: limit"),
  TAKE_PROFIT(Feature.TAKE_PROFIT, OrderType.TAKE_PROFIT, NATIVE, "Place plan order: market"),
  TAKE_PROFIT_LIMIT(
      Feature.TAKE_PROFIT_LIMIT, OrderType.TAKE_PROFIT, NATIVE, "Place plan order: limit"),
  // place-order: presets, which are orders once the entry is filled
  ATTACHED_STOP_LOSS(
      Feature.ATTACHED_STOP_LOSS, OrderType.LIMIT, PARTIAL, "Place order: presetStopLossPrice"),
  ATTACHED_STOP_LOSS_MARKET(
      Feature.ATTACHED_STOP_LOSS, OrderType.MARKET, PARTIAL, "Place order: presetStopLossPrice"),
  ATTACHED_TAKE_PROFIT(
      Feature.ATTACHED_TAKE_PROFIT, OrderType.LIMIT, PARTIAL, "Place order: presetTakeProfitPrice"),
  ATTACHED_TAKE_PROFIT_MARKET(
      Feature.ATTACHED_TAKE_PROFIT,
      OrderType.MARKET,
      PARTIAL,
      "Place order: presetTakeProfitPrice");

  private final Feature feature;
  private final OrderType entry;
  private final Support support;
  private final String section;

  BitgetClaim(Feature feature, OrderType entry, Support support, String section) {
    this.feature = feature;
    this.entry = entry;
    this.support = support;
    this.section = section;
  }

  @Override
  public Feature feature() {
    return feature;
  }

  @Override
  public OrderType entry() {
    return entry;
  }

  @Override
  public Support support() {
    return support;
  }

  /** Where the manual says so. */
  @Override
  public String toString() {
    return name() + " (" + section + ")";
  }
}
