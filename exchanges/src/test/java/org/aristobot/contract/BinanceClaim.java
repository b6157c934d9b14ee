package org.aristobot.contract;

import static org.aristobot.exchange.Capabilities.Support.NATIVE;
import static org.aristobot.exchange.Capabilities.Support.PARTIAL;

import org.aristobot.exchange.Capabilities.Support;
import org.aristobot.exchange.Feature;
import org.aristobot.model.OrderType;

/**
 * What the manual offers on spot, typed from its pages and not from the client's own table. Every
 * other cell of feature and entry type is not offered.
 */
enum BinanceClaim implements Claim {
  // rest-api, "New order", table of mandatory parameters by type
  MARKET(Feature.MARKET, OrderType.MARKET, NATIVE, "New order: MARKET, quantity"),
  QUOTE_SIZED(
      Feature.MARKET_QUOTE_SIZED, OrderType.MARKET, NATIVE, "New order: MARKET, quoteOrderQty"),
  LIMIT(Feature.LIMIT, OrderType.LIMIT, NATIVE, "New order: LIMIT"),
  STOP_LOSS(Feature.STOP_LOSS, OrderType.STOP_LOSS, NATIVE, "New order: STOP_LOSS"),
  STOP_LOSS_LIMIT(
      Feature.STOP_LOSS_LIMIT, OrderType.STOP_LOSS, NATIVE, "New order: STOP_LOSS_LIMIT"),
  TAKE_PROFIT(Feature.TAKE_PROFIT, OrderType.TAKE_PROFIT, NATIVE, "New order: TAKE_PROFIT"),
  TAKE_PROFIT_LIMIT(
      Feature.TAKE_PROFIT_LIMIT, OrderType.TAKE_PROFIT, NATIVE, "New order: TAKE_PROFIT_LIMIT"),
  POST_ONLY(Feature.POST_ONLY, OrderType.LIMIT, NATIVE, "New order: LIMIT_MAKER"),
  // trailing stop FAQ: whole basis points, no offsets in price
  TRAILING_STOP(
      Feature.TRAILING_STOP, OrderType.TRAILING_STOP, PARTIAL, "Trailing stop FAQ: trailingDelta"),
  // rest-api, "Time in force"; of the …_LIMIT types it holds once they are triggered
  IOC(Feature.IOC, OrderType.LIMIT, NATIVE, "Time in force: IOC"),
  IOC_STOP_LOSS(Feature.IOC, OrderType.STOP_LOSS, PARTIAL, "New order: STOP_LOSS_LIMIT"),
  IOC_TAKE_PROFIT(Feature.IOC, OrderType.TAKE_PROFIT, PARTIAL, "New order: TAKE_PROFIT_LIMIT"),
  FOK(Feature.FOK, OrderType.LIMIT, NATIVE, "Time in force: FOK"),
  FOK_STOP_LOSS(Feature.FOK, OrderType.STOP_LOSS, PARTIAL, "New order: STOP_LOSS_LIMIT"),
  FOK_TAKE_PROFIT(Feature.FOK, OrderType.TAKE_PROFIT, PARTIAL, "New order: TAKE_PROFIT_LIMIT"),
  // rest-api, "New order": icebergQty wants a resting type and GTC
  ICEBERG(Feature.ICEBERG, OrderType.LIMIT, PARTIAL, "New order: icebergQty"),
  ICEBERG_STOP_LOSS(Feature.ICEBERG, OrderType.STOP_LOSS, PARTIAL, "New order: icebergQty"),
  ICEBERG_TAKE_PROFIT(Feature.ICEBERG, OrderType.TAKE_PROFIT, PARTIAL, "New order: icebergQty"),
  ICEBERG_TRAILING_STOP(Feature.ICEBERG, OrderType.TRAILING_STOP, PARTIAL, "New order: icebergQty"),
  // rest-api, "Order lists"
  OCO(Feature.OCO, OrderType.OCO, NATIVE, "New order list - OCO"),
  ATTACHED_STOP_LOSS(
      Feature.ATTACHED_STOP_LOSS, OrderType.LIMIT, PARTIAL, "New order list - OTO, OPO"),
  ATTACHED_TAKE_PROFIT(
      Feature.ATTACHED_TAKE_PROFIT, OrderType.LIMIT, PARTIAL, "New order list - OTOCO, OPOCO");

  private final Feature feature;
  private final OrderType entry;
  private final Support support;
  private final String section;

  BinanceClaim(Feature feature, OrderType entry, Support support, String section) {
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
