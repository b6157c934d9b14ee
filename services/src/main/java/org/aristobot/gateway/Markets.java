package org.aristobot.gateway;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.aristobot.bus.Publisher;
import org.aristobot.bus.Reply;
import org.aristobot.bus.Trace;
import org.aristobot.exchange.Exchange;
import org.aristobot.exchange.ExchangeException;
import org.aristobot.exchange.Rows;
import org.aristobot.journal.InstrumentStore;
import org.aristobot.model.Instrument;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The venues' market lists: read into PostgreSQL on request, served from there. Thread rule: any
 * thread; one load a venue at a time.
 */
final class Markets implements AutoCloseable {

  private static final Logger log = LoggerFactory.getLogger(Markets.class);

  /** Between attempts to read a list that somebody counts on. */
  private static final Duration AGAIN = Duration.ofSeconds(5);

  private final InstrumentStore store;
  private final Publisher publisher;
  private final Set<String> loading = ConcurrentHashMap.newKeySet();
  private final CountDownLatch closing = new CountDownLatch(1);

  Markets(InstrumentStore store, Publisher publisher) {
    this.store = store;
    this.publisher = publisher;
  }

  /** Starts a load and answers at once; its progress and end go out on {@code websockets}. */
  Reply load(Exchange exchange) {
    String name = name(exchange);
    if (loading.add(name)) {
      Thread.ofVirtual().name("load-markets-" + name).start(() -> read(exchange, name));
    }
    return new Reply.Done(Map.of("started", true));
  }

  /** Reads the list on the side, again and again until it could be read. */
  void loadSurely(Exchange exchange) {
    String name = name(exchange);
    Thread.ofVirtual()
        .name("load-markets-" + name + "-surely")
        .start(() -> {
          try {
            while (!(loading.add(name) && read(exchange, name))
                && !closing.await(AGAIN.toMillis(), TimeUnit.MILLISECONDS)) {
              log.debug("the markets of {} are read again", name);
            }
          } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
          }
        });
  }

  /** Answers whether it could be read. */
  private boolean read(Exchange exchange, String name) {
    long start = System.nanoTime();
    try {
      publish(exchange, "started", Map.of());
      Rows<Instrument> rows = exchange.instruments();
      rows.unreadable().forEach(row -> log.warn("{} market cannot be read: {}", name, row));
      publish(exchange, "read", Map.of("markets", rows.rows().size()));
      store.save(exchange.venue(), exchange.environment(), rows.rows());
      publish(
          exchange,
          "finished",
          Map.of(
              "markets", rows.rows().size(),
              "unreadable", rows.unreadable().size(),
              "took_ms", Trace.millis(System.nanoTime() - start)));
      log.info(
          "{}: {} markets read in {} ms",
          name,
          rows.rows().size(),
          Trace.millis(System.nanoTime() - start));
      return true;
    } catch (ExchangeException e) {
      log.warn("the markets of {} could not be read: {}", name, e.getMessage());
      publish(exchange, "failed", Map.of("error", e.failure().message()));
    } catch (RuntimeException e) {
      log.error("the markets of {} could not be stored", name, e);
      publish(exchange, "failed", Map.of("error", "the markets could not be stored"));
    } finally {
      loading.remove(name);
    }
    return false;
  }

  private void publish(Exchange exchange, String state, Map<String, ?> more) {
    Map<String, Object> message = new LinkedHashMap<>();
    message.put("type", "load_markets");
    message.put("exchange", exchange.venue().word());
    message.put("environment", Answers.word(exchange.environment()));
    message.put("state", state);
    message.putAll(more);
    publisher.publish(message);
  }

  /** Symbol to market, from PostgreSQL; the markets are read first where it has none. */
  Reply list(Exchange exchange, @Nullable Boolean active) {
    List<Instrument> stored = store.load(exchange.venue(), exchange.environment());
    if (stored.isEmpty()) {
      store.save(exchange.venue(), exchange.environment(), exchange.instruments().rows());
      stored = store.load(exchange.venue(), exchange.environment());
    }
    Map<String, Object> answer = new LinkedHashMap<>();
    for (Instrument instrument : stored) {
      if (active == null || active == instrument.active()) {
        answer.put(instrument.symbol().toString(), Answers.instrument(instrument));
      }
    }
    return new Reply.Done(answer);
  }

  @Override
  public void close() {
    closing.countDown();
  }

  private static String name(Exchange exchange) {
    return exchange.venue().word() + " " + Answers.word(exchange.environment());
  }
}
