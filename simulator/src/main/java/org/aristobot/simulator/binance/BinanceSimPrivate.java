package org.aristobot.simulator.binance;

import java.util.List;
import org.aristobot.simulator.book.Account;
import org.aristobot.simulator.book.Amendment;
import org.aristobot.simulator.book.Engine;
import org.aristobot.simulator.book.Instrument;
import org.aristobot.simulator.book.OrderListView;
import org.aristobot.simulator.book.OrderRef;
import org.aristobot.simulator.book.OrderView;
import org.aristobot.simulator.book.Refusal;
import org.aristobot.simulator.book.Slice;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** What a key may read: its account and its orders. */
final class BinanceSimPrivate {

  private static final long DAY_MILLIS = 86_400_000;
  private static final long ARCHIVED_AFTER_MILLIS = 90 * DAY_MILLIS;

  private final Engine engine;
  private final BinanceSimSymbols symbols;
  private final BinanceSimLimits limits;

  BinanceSimPrivate(Engine engine, BinanceSimSymbols symbols, BinanceSimLimits limits) {
    this.engine = engine;
    this.symbols = symbols;
    this.limits = limits;
  }

  JsonNode answer(BinanceSimRoute route, BinanceSimParams params, Account account) {
    return switch (route) {
      case ACCOUNT -> account(params, account);
      case COMMISSION -> commission(params);
      case ORDER -> order(params, account);
      case OPEN_ORDERS -> openOrders(params, account);
      case ALL_ORDERS -> allOrders(params, account);
      case AMENDMENTS -> amendments(params, account);
      case LIST -> list(params, account);
      case OPEN_LISTS -> openLists(params, account);
      case ALL_LISTS -> allLists(params, account);
      case MY_FILTERS -> myFilters(params);
      case MY_TRADES -> myTrades(params, account);
      case ORDER_COUNT -> orderCount(params, account);
      case KEY_CHECK -> keyCheck(params, account);
      default -> throw new IllegalArgumentException(route.name());
    };
  }

  // --- account

  private JsonNode account(BinanceSimParams params, Account account) {
    boolean omitZero = params.flag("omitZeroBalances");
    params.allRead();
    return BinanceSimWire.account(account, engine.balances(account), omitZero, engine.now());
  }

  private JsonNode commission(BinanceSimParams params) {
    Instrument instrument = symbols.required(params);
    params.allRead();
    return BinanceSimWire.commission(instrument);
  }

  private JsonNode orderCount(BinanceSimParams params, Account account) {
    params.allRead();
    return BinanceSimWire.orderCounts(limits.profile(), limits.orderCounts(account));
  }

  private JsonNode myFilters(BinanceSimParams params) {
    Instrument instrument = symbols.required(params);
    params.allRead();
    ObjectNode answer = BinanceSimWire.object();
    answer.set("exchangeFilters", BinanceSimFilters.ofExchange());
    answer.set("symbolFilters", symbols.filters(instrument).counts());
    answer.set("assetFilters", symbols.filters(instrument).assets());
    return answer;
  }

  private static JsonNode keyCheck(BinanceSimParams params, Account account) {
    params.allRead();
    return BinanceSimWire.keyCheck(account);
  }

  // --- orders

  private JsonNode order(BinanceSimParams params, Account account) {
    Instrument instrument = symbols.required(params);
    OrderRef ref = BinanceSimTrading.orderRef(params);
    params.allRead();
    OrderView order = engine.find(account, instrument, ref);
    if (order == null) {
      throw BinanceSimError.of(-2013, "Order does not exist.");
    }
    if (ref.clientId() != null && !order.clientId().equals(ref.clientId())) {
      throw BinanceSimError.refusal(Refusal.CLIENT_ID_MISMATCH);
    }
    if (archived(order)) {
      throw BinanceSimError.of(
          -2026,
          "Order was canceled or expired with no executed qty over 90 days ago and has been"
              + " archived.");
    }
    return BinanceSimOrderWire.queried(order);
  }

  private boolean archived(OrderView order) {
    return !order.status().isOpen()
        && order.filled().signum() == 0
        && engine.now() - order.updatedAtMillis() > ARCHIVED_AFTER_MILLIS;
  }

