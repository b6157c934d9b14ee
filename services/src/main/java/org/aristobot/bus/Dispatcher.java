package org.aristobot.bus;

import io.lettuce.core.RedisCommandExecutionException;
import io.lettuce.core.RedisException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import org.aristobot.bus.Request.Address;
import org.aristobot.exchange.ErrorKind;
import org.aristobot.exchange.ExchangeException;
import org.aristobot.exchange.Failure;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;

/**
 * What happens to a message between being taken and being settled: read, put into its lane, worked
 * on, answered. A third lane writes the answers that need no work, so that none of them holds up
 * the intake.
 */
final class Dispatcher {

  /** A message that three gateways took and none finished is not tried again. */
  static final int MAX_DELIVERIES = 3;

  private static final Logger LOG = LoggerFactory.getLogger(Dispatcher.class);
  private static final int REFUSALS_AT_ONCE = 16;
  private static final int REFUSALS_WAITING = 1_000;
  private static final int MAX_REFUSED_WRITES = 20;
  private static final Duration QUERY_RETRY = Duration.ofSeconds(1);

  private final IntakeSettings settings;
  private final Intake.Handler handler;
  private final Trace.Listener listener;
  private final InstantSource clock;
  private final Liveness liveness;
  private final Lane orders;
  private final Lane queries;
  private final Lane refusals;

  /** One for all, so that an outage is told once and not by every request in flight. */
  private final Outage outage = new Outage("answering");

  private volatile boolean stopped;

  Dispatcher(
      IntakeSettings settings,
      Intake.Handler handler,
      Trace.Listener listener,
      InstantSource clock,
      Liveness liveness) {
    this.settings = settings;
    this.handler = handler;
    this.listener = listener;
    this.clock = clock;
    this.liveness = liveness;
    this.orders = new Lane("order", settings.ordersInFlight());
    this.queries = new Lane("query", settings.queriesInFlight());
    this.refusals = new Lane("refusal", REFUSALS_AT_ONCE);
  }

  /** Whether further orders should stay where they are. */
  boolean isFullOfOrders() {
    return orders.load() >= settings.ordersInFlight();
  }

  /** Waits for room for orders; false if there was none in time. */
  boolean awaitRoomForOrders(Duration atMost) throws InterruptedException {
    return orders.awaitBelow(settings.ordersInFlight(), atMost);
  }

  /** Waits while more refusals are unwritten than memory should hold. */
  boolean awaitRoomForRefusals(Duration atMost) throws InterruptedException {
    return refusals.awaitBelow(REFUSALS_WAITING, atMost);
  }

  Intake.Load load() {
    return new Intake.Load(orders.load(), queries.load(), refusals.load());
  }

  /** Puts a message on its way; never blocks. */
  void accept(Delivery delivery) {
    switch (read(delivery)) {
      case RequestReader.Unanswerable(String reason) ->
          refusals.add(() -> settle(delivery, null, null, reason, System.nanoTime()));
      case RequestReader.Refused(Address address, Failure failure) ->
          refuse(delivery, address, failure, null);
      case RequestReader.Understood(Request request, Action action) ->
          accept(delivery, request, action);
    }
  }

  private static RequestReader.Reading read(Delivery delivery) {
    try {
      return RequestReader.read(
          delivery.message(), delivery.firstSeen(), delivery.mailbox().isLegacy());
    } catch (RuntimeException e) {
      LOG.error("a message could not be read and goes to {}", Keys.REJECTED, e);
      return new RequestReader.Unanswerable("message: could not be read");
    }
  }

  private void accept(Delivery delivery, Request request, Action action) {
    if (delivery.count() > MAX_DELIVERIES) {
      String reason = "was taken " + delivery.count() + " times and never finished";
      // If even its answer is what fails, it goes without.
      Address address = delivery.count() > MAX_DELIVERIES + 1 ? null : request.address();
      refuse(delivery, address, broken(action, "the request " + reason), reason);
    } else if (action.kind() == Action.Kind.ORDER) {
      orders.add(() -> work(delivery, request, action));
    } else {
      Query query = new Query(delivery, request, action);
      Object account = request.command() instanceof Command.OfBroker of ? of.brokerId() : "";
      if (queries.offer(account, query, settings.queriesWaiting()) instanceof Query out) {
        String sentence = "the gateway has more queries waiting than it takes";
        Failure failure = new Failure(ErrorKind.RATE_LIMITED, sentence, null, QUERY_RETRY);
        refuse(out.delivery, out.request.address(), failure, null);
      }
    }
  }

  /** A query in its lane. */
  private final class Query implements Runnable {
    private final Delivery delivery;
    private final Request request;
    private final Action action;

    private Query(Delivery delivery, Request request, Action action) {
      this.delivery = delivery;
      this.request = request;
      this.action = action;
    }

    @Override
    public void run() {
      work(delivery, request, action);
    }
  }

  private void refuse(
      Delivery delivery, @Nullable Address address, Failure failure, @Nullable String reason) {
    refusals.add(() ->
        settle(
            delivery,
            address == null ? null : trace(delivery, address),
            address == null ? null : new Answer(address, new Reply.Failed(failure)),
            reason,
            System.nanoTime()));
  }

  private record Answer(Address address, Reply reply) {}

  private Trace trace(Delivery delivery, Address address) {
    listener.reached(Step.MOVED, address.requestId());
    return new Trace(
        address.requestId(),
        delivery.movedNanos(),
        () -> liveness.isHeld(delivery.term()),
        listener);
  }

