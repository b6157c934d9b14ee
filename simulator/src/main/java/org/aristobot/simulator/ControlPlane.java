package org.aristobot.simulator;

import java.math.BigDecimal;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.aristobot.simulator.ControlInput.Refused;
import org.aristobot.simulator.book.Account.Credentials;
import org.aristobot.simulator.book.Condition;
import org.aristobot.simulator.book.Instrument;
import org.aristobot.simulator.book.Instruments;
import org.aristobot.simulator.book.OrderView;
import org.aristobot.simulator.book.Permission;
import org.aristobot.simulator.book.TradingStatus;
import org.aristobot.simulator.faults.Fault;
import org.aristobot.simulator.faults.FaultKind;
import org.aristobot.simulator.faults.Faults;
import org.aristobot.simulator.wire.LimitProfile;
import org.aristobot.simulator.wire.RequestLog;
import org.aristobot.simulator.wire.WireRequest;
import org.aristobot.simulator.wire.WireResponse;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * The calls below {@code /_sim/}: what a test or an operator does to a venue and asks of it. Errors
 * are HTTP 400 with {@code {"error": "one sentence that names the field"}}.
 */
final class ControlPlane {

  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

  /** Faults of streams, which this venue does not serve yet. */
  private static final Set<String> STREAM_FAULTS =
      Set.of("cut_stream", "skip_event", "duplicate_event");

  private static final long LONGEST_MILLIS = 86_400_000;

  private final SimulatedVenues.Running venue;

  ControlPlane(SimulatedVenues.Running venue) {
    this.venue = venue;
  }

  WireResponse answer(WireRequest request) {
    try {
      return WireResponse.json(200, route(request).toString());
    } catch (Refused e) {
      ObjectNode error = JSON.objectNode().put("error", String.valueOf(e.getMessage()));
      return WireResponse.json(400, error.toString());
    }
  }

  private JsonNode route(WireRequest request) {
    return switch (request.method() + " " + request.path()) {
      case "POST /_sim/accounts" -> putAccount(request.body());
      case "GET /_sim/orders" -> orders(key(request));
      case "GET /_sim/requests" -> requests(key(request));
      case "GET /_sim/struck" -> struck();
      case "POST /_sim/prices" -> movePrice(request.body());
      case "POST /_sim/markets" -> openMarket(request.body());
      case "POST /_sim/faults" -> arm(request.body());
      case "GET /_sim/faults" -> hits();
      case "DELETE /_sim/faults" -> clearFaults();
      case "POST /_sim/limits" -> limits(request.body());
      case "POST /_sim/choices" -> choices(request.body());
      case "GET /_sim/stats" -> stats();
      default -> throw new Refused("There is no " + request.method() + " " + request.path() + ".");
    };
  }

  private static @Nullable String key(WireRequest request) {
    if (request.rawQuery().isEmpty()) {
      return null;
    }
    if (!request.rawQuery().startsWith("key=") || request.rawQuery().contains("&")) {
      throw new Refused("The only parameter is 'key'.");
    }
    return URLDecoder.decode(request.rawQuery().substring("key=".length()), StandardCharsets.UTF_8);
  }

  // --- accounts

  private JsonNode putAccount(String body) {
    ControlInput input =
        ControlInput.of(
            body,
            "key",
            "secret",
            "public_key",
            "passphrase",
            "balances",
            "permissions",
            "paper",
            "unified");
    String key = input.requiredText("key");
    String pem = input.text("public_key");
    Credentials credentials =
        new Credentials(
            pem == null ? input.requiredText("secret") : input.text("secret"),
            input.text("passphrase"),
            permissions(input.node("permissions")),
            pem == null ? null : PublicKeys.parse("public_key", pem),
            Boolean.TRUE.equals(input.flag("paper")),
            Boolean.TRUE.equals(input.flag("unified")));
    venue.engine().putAccount(key, credentials, balances(input.node("balances")));
    return JSON.objectNode().put("key", key);
  }

