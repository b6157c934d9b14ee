package org.aristobot.app;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import org.aristobot.exchange.Failure;
import org.aristobot.exchange.WireRecord;
import org.aristobot.journal.Amendment;
import org.aristobot.journal.Intent;
import org.aristobot.journal.OrderEvent;
import org.aristobot.journal.StoredEvent;
import org.aristobot.journal.StoredOrder;
import org.aristobot.model.Fill;
import org.aristobot.model.Order;
import org.aristobot.model.OrderStatus;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * What happened to an order and its legs, as one list in the order of time: what the journal
 * appended, what travelled, what was executed. Times are of our clock, but for fills, which carry
 * the venue's.
 */
final class OrderTimeline {

  private static final JsonMapper JSON =
      JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();

  /** The journal holds no secrets; whatever looks like one is masked all the same. */
  private static final Pattern SECRET =
      Pattern.compile(
          "(?i)\\b(signature|sign|x-mbx-apikey|api[-_]?key|api[-_]?secret|secret|passphrase|password"
              + "|otp)(\"?\\s*[=:]\\s*\"?)[^&\"\\s,}]+");

  private static final Pattern CONTROL = Pattern.compile("\\p{Cntrl}+");
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("HH:mm:ss.SSS", Locale.ROOT).withZone(ZoneOffset.UTC);

  private static final int WIDTH = 100;
  private static final int INDENT = 43;
  private static final int SHORT = 3 * (WIDTH - INDENT);

  private final StoredOrder order;
  private final List<Entry> entries;

  private OrderTimeline(StoredOrder order, List<Entry> entries) {
    this.order = order;
    this.entries = entries;
  }

  /** All that the journal has of one order. */
  record History(StoredOrder order, List<StoredEvent> events, List<WireRecord> wires) {}

  /**
   * One step.
   *
   * @param orderId the order's or a leg's
   * @param what a word
   * @param text a sentence without native messages
   * @param nativeText as it travelled
   */
  private record Entry(
      Instant at, long orderId, String what, String text, @Nullable String nativeText) {}

  /** The first history is the order's, the others are its legs'. */
  static OrderTimeline of(List<History> histories) {
    List<Entry> entries = new ArrayList<>();
    for (History history : histories) {
      long id = history.order().id();
      history.events().forEach(event -> event(event, entries));
      history.wires().forEach(wire -> wire(id, wire, entries));
      history.order().fills().forEach(fill -> fill(history, fill, entries));
    }
    // What is at the same time stays as it was read: the request before what follows from it.
    entries.sort(Comparator.comparing(Entry::at));
    return new OrderTimeline(histories.getFirst().order(), entries);
  }

  private static void wire(long id, WireRecord wire, List<Entry> entries) {
    String what = wire.operation().replace('_', ' ');
    entries.add(new Entry(wire.sentAt(), id, "sent", what, wire.request()));
    if (wire.receivedAt() == null) {
      entries.add(new Entry(wire.sentAt(), id, "no answer", "to " + what, null));
    } else {
      String status = wire.httpStatus() == null ? "cut off" : "HTTP " + wire.httpStatus();
      Duration took = Duration.between(wire.sentAt(), wire.receivedAt());
      String text = status + " to " + what + " after " + took.toMillis() + " ms";
      entries.add(new Entry(wire.receivedAt(), id, "answer", text, wire.response()));
    }
  }

  private static void fill(History history, Fill fill, List<Entry> entries) {
    String fee =
        fill.fee() == null
            ? ""
            : ", fee " + OrdersCommand.text(fill.fee().amount()) + " " + fill.fee().asset();
    String clock = fill.time() == null ? ", at a time that was not told" : " (venue's clock)";
    String text =
        "%s: %s at %s%s%s"
            .formatted(
                fill.id(),
                OrdersCommand.text(fill.quantity()),
                OrdersCommand.text(fill.price()),
                fee,
                clock);
    Instant at = fill.time() == null ? history.order().updatedAt() : fill.time();
    entries.add(new Entry(at, history.order().id(), "fill", text, null));
  }

