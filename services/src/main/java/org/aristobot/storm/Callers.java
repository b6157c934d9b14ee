package org.aristobot.storm;

import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import org.aristobot.bus.BusClient.Answer;
import org.aristobot.storm.CallerLine.Way;
import org.aristobot.storm.Wish.Edit;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/**
 * The callers: each asks for one order after the other, sees it through to its end, and puts the
 * same request again when it hears nothing or that it could not be done now, as the rules of the
 * bus let it. How many orders they may begin is released bit by bit. Any thread.
 */
final class Callers implements AutoCloseable {

  /** After so much silence a caller asks again. */
  private static final Duration HEARING = Duration.ofSeconds(8);

  /** How long all of them together are waited for when they are to end. */
  private static final Duration END = Duration.ofSeconds(1);

  private static final Duration BETWEEN_REPEATS = Duration.ofMillis(250);

  /** After so long another one takes the place of a caller, who goes on asking at leisure. */
  private static final Duration PATIENCE = Duration.ofSeconds(12);

  private static final Duration AT_LEISURE = Duration.ofSeconds(2);

  private final long seed;
  private final List<Trader> traders;
  private final CallerLine line;
  private final InstantSource clock;
  private final Semaphore released = new Semaphore(0);
  private final AtomicInteger next = new AtomicInteger();
  private final AtomicInteger busy = new AtomicInteger();
  private final AtomicInteger patient = new AtomicInteger();
  private final ConcurrentLinkedQueue<Asked> asked = new ConcurrentLinkedQueue<>();
  private final ConcurrentLinkedQueue<Thread> threads = new ConcurrentLinkedQueue<>();
  private volatile boolean givenUp;

  private Callers(long seed, List<Trader> traders, CallerLine line, InstantSource clock) {
    this.seed = seed;
    this.traders = traders;
    this.line = line;
    this.clock = clock;
  }

  static Callers start(
      int count, long seed, List<Trader> traders, CallerLine line, InstantSource clock) {
    Callers callers = new Callers(seed, traders, line, clock);
    for (int i = 0; i < count; i++) {
      callers.addCaller();
    }
    return callers;
  }

  private void addCaller() {
    threads.add(Thread.ofVirtual().name("caller " + threads.size()).start(this::askOn));
  }

  /** So many more orders may be begun. */
  void release(int orders) {
    released.release(orders);
  }

  /** Orders that were released and that nobody has begun. */
  int waiting() {
    return released.availablePermits();
  }

  /** Callers who have not heard the end of their order, and have not asked for it for long. */
  int busy() {
    return busy.get();
  }

  /** Those who have asked for it for long. */
  int patient() {
    return patient.get();
  }

  /** Everything that has come to its end. */
  List<Asked> asked() {
    return List.copyOf(asked);
  }

