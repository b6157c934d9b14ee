package org.aristobot.validate;

import io.lettuce.core.RedisException;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.aristobot.bus.BusClient.Answer;
import org.aristobot.exchange.Capabilities.Support;
import org.aristobot.exchange.ErrorKind;
import org.aristobot.exchange.Feature;
import org.aristobot.model.ClientOrderId;
import org.aristobot.model.Decimals;
import org.aristobot.model.NativeClientOrderId;
import org.aristobot.model.Side;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/**
 * One broker while it is validated: what is asked of the gateway on its behalf, and every order
 * that was placed. Thread rule: one thread.
 */
final class Trial {

  /** The market that the capability tables call so. */
  private static final String SPOT = "spot";

  /** How long a venue may take to show in one place what it has shown in another. */
  private static final Duration LAG = Duration.ofSeconds(15);

  /** Refusals after which the order may be on the venue all the same. */
  private static final Set<ErrorKind> MAY_STAND =
      Set.of(
          ErrorKind.ORDER_STATE_UNKNOWN,
          ErrorKind.EXCHANGE_UNAVAILABLE,
          ErrorKind.TIMEOUT,
          ErrorKind.INTERNAL);

  /** What is known of an order of ours. */
  private record Known(Wanted wanted, @Nullable Shown shown, boolean refused) {
    boolean isOver() {
      return refused || (shown != null && shown.isFinished());
    }
  }

  private final Subject subject;
  private final Caller caller;
  private final Probe probe;
  private final @Nullable ControlPlane control;
  private final TradesView view;
  private final Sizes sizes;
  private final String run;
  private final Map<String, Known> orders = new LinkedHashMap<>();
  private final Map<String, String> statuses = new LinkedHashMap<>();
  private final List<String> outside = new ArrayList<>();
  private int ids;

  /**
   * @param control of the simulator; null where the venue is none
   * @param run a name that no other run has
   */
  Trial(
      Subject subject,
      Caller caller,
      Probe probe,
      @Nullable ControlPlane control,
      TradesView view,
      Sizes sizes,
      String run) {
    this.subject = subject;
    this.caller = caller;
    this.probe = probe;
    this.control = control;
    this.view = view;
    this.sizes = sizes;
    this.run = run;
  }

  Subject subject() {
    return subject;
  }

  Probe probe() {
    return probe;
  }

  Sizes sizes() {
    return sizes;
  }

  TradesView view() {
    return view;
  }

  @Nullable ControlPlane control() {
    return control;
  }

  Support support(Feature feature, Wanted wanted) {
    return probe.capabilities(sizes.instrument()).support(SPOT, feature, wanted.type());
  }

  // --- asking

  ObjectNode params() {
    return Caller.params(subject.broker().id());
  }

  ObjectNode symbolParams() {
    return params().put("symbol", subject.symbol().toString());
  }

  ObjectNode orderParams(String clientId) {
    return symbolParams().put("client_order_id", clientId);
  }

  /** A query, which must be answered. */
  Answer ask(String action, ObjectNode params) {
    Answer answer = caller.ask(action, params);
    Result.require(answer.success(), action + " failed: " + why(answer));
    return answer;
  }

  static String why(Answer answer) {
    return answer.code() + ": " + answer.error();
  }

  // --- orders

  /** How the client order ids of this run begin. */
  String idsBegin() {
    return "validate-" + run + "-";
  }

  /** An id that no order has had. */
  String newId() {
    return idsBegin() + ++ids;
  }

  /** Under which a caller's id stands on the venue. */
  NativeClientOrderId nativeId(String clientId) {
    return NativeClientOrderId.derive(subject.broker().id(), new ClientOrderId(clientId));
  }

  /** Places an order and notes it before. */
  Answer place(Wanted wanted) {
    return place(wanted, newId());
  }

  Answer place(Wanted wanted, String clientId) {
    return place(wanted, clientId, Caller.newRequestId());
  }

  Answer place(Wanted wanted, String clientId, String requestId) {
    Result.require(
        !wanted.symbol().equals(subject.symbol())
            || wanted.worth(sizes.market()).compareTo(sizes.cap()) <= 0,
        "not placed: " + wanted.text() + " is worth more than the cap");
    return send(wanted, clientId, requestId);
  }

