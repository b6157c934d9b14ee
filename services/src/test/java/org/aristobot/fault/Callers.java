package org.aristobot.fault;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.aristobot.bus.BusClient.Answer;
import org.aristobot.fault.Verdict.Asked;
import tools.jackson.databind.node.ObjectNode;

/**
 * Callers who place one order after the other and put the same request again when they hear nothing
 * or that it could not be done now, as the rules of the bus let them.
 */
final class Callers implements AutoCloseable {

  private static final Duration HEARING = Duration.ofSeconds(8);
  private static final Duration PATIENCE = Duration.ofMinutes(3);
  private static final Duration BETWEEN_ORDERS = Duration.ofMillis(100);
  private static final Duration BETWEEN_REPEATS = Duration.ofMillis(300);

  /** How often an order in doubt is asked for; it may stay in doubt for longer than a test. */
  private static final int DOUBTS = 4;

  /** What may be heard while something is away: every one of them tells the caller what to do. */
  private static final Set<String> PASSING =
      Set.of("INTERNAL", "EXCHANGE_UNAVAILABLE", "TIMEOUT", "RATE_LIMITED", "ORDER_STATE_UNKNOWN");

  private final World world;
  private final List<Thread> threads = new ArrayList<>();
  private final List<Asked> asked = new CopyOnWriteArrayList<>();
  private final List<String> problems = new CopyOnWriteArrayList<>();
  private final Map<String, Integer> heard = new TreeMap<>();
  private final AtomicInteger placed = new AtomicInteger();
  private final AtomicInteger replayed = new AtomicInteger();
  private volatile boolean enough;

  Callers(World world) {
    this.world = world;
  }

  /** They begin, each on a thread of its own. */
  static Callers start(World world, int count) {
    Callers callers = new Callers(world);
    AtomicInteger next = new AtomicInteger();
    for (int i = 0; i < count; i++) {
      callers.threads.add(Thread.ofVirtual().name("caller " + i).start(() -> callers.askOn(next)));
    }
    return callers;
  }

  private void askOn(AtomicInteger next) {
    try {
      while (!enough) {
        ObjectNode order = Orders.mixed(next.getAndIncrement());
        ask(order.put("client_order_id", "load-" + UUID.randomUUID()));
        Thread.sleep(BETWEEN_ORDERS);
      }
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    } catch (RuntimeException e) {
      problems.add(e.toString());
    }
  }

  /** Asks until there is an answer that will not change by asking. */
  Asked ask(ObjectNode order) throws InterruptedException {
    String requestId = UUID.randomUUID().toString();
    long end = System.nanoTime() + PATIENCE.toNanos();
    int doubts = 0;
    Answer last = null;
    while (System.nanoTime() < end) {
      world.push(requestId, "place_order", order);
      Optional<Answer> answer = world.tryAnswer(requestId, HEARING);
      hear(answer.map(Callers::word).orElse("silence"));
      last = answer.orElse(last);
      String code = answer.map(Answer::code).orElse("silence");
      doubts += "ORDER_STATE_UNKNOWN".equals(code) ? 1 : 0;
      if (answer.isPresent() && (isFinal(answer.get()) || doubts == DOUBTS)) {
        return keep(requestId, order, answer.get());
      }
      Thread.sleep(BETWEEN_REPEATS);
    }
    problems.add(requestId + " was never answered for good, last with " + last);
    if (last == null) {
      throw new IllegalStateException("no answer to " + requestId);
    }
    return keep(requestId, order, last);
  }

  private boolean isFinal(Answer answer) {
    if (answer.success() || !PASSING.contains(String.valueOf(answer.code()))) {
      return true;
    }
    String error = answer.error();
    if (error == null || error.isBlank()) {
      problems.add("a failure without a sentence: " + answer.raw());
    }
    return false;
  }

  private Asked keep(String requestId, ObjectNode order, Answer answer) {
    Asked kept = new Asked(requestId, order, answer);
    asked.add(kept);
    placed.addAndGet(answer.success() ? 1 : 0);
    replayed.addAndGet(answer.replayed() ? 1 : 0);
    return kept;
  }

  private static String word(Answer answer) {
    return answer.success() ? "success" : String.valueOf(answer.code());
  }

  private void hear(String word) {
    synchronized (heard) {
      heard.merge(word, 1, Integer::sum);
    }
  }

  /** How often each word was heard so far. */
  Map<String, Integer> heard() {
    synchronized (heard) {
      return new TreeMap<>(heard);
    }
  }

  /** Orders that were answered with success. */
  int placed() {
    return placed.get();
  }

  /** Orders whose last answer was that of an earlier time. */
  int replayed() {
    return replayed.get();
  }

  /** Everything that was asked, with the last answer. */
  List<Asked> asked() {
    return asked;
  }

  /** What no caller should meet; empty if all went well. */
  List<String> problems() {
    return problems;
  }

  /** Lets everybody finish what was begun. */
  @Override
  public void close() {
    enough = true;
    try {
      for (Thread thread : threads) {
        if (!thread.join(PATIENCE.plus(HEARING).plus(HEARING))) {
          problems.add(thread.getName() + " does not end");
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