  private static void event(StoredEvent stored, List<Entry> entries) {
    if (stored.event() instanceof OrderEvent.Requested requested) {
      requested(stored, requested, entries);
      return;
    }
    String nativeText =
        switch (stored.event()) {
          case OrderEvent.CancelRequested(var request) -> request;
          case OrderEvent.AmendRequested(Amendment to) -> to.nativeRequest();
          case OrderEvent.Restamped(var request, _) -> request;
          default -> null;
        };
    entries.add(
        new Entry(
            stored.at(),
            stored.orderId(),
            words(stored.event().getClass().getSimpleName()),
            text(stored.event()),
            nativeText));
  }

  private static void requested(
      StoredEvent stored, OrderEvent.Requested requested, List<Entry> entries) {
    Instant at = stored.at();
    long id = stored.orderId();
    Intent intent = requested.intent();
    if (requested.parentId() != null) {
      String leg = "of order %d, as %s".formatted(requested.parentId(), intent.request().id());
      entries.add(new Entry(at, id, "leg", leg, null));
      return;
    }
    String by =
        "by user %d for broker %d, request %s%s%s"
            .formatted(
                intent.userId(),
                intent.brokerId(),
                intent.requestId(),
                intent.source() == null ? "" : ", source " + intent.source(),
                intent.traceId() == null ? "" : ", trace " + intent.traceId());
    entries.add(new Entry(at, id, "requested", by, null));
    entries.add(new Entry(at, id, "checked", "the rules allow it", null));
    if (requested.permits() != null) {
      entries.add(new Entry(at, id, "permitted", requested.permits(), null));
    }
    intent.warnings().forEach(warning -> entries.add(new Entry(at, id, "warning", warning, null)));
    String recorded =
        "as %s by gateway %s, to be sent before %s"
            .formatted(intent.request().id(), requested.owner(), time(requested.leaseUntil()));
    entries.add(new Entry(at, id, "recorded", recorded, intent.nativeRequest()));
  }

  private static String text(OrderEvent event) {
    return switch (event) {
      case OrderEvent.Requested _ -> "";
      case OrderEvent.Accepted(Order shown) -> shown(shown);
      case OrderEvent.Reconciled(Order shown) -> "seen on the venue: " + shown(shown);
      case OrderEvent.Canceled(Order shown) -> shown(shown);
      case OrderEvent.Filled(var fills) -> "the venue told of " + fills.size() + " fills";
      case OrderEvent.Denied(Failure why) -> "never sent: " + why(why);
      case OrderEvent.Rejected(Failure why) -> why(why);
      case OrderEvent.Unconfirmed(Failure why) -> "in doubt: " + why(why);
      case OrderEvent.LookedFor(String why) -> "in vain: " + why;
      case OrderEvent.NotPlaced(String proof) -> "proven: " + proof;
      case OrderEvent.Resolved(OrderStatus as, String reason, String by) ->
          "as %s (%s) by %s: %s".formatted(as.unified(), as, by, reason);
      case OrderEvent.CancelRequested _ -> "";
      case OrderEvent.CancelRejected(Failure why) -> why(why);
      case OrderEvent.CancelUnconfirmed(Failure why) -> "in doubt: " + why(why);
      case OrderEvent.AmendRequested(Amendment to) -> "edition " + to.edition();
      case OrderEvent.Amended(int edition, _, Order shown) ->
          "edition " + edition + ": " + shown(shown);
      case OrderEvent.AmendRejected(int edition, Failure why) ->
          "edition " + edition + ": " + why(why);
      case OrderEvent.AmendUnconfirmed(int edition, Failure why) ->
          "edition " + edition + " is in doubt: " + why(why);
      case OrderEvent.Unprotected() -> "it stands without the protection that was asked for";
      case OrderEvent.Restamped(_, Instant expires) -> "valid until " + time(expires);
      case OrderEvent.TakenOver(String from, String by, Instant until) ->
          "from gateway %s by %s until %s".formatted(from, by, time(until));
    };
  }

  private static String shown(Order shown) {
    String filled = shown.filled() == null ? "" : ", filled " + OrdersCommand.text(shown.filled());
    return "%s (%s), venue's id %s%s"
        .formatted(shown.status().unified(), shown.nativeStatus(), shown.venueOrderId(), filled);
  }