  private void work(Delivery delivery, Request request, Action action) {
    Trace trace = trace(delivery, request.address());
    if (stopped || !trace.isOurs()) {
      // Another gateway may have it by now. If not, our own sweep comes back to it.
      delivery.mailbox().release(delivery);
      return;
    }
    long started = System.nanoTime();
    MDC.put("request_id", request.address().requestId());
    try {
      Reply reply = reply(delivery, request, action, trace);
      settle(delivery, trace, new Answer(request.address(), reply), null, started);
    } finally {
      MDC.remove("request_id");
    }
  }

  private Reply reply(Delivery delivery, Request request, Action action, Trace trace) {
    Duration age = Duration.between(request.askedAt(), clock.instant());
    boolean expired = age.compareTo(action.patience()) > 0;
    if (expired && !action.places()) {
      return new Reply.Failed(Failure.of(ErrorKind.TIMEOUT, tooOld(delivery, action, age)));
    }
    try {
      return honest(
          delivery, action, handler.handle(expired ? request.asExpired() : request, trace));
    } catch (ExchangeException e) {
      return honest(delivery, action, new Reply.Failed(e.failure()));
    } catch (RuntimeException | StackOverflowError e) {
      LOG.error("{} failed", action.word(), e);
      return new Reply.Failed(broken(action, "the gateway failed"));
    }
  }

  /** That it failed here says nothing of what an earlier gateway did with the same message. */
  private static Reply honest(Delivery delivery, Action action, Reply reply) {
    boolean blind =
        delivery.count() > 1
            && action.kind() == Action.Kind.ORDER
            && reply instanceof Reply.Failed(Failure failure, _, _, _)
            && failure.kind() == ErrorKind.INTERNAL;
    return blind
        ? new Reply.Failed(broken(action, "the gateway failed when the request came again"))
        : reply;
  }

  private static String tooOld(Delivery delivery, Action action, Duration age) {
    String old =
        "the request is "
            + age.toSeconds()
            + " s old and "
            + action.word()
            + " is not carried out after "
            + action.patience().toSeconds()
            + " s";
    return delivery.count() == 1
        ? old
        : old + "; whether an earlier attempt was carried out is not known";
  }

  /** What an error of ours means to the caller: of an order it never says that nothing happened. */
  private static Failure broken(Action action, String problem) {
    return switch (action) {
      case PLACE_ORDER, CREATE_TRADE ->
          Failure.of(
              ErrorKind.ORDER_STATE_UNKNOWN, problem + "; the order may or may not be placed");
      case EDIT_ORDER ->
          Failure.of(
              ErrorKind.ORDER_STATE_UNKNOWN, problem + "; the order may or may not be changed");
      case CANCEL_ORDER, CANCEL_ALL_ORDERS ->
          Failure.of(
              ErrorKind.ORDER_STATE_UNKNOWN, problem + "; the order may or may not be cancelled");
      default -> Failure.of(ErrorKind.INTERNAL, problem);
    };
  }

  /** Writes the answer until it is written, or this gateway ends: then the message stays. */
  private void settle(
      Delivery delivery,
      @Nullable Trace trace,
      @Nullable Answer answer,
      @Nullable String reason,
      long started) {
    int refusedWrites = 0;
    try {
      while (!stopped && refusedWrites < MAX_REFUSED_WRITES) {
        try {
          String json = answer == null || trace == null ? "" : json(answer, trace, started);
          Address address = answer == null ? null : answer.address();
          boolean ours = delivery.mailbox().settle(delivery, address, json, reason);
          outage.over();
          settled(trace, ours, reason);
          return;
        } catch (RedisException e) {
          refusedWrites += e instanceof RedisCommandExecutionException ? 1 : 0;
          outage.failed(e);
        }
      }
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    } finally {
      delivery.mailbox().release(delivery);
    }
  }

  private static void settled(@Nullable Trace trace, boolean ours, @Nullable String reason) {
    if (!ours) {
      LOG.info("a message was settled before, or by another gateway that had taken it over");
    } else if (trace != null) {
      trace.reached(Step.ANSWERED);
    }
    if (ours && reason != null) {
      LOG.warn("a message went to {}: {}", Keys.REJECTED, reason);
    }
  }

  private static String json(Answer answer, Trace trace, long started) {
    var timing = trace.timing(started, System.nanoTime());
    try {
      return Replies.json(answer.address(), answer.reply(), timing);
    } catch (IllegalArgumentException e) {
      LOG.error("an answer could not be written", e);
      Failure failure =
          Failure.of(
              ErrorKind.INTERNAL, "the request was carried out, its answer could not be written");
      return Replies.json(answer.address(), new Reply.Failed(failure), timing);
    }
  }

  /** Lets what runs finish; what waits stays on Redis for the next gateway. */
  void stop(Instant deadline) throws InterruptedException {
    for (Lane lane : new Lane[] {orders, queries, refusals}) {
      lane.close();
    }
    for (Lane lane : new Lane[] {orders, queries, refusals}) {
      Duration left = Duration.between(clock.instant(), deadline);
      if (!lane.awaitBelow(1, left)) {
        LOG.warn("{} requests were not finished in time", lane.load());
      }
    }
    stopped = true;
  }

  /** Stops at once, as if the process had been killed. */
  void abandon() {
    stopped = true;
    for (Lane lane : new Lane[] {orders, queries, refusals}) {
      lane.close();
    }
  }
}