  /** Places what is worth more than anything else here, because it must be refused. */
  Answer placeBeyondCap(Wanted wanted) {
    Result.require(subject.world() != World.REAL, "not placed: it is real money");
    return send(wanted, newId(), Caller.newRequestId());
  }

  private Answer send(Wanted wanted, String clientId, String requestId) {
    orders.putIfAbsent(clientId, new Known(wanted, null, false));
    Answer answer =
        caller.command("place_order", wanted.params(subject.broker().id(), clientId), requestId);
    note(clientId, answer);
    return answer;
  }

  /** Places what must be accepted; sells nothing that was not bought here. */
  Shown placed(Wanted wanted) {
    Result.require(
        wanted.side() == Side.BUY || held().compareTo(wanted.base()) >= 0,
        "not placed: " + wanted.text() + ", since nothing was bought that could be sold");
    Answer answer = place(wanted);
    Result.require(answer.success(), wanted.text() + " was refused: " + why(answer));
    return new Shown(answer.data());
  }

  Answer cancel(String clientId) {
    return command("cancel_order", clientId, orderParams(clientId));
  }

  Answer edit(String clientId, String field, BigDecimal value) {
    return command("edit_order", clientId, orderParams(clientId).put(field, Decimals.plain(value)));
  }

  private Answer command(String action, String clientId, ObjectNode params) {
    Answer answer = caller.command(action, params, Caller.newRequestId());
    if (answer.success()) {
      note(clientId, answer);
    }
    return answer;
  }

  /** The order as the gateway tells it now. */
  Shown info(String clientId) {
    Answer answer = ask("get_order_info", orderParams(clientId));
    note(clientId, answer);
    return new Shown(answer.data());
  }

  /** Keeps in mind what an answer says of an order of ours. */
  private void note(String clientId, Answer answer) {
    Known known = orders.get(clientId);
    if (known == null) {
      return;
    }
    if (answer.success()) {
      Shown shown = new Shown(answer.data());
      orders.put(clientId, new Known(known.wanted(), shown, false));
      String word = shown.text("native_status");
      if (word != null) {
        statuses.put(word, shown.status());
      }
    } else if (known.shown() == null && !MAY_STAND.contains(kind(answer))) {
      orders.put(clientId, new Known(known.wanted(), null, true));
    }
  }

  private static ErrorKind kind(Answer answer) {
    for (ErrorKind kind : ErrorKind.values()) {
      if (kind.name().equals(answer.code())) {
        return kind;
      }
    }
    return ErrorKind.INTERNAL;
  }

  /** Cancels an order that is not needed any more; it must end so. */
  Shown away(String clientId) {
    Answer answer = cancel(clientId);
    Result.require(answer.success(), "cancel_order failed: " + why(answer));
    return until(clientId, Shown::isFinished, "it was not cancelled");
  }

  /** The order once it is as it should be. */
  Shown until(String clientId, Predicate<Shown> wanted, String otherwise) {
    return eventually(() -> info(clientId), wanted, shown -> otherwise + ": " + brief(shown));
  }

  private static String brief(Shown shown) {
    return "status " + shown.status() + " (" + shown.text("native_status") + ")";
  }

  /** What is looked at once it is as it should be; a venue may show it a little late. */
  <T> T eventually(Supplier<T> look, Predicate<T> wanted, Function<T, String> otherwise) {
    long deadline = System.nanoTime() + LAG.toNanos();
    T seen = look.get();
    while (!wanted.test(seen)) {
      if (System.nanoTime() > deadline) {
        throw new Result.Failed(otherwise.apply(seen));
      }
      caller.pause();
      seen = look.get();
    }
    return seen;
  }

  /** Reads again what was not finished when it was last seen. */
  void refresh() {
    for (Shown order : shown()) {
      if (!order.isFinished()) {
        Shown _ = info(String.valueOf(order.clientOrderId()));
      }
    }
  }

