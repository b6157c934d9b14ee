package org.aristobot.app;

import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.aristobot.journal.Database;
import org.aristobot.journal.Doubts;
import org.aristobot.journal.Journal;
import org.aristobot.journal.OrderEvent;
import org.aristobot.journal.OrderFilter;
import org.aristobot.journal.StoredEvent;
import org.aristobot.journal.StoredOrder;
import org.aristobot.model.Decimals;
import org.aristobot.model.Fill;
import org.aristobot.model.OrderStatus;
import org.aristobot.model.Quantity;
import org.aristobot.model.Symbol;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code orders}: what the journal knows. */
@Command(
    name = "orders",
    description = "Shows the orders in the journal.",
    subcommands = {
      OrdersCommand.ListOrders.class,
      OrdersCommand.ShowOrder.class,
      ExplainCommand.class,
      ResolveOrder.class
    })
final class OrdersCommand implements Callable<Integer> {

  @Spec private @Nullable CommandSpec spec;

  @Override
  public Integer call() {
    throw new ParameterException(
        Objects.requireNonNull(spec).commandLine(),
        "Say what: ./aristobot orders list, show ID, explain ID or resolve ID.");
  }

  /** Uses the journal without serving anybody. */
  static <T> T withJournal(Config config, Function<Journal, T> question) {
    try (Database database = GatewayService.open(RunningInstance.locate(config).postgres());
        Journal journal =
            new Journal(
                database.source(), "reader", Duration.ofSeconds(30), InstantSource.system())) {
      return question.apply(journal);
    }
  }

  @Command(name = "list", description = "Lists orders, the newest first.")
  static final class ListOrders implements Callable<Integer> {
    @Mixin private CommonOptions common = new CommonOptions();

    @Option(names = "--user", paramLabel = "ID", description = "Only this user's, by number.")
    private @Nullable Long user;

    @Option(names = "--broker", paramLabel = "ID", description = "Only this broker's, by number.")
    private @Nullable Long broker;

    @Option(
        names = "--symbol",
        paramLabel = "SYMBOL",
        description = "Only this symbol's, such as BTC/USDT.")
    private @Nullable String symbol;

    @Option(
        names = "--status",
        paramLabel = "STATUS",
        description = "Only open, closed, cancelled or UNKNOWN ones.")
    private @Nullable String status;

    @Option(
        names = "--in-doubt",
        description = "Only those of which nobody knows how they stand, the oldest first.")
    private boolean inDoubt;

    @Option(
        names = "--limit",
        paramLabel = "COUNT",
        defaultValue = "20",
        description = "At most so many (default: ${DEFAULT-VALUE}).")
    private int limit = 20;

    @Override
    public Integer call() {
      OrderFilter filter = filter();
      List<StoredOrder> orders =
          withJournal(
              common.config(),
              journal -> inDoubt ? inDoubt(journal, filter) : journal.list(filter));
      String row = "%-7s %-7s %-20s %-7s %-10s %-4s %-13s %18s %14s %18s %-9s %s%n";
      System.out.printf(
          row,
          "id",
          "leg of",
          "created",
          "broker",
          "symbol",
          "side",
          "type",
          "quantity",
          "price",
          "filled",
          "status",
          "native");
      for (StoredOrder order : orders) {
        System.out.printf(
            row,
            order.id(),
            order.isLeg() ? order.parentId() : "",
            order.createdAt().toString().substring(0, 19),
            order.brokerId(),
            order.symbol(),
            order.side().name().toLowerCase(Locale.ROOT),
            order.type().name().toLowerCase(Locale.ROOT),
            size(order),
            text(order.price()),
            text(order.filled()),
            order.status().unified(),
            order.nativeStatus() == null ? order.status() : order.nativeStatus());
      }
      return 0;
    }

