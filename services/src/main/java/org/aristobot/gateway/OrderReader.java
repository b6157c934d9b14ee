package org.aristobot.gateway;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.aristobot.alert.Alerts;
import org.aristobot.bus.Command;
import org.aristobot.bus.Command.OrderKey;
import org.aristobot.bus.Reply;
import org.aristobot.exchange.ExchangeException;
import org.aristobot.exchange.FillQuery;
import org.aristobot.exchange.OrderQuery;
import org.aristobot.exchange.Rows;
import org.aristobot.journal.Journal;
import org.aristobot.journal.OrderEvent;
import org.aristobot.journal.OrderFamily;
import org.aristobot.journal.StoredOrder;
import org.aristobot.model.Fill;
import org.aristobot.model.NativeClientOrderId;
import org.aristobot.model.Order;
import org.aristobot.model.OrderType;
import org.aristobot.model.Symbol;
import org.aristobot.model.VenueOrderId;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Answers what orders and fills an account has, and keeps what it sees on the way in the journal.
 * Thread rule: any thread; calls block.
 */
final class OrderReader {

  /** Every venue lists so many orders at once. */
  private static final int LISTED_AT_ONCE = 100;

  private static final Logger log = LoggerFactory.getLogger(OrderReader.class);

  private final Journal journal;
  private final OrderFinder finder;
  private final Replay replay;
  private final Families families;
  private final Alerts alerts;

  OrderReader(Journal journal, Replay replay, Families families, Alerts alerts) {
    this.journal = journal;
    this.replay = replay;
    this.families = families;
    this.alerts = alerts;
    finder = new OrderFinder(journal);
  }

  Reply info(Account account, OrderKey key, @Nullable Symbol symbol) {
    return switch (finder.find(account, key, symbol)) {
      case OrderFinder.Found.Ours(var order) -> {
        StoredOrder known = replay.awaitOwner(order);
        OrderFamily seen = families.refresh(families.of(known), known, account);
        if (known.isLeg()) {
          seen = withFills(account, seen, known.id());
        } else {
          for (StoredOrder member : seen.members().toList()) {
            seen = withFills(account, seen, member.id());
          }
        }
        StoredOrder member = seen.member(known.id()).orElse(known);
        OrderAlerts.unknownStatus(alerts, member);
        yield new Reply.Done(Answers.order(seen, member, false));
      }
      case OrderFinder.Found.Foreign(var market, var ref) ->
          new Reply.Done(
              Answers.external(
                  account.exchange().order(account.credentials(), market, ref), account.broker()));
    };
  }

  /** Fills, and with them fees, are asked for where the venue's order answers left some out. */
  private OrderFamily withFills(Account account, OrderFamily family, long orderId) {
    return family
        .member(orderId)
        .map(order -> family.with(withFills(account, order)))
        .orElse(family);
  }

  /** A pair has no fills of its own: they are those of its legs. */
  private StoredOrder withFills(Account account, StoredOrder order) {
    VenueOrderId id = order.venueOrderId();
    BigDecimal filled = order.filled();
    if (id == null || filled == null || filled.signum() == 0 || order.type() == OrderType.OCO) {
      return order;
    }
    BigDecimal recorded =
        order.fills().stream().map(Fill::quantity).reduce(BigDecimal.ZERO, BigDecimal::add);
    if (recorded.compareTo(filled) >= 0) {
      return order;
    }
    try {
      Rows<Fill> fills =
          account
              .exchange()
              .fills(account.credentials(), new FillQuery(order.symbol(), id, null, null));
      return fills.rows().isEmpty()
          ? order
          : journal.append(order.id(), new OrderEvent.Filled(fills.rows()), null);
    } catch (ExchangeException e) {
      log.info("the fills of order {} could not be read: {}", order.id(), e.getMessage());
      return order;
    }
  }

  Reply open(Account account, Command.FetchOpenOrders query) {
    Rows<Order> rows = account.exchange().openOrders(account.credentials(), query.symbol());
    List<Order> wanted =
        rows.rows().stream()
            .filter(order -> isInside(order.createdAt(), query.since(), query.until()))
            .filter(order -> isBefore(order, query.idLessThan()))
            .limit(query.limit() == null ? Long.MAX_VALUE : query.limit())
            .toList();
    return listed(account, wanted, known(account, wanted), rows.unreadable());
  }

  /** What a page hides is asked for in addition, so that a caller who pages never meets its end. */
  Reply closed(Account account, Command.FetchClosedOrders query) {
    Integer limit = query.limit();
    Integer asked = limit;
    while (true) {
      Rows<Order> page = history(account, query, asked);
      Map<Order, StoredOrder> known = known(account, page.rows());
      List<Order> shown = withoutReplaced(page.rows(), known);
      int hidden = page.rows().size() - shown.size();
      if (limit == null || asked == null || limit + hidden <= asked || asked >= LISTED_AT_ONCE) {
        return listed(account, shown, known, page.unreadable());
      }
      asked = limit + hidden;
    }
  }