  /** The orders of ours that the venue has shown, as they were last seen. */
  List<Shown> shown() {
    List<Shown> shown = new ArrayList<>();
    for (Known known : orders.values()) {
      if (known.shown() != null && known.shown().id() != null) {
        shown.add(known.shown());
      }
    }
    return shown;
  }

  /** The native words that were seen and what they were taken for. */
  Map<String, String> statuses() {
    return Map.copyOf(statuses);
  }

  /** A word that is none, since the simulator was told to say it. */
  void forget(String nativeStatus) {
    statuses.remove(nativeStatus);
  }

  boolean isOurs(String clientId) {
    return orders.containsKey(clientId);
  }

  // --- what is held and left

  /** What was bought and not sold, less the fees that were taken from it. */
  BigDecimal held() {
    BigDecimal held = BigDecimal.ZERO;
    for (Known known : orders.values()) {
      Shown shown = known.shown();
      BigDecimal filled = shown == null ? null : shown.number("filled");
      if (shown == null || filled == null || !known.wanted().symbol().equals(subject.symbol())) {
        continue;
      }
      held = known.wanted().side() == Side.BUY ? held.add(filled) : held.subtract(filled);
      BigDecimal fee = shown.number("fee");
      if (fee != null && subject.symbol().base().equals(shown.text("fee_currency"))) {
        held = held.subtract(fee);
      }
    }
    return held;
  }

  /** Cancels what is not known to be finished and sells what was bought; says what is left. */
  List<String> cleanUp() {
    caller.closing();
    List<String> left = new ArrayList<>(endOpen());
    left.addAll(outside);
    if (!orders.isEmpty()) {
      sellBack(left);
    }
    return left;
  }

  /** Keeps in mind what was opened outside of the gateway and could not be taken back. */
  void leave(String what) {
    outside.add(what);
  }

  /** Cancels what is not known to be finished; says what could not be. */
  List<String> endOpen() {
    List<String> left = new ArrayList<>();
    for (Map.Entry<String, Known> order : List.copyOf(orders.entrySet())) {
      String why = order.getValue().isOver() ? null : end(order.getKey());
      if (why != null) {
        left.add(order.getKey() + " (" + order.getValue().wanted().text() + "): " + why);
      }
    }
    return left;
  }

  /** Cancels an order; says why it may still be open, or null. */
  private @Nullable String end(String clientId) {
    try {
      Answer answer = cancel(clientId);
      if (answer.success()) {
        until(clientId, Shown::isFinished, "it was cancelled and is not shown so");
        return null;
      }
      return isGone(clientId) ? null : why(answer);
    } catch (Result.Failed | RedisException e) {
      return e.getMessage();
    }
  }

  /** Whether a refused cancel concerned an order that surely is not open. */
  private boolean isGone(String clientId) {
    Answer answer = caller.ask("get_order_info", orderParams(clientId));
    note(clientId, answer);
    return answer.success()
        ? new Shown(answer.data()).isFinished()
        : kind(answer) == ErrorKind.ORDER_NOT_PLACED;
  }

  private void sellBack(List<String> left) {
    String base = subject.symbol().base();
    try {
      BigDecimal quantity = Sizes.down(held().min(free(base)), sizes.step());
      if (quantity.multiply(sizes.market()).compareTo(sizes.least()) >= 0) {
        Shown sold = placed(sizes.saleNow(quantity));
        until(
            String.valueOf(sold.clientOrderId()), Shown::isFinished, "the sale back did not fill");
      }
    } catch (Result.Failed | RedisException e) {
      left.add("what was bought was not sold back: " + e.getMessage());
    }
    BigDecimal rest = held();
    if (rest.signum() > 0) {
      left.add(Decimals.plain(rest) + " " + base + " that were bought and are too few to be sold");
    }
  }

  /** What of an asset can be used. */
  BigDecimal free(String asset) {
    var free = ask("get_balance", params()).data().path(asset).path("free");
    return free.isNumber() ? free.decimalValue() : BigDecimal.ZERO;
  }

  /** The assets of which there is something. */
  Set<String> assets() {
    return new TreeSet<>(ask("get_balance", params()).data().propertyNames());
  }

  static Duration since(long start) {
    return Duration.ofMillis(TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - start));
  }
}
