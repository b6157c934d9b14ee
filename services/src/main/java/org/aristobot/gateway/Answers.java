package org.aristobot.gateway;

import java.math.BigDecimal;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.aristobot.exchange.Capabilities;
import org.aristobot.journal.OrderFamily;
import org.aristobot.journal.StoredOrder;
import org.aristobot.model.Balance;
import org.aristobot.model.Candle;
import org.aristobot.model.Fill;
import org.aristobot.model.Instrument;
import org.aristobot.model.Order;
import org.aristobot.model.OrderBook;
import org.aristobot.model.Protection;
import org.aristobot.model.Ticker;
import org.aristobot.model.Trade;
import org.aristobot.vault.Broker;
import org.jspecify.annotations.Nullable;

/** The unified answers, as maps whose keys are the words of the contract. */
final class Answers {

  private Answers() {}

  /** Every order answer has these, in this order; what is not known stays null. */
  private static final List<String> ORDER_FIELDS =
      List.of(
          "user_id",
          "broker_id",
          "source",
          "request_id",
          "timestamp",
          "exchange",
          "id",
          "client_order_id",
          "symbol",
          "side",
          "type",
          "quantity",
          "quote_quantity",
          "price",
          "average",
          "filled",
          "remaining",
          "status",
          "native_status",
          "fee",
          "fee_currency",
          "trades",
          "stop_price",
          "stop_loss_price",
          "take_profit_price",
          "time_in_force",
          "parent_id",
          "legs",
          "created_at",
          "updated_at",
          "warnings",
          "unprotected",
          "replayed");

  private static Map<String, @Nullable Object> order() {
    Map<String, @Nullable Object> answer = new LinkedHashMap<>();
    ORDER_FIELDS.forEach(field -> answer.put(field, null));
    answer.put("legs", List.of());
    answer.put("warnings", List.of());
    answer.put("unprotected", false);
    answer.put("replayed", false);
    return answer;
  }

  /**
   * An order of ours, as the journal has it: a parent with its legs, a leg with its parent's id.
   */
  static Map<String, Object> order(OrderFamily family, StoredOrder order, boolean replayed) {
    Map<String, @Nullable Object> answer = order(order, replayed);
    if (order.isLeg()) {
      answer.put("parent_id", text(family.parent().venueOrderId()));
    } else {
      answer.put("legs", family.legs().stream().map(leg -> order(family, leg, replayed)).toList());
    }
    return cast(answer);
  }

  private static Map<String, @Nullable Object> order(StoredOrder order, boolean replayed) {
    Map<String, @Nullable Object> answer = order();
    answer.put("user_id", order.userId());
    answer.put("broker_id", order.brokerId());
    answer.put("source", order.source());
    answer.put("request_id", order.requestId());
    answer.put("timestamp", order.createdAt());
    answer.put("exchange", order.venue().word());
    answer.put("id", text(order.venueOrderId()));
    answer.put("client_order_id", order.clientOrderId().text());
    answer.put("symbol", order.symbol().toString());
    answer.put("side", word(order.side()));
    answer.put("type", word(order.type()));
    answer.put("quantity", order.quantity());
    answer.put("quote_quantity", order.quoteQuantity());
    answer.put("price", order.price());
    answer.put("average", order.average());
    answer.put("filled", order.filled());
    answer.put("remaining", remaining(order.quantity(), order.filled()));
    answer.put("status", order.status().unified());
    answer.put("native_status", order.nativeStatus());
    if (order.fee() != null) {
      answer.put("fee", order.fee().amount());
      answer.put("fee_currency", order.fee().asset());
    }
    answer.put("trades", order.fills().stream().map(fill -> fill(fill, order)).toList());
    answer.put("stop_price", order.stopPrice());
    Protection protection = order.request().protection();
    if (protection != null) {
      answer.put("stop_loss_price", protection.stopLoss());
      answer.put("take_profit_price", protection.takeProfit());
    }
    answer.put("time_in_force", name(order.request().terms().timeInForce()));
    answer.put("created_at", order.createdAt());
    answer.put("updated_at", order.updatedAt());
    answer.put("warnings", order.warnings());
    answer.put("unprotected", order.unprotected());
    answer.put("replayed", replayed);
    return answer;
  }

  /** An order that the venue shows and that did not go through this gateway. */
  static Map<String, Object> external(Order order, Broker broker) {
    Map<String, @Nullable Object> answer = order();
    answer.put("user_id", broker.userId());
    answer.put("broker_id", broker.id());
    answer.put("source", "external");
    answer.put("timestamp", order.createdAt());
    answer.put("exchange", broker.venue().word());
    answer.put("id", order.venueOrderId().text());
    answer.put("client_order_id", Identity.shown(null, text(order.nativeClientOrderId())));
    answer.put("symbol", order.symbol().toString());
    answer.put("side", word(order.side()));
    answer.put("type", order.type() == null ? null : word(order.type()));
    answer.put("quantity", order.quantity());
    answer.put("quote_quantity", order.quoteQuantity());
    answer.put("price", order.price());
    answer.put("average", order.average());
    answer.put("filled", order.filled());
    answer.put("remaining", remaining(order.quantity(), order.filled()));
    answer.put("status", order.status().unified());
    answer.put("native_status", order.nativeStatus());
    answer.put("trades", order.fills().stream().map(fill -> fill(fill, null)).toList());
    answer.put("stop_price", order.stopPrice());
    answer.put("time_in_force", name(order.timeInForce()));
    answer.put("created_at", order.createdAt());
    answer.put("updated_at", order.updatedAt());
    return cast(answer);
  }