  private static Set<Permission> permissions(@Nullable JsonNode list) {
    if (list == null) {
      return EnumSet.allOf(Permission.class);
    }
    if (!list.isArray()) {
      throw new Refused("Field 'permissions' must be a list.");
    }
    Set<Permission> permissions = EnumSet.noneOf(Permission.class);
    for (JsonNode word : list) {
      permissions.add(
          switch (word.asString("")) {
            case "read" -> Permission.READ;
            case "trade" -> Permission.TRADE;
            default -> throw new Refused("Field 'permissions' knows 'read' and 'trade' only.");
          });
    }
    return permissions;
  }

  private static Map<String, BigDecimal> balances(@Nullable JsonNode object) {
    if (object == null) {
      return Instruments.demoBalances();
    }
    if (!object.isObject()) {
      throw new Refused("Field 'balances' must be an object of assets and amounts.");
    }
    Map<String, BigDecimal> balances = new TreeMap<>();
    object
        .properties()
        .forEach(field ->
            balances.put(
                field.getKey(),
                ControlInput.amount("balances." + field.getKey(), field.getValue())));
    return balances;
  }

  // --- what happened

  private JsonNode orders(@Nullable String key) {
    ArrayNode list = JSON.arrayNode();
    venue.engine().truth(key).forEach(order -> list.add(order(order)));
    return list;
  }

  private ObjectNode order(OrderView order) {
    BigDecimal price = order.price();
    ObjectNode answer =
        JSON.objectNode()
            .put("id", Long.toString(order.id()))
            .put("client_order_id", order.clientId())
            .put("key", order.key())
            .put("symbol", order.instrument().symbol())
            .put("side", order.side().name().toLowerCase(Locale.ROOT))
            .put("type", order.kind().name().toLowerCase(Locale.ROOT))
            .put("quantity", plain(order.quantity()))
            .put("price", price == null ? null : plain(price))
            .put("filled", plain(order.filled()))
            .put("status", venue.dialect().statusWord(order.status()))
            .put("accepted_at", Instant.ofEpochMilli(order.acceptedAtMillis()).toString());
    BigDecimal quoteQuantity = order.quoteQuantity();
    if (quoteQuantity != null) {
      answer.put("quote_quantity", plain(quoteQuantity));
    }
    Condition condition = order.condition();
    if (condition != null && condition.stopPrice() != null) {
      answer.put("stop_price", plain(condition.stopPrice()));
    }
    if (condition != null && condition.trailingDelta() != null) {
      answer.put("trailing_delta", condition.trailingDelta());
    }
    putId(answer, "list_id", order.listId());
    putId(answer, "parent_id", order.parentId());
    putId(answer, "leg_id", order.legId());
    ObjectNode told = venue.dialect().told(order);
    if (!told.isEmpty()) {
      answer.set("native", told);
    }
    return answer;
  }

  private static void putId(ObjectNode answer, String name, @Nullable Long id) {
    if (id != null) {
      answer.put(name, Long.toString(id));
    }
  }

  private static String plain(BigDecimal amount) {
    return amount.signum() == 0 ? "0" : amount.stripTrailingZeros().toPlainString();
  }

  private JsonNode requests(@Nullable String key) {
    if (key == null) {
      throw new Refused("Parameter 'key' is missing.");
    }
    ArrayNode list = JSON.arrayNode();
    for (RequestLog.Entry entry : venue.log().of(key)) {
      ObjectNode item =
          list.addObject()
              .put("time", Instant.ofEpochMilli(entry.timeMillis()).toString())
              .put("operation", entry.operation());
      putParameters(item, entry.parameters());
      item.put("answered", entry.answer());
    }
    return list;
  }

  private static void putParameters(ObjectNode item, String text) {
    ObjectNode parameters = item.putObject("parameters");
    for (String pair : text.split("&", -1)) {
      int equals = pair.indexOf('=');
      if (equals > 0) {
        parameters.put(
            pair.substring(0, equals),
            URLDecoder.decode(pair.substring(equals + 1), StandardCharsets.UTF_8));
      }
    }
  }

  /** What faults struck, with what the venue did and what its caller was told. */
  private JsonNode struck() {
    ArrayNode list = JSON.arrayNode();
    for (RequestLog.Struck request : venue.log().struck()) {
      ObjectNode item =
          list.addObject()
              .put("key", request.key())
              .put("time", Instant.ofEpochMilli(request.timeMillis()).toString())
              .put("operation", request.operation());
      putParameters(item, request.parameters());
      item.put("faults", request.faults())
          .put("executed", request.executed())
          .put("told", request.told());
    }
    return list;
  }