  private JsonNode openOrders(BinanceSimParams params, Account account) {
    Instrument instrument = symbols.optional(params);
    params.allRead();
    return queried(engine.openOrders(account, instrument));
  }

  private JsonNode allOrders(BinanceSimParams params, Account account) {
    Instrument instrument = symbols.required(params);
    Long orderId = params.integer("orderId");
    Long from = params.millis("startTime");
    Long to = params.millis("endTime");
    int limit = params.limit(500, 1_000);
    params.allRead();
    if (orderId != null && (from != null || to != null)) {
      throw BinanceSimError.badCombination();
    }
    checkSpan(from, to);
    return queried(engine.orders(account, instrument, new Slice(orderId, from, to, limit)));
  }

  private JsonNode queried(List<OrderView> orders) {
    return BinanceSimWire.array(
        orders.stream()
            .filter(order -> !archived(order))
            .map(BinanceSimOrderWire::queried)
            .toList());
  }

  private JsonNode amendments(BinanceSimParams params, Account account) {
    Instrument instrument = symbols.required(params);
    Long orderId = params.integer("orderId");
    Long from = params.integer("fromExecutionId");
    int limit = params.limit(500, 1_000);
    params.allRead();
    if (orderId == null) {
      throw BinanceSimError.missing("orderId");
    }
    List<Amendment> amendments = engine.amendments(account, instrument, orderId);
    if (amendments == null) {
      throw BinanceSimError.of(-2013, "Order does not exist.");
    }
    return BinanceSimWire.array(
        amendments.stream()
            .filter(amendment -> from == null || amendment.executionId() >= from)
            .limit(limit)
            .map(amendment -> BinanceSimOrderWire.amendment(instrument, orderId, amendment))
            .toList());
  }

  // --- order lists

  private JsonNode list(BinanceSimParams params, Account account) {
    OrderRef ref = BinanceSimTrading.orderRef(params, "orderListId", "origClientOrderId");
    params.allRead();
    OrderListView list = engine.findList(account, ref);
    if (list == null) {
      throw BinanceSimError.of(-2013, "Order list does not exist.");
    }
    return head(list);
  }

  private JsonNode openLists(BinanceSimParams params, Account account) {
    params.allRead();
    return heads(engine.openLists(account));
  }

  private JsonNode allLists(BinanceSimParams params, Account account) {
    Long fromId = params.integer("fromId");
    Long from = params.millis("startTime");
    Long to = params.millis("endTime");
    int limit = params.limit(500, 1_000);
    params.allRead();
    if (fromId != null && (from != null || to != null)) {
      throw BinanceSimError.badCombination();
    }
    checkSpan(from, to);
    return heads(engine.lists(account, new Slice(fromId, from, to, limit)));
  }

  private static JsonNode heads(List<OrderListView> lists) {
    return BinanceSimWire.array(lists.stream().map(BinanceSimPrivate::head).toList());
  }

  private static ObjectNode head(OrderListView list) {
    return BinanceSimListWire.head(list, list.acceptedAtMillis());
  }

  // --- trades

  private JsonNode myTrades(BinanceSimParams params, Account account) {
    Instrument instrument = symbols.required(params);
    Long orderId = params.integer("orderId");
    Long fromId = params.integer("fromId");
    Long from = params.millis("startTime");
    Long to = params.millis("endTime");
    int limit = params.limit(500, 1_000);
    params.allRead();
    if ((from != null || to != null) && (orderId != null || fromId != null)) {
      throw BinanceSimError.badCombination();
    }
    checkSpan(from, to);
    Slice slice = new Slice(fromId, from, to, limit);
    return BinanceSimWire.array(
        engine.fills(account, instrument, orderId, slice).stream()
            .map(fill -> BinanceSimOrderWire.myTrade(instrument, fill))
            .toList());
  }

  private static void checkSpan(@Nullable Long from, @Nullable Long to) {
    if (from != null && to != null && to - from > DAY_MILLIS) {
      throw BinanceSimError.of(-1127, "More than 24 hours between startTime and endTime.");
    }
  }
}