  private static String why(Failure failure) {
    String code = failure.nativeCode() == null ? "" : " [" + failure.nativeCode() + "]";
    return failure.kind() + code + ": " + failure.message();
  }

  /** The words of a name: CancelRequested is "cancel requested". */
  private static String words(String name) {
    return name.replaceAll("(?<=[a-z])(?=[A-Z])", " ").toLowerCase(Locale.ROOT);
  }

  private static String time(Instant at) {
    return TIME.format(at);
  }

  private static String clean(String text) {
    return SECRET.matcher(CONTROL.matcher(text).replaceAll(" ")).replaceAll("$1$2***");
  }

  private List<String> heading() {
    List<String> heading = new ArrayList<>();
    heading.add("order %d: %s".formatted(order.id(), OrdersCommand.describe(order)));
    heading.add("now %s (%s)".formatted(order.status().unified(), order.status()));
    if (order.isLeg()) {
      heading.add("a leg of order %d, whose story tells more".formatted(order.parentId()));
    }
    heading.add("client order id " + order.clientOrderId());
    return heading;
  }

  /** For people: at most 100 columns, native messages shortened and each told once. */
  List<String> lines() {
    List<String> lines = new ArrayList<>();
    heading().forEach(line -> wrap("", clean(line), 0, lines));
    Set<String> told = new HashSet<>();
    Instant before = null;
    for (Entry entry : entries) {
      if (before == null || !day(before).equals(day(entry.at()))) {
        lines.add("");
        lines.add(day(entry.at()) + " UTC");
      }
      String since = before == null ? "" : since(Duration.between(before, entry.at()));
      String head = "%s %9s  %-19s".formatted(time(entry.at()), since, entry.what());
      wrap(head, clean(ofWhom(entry) + entry.text()), INDENT, lines);
      if (entry.nativeText() != null && told.add(entry.nativeText())) {
        String text = clean(entry.nativeText());
        String shortened = text.length() > SHORT ? text.substring(0, SHORT - 3) + "..." : text;
        wrap("", shortened, INDENT, lines);
      }
      before = entry.at();
    }
    return lines;
  }

  private String ofWhom(Entry entry) {
    return entry.orderId() == order.id() ? "" : "leg " + entry.orderId() + ": ";
  }

  private static String day(Instant at) {
    return at.atOffset(ZoneOffset.UTC).toLocalDate().toString();
  }

  private static String since(Duration duration) {
    long millis = duration.toMillis();
    return millis < 100_000 ? "+" + millis + " ms" : "+" + duration.toSeconds() + " s";
  }

  /** Breaks at a space where there is one late in the line, else anywhere. */
  private static void wrap(String head, String text, int indent, List<String> lines) {
    int room = WIDTH - indent;
    String first = head.isEmpty() ? " ".repeat(indent) : head;
    String rest = text;
    do {
      int end = Math.min(room, rest.length());
      int space = rest.length() > room ? rest.lastIndexOf(' ', room) : -1;
      int cut = space > room / 2 ? space : end;
      lines.add((first + rest.substring(0, cut)).stripTrailing());
      rest = rest.substring(cut).stripLeading();
      first = " ".repeat(indent);
    } while (!rest.isEmpty());
  }

  /** For programs: the same, native messages in full. */
  String json() {
    ObjectNode root = JSON.createObjectNode();
    root.put("order_id", order.id());
    root.put("client_order_id", order.clientOrderId().text());
    root.put("asked_for", OrdersCommand.describe(order));
    root.put("status", order.status().unified());
    root.put("order_status", order.status().name());
    ArrayNode timeline = root.putArray("timeline");
    Instant before = null;
    for (Entry entry : entries) {
      ObjectNode node = timeline.addObject();
      node.put("at", entry.at().toString());
      node.put("since_ms", before == null ? 0 : Duration.between(before, entry.at()).toMillis());
      node.put("order_id", entry.orderId());
      node.put("what", entry.what());
      node.put("text", clean(entry.text()));
      if (entry.nativeText() != null) {
        node.put("native", clean(entry.nativeText()));
      }
      before = entry.at();
    }
    return JSON.writeValueAsString(root);
  }
}
