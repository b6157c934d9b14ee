package org.aristobot.gateway;

import static org.aristobot.bus.Fields.invalid;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.aristobot.bus.Fields;
import org.aristobot.bus.Reply;
import org.aristobot.exchange.ExchangeException;
import org.aristobot.exchange.Failure;
import org.aristobot.journal.OrderFamily;
import org.aristobot.journal.StoredOrder;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * {@code create_and_execute_trade}: an order in the words of callers to whom it is a trade. It
 * becomes the fields of {@code place_order}, is placed by the same desk under the same rules, and
 * is answered with the number that it has in the journal.
 */
final class TradeForm {

  /** Fields that mean the same in an order, by their names there. */
  private static final Map<String, String> ORDER_FIELDS =
      Map.of(
          "symbol", "symbol",
          "side", "side",
          "price", "price",
          "trigger_price", "stop_price",
          "stop_loss_price", "stop_loss_price",
          "take_profit_price", "take_profit_price",
          "client_order_id", "client_order_id",
          "protection", "protection",
          "rounding", "rounding");

  /** What callers send along for themselves; it says nothing of the order. */
  private static final Set<String> ASIDE =
      Set.of(
          "broker_id",
          "user_id",
          "action",
          "demandeur",
          "ordre_existant",
          "timestamp",
          "trade_type",
          "source");

  private static final Set<String> OWN = Set.of("order_type", "quantity", "total_value");

  private static final Set<String> TYPES =
      Set.of("market", "limit", "stop_loss", "take_profit", "stop_limit");

  /** What a sentence about the order calls them, and what the caller does. */
  private static final Map<String, String> CALLERS_NAMES =
      Map.of(
          "type:", "order_type:",
          "quote_quantity:", "total_value:",
          "stop_price:", "trigger_price:");

  /** As its callers read it. */
  static final OrderAnswers ANSWERS = new TradeAnswers();

  private TradeForm() {}

  /**
   * Places it.
   *
   * @param place places an order by its fields
   * @throws ExchangeException if it was refused before anything was sent, naming the trade's field
   */
  static Reply carryOut(Fields trade, Function<Fields, Reply> place) {
    Fields order = order(trade);
    try {
      return place.apply(order);
    } catch (ExchangeException e) {
      throw new ExchangeException(inCallersNames(e.failure()), e);
    }
  }

  /** The fields of {@code place_order}. */
  static Fields order(Fields trade) {
    Set<String> known = new HashSet<>(ORDER_FIELDS.keySet());
    known.addAll(ASIDE);
    known.addAll(OWN);
    trade.allow(known);
    ObjectNode order = JsonNodeFactory.instance.objectNode();
    ORDER_FIELDS.forEach((name, inOrder) -> copy(trade, name, order, inOrder));
    String type = type(trade);
    order.put("type", type.equals("stop_limit") ? "stop_loss" : type);
    String source = source(trade);
    if (source != null) {
      order.put("source", source);
    }
    BigDecimal value = trade.decimal("total_value");
    boolean spends = type.equals("market") && "buy".equalsIgnoreCase(trade.text("side"));
    if (spends && value != null) {
      // How much base that is, its caller could only estimate.
      copy(trade, "total_value", order, "quote_quantity");
    } else {
      copy(trade, "quantity", order, "quantity");
    }
    return new Fields(order);
  }

  private static void copy(Fields from, String name, ObjectNode to, String as) {
    JsonNode value = from.json(name);
    if (value != null) {
      to.set(as, value);
    }
  }

  private static String type(Fields trade) {
    String type = trade.requiredText("order_type").toLowerCase(Locale.ROOT);
    if (!TYPES.contains(type)) {
      throw invalid(
          "order_type", "must be one of market, limit, stop_loss, take_profit, stop_limit");
    }
    if (type.equals("stop_limit")) {
      for (String needed : List.of("trigger_price", "price")) {
        if (!trade.has(needed)) {
          throw invalid(needed, "is required");
        }
      }
    }
    return type;
  }

  /** Trades that people make by hand come under a word of their own. */
  private static @Nullable String source(Fields trade) {
    String source = trade.text("source");
    return "trading_manual".equals(source) ? "manual" : source;
  }

  private static Failure inCallersNames(Failure failure) {
    for (Map.Entry<String, String> name : CALLERS_NAMES.entrySet()) {
      if (failure.message().startsWith(name.getKey())) {
        return new Failure(
            failure.kind(),
            name.getValue() + failure.message().substring(name.getKey().length()),
            failure.nativeCode(),
            failure.retryAfter());
      }
    }
    return failure;
  }

  private static final class TradeAnswers implements OrderAnswers {

    @Override
    public Duration patience() {
      return Duration.ofMinutes(1);
    }

    @Override
    public Reply placed(OrderFamily family, boolean replayed) {
      StoredOrder order = family.parent();
      Map<String, @Nullable Object> data = data(order, sentence(order));
      data.put("filled", order.filled());
      data.put("average", order.average());
      data.put("warnings", order.warnings());
      data.put("unprotected", order.unprotected());
      data.put("replayed", replayed);
      return new Reply.Done(data, replayed, beside(order));
    }

    @Override
    public Reply failed(StoredOrder order, Failure failure, boolean replayed) {
      Failure named = inCallersNames(failure);
      return new Reply.Failed(named, data(order, named.message()), replayed, beside(order));
    }

    private static Map<String, @Nullable Object> data(StoredOrder order, String message) {
      Map<String, @Nullable Object> data = new LinkedHashMap<>();
      data.put("trade_id", order.id());
      data.put("status", order.status().unified());
      data.put(
          "exchange_order_id", order.venueOrderId() == null ? null : order.venueOrderId().text());
      data.put("message", message);
      data.put("client_order_id", order.clientOrderId().text());
      return data;
    }

    private static Map<String, ?> beside(StoredOrder order) {
      return Map.of("trade_id", order.id());
    }

    private static String sentence(StoredOrder order) {
      String state =
          switch (order.status().unified()) {
            case "open" -> "The order is open.";
            case "closed" -> "The order is filled.";
            case "cancelled" -> "The order is cancelled.";
            default -> "The exchange shows the order in a state that is not known.";
          };
      StringBuilder text = new StringBuilder(state);
      order.warnings().forEach(warning -> text.append(" Warning: ").append(warning).append('.'));
      if (order.unprotected()) {
        text.append(" The position is unprotected.");
      }
      return text.toString();
    }
  }
}
