package org.aristobot.net;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.aristobot.exchange.Doubt;
import org.aristobot.exchange.ExchangeException;
import org.aristobot.exchange.Failure;
import org.aristobot.exchange.Finding;
import org.aristobot.exchange.Finding.Unproven;
import org.aristobot.model.Decimals;
import org.aristobot.model.Order;
import org.aristobot.model.OrderRequest;
import org.aristobot.model.Quantity;
import org.aristobot.model.Symbol;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One look at the doubts of an account: what holds wherever it looks. Which places a venue has, and
 * what their silence proves, the venue's own tables say.
 *
 * <p>Thread rule: any thread.
 *
 * @param name the venue's, for people
 * @param with what the venue's part of the look asks with
 * @param ours our clock
 * @param began when it began, on our clock
 * @param venue the venue's clock then, or earlier; null if it could not be read
 */
public record Look<T>(
    String name, T with, InstantSource ours, Instant began, @Nullable Instant venue) {

  private static final Logger LOG = LoggerFactory.getLogger(Look.class);

  /** What the clocks behind a venue's answers may differ by. */
  public static final Duration CLOCK_SLACK = Duration.ofSeconds(30);

  /** How far apart two readings of the venue's clock may be. */
  private static final Duration CLOCK_NOISE = Duration.ofMillis(500);

  /** When to look again after a look-up that failed. */
  private static final Duration SOON = Duration.ofSeconds(5);

  /** Older doubts need long lists, for which the others do not wait. */
  private static final Duration RECENT = Duration.ofHours(23);

  /** How many doubts are asked for by themselves at once. */
  private static final int AT_A_TIME = 8;

  /**
   * Begins one.
   *
   * @param clock the venue's, asked anew, because a step of our own clock must not prove anything
   */
  public static <T> Look<T> begin(
      String name, T with, InstantSource ours, Supplier<Instant> clock) {
    Instant venue;
    try {
      venue = clock.get();
    } catch (ExchangeException e) {
      venue = null;
    }
    return new Look<>(name, with, ours, ours.instant(), venue);
  }

  /** The doubts of each symbol, which one sweep can serve. */
  public static Map<Symbol, List<Doubt>> bySymbol(List<Doubt> doubts) {
    return doubts.stream()
        .collect(
            Collectors.groupingBy(
                doubt -> doubt.request().symbol(), LinkedHashMap::new, Collectors.toList()));
  }

  /**
   * Those that one sweep shall serve together: recent ones first, then old ones.
   *
   * @param now on the venue's clock
   * @param start when the lists must begin for one of them, on the same clock
   */
  public static <S> List<List<S>> byAge(List<S> sought, Instant now, Function<S, Instant> start) {
    Instant recent = now.minus(RECENT);
    return sought.stream()
        .collect(Collectors.partitioningBy(one -> start.apply(one).isBefore(recent)))
        .values()
        .stream()
        .filter(some -> !some.isEmpty())
        .toList();
  }

  /**
   * On the venue's clock, when the first copy of a command can have been there at the earliest.
   *
   * @param window how long the venue honors a stamp
   */
  public static Instant earliest(Doubt doubt, Duration window) {
    Instant stamp = doubt.expiresAt().minus(window);
    return doubt.sentAt().isBefore(stamp) ? doubt.sentAt() : stamp;
  }

  /** Something could not be asked. */
  public Unproven failed(Failure failure) {
    Duration pause = failure.retryAfter();
    boolean longer = pause != null && pause.compareTo(SOON) > 0;
    return new Unproven(
        failure.message(), ours.instant().plus(longer ? Objects.requireNonNull(pause) : SOON));
  }

  /** Nothing is proven yet, which may soon be otherwise. */
  public Unproven unproven(String why) {
    return new Unproven(why, ours.instant().plus(SOON));
  }

  /** Why silence proves nothing until then, on the venue's clock; null if that has passed. */
  public @Nullable Unproven notBefore(Instant deadline) {
    if (venue == null) {
      return unproven(name + "'s clock could not be read.");
    }
    return venue.isAfter(deadline)
        ? null
        : new Unproven(
            "It is not shown, but until %s on %s's clock that proves nothing."
                .formatted(deadline, name),
            began.plus(Duration.between(venue, deadline)).plus(CLOCK_NOISE));
  }

  /**
   * Why silence proves nothing any more; null if the venue still shows what was sent then.
   *
   * @param retention how long its places show everything
   */
  public @Nullable Unproven forgotten(Instant start, Duration retention) {
    return start.isBefore(Objects.requireNonNull(venue).minus(retention))
        ? new Unproven(
            "It is not shown, but %s no longer shows all that was sent so long ago."
                .formatted(name),
            null)
        : null;
  }

  /**
   * Takes their turns: a few at a time and none after one that failed, since the venue is ailing
   * then; in any order, so that one that always fails does not keep us from the others.
   *
   * @param findings takes what was found; may be written by several threads
   */
  public void eachByItself(Map<Doubt, Supplier<Finding>> turns, Map<Doubt, Finding> findings) {
    List<Map.Entry<Doubt, Supplier<Finding>>> entries = new ArrayList<>(turns.entrySet());
    Collections.shuffle(entries);
    AtomicReference<@Nullable Unproven> failed = new AtomicReference<>();
    try (ExecutorService workers =
        Executors.newFixedThreadPool(AT_A_TIME, Thread.ofVirtual().name("doubts-", 0).factory())) {
      for (Map.Entry<Doubt, Supplier<Finding>> turn : entries) {
        workers.execute(() -> {
          Unproven earlier = failed.get();
          findings.put(turn.getKey(), earlier == null ? take(turn.getValue(), failed) : earlier);
        });
      }
    }
  }

  private Finding take(Supplier<Finding> turn, AtomicReference<@Nullable Unproven> failed) {
    try {
      return turn.get();
    } catch (ExchangeException e) {
      Unproven unproven = failed(e.failure());
      failed.set(unproven);
      return unproven;
    } catch (RuntimeException e) {
      LOG.error("A doubt could not be looked into on {}", name, e);
      return unproven(name + "'s answer could not be judged.");
    }
  }

  /** One finding for each doubt, in their order. */
  public List<Finding> inOrder(List<Doubt> doubts, Map<Doubt, Finding> findings) {
    return doubts.stream()
        .map(doubt -> findings.getOrDefault(doubt, unproven("The look was cut short.")))
        .toList();
  }

  /**
   * Why what stands under an order's id is not what was ordered; null if it is.
   *
   * @param found at least one
   * @param earliest see {@link #earliest}
   */
  public static @Nullable Unproven stranger(
      List<Order> found, OrderRequest request, Instant earliest) {
    if (found.size() > 1) {
      return new Unproven(
          "Several orders have the id %s: %s."
              .formatted(request.id(), found.stream().map(Order::venueOrderId).toList()),
          null);
    }
    Order order = found.getFirst();
    String other = difference(order, request, earliest.minus(CLOCK_SLACK));
    return other == null
        ? null
        : new Unproven(
            "Order %s has the id %s, but %s.".formatted(order.venueOrderId(), request.id(), other),
            null);
  }

  private static @Nullable String difference(Order order, OrderRequest request, Instant earliest) {
    if (!request.id().equals(order.nativeClientOrderId())) {
      return "is shown under the id " + order.nativeClientOrderId();
    }
    if (order.side() != request.side()) {
      return "is a " + order.side() + " order";
    }
    boolean sameSize =
        switch (request.quantity()) {
          case Quantity.Base(var amount) ->
              order.quoteQuantity() == null && Decimals.isSame(order.quantity(), amount);
          case Quantity.Quote(var amount) -> Decimals.isSame(order.quoteQuantity(), amount);
          // As much as its parent has received: nobody ordered a size.
          case Quantity.Received() -> true;
        };
    if (!sameSize) {
      return "is of another size";
    }
    Instant created = order.createdAt();
    return created == null || created.isBefore(earliest)
        ? "was placed at " + created + ", before this one was sent"
        : null;
  }
}