  private static Rows<Order> history(
      Account account, Command.FetchClosedOrders query, @Nullable Integer limit) {
    String before = query.idLessThan();
    return account
        .exchange()
        .orderHistory(
            account.credentials(),
            new OrderQuery(
                query.symbol(),
                query.since(),
                query.until(),
                limit,
                before == null ? null : new VenueOrderId(before)));
  }

  private static List<Order> withoutReplaced(List<Order> orders, Map<Order, StoredOrder> known) {
    return orders.stream().filter(order -> !isReplaced(order, known.get(order))).toList();
  }

  /**
   * Those that are ours, by the client id that we gave them; a leg that the venue made under a
   * client id of its own, by the venue's id.
   */
  private Map<Order, StoredOrder> known(Account account, List<Order> orders) {
    long broker = account.broker().id();
    Map<NativeClientOrderId, StoredOrder> named =
        journal.byNativeIds(
            broker,
            orders.stream().map(Order::nativeClientOrderId).filter(Objects::nonNull).toList());
    Map<Order, StoredOrder> known = new HashMap<>();
    List<Order> others = new ArrayList<>();
    for (Order order : orders) {
      NativeClientOrderId id = order.nativeClientOrderId();
      StoredOrder ours = id == null ? null : named.get(id);
      if (ours == null) {
        others.add(order);
      } else {
        known.put(order, ours);
      }
    }
    List<StoredOrder> made =
        journal.byVenueIds(broker, others.stream().map(Order::venueOrderId).toList());
    for (Order order : others) {
      made.stream()
          .filter(ours -> ours.isLeg() && ours.symbol().equals(order.symbol()))
          .filter(ours -> order.venueOrderId().equals(ours.venueOrderId()))
          .findFirst()
          .ifPresent(ours -> known.put(order, ours));
    }
    return known;
  }

  private Reply listed(
      Account account, List<Order> orders, Map<Order, StoredOrder> known, List<String> unreadable) {
    report(account, unreadable);
    Map<Order, StoredOrder> seen = new LinkedHashMap<>();
    for (Order order : orders) {
      StoredOrder ours = known.get(order);
      if (ours != null) {
        StoredOrder adopted = replay.adopt(ours, order);
        OrderAlerts.unknownStatus(alerts, adopted);
        seen.put(order, adopted);
      }
    }
    Map<Long, OrderFamily> relatives = new HashMap<>();
    journal
        .families(seen.values())
        .forEach((id, family) -> relatives.put(id, families.watch(family)));
    return new Reply.Done(
        orders.stream()
            .filter(order -> !isReplaced(order, seen.get(order)))
            .map(order -> answer(order, seen.get(order), relatives, account))
            .toList());
  }

  /** What an order was before it was replaced is no order of its own to its caller. */
  private static boolean isReplaced(Order order, @Nullable StoredOrder ours) {
    return ours != null
        && order.nativeClientOrderId() != null
        && ours.state().formerNativeIds().contains(order.nativeClientOrderId().text());
  }

  private static Object answer(
      Order order, @Nullable StoredOrder ours, Map<Long, OrderFamily> relatives, Account account) {
    return ours == null
        ? Answers.external(order, account.broker())
        : Answers.order(
            Objects.requireNonNull(relatives.get(ours.headId())).with(ours), ours, false);
  }

  Reply fills(Account account, Command.FetchMyTrades query) {
    String order = query.orderId();
    Rows<Fill> rows =
        account
            .exchange()
            .fills(
                account.credentials(),
                new FillQuery(
                    query.symbol(),
                    order == null ? null : new VenueOrderId(order),
                    query.since(),
                    query.limit()));
    report(account, rows.unreadable());
    Map<VenueOrderId, Optional<StoredOrder>> known = new HashMap<>();
    List<Object> answers = new ArrayList<>();
    for (Fill fill : rows.rows()) {
      Optional<StoredOrder> ours =
          known.computeIfAbsent(
              fill.venueOrderId(),
              id -> journal.byVenueId(account.broker().id(), id, fill.symbol()));
      answers.add(Answers.fill(fill, ours.orElse(null)));
    }
    return new Reply.Done(answers);
  }

  static void report(Account account, List<String> unreadable) {
    for (String row : unreadable) {
      log.warn("{} sent a row that cannot be read: {}", account.broker().venue().word(), row);
    }
  }

  private static boolean isInside(
      @Nullable Instant at, @Nullable Instant since, @Nullable Instant until) {
    return at == null
        || ((since == null || !at.isBefore(since)) && (until == null || !at.isAfter(until)));
  }

  /** Venue ids that are numbers rise; others cannot be compared, and every order passes. */
  private static boolean isBefore(Order order, @Nullable String idLessThan) {
    if (idLessThan == null) {
      return true;
    }
    try {
      return new BigDecimal(order.venueOrderId().text()).compareTo(new BigDecimal(idLessThan)) < 0;
    } catch (NumberFormatException e) {
      return true;
    }
  }
}