  private void askOn() {
    try {
      boolean goesOn = true;
      while (goesOn) {
        released.acquire();
        busy.incrementAndGet();
        Story story = new Story(Wish.of(seed, next.getAndIncrement(), traders));
        try {
          asked.add(story.tell());
        } finally {
          busy.decrementAndGet();
        }
        goesOn = !story.replaced;
      }
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  /** What one caller does for one order. */
  private final class Story {
    private final Wish wish;
    private final Way way;
    private final List<String> requestIds = new ArrayList<>();
    private final List<String> complaints = new ArrayList<>();
    private boolean replaced;
    private @Nullable String orderId;
    private @Nullable Heard placing;
    private @Nullable Heard editing;
    private @Nullable Heard cancelling;

    Story(Wish wish) {
      this.wish = wish;
      // Most poll; the mix is the same for the same seed.
      this.way =
          switch (wish.number() % 10) {
            case 0 -> Way.OLDER_LIST;
            case 3, 6, 9 -> Way.REPLY_LIST;
            default -> Way.POLLED;
          };
    }

    Asked tell() throws InterruptedException {
      Instant first = clock.instant();
      try {
        askAll();
      } catch (RuntimeException e) {
        complaints.add("its caller met " + e);
      }
      return new Asked(
          wish,
          first,
          clock.instant(),
          List.copyOf(requestIds),
          placing,
          editing,
          cancelling,
          List.copyOf(complaints));
    }

    private void askAll() throws InterruptedException {
      placing = place(null);
      if (placing != null
          && placing.success()
          && wish.clientId() != null
          && wish.number() % 8 == 1) {
        placing = place(placing);
      }
      if (placing != null && placing.success()) {
        Edit edit = wish.edited();
        editing = edit == null ? null : until("edit_order", edit(edit));
        cancelling = wish.cancelled() ? until("cancel_order", key()) : null;
      }
    }

    /** Places it; a second time, under a request id of its own, must be told of the first order. */
    private @Nullable Heard place(@Nullable Heard before) throws InterruptedException {
      String requestId = UUID.randomUUID().toString();
      requestIds.add(requestId);
      Heard heard = until("place_order", requestId, wish.params());
      if (before == null || heard == null) {
        return before == null ? heard : before;
      }
      if (!heard.isPassing()
          && !(heard.success()
              && heard.replayed()
              && String.valueOf(before.id()).equals(heard.id()))) {
        complaints.add("its client order id, used again, was answered " + heard);
      }
      return heard.isPassing() ? before : heard;
    }

    private ObjectNode key() {
      ObjectNode params = VenueControl.JSON.createObjectNode();
      params.put("broker_id", wish.trader().brokerId()).put("symbol", wish.market().symbol());
      String clientId = wish.clientId();
      return clientId == null
          ? params.put("order_id", orderId)
          : params.put("client_order_id", clientId);
    }

    private ObjectNode edit(Edit edit) {
      ObjectNode params = key();
      BigDecimal quantity = wish.quantity();
      if (quantity != null && quantity.compareTo(edit.quantity()) != 0) {
        params.put("quantity", edit.quantity());
      }
      BigDecimal price = wish.editable();
      if (price != null && price.compareTo(edit.price()) != 0) {
        params.put(wish.editableField(), edit.price());
      }
      return params;
    }

    private @Nullable Heard until(String action, ObjectNode params) throws InterruptedException {
      return until(action, UUID.randomUUID().toString(), params);
    }

    /** Asks until there is an answer that will not change by asking, or everybody gives up. */
    private @Nullable Heard until(String action, String requestId, ObjectNode params)
        throws InterruptedException {
      ObjectNode message = VenueControl.JSON.createObjectNode();
      message.put("request_id", requestId).put("action", action).set("params", params);
      message.put("user_id", wish.trader().userId()).putNull("trace_id");
      long patientFrom = System.nanoTime() + PATIENCE.toNanos();
      boolean waits = false;
      Heard last = null;
      try {
        while (true) {
          // Who is told to give up asks once more: what was in doubt may be known by now.
          boolean lastTime = givenUp;
          if (last == null || way == Way.POLLED) {
            // Monotonic, as existing callers send it. Some repeat themselves to the letter.
            message.put("timestamp", BigDecimal.valueOf(System.nanoTime(), 9));
          }
          Optional<Answer> answer = line.ask(message, way, HEARING);
          if (answer.isPresent()) {
            last = Heard.of(answer.get());
            if (last.id() != null) {
              orderId = last.id();
            }
          }
          if (lastTime || (answer.isPresent() && last != null && !last.isPassing())) {
            return last;
          }
          if (!waits && System.nanoTime() - patientFrom > 0) {
            waits = true;
            leaveMyPlace();
          }
          Thread.sleep(waits ? AT_LEISURE : BETWEEN_REPEATS);
        }
      } finally {
        if (waits) {
          busy.incrementAndGet();
          patient.decrementAndGet();
        }
      }
    }

    private void leaveMyPlace() {
      patient.incrementAndGet();
      busy.decrementAndGet();
      if (!replaced) {
        replaced = true;
        addCaller();
      }
    }
  }

  /** Everybody asks once more and then no more. */
  void giveUp() {
    givenUp = true;
  }

  @Override
  public void close() {
    givenUp = true;
    threads.forEach(Thread::interrupt);
    long end = System.nanoTime() + END.toNanos();
    for (Thread thread : threads) {
      try {
        long left = Math.max(1, end - System.nanoTime());
        boolean _ = thread.join(Duration.ofNanos(left));
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
  }
}