    private static List<StoredOrder> inDoubt(Journal journal, OrderFilter filter) {
      Instant now = InstantSource.system().instant();
      return journal.doubts().accounts().stream()
          .map(Doubts.Account::brokerId)
          .distinct()
          .filter(id -> filter.brokerId() == null || filter.brokerId().equals(id))
          .flatMap(id -> journal.doubts().of(id, List.of()).stream())
          .filter(order -> order.status() != OrderStatus.SENDING || now.isAfter(order.leaseUntil()))
          .filter(order -> filter.userId() == null || filter.userId() == order.userId())
          .filter(order -> filter.symbol() == null || filter.symbol().equals(order.symbol()))
          .sorted(Comparator.comparingLong(StoredOrder::id))
          .limit(filter.limit())
          .toList();
    }

    private OrderFilter filter() {
      if (limit < 1 || limit > OrderFilter.MAX_LIMIT) {
        throw new UserError("--limit must be from 1 to " + OrderFilter.MAX_LIMIT + ".");
      }
      return new OrderFilter(
          user,
          broker,
          symbol == null ? null : parsed(symbol),
          statuses(),
          null,
          null,
          null,
          limit);
    }

    private static Symbol parsed(String symbol) {
      try {
        return Symbol.parse(symbol);
      } catch (IllegalArgumentException e) {
        throw new UserError("--symbol " + e.getMessage() + ".", e);
      }
    }

    private Set<OrderStatus> statuses() {
      if (status == null) {
        return Set.of();
      }
      Set<OrderStatus> statuses =
          Stream.of(OrderStatus.values())
              .filter(known -> known.unified().equalsIgnoreCase(status))
              .collect(Collectors.toSet());
      if (statuses.isEmpty()) {
        throw new UserError("--status must be open, closed, cancelled or UNKNOWN.");
      }
      return statuses;
    }
  }

  @Command(name = "show", description = "Shows one order with everything that happened to it.")
  static final class ShowOrder implements Callable<Integer> {
    @Mixin private CommonOptions common = new CommonOptions();

    @Parameters(index = "0", paramLabel = "ID", description = "As the list shows it.")
    private long id;

    @Override
    public Integer call() {
      List<String> lines = withJournal(common.config(), this::lines);
      lines.forEach(System.out::println);
      return 0;
    }

    private List<String> lines(Journal journal) {
      StoredOrder order =
          journal
              .byId(id)
              .orElseThrow(() -> new UserError("There is no order " + id + " in the journal."));
      List<String> lines = new ArrayList<>();
      line(lines, "order", order.id());
      line(lines, "user, broker", order.userId() + ", " + order.brokerId());
      line(lines, "request id", order.requestId());
      line(lines, "client order id", order.clientOrderId());
      line(lines, "native client order id", order.nativeClientOrderId());
      line(lines, "venue order id", order.venueOrderId());
      line(lines, "asked for", OrdersCommand.describe(order));
      if (order.isLeg()) {
        line(lines, "leg of order", order.parentId());
      }
      journal.family(order).legs().stream()
          .filter(leg -> !order.isLeg())
          .forEach(leg -> line(lines, "leg", leg.id() + ": " + brief(leg)));
      if (order.state().edits() > 0) {
        line(lines, "edition", order.state().edition() + " of " + order.state().edits());
      }
      line(lines, "status", order.status().unified() + " (" + order.status() + ")");
      line(lines, "native status", order.nativeStatus());
      line(lines, "filled", text(order.filled()));
      line(lines, "average", text(order.average()));
      line(
          lines,
          "fee",
          order.fee() == null ? null : text(order.fee().amount()) + " " + order.fee().asset());
      order.warnings().forEach(warning -> line(lines, "warning", warning));
      if (order.failure() != null) {
        line(lines, "failure", order.failure().kind() + ": " + order.failure().message());
      }
      line(lines, "native request", order.nativeRequest());
      line(lines, "expires on the venue", order.expiresAt());
      line(lines, "raw response", order.rawResponse());
      order.fills().forEach(fill -> line(lines, "fill", describe(fill)));
      lines.add("events");
      for (StoredEvent event : journal.events(id)) {
        lines.add("  " + event.at() + "  " + describe(event.event()));
      }
      return lines;
    }

