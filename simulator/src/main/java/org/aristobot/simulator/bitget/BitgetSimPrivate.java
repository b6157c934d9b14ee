package org.aristobot.simulator.bitget;

import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.function.Predicate;
import org.aristobot.simulator.book.Account;
import org.aristobot.simulator.book.Engine;
import org.aristobot.simulator.book.Fill;
import org.aristobot.simulator.book.Instrument;
import org.aristobot.simulator.book.OrderRef;
import org.aristobot.simulator.book.OrderView;
import org.aristobot.simulator.book.Slice;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** What a key may read: its account, its orders and its fills. Lists are newest first. */
final class BitgetSimPrivate {

  private static final long DAY_MILLIS = 86_400_000;
  private static final long KEPT_MILLIS = 90 * DAY_MILLIS;
  private static final long NAMED_MILLIS = 2 * 3_600_000;
  private static final int MOST_ROWS = 100;

  private final Engine engine;
  private final BitgetSimSymbols symbols;

  BitgetSimPrivate(Engine engine, BitgetSimSymbols symbols) {
    this.engine = engine;
    this.symbols = symbols;
  }

  JsonNode answer(BitgetSimRoute route, BitgetSimParams params, Account account) {
    return switch (route) {
      case ASSETS -> assets(params, account);
      case INFO -> BitgetSimWire.info(account);
      case FEES -> fees(params);
      case SETTINGS -> BitgetSimWire.settings(account);
      case ORDER -> order(params, account);
      case OPEN_ORDERS -> openOrders(params, account);
      case OLD_ORDERS -> oldOrders(params, account);
      case MY_FILLS -> fills(params, account);
      case OPEN_PLANS -> plans(params, account, true);
      case OLD_PLANS -> plans(params, account, false);
      case PLAN_LEGS -> legs(params, account);
      default -> throw new IllegalArgumentException(route.name());
    };
  }

  // --- account

  private JsonNode assets(BitgetSimParams params, Account account) {
    String coin = params.text("coin");
    boolean all = "all".equals(params.word("assetType"));
    ArrayNode assets =
        BitgetSimWire.assets(engine.balances(account), all || coin != null, engine.now());
    if (coin == null) {
      return assets;
    }
    ArrayNode one = BitgetSimWire.array(List.of());
    assets.forEach(asset -> {
      if (asset.path("coin").asString().equalsIgnoreCase(coin)) {
        one.add(asset);
      }
    });
    return one;
  }

  private JsonNode fees(BitgetSimParams params) {
    var _ = symbols.required(params);
    String business = params.requiredWord("businessType");
    if (!List.of("spot", "mix", "margin").contains(business)) {
      throw BitgetSimError.wrong("businessType");
    }
    return BitgetSimWire.fees();
  }

  // --- orders

  /** An unknown order is an empty list; by client id only the orders of two hours are known. */
  private JsonNode order(BitgetSimParams params, Account account) {
    Long id = params.id("orderId");
    String clientId = params.text("clientOid");
    if (id == null && clientId == null) {
      throw BitgetSimError.noId();
    }
    OrderRef ref = id == null ? new OrderRef(null, clientId) : new OrderRef(id, null);
    OrderView order = engine.findAnywhere(account, ref, true, o -> !BitgetSimOrderForm.isPlan(o));
    boolean known =
        order != null && (id != null || engine.now() - order.acceptedAtMillis() <= NAMED_MILLIS);
    return BitgetSimWire.array(
        known
            ? List.of(BitgetSimOrderWire.queried(account, Objects.requireNonNull(order), true))
            : List.of());
  }

  private JsonNode openOrders(BitgetSimParams params, Account account) {
    Predicate<OrderView> any = order -> true;
    return BitgetSimWire.array(
        selected(params, account, true, any).stream()
            .map(order -> BitgetSimOrderWire.open(account, order))
            .toList());
  }

  private JsonNode oldOrders(BitgetSimParams params, Account account) {
    long kept = engine.now() - KEPT_MILLIS;
    Predicate<OrderView> old =
        order -> !order.status().isOpen() && order.acceptedAtMillis() >= kept;
    return BitgetSimWire.array(
        selected(params, account, false, old).stream()
            .map(order -> BitgetSimOrderWire.queried(account, order, false))
            .toList());
  }

  private List<OrderView> selected(
      BitgetSimParams params, Account account, boolean open, Predicate<OrderView> state) {
    Instrument instrument = symbols.optional(params);
    String type = params.word("tpslType");
    boolean tpsl = "tpsl".equals(type);
    if (type != null && !tpsl && !type.equals("normal")) {
      throw BitgetSimError.wrong("tpslType");
    }
    Selection selection = selection(params, "orderId");
    Predicate<OrderView> sort =
        tpsl
            ? order -> BitgetSimOrderForm.isTpsl(order) && !BitgetSimOrderForm.isPlan(order)
            : BitgetSimOrderForm::isNormal;
    return engine.newestOrders(
        account,
        instrument,
        open,
        state.and(sort).and(o -> selection.takes(o.id(), o.id(), o.acceptedAtMillis())),
        params.limit(MOST_ROWS, MOST_ROWS));
  }

