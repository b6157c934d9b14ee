package org.aristobot.app;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.aristobot.alert.Alert;
import org.aristobot.alert.Alerts;
import org.aristobot.bus.ExchangeOutage;
import org.aristobot.bus.Intake;
import org.aristobot.bus.Reply;
import org.aristobot.bus.Request;
import org.aristobot.exchange.ErrorKind;
import org.aristobot.exchange.ExchangeException;
import org.aristobot.exchange.Failure;
import org.aristobot.model.Venue;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells somebody when what the gateway stands on is away: databases are asked every second, an
 * exchange is known by the requests that fail. Nothing is stopped or started by it. Thread rule:
 * {@link #start} once; a virtual thread for each database.
 */
final class OutageWatch implements AutoCloseable {

  private static final Logger log = LoggerFactory.getLogger(OutageWatch.class);
  private static final Duration EVERY = Duration.ofSeconds(1);

  /** A connection that is replaced is no outage. */
  private static final Duration PATIENCE = Duration.ofSeconds(2);

  private final Alerts alerts;
  private final ExchangeOutage exchanges;
  private final Function<Request, Optional<Venue>> venueOf;
  private final CountDownLatch closing = new CountDownLatch(1);

  /**
   * @param venueOf where the account of a request is
   */
  OutageWatch(Alerts alerts, ExchangeOutage exchanges, Function<Request, Optional<Venue>> venueOf) {
    this.alerts = alerts;
    this.exchanges = exchanges;
    this.venueOf = venueOf;
  }

  /**
   * Watches until closed.
   *
   * @param parts by name, what throws while they are away
   */
  void start(Map<String, Runnable> parts) {
    parts.forEach(
        (name, probe) -> Thread.ofVirtual().name("watch " + name).start(() -> watch(name, probe)));
  }

  private void watch(String name, Runnable probe) {
    long answered = System.nanoTime();
    boolean away = false;
    try {
      while (!closing.await(EVERY.toMillis(), TimeUnit.MILLISECONDS)) {
        if (answers(probe)) {
          answered = System.nanoTime();
          if (away) {
            log.info("{} answers again", name);
          }
          away = false;
        } else if (!away && System.nanoTime() - answered > PATIENCE.toNanos()) {
          away = true;
          tell(name);
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void tell(String name) {
    if (closing.getCount() > 0) {
      alerts.raise(
          new Alert(Alert.Kind.OUTAGE, name, name + " is away: orders wait or are refused"));
    }
  }

  private static boolean answers(Runnable probe) {
    try {
      probe.run();
      return true;
    } catch (RuntimeException e) {
      return false;
    }
  }

  /** The same handler, watched. */
  Intake.Handler over(Intake.Handler handler) {
    return (request, trace) -> {
      try {
        Reply reply = handler.handle(request, trace);
        if (reply instanceof Reply.Failed failed) {
          note(request, failed.failure());
        }
        return reply;
      } catch (ExchangeException e) {
        note(request, e.failure());
        throw e;
      }
    };
  }

  private void note(Request request, Failure failure) {
    if (failure.kind() == ErrorKind.EXCHANGE_UNAVAILABLE) {
      venueOf
          .apply(request)
          .ifPresent(venue -> {
            exchanges.note(venue, failure.message());
            alerts.raise(
                new Alert(
                    Alert.Kind.OUTAGE,
                    venue.word(),
                    "the exchange " + venue.word() + " is away: " + failure.message()));
          });
    }
  }

  @Override
  public void close() {
    closing.countDown();
    exchanges.close();
  }
}