    private static String brief(StoredOrder leg) {
      return OrdersCommand.describe(leg)
          + ", "
          + leg.status().unified()
          + " ("
          + leg.status()
          + ")";
    }

    private static String describe(Fill fill) {
      String text = fill.id() + ": " + text(fill.quantity()) + " at " + text(fill.price());
      return fill.fee() == null
          ? text
          : text + ", fee " + text(fill.fee().amount()) + " " + fill.fee().asset();
    }

    private static String describe(OrderEvent event) {
      String name = event.getClass().getSimpleName();
      return switch (event) {
        case OrderEvent.Accepted(var shown) -> name + "  " + shown.nativeStatus();
        case OrderEvent.Reconciled(var shown) -> name + "  " + shown.nativeStatus();
        case OrderEvent.Canceled(var shown) -> name + "  " + shown.nativeStatus();
        case OrderEvent.Filled(var fills) -> name + "  " + fills.size() + " fills";
        case OrderEvent.Denied(var failure) -> name + "  " + failure.message();
        case OrderEvent.Rejected(var failure) -> name + "  " + failure.message();
        case OrderEvent.Unconfirmed(var failure) -> name + "  " + failure.message();
        case OrderEvent.CancelRejected(var failure) -> name + "  " + failure.message();
        case OrderEvent.CancelUnconfirmed(var failure) -> name + "  " + failure.message();
        case OrderEvent.AmendRequested(var amendment) ->
            name + "  " + amendment.edition() + ": " + amendment.nativeRequest();
        case OrderEvent.Amended(int edition, _, var shown) ->
            name + "  " + edition + ": " + shown.nativeStatus();
        case OrderEvent.AmendRejected(int edition, var failure) ->
            name + "  " + edition + ": " + failure.message();
        case OrderEvent.AmendUnconfirmed(int edition, var failure) ->
            name + "  " + edition + ": " + failure.message();
        case OrderEvent.LookedFor(var why) -> name + "  " + why;
        case OrderEvent.NotPlaced(var proof) -> name + "  " + proof;
        case OrderEvent.Resolved(var as, var reason, var by) ->
            name + "  as " + as + " by " + by + ": " + reason;
        case OrderEvent.Unprotected() -> name;
        case OrderEvent.CancelRequested(var request) -> name + "  " + request;
        case OrderEvent.Restamped(var request, _) -> name + "  " + request;
        case OrderEvent.TakenOver taken -> name + "  by " + taken.by() + " from " + taken.from();
        case OrderEvent.Requested requested -> name + "  by " + requested.owner();
      };
    }

    private static void line(List<String> lines, String name, @Nullable Object value) {
      lines.add("%-24s%s".formatted(name, value == null ? "-" : value));
    }
  }

  /** What is asked for, in a line. */
  static String describe(StoredOrder order) {
    String text =
        order.type().name().toLowerCase(Locale.ROOT)
            + " "
            + order.side().name().toLowerCase(Locale.ROOT)
            + " of "
            + size(order)
            + " on "
            + order.venue().word()
            + " "
            + order.symbol();
    String at = order.price() == null ? "" : " at " + text(order.price());
    return text + at + (order.stopPrice() == null ? "" : ", from " + text(order.stopPrice()));
  }

  private static String size(StoredOrder order) {
    return switch (order.request().quantity()) {
      case Quantity.Base(var amount) -> text(amount) + " " + order.symbol().base();
      case Quantity.Quote(var amount) -> text(amount) + " " + order.symbol().quote();
      case Quantity.Received() -> "what is received";
    };
  }

  static String text(@Nullable BigDecimal value) {
    return value == null ? "-" : Decimals.plain(value);
  }
}