  // --- which rows

  /**
   * Which rows are wanted: an id wins over a time range, and a time range over {@code idLessThan}.
   */
  private record Selection(
      @Nullable Long orderId, @Nullable Long from, @Nullable Long to, @Nullable Long before) {

    boolean takes(long order, long row, long millis) {
      if (orderId != null) {
        return order == orderId;
      }
      if (from != null || to != null) {
        return inTime(millis);
      }
      return before == null || row < before;
    }

    boolean inTime(long millis) {
      return (from == null || millis >= from) && (to == null || millis <= to);
    }
  }

  private Selection selection(BitgetSimParams params, String idName) {
    Long from = params.integer("startTime");
    Long to = params.integer("endTime");
    checkSpan(from, to == null ? engine.now() : to, KEPT_MILLIS);
    return new Selection(params.id(idName), from, to, params.id("idLessThan"));
  }

  /** Refuses a time range that ends before it begins or is too long. */
  static void checkSpan(@Nullable Long from, long to, long longest) {
    if (from != null && from > to) {
      throw BitgetSimError.of("40707", "Start time is greater than end time");
    }
    if (from != null && to - from > longest) {
      throw BitgetSimError.of(
          "40705", "The start and end time cannot exceed " + longest / DAY_MILLIS + " days");
    }
  }

  // --- fills

  private record Row(long tradeId, ObjectNode json) {}

  private JsonNode fills(BitgetSimParams params, Account account) {
    Instrument instrument = symbols.optional(params);
    Selection selection = selection(params, "orderId");
    int limit = params.limit(MOST_ROWS, MOST_ROWS);
    List<Instrument> instruments = instrument == null ? symbols.all() : List.of(instrument);
    return BitgetSimWire.array(
        instruments.stream()
            .flatMap(one -> rows(account, one, selection).stream())
            .sorted(Comparator.comparingLong(Row::tradeId).reversed())
            .limit(limit)
            .map(Row::json)
            .toList());
  }

  private List<Row> rows(Account account, Instrument instrument, Selection selection) {
    Slice all = new Slice(null, null, null, Integer.MAX_VALUE);
    int number = symbols.number(instrument);
    return engine.fills(account, instrument, selection.orderId(), all).stream()
        .filter(fill -> selection.takes(fill.orderId(), tradeId(fill, number), fill.timeMillis()))
        .sorted(Comparator.comparingLong(Fill::tradeId).reversed())
        .limit(MOST_ROWS)
        .map(fill -> row(account, instrument, fill, number))
        .toList();
  }

  private static long tradeId(Fill fill, int number) {
    return Long.parseLong(BitgetSimMarketWire.tradeId(fill.tradeId(), number));
  }

  private Row row(Account account, Instrument instrument, Fill fill, int number) {
    OrderView order =
        Objects.requireNonNull(
            engine.find(account, instrument, new OrderRef(fill.orderId(), null)));
    long tradeId = tradeId(fill, number);
    return new Row(tradeId, BitgetSimOrderWire.fill(account, order, fill, Long.toString(tradeId)));
  }

  // --- plans

  /** One that is executing is still listed as open. */
  private JsonNode plans(BitgetSimParams params, Account account, boolean open) {
    Instrument instrument = symbols.optional(params);
    Selection selection = selection(params, "orderId");
    int limit = params.limit(20, MOST_ROWS);
    long kept = engine.now() - KEPT_MILLIS;
    Long before = selection.before();
    List<OrderView> plans =
        engine.newestOrders(
            account,
            instrument,
            open,
            order ->
                BitgetSimOrderForm.isPlan(order)
                    && BitgetSimPlans.isOpen(order) == open
                    && (open || order.acceptedAtMillis() >= kept)
                    && selection.inTime(order.acceptedAtMillis())
                    && (before == null || order.id() < before),
            limit + 1);
    boolean more = plans.size() > limit;
    List<OrderView> page = more ? plans.subList(0, limit) : plans;
    ObjectNode answer =
        BitgetSimWire.object()
            .put("nextFlag", more)
            .put("idLessThan", page.isEmpty() ? "" : Long.toString(page.getLast().id()));
    answer.set(
        "orderList", BitgetSimWire.array(page.stream().map(BitgetSimOrderWire::plan).toList()));
    return answer;
  }

  /** The order that a plan made. */
  private JsonNode legs(BitgetSimParams params, Account account) {
    params.required("planOrderId");
    OrderRef ref = new OrderRef(params.id("planOrderId"), null);
    OrderView plan = engine.findAnywhere(account, ref, true, BitgetSimOrderForm::isPlan);
    if (plan == null) {
      throw BitgetSimError.unknownPlan();
    }
    Long legId = plan.legId();
    if (legId == null) {
      return BitgetSimWire.array(List.of());
    }
    return BitgetSimWire.array(List.of(BitgetSimOrderWire.leg(plan, legId)));
  }
}
