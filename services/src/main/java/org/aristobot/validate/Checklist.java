package org.aristobot.validate;

import io.lettuce.core.RedisException;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.aristobot.bus.BusClient;
import org.aristobot.bus.BusClient.Answer;
import org.aristobot.exchange.Capabilities.Support;
import org.aristobot.exchange.ErrorKind;
import org.aristobot.exchange.ExchangeException;
import org.aristobot.exchange.Failure;
import org.aristobot.model.Decimals;
import org.aristobot.model.Instrument;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.node.ObjectNode;

/** Goes through the items for one broker. Thread rule: one thread. */
public final class Checklist {

  private static final Logger LOG = LoggerFactory.getLogger(Checklist.class);

  static final List<Item> ITEMS =
      Stream.of(
              ConnectionItems.ALL,
              TradeItems.ALL,
              LifeItems.ALL,
              StatusItems.ALL,
              TwiceItems.ALL,
              RefusalItems.ALL)
          .flatMap(List::stream)
          .toList();

  private static final Duration MARKETS_PATIENCE = Duration.ofSeconds(60);

  /**
   * What a run works with.
   *
   * @param control of the simulator; null where the venue is none
   * @param database that the gateway writes to
   * @param run a name that no other run has
   */
  public record Tools(
      BusClient bus,
      Probe probe,
      @Nullable ControlPlane control,
      DataSource database,
      String run,
      BooleanSupplier stop) {}

  private final Subject subject;
  private final Trial trial;
  private final boolean dryRun;

  private Checklist(Subject subject, Trial trial, boolean dryRun) {
    this.subject = subject;
    this.trial = trial;
    this.dryRun = dryRun;
  }

  /** It cannot even begin; the message says why, as a sentence without its full stop. */
  public static final class NotReady extends RuntimeException {
    private static final long serialVersionUID = 1L;

    NotReady(String why) {
      super(why);
    }
  }

  /**
   * Learns what the market's sizes are; places nothing.
   *
   * @throws NotReady if that cannot be learnt
   */
  public static Checklist prepare(Subject subject, boolean dryRun, Tools tools) {
    Caller caller = new Caller(tools.bus(), subject.broker().userId(), tools.stop());
    try {
      Instrument instrument = instrument(subject, caller, tools.probe());
      Answer ticker =
          caller.ask(
              "get_ticker",
              Caller.params(subject.broker().id()).put("symbol", subject.symbol().toString()));
      BigDecimal last = new Shown(ticker.data()).number("last");
      if (last == null) {
        throw new NotReady(
            "the price of " + subject.symbol() + " is not known: " + Trial.why(ticker));
      }
      Trial trial =
          new Trial(
              subject,
              caller,
              tools.probe(),
              tools.control(),
              new TradesView(tools.database(), subject.broker().id()),
              new Sizes(instrument, last),
              tools.run());
      return new Checklist(subject, trial, dryRun);
    } catch (Result.Failed e) {
      throw new NotReady(String.valueOf(e.getMessage()));
    }
  }

  private static Instrument instrument(Subject subject, Caller caller, Probe probe) {
    Optional<Instrument> known = stored(subject, probe);
    if (known.isEmpty() && probe.instruments().isEmpty()) {
      ObjectNode params = Caller.params(subject.broker().id());
      Answer _ = caller.ask("load_markets", params);
      long deadline = System.nanoTime() + MARKETS_PATIENCE.toNanos();
      while (known.isEmpty() && System.nanoTime() < deadline) {
        caller.pause();
        known = stored(subject, probe);
      }
    }
    return known
        .filter(Instrument::active)
        .orElseThrow(() -> new NotReady(subject.symbol() + " is not traded there now"));
  }

  private static Optional<Instrument> stored(Subject subject, Probe probe) {
    return probe.instruments().stream()
        .filter(instrument -> instrument.symbol().equals(subject.symbol()))
        .findFirst();
  }

  /** What is about to be placed, in a sentence or two. */
  public String announcement() {
    Sizes sizes = trial.sizes();
    String quote = subject.symbol().quote();
    long placing = ITEMS.stream().filter(item -> item.order() != null).count();
    if (dryRun) {
      return "Nothing is placed.";
    }
    return "About "
        + placing
        + " orders are placed, none worth more than "
        + Decimals.plain(sizes.cap().stripTrailingZeros())
        + " "
        + quote
        + " (the market's least is "
        + Decimals.plain(sizes.least().stripTrailingZeros())
        + "); those at the market are sold back, all others are cancelled. Their client order ids"
        + " begin with "
        + trial.idsBegin();
  }

  /**
   * Does it. Whatever happens, what was opened is cancelled before this returns.
   *
   * @param told each line as soon as it is known
   */
  public Report run(Consumer<Row> told) {
    List<Row> rows = new ArrayList<>();
    boolean stopped = false;
    List<String> left;
    try {
      for (Item item : ITEMS) {
        Row row = row(item);
        rows.add(row);
        told.accept(row);
        if (row.verdict() == Verdict.FAIL) {
          trial.endOpen();
        }
      }
    } catch (Caller.Stopped e) {
      stopped = true;
    } finally {
      left = trial.cleanUp();
    }
    return new Report(subject, dryRun, trial.sizes().cap(), rows, left, stopped);
  }

  private Row row(Item item) {
    long start = System.nanoTime();
    Result result;
    try {
      result = result(item);
    } catch (Result.Failed e) {
      result = Result.fail(String.valueOf(e.getMessage()));
    } catch (ExchangeException e) {
      result = Result.fail(e.failure().kind() + ": " + e.failure().message());
    } catch (RedisException e) {
      result = Result.fail("Redis cannot be reached");
    } catch (Caller.Stopped e) {
      throw e;
    } catch (RuntimeException e) {
      LOG.error("Item {} met a defect of ours", item.number(), e);
      result = Result.fail("a defect of the checklist: " + e);
    }
    return new Row(item.number(), item.title(), result.verdict(), Trial.since(start), result.why());
  }

  private Result result(Item item) {
    if (item.onSimulatorOnly() && trial.control() == null) {
      return Result.notOffered("only on a simulator");
    }
    return dryRun && item.order() != null ? rehearsed(item, item.order()) : item.check().of(trial);
  }

  /** What would be placed, and what the venue says to it where it can be asked. */
  private Result rehearsed(Item item, Item.Order order) {
    Wanted wanted = order.of(trial.sizes());
    if (item.feature() != null && trial.support(item.feature(), wanted) == Support.NONE) {
      return Result.notOffered("the venue's table has no row for it");
    }
    String would = "would place: " + wanted.text();
    if (item.refused() || !wanted.symbol().equals(subject.symbol())) {
      return Result.dryRun(would);
    }
    try {
      Optional<Failure> refusal = trial.probe().test(wanted.request(trial.nativeId(trial.newId())));
      return refusal
          .map(failure -> Result.fail(would + "; the venue's test says " + failure.message()))
          .orElseGet(() -> Result.dryRun(would + "; the venue's test has nothing against it"));
    } catch (ExchangeException e) {
      if (e.failure().kind() == ErrorKind.UNSUPPORTED_OPERATION) {
        return Result.dryRun(would + "; the venue has no test for it");
      }
      throw e;
    }
  }
}