  private JsonNode stats() {
    ObjectNode stats = JSON.objectNode();
    ObjectNode requests = stats.putObject("requests");
    venue.stats().operations().forEach(requests::put);
    ObjectNode weights = stats.putObject("weight_by_window");
    venue.stats().weights().forEach((start, used) -> weights.put(Long.toString(start), used));
    return stats
        .put("order_posts", venue.stats().orderPosts.sum())
        .put("followed_redirects", venue.stats().followedRedirects.sum())
        .put("bad_signatures", venue.stats().badSignatures.sum())
        .put("http_429", venue.stats().tooManyRequests.sum())
        .put("http_418", venue.stats().bans.sum())
        .put("most_in_flight", venue.stats().mostInFlight());
  }

  // --- what is done to the venue

  private static Instrument instrument(ControlInput input) {
    String symbol = input.requiredText("symbol");
    return Instruments.DEMO.stream()
        .filter(candidate -> candidate.symbol().equals(symbol))
        .findFirst()
        .orElseThrow(() -> new Refused("Field 'symbol' names no market of this venue."));
  }

  private JsonNode openMarket(String body) {
    ControlInput input = ControlInput.of(body, "symbol", "status");
    Instrument instrument = instrument(input);
    TradingStatus status =
        switch (input.requiredText("status")) {
          case "open" -> TradingStatus.OPEN;
          case "cancel_only" -> TradingStatus.CANCEL_ONLY;
          case "halted" -> TradingStatus.HALTED;
          default -> throw new Refused("Field 'status' must be one of open cancel_only halted.");
        };
    venue.engine().status(instrument, status);
    return JSON.objectNode()
        .put("symbol", instrument.symbol())
        .put("status", status.name().toLowerCase(Locale.ROOT));
  }

  private JsonNode movePrice(String body) {
    ControlInput input = ControlInput.of(body, "symbol", "price");
    Instrument instrument = instrument(input);
    JsonNode node = input.node("price");
    if (node == null) {
      throw new Refused("Field 'price' is missing.");
    }
    BigDecimal price = ControlInput.amount("price", node);
    if (price.signum() == 0 || price.remainder(instrument.tick()).signum() != 0) {
      throw new Refused(
          "Field 'price' must be a multiple of " + instrument.tick().toPlainString() + ".");
    }
    venue.engine().movePrice(instrument, price);
    return JSON.objectNode().put("symbol", instrument.symbol()).put("price", price.toPlainString());
  }

  private JsonNode limits(String body) {
    String word = ControlInput.of(body, "profile").requiredText("profile");
    LimitProfile profile =
        switch (word) {
          case "real" -> LimitProfile.REAL;
          case "fast" -> LimitProfile.FAST;
          case "off" -> LimitProfile.OFF;
          default -> throw new Refused("Field 'profile' must be 'real', 'fast' or 'off'.");
        };
    venue.dialect().limits(profile);
    return JSON.objectNode().put("profile", word);
  }

  private JsonNode choices(String body) {
    Map<String, String> choices = ControlInput.scalars(body);
    try {
      ObjectNode answer = JSON.objectNode();
      venue.dialect().choose(choices).forEach(answer::put);
      return answer;
    } catch (IllegalArgumentException e) {
      throw new Refused(String.valueOf(e.getMessage()));
    }
  }

  // --- faults

  private JsonNode arm(String body) {
    Fault fault = fault(body);
    venue.faults().arm(fault);
    return JSON.objectNode().put("fault", fault.kind().word());
  }