  static Map<String, Object> fill(Fill fill, @Nullable StoredOrder known) {
    Map<String, @Nullable Object> answer = new LinkedHashMap<>();
    answer.put("id", fill.id());
    answer.put("order_id", fill.venueOrderId().text());
    answer.put("client_order_id", Identity.shown(known, text(fill.nativeClientOrderId())));
    answer.put("symbol", fill.symbol().toString());
    answer.put("side", word(fill.side()));
    answer.put("price", fill.price());
    answer.put("quantity", fill.quantity());
    answer.put("fee", fill.fee() == null ? null : fill.fee().amount());
    answer.put("fee_currency", fill.fee() == null ? null : fill.fee().asset());
    answer.put("liquidity", fill.liquidity() == null ? null : word(fill.liquidity()));
    answer.put("timestamp", fill.time());
    return cast(answer);
  }

  static Map<String, Object> ticker(Ticker ticker) {
    Map<String, @Nullable Object> answer = new LinkedHashMap<>();
    answer.put("symbol", ticker.symbol().toString());
    answer.put("last", ticker.last());
    answer.put("bid", ticker.bid());
    answer.put("ask", ticker.ask());
    answer.put("bid_quantity", ticker.bidQuantity());
    answer.put("ask_quantity", ticker.askQuantity());
    answer.put("open", ticker.open());
    answer.put("high", ticker.high());
    answer.put("low", ticker.low());
    answer.put("volume", ticker.volume());
    answer.put("quote_volume", ticker.quoteVolume());
    answer.put("change_percent", ticker.changePercent());
    answer.put("timestamp", ticker.timestamp());
    return cast(answer);
  }

  static Map<String, Object> tickers(List<Ticker> tickers) {
    Map<String, Object> answer = new LinkedHashMap<>();
    tickers.forEach(ticker -> answer.put(ticker.symbol().toString(), ticker(ticker)));
    return answer;
  }

  static Map<String, Object> trade(Trade trade) {
    Map<String, Object> answer = new LinkedHashMap<>();
    answer.put("id", trade.id());
    answer.put("price", trade.price());
    answer.put("quantity", trade.quantity());
    answer.put("side", word(trade.side()));
    answer.put("timestamp", trade.time());
    return answer;
  }

  static Map<String, Object> orderBook(OrderBook book) {
    Map<String, @Nullable Object> answer = new LinkedHashMap<>();
    answer.put("bids", levels(book.bids()));
    answer.put("asks", levels(book.asks()));
    answer.put("timestamp", book.timestamp());
    answer.put("sequence", book.sequence());
    return cast(answer);
  }

  private static List<Object> levels(List<OrderBook.Level> levels) {
    return levels.stream().<Object>map(level -> List.of(level.price(), level.quantity())).toList();
  }

  static List<Object> candle(Candle candle) {
    return List.of(
        candle.openTime().toEpochMilli(),
        candle.open(),
        candle.high(),
        candle.low(),
        candle.close(),
        candle.volume());
  }

  static Map<String, Object> balances(List<Balance> balances) {
    Map<String, Object> answer = new LinkedHashMap<>();
    for (Balance balance : balances) {
      if (balance.total().signum() != 0) {
        answer.put(
            balance.asset(),
            members("free", balance.free(), "used", balance.locked(), "total", balance.total()));
      }
    }
    return answer;
  }

  static Map<String, Object> instrument(Instrument instrument) {
    Map<String, @Nullable Object> answer = new LinkedHashMap<>();
    answer.put("symbol", instrument.symbol().toString());
    answer.put("base", instrument.symbol().base());
    answer.put("quote", instrument.symbol().quote());
    answer.put("active", instrument.active());
    answer.put("type", Levels.SPOT);
    answer.put("min_quantity", instrument.quantity().min());
    answer.put("max_quantity", instrument.quantity().max());
    answer.put("quantity_step", instrument.quantity().step());
    answer.put("min_price", instrument.price().min());
    answer.put("max_price", instrument.price().max());
    answer.put("price_step", instrument.price().step());
    answer.put("min_notional", instrument.minNotional());
    answer.put("maker_fee", instrument.makerFee());
    answer.put("taker_fee", instrument.takerFee());
    answer.put("native_symbol", instrument.venueSymbol());
    return cast(answer);
  }

  static Map<String, Object> capability(Capabilities.Row row) {
    Map<String, @Nullable Object> answer = new LinkedHashMap<>();
    answer.put("market", row.market());
    answer.put("feature", word(row.feature()));
    answer.put("field", row.feature().field());
    answer.put("level", row.feature().level());
    answer.put("entry_type", row.entry() == null ? null : word(row.entry()));
    answer.put("support", word(row.support()));
    answer.put("note", row.note());
    return cast(answer);
  }

  /** Names and values in turn; they keep their order, in which people read them. */
  static Map<String, Object> members(Object... namesAndValues) {
    Map<String, Object> members = new LinkedHashMap<>();
    for (int at = 0; at < namesAndValues.length; at += 2) {
      members.put((String) namesAndValues[at], namesAndValues[at + 1]);
    }
    return members;
  }

  static String word(Enum<?> value) {
    return value.name().toLowerCase(Locale.ROOT);
  }

  private static @Nullable String name(@Nullable Enum<?> value) {
    return value == null ? null : value.name();
  }

  private static @Nullable String text(@Nullable Object id) {
    return id == null ? null : id.toString();
  }

  private static @Nullable BigDecimal remaining(
      @Nullable BigDecimal quantity, @Nullable BigDecimal filled) {
    return quantity == null || filled == null ? null : quantity.subtract(filled);
  }

  /** Absent values stand as JSON null, which the map's type cannot say. */
  @SuppressWarnings({"unchecked", "NullAway"})
  private static Map<String, Object> cast(Map<String, @Nullable Object> answer) {
    return (Map<String, Object>) (Map<String, ?>) answer;
  }
}