  private Fault fault(String body) {
    ControlInput input =
        ControlInput.of(
            body, "fault", "times", "match", "ms", "after_accept", "hold", "code", "msg", "status");
    String word = input.requiredText("fault");
    if (STREAM_FAULTS.contains(word)) {
      throw new Refused("Field 'fault': " + word + " needs streams, which are not served yet.");
    }
    FaultKind kind =
        FaultKind.of(word).orElseThrow(() -> new Refused("Field 'fault' names no known fault."));
    return new Fault(
        kind,
        times(kind, input.integer("times")),
        match(kind, input.text("match")),
        millis(kind, input.integer("ms")),
        afterAccept(kind, input.flag("after_accept")),
        hold(kind, input.flag("hold")),
        status(kind, input.integer("status")),
        code(kind, input.integer("code")),
        message(kind, input.text("msg")));
  }

  private static int times(FaultKind kind, @Nullable Long times) {
    if (kind == FaultKind.CLOCK_SKEW) {
      requireAbsent("times", times, "the clock stays off until the faults are deleted");
      return Integer.MAX_VALUE;
    }
    if (times != null && (times < 1 || times > 1_000_000)) {
      throw new Refused("Field 'times' must be between 1 and 1000000.");
    }
    return times == null ? 1 : times.intValue();
  }

  private @Nullable String match(FaultKind kind, @Nullable String match) {
    if (kind == FaultKind.CLOCK_SKEW) {
      requireAbsent("match", match, "the clock is the same for all operations");
    }
    if (match != null && !venue.dialect().operations().contains(match)) {
      throw new Refused(
          "Field 'match' must be one of " + String.join(" ", venue.dialect().operations()) + ".");
    }
    return match;
  }

  private static long millis(FaultKind kind, @Nullable Long millis) {
    boolean signed = kind.needs() == FaultKind.Needs.SIGNED_MILLIS;
    if (!signed && kind.needs() != FaultKind.Needs.MILLIS) {
      requireAbsent("ms", millis, kind.word() + " does not wait");
      return 0;
    }
    if (millis == null || millis > LONGEST_MILLIS || millis < (signed ? -LONGEST_MILLIS : 0)) {
      throw new Refused("Field 'ms' must be given, and be at most a day.");
    }
    return millis;
  }

  private static boolean afterAccept(FaultKind kind, @Nullable Boolean after) {
    if (!kind.movable()) {
      requireAbsent("after_accept", after, kind.word() + " strikes at one moment only");
    }
    return after == null ? kind.afterAccept() : after;
  }

  private static boolean hold(FaultKind kind, @Nullable Boolean hold) {
    if (kind != FaultKind.ACCEPT_LATE) {
      requireAbsent("hold", hold, "it belongs to accept_late");
    }
    return hold != null && hold;
  }

  private static int status(FaultKind kind, @Nullable Long status) {
    if (kind.needs() != FaultKind.Needs.ERROR) {
      requireAbsent("status", status, "it belongs to error_code");
      return 0;
    }
    if (status != null && (status < 400 || status > 599)) {
      throw new Refused("Field 'status' must be between 400 and 599.");
    }
    return status == null ? 400 : status.intValue();
  }

  private static int code(FaultKind kind, @Nullable Long code) {
    if (kind.needs() != FaultKind.Needs.ERROR) {
      requireAbsent("code", code, "it belongs to error_code");
      return 0;
    }
    if (code == null || Math.abs(code) > 1_000_000) {
      throw new Refused("Field 'code' must be given, a native error code.");
    }
    return code.intValue();
  }

  private static String message(FaultKind kind, @Nullable String message) {
    if (kind.needs() != FaultKind.Needs.ERROR) {
      requireAbsent("msg", message, "it belongs to error_code");
      return "";
    }
    if (message == null) {
      throw new Refused("Field 'msg' is missing.");
    }
    return message;
  }

  private static void requireAbsent(String field, @Nullable Object value, String why) {
    if (value != null) {
      throw new Refused("Field '" + field + "' does not belong here: " + why + ".");
    }
  }

  private JsonNode clearFaults() {
    venue.faults().clear();
    return JSON.objectNode();
  }

  private JsonNode hits() {
    ArrayNode list = JSON.arrayNode();
    List<Faults.Hits> armed = venue.faults().hits();
    for (Faults.Hits hits : armed) {
      list.addObject()
          .put("fault", hits.fault().kind().word())
          .put("match", hits.fault().match())
          .put("hits", hits.hits())
          .put("left", hits.left());
    }
    return list;
  }
}
