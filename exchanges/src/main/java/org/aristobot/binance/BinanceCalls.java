package org.aristobot.binance;

import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Supplier;
import org.aristobot.exchange.Credentials;
import org.aristobot.exchange.ErrorKind;
import org.aristobot.exchange.Exchange.Headroom;
import org.aristobot.exchange.ExchangeException;
import org.aristobot.exchange.Failure;
import org.aristobot.exchange.LedgerState;
import org.aristobot.exchange.Outcome;
import org.aristobot.exchange.Prepared;
import org.aristobot.exchange.WireRecord;
import org.aristobot.model.Order;
import org.aristobot.net.Charge;
import org.aristobot.net.ClockOffset;
import org.aristobot.net.HttpResult;
import org.aristobot.net.HttpTransport;
import org.aristobot.net.Permit;
import org.aristobot.net.Priority;
import org.aristobot.net.Quota;
import org.aristobot.net.RateLedger;
import org.aristobot.net.WireFormatException;
import org.aristobot.net.WireJson;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One request's way: permits, stamp, signature, wire, headers, verdict. Queries come back as text
 * or throw; commands are prepared here and end in an {@link Outcome}.
 */
final class BinanceCalls implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(BinanceCalls.class);

  /** How long the venue honors a stamp. */
  static final Duration RECV_WINDOW = Duration.ofSeconds(5);

  /** What a query waits for permits at most. */
  private static final Duration QUERY_PATIENCE = Duration.ofSeconds(10);

  /**
   * The manual's figures until the venue tells its own (rest-api, "Limits"); those of orders are
   * its examples. The venue never tells the limit of {@code /sapi}.
   */
  private static final List<Quota> DOCUMENTED =
      List.of(
          new Quota(BinanceEndpoint.WEIGHT, Quota.Scope.IP, 6000, Duration.ofMinutes(1)),
          new Quota(BinanceEndpoint.RAW, Quota.Scope.IP, 300_000, Duration.ofMinutes(5)),
          new Quota(BinanceEndpoint.ORDERS, Quota.Scope.KEY, 50, Duration.ofSeconds(10)),
          new Quota(BinanceEndpoint.ORDERS, Quota.Scope.KEY, 160_000, Duration.ofDays(1)),
          new Quota(BinanceEndpoint.SAPI_WEIGHT, Quota.Scope.IP, 6000, Duration.ofMinutes(1)));

  /** Headers that tell what is used of a pool, by what stands before the window. */
  private static final Map<String, String> USED_HEADERS =
      Map.of(
          "x-mbx-used-weight-", BinanceEndpoint.WEIGHT,
          "x-mbx-order-count-", BinanceEndpoint.ORDERS,
          "x-sapi-used-ip-weight-", BinanceEndpoint.SAPI_WEIGHT);

  private final HttpTransport transport;
  private final ClockOffset clock;
  private final RateLedger ledger;
  private volatile boolean limitsAreTold;

  /**
   * @param shared where the use of the venue's limits is counted; null for here alone
   */
  BinanceCalls(URI base, InstantSource ours, @Nullable LedgerState shared) {
    transport = new HttpTransport(base, ours);
    clock = new ClockOffset(ours, this::lookAtClock);
    ledger = new RateLedger(clock::now, DOCUMENTED, shared);
  }

  /** How the answers to a command are read. */
  interface Reading {

    /** What a good answer shows; throws if it is not the answer to this command. */
    Order shown(String text);

    /** How a command ended whose refusal says more than its code; null for any other. */
    default @Nullable Outcome refused(HttpResult.Answered answer, WireRecord wire) {
      return null;
    }
  }

  /**
   * A command that is ready to be sent.
   *
   * @param shown method, path and query, without the signature
   * @param target path, query and signature
   * @param key the fingerprint of the credentials' key
   */
  private record Command(
      BinanceEndpoint endpoint,
      String shown,
      String target,
      Credentials credentials,
      String key,
      Permit permit) {
    @Override
    public String toString() {
      return shown;
    }
  }

  /** Takes over the limits that the venue told. */
  void define(List<Quota> quotas) {
    ledger.define(quotas);
    limitsAreTold = true;
  }

  /** Where the venue allows more than it documents, ours leave no room to ask, as for queries. */
  private Priority priority(BinanceEndpoint endpoint) {
    return endpoint == BinanceEndpoint.EXCHANGE_INFO && !limitsAreTold
        ? Priority.COMMAND
        : endpoint.priority();
  }

  Map<String, Headroom> headroom() {
    return ledger.headroom();
  }

  Duration measureClock() {
    return clock.measure();
  }

  /** The venue's time, asked anew and surely not ahead of it. */
  Instant venueTime() {
    clock.measure();
    return clock.stamp();
  }

  /** The venue's time as far as it is known; never asks. */
  Instant knownTime() {
    return clock.now();
  }

  @Override
  public void close() {
    transport.close();
  }

  /**
   * Asks and gives back the text of a good answer.
   *
   * @throws ExchangeException for anything else
   */
  String query(
      BinanceEndpoint endpoint, Map<String, String> parameters, @Nullable Credentials credentials) {
    return answer(endpoint, parameters, credentials, true).text();
  }

  private HttpResult.Answered answer(
      BinanceEndpoint endpoint,
      Map<String, String> parameters,
      @Nullable Credentials credentials,
      boolean mayStampAgain) {
    if (credentials != null) {
      stamp();
    }
    String key = credentials == null ? null : credentials.fingerprint();
    Permit permit =
        ledger.reserve(endpoint.charges(parameters), key, priority(endpoint), QUERY_PATIENCE);
    String target = target(endpoint, parameters, credentials, permit);
    HttpResult.Answered answer = send(endpoint, target, credentials, permit).arrived("Binance");
    permit.answered(answer.sentAt(), answer.receivedAt(), null, counts(answer));
    if (answer.isSuccess()) {
      return answer;
    }
    BinanceErrors.Verdict verdict = BinanceErrors.onQuery(answer);
    slowDown(endpoint, answer, verdict, key);
    if (verdict.code() == BinanceErrors.STALE_STAMP && mayStampAgain) {
      clock.distrust();
      return answer(endpoint, parameters, credentials, false);
    }
    throw new ExchangeException(verdict.failure());
  }

  /** Stamped only now: waiting for permits may have outlasted a stamp. */
  private String target(
      BinanceEndpoint endpoint,
      Map<String, String> parameters,
      @Nullable Credentials credentials,
      Permit permit) {
    if (credentials == null) {
      return parameters.isEmpty()
          ? endpoint.path()
          : endpoint.path() + "?" + BinanceSigner.query(parameters);
    }
    return permit.orRefund(() ->
        endpoint.path()
            + "?"
            + BinanceSigner.signed(credentials.secret(), stamped(parameters, stamp())));
  }

  /** The one place where answers come in: nobody behind it sees a key that the venue repeated. */
  private HttpResult send(
      BinanceEndpoint endpoint, String target, @Nullable Credentials credentials, Permit permit) {
    HttpResult result = transport.send(permit, endpoint.method(), target, headers(credentials));
    if (credentials == null || !(result instanceof HttpResult.Answered answer)) {
      return result;
    }
    return answer.withText(BinanceSigner.unsigned(target, credentials.hiddenIn(answer.text())));
  }

  /** Makes a command ready. */
  Prepared prepare(
      BinanceEndpoint endpoint,
      Map<String, String> parameters,
      Credentials credentials,
      Duration patience,
      Reading reading) {
    // The first use asks the venue for its time: not while permits are held.
    stamp();
    String key = credentials.fingerprint();
    List<Charge> charges = endpoint.charges(parameters);
    long asked = System.nanoTime();
    Permit permit = ledger.reserve(charges, key, endpoint.priority(), patience);
    String permits = Charge.text(charges, Duration.ofNanos(System.nanoTime() - asked));
    return permit.orRefund(() -> {
      Instant stamp = stamp();
      String query = stamped(parameters, stamp);
      // Signed before it is promised: a secret that cannot sign has sent nothing.
      String target = endpoint.path() + "?" + BinanceSigner.signed(credentials.secret(), query);
      String shown = endpoint.method() + " " + endpoint.path() + "?" + query;
      Command command = new Command(endpoint, shown, target, credentials, key, permit);
      return new Prepared(
          shown, permits, stamp.plus(RECV_WINDOW), () -> send(command, reading), permit::refund);
    });
  }

  private Outcome send(Command command, Reading reading) {
    BinanceEndpoint endpoint = command.endpoint();
    HttpResult result = send(endpoint, command.target(), command.credentials(), command.permit());
    return switch (result) {
      case HttpResult.NeverSent never -> new Outcome.Denied(never.failure("Binance"));
      case HttpResult.NoAnswer lost -> lost.doubt(endpoint.operation(), command.shown());
      case HttpResult.Answered answer -> judge(command, answer, reading);
    };
  }

  private Outcome judge(Command command, HttpResult.Answered answer, Reading reading) {
    String key = command.key();
    WireRecord wire = answer.record(command.endpoint().operation(), command.shown());
    boolean good = answer.isSuccess();
    command
        .permit()
        .answered(
            answer.sentAt(),
            answer.receivedAt(),
            good && command.endpoint().freeOnSuccess() ? BinanceEndpoint.WEIGHT : null,
            counts(answer));
    if (good) {
      return accepted(answer, reading, wire);
    }
    BinanceErrors.Verdict verdict = BinanceErrors.onCommand(answer);
    slowDown(command.endpoint(), answer, verdict, key);
    Outcome refused = reading.refused(answer, wire);
    if (refused != null) {
      return refused;
    }
    if (!verdict.proof()) {
      return new Outcome.Unconfirmed(verdict.failure(), wire);
    }
    boolean stale = verdict.code() == BinanceErrors.STALE_STAMP;
    if (stale) {
      clock.distrust();
    }
    return new Outcome.Rejected(verdict.failure(), wire, stale, null);
  }

  /** After the request has left, nothing that goes wrong here may look like a refusal. */
  private static Outcome accepted(HttpResult.Answered answer, Reading reading, WireRecord wire) {
    try {
      return new Outcome.Accepted(reading.shown(answer.text()), wire);
    } catch (WireFormatException e) {
      return doubt(
          answer.text().isEmpty()
              ? "Binance answered without a word."
              : "Binance answered what cannot be read: " + e.getMessage() + ".",
          wire);
    } catch (RuntimeException e) {
      LOG.error("An answer to {} could not be decoded", wire.operation(), e);
      return doubt("Binance's answer could not be decoded.", wire);
    }
  }

  static Outcome doubt(String message, WireRecord wire) {
    return new Outcome.Unconfirmed(Failure.of(ErrorKind.ORDER_STATE_UNKNOWN, message), wire);
  }

  private Instant stamp() {
    return clock.stamp().truncatedTo(ChronoUnit.MILLIS);
  }

  private static String stamped(Map<String, String> parameters, Instant stamp) {
    Map<String, String> all = new LinkedHashMap<>(parameters);
    all.put("recvWindow", Long.toString(RECV_WINDOW.toMillis()));
    all.put("timestamp", Long.toString(stamp.toEpochMilli()));
    return BinanceSigner.query(all);
  }

  private static Map<String, String> headers(@Nullable Credentials credentials) {
    return credentials == null ? Map.of() : Map.of("X-MBX-APIKEY", credentials.apiKey());
  }

  private ClockOffset.Sample lookAtClock() {
    HttpResult.Answered answer = answer(BinanceEndpoint.SERVER_TIME, Map.of(), null, false);
    return new ClockOffset.Sample(answer.sentAt(), serverTime(answer.text()), answer.receivedAt());
  }

  static Instant serverTime(String text) {
    return Instant.ofEpochMilli(WireJson.read(text, BinanceWire.ServerTime.class).serverTime());
  }

  /** The venue's own counts ({@code X-MBX-USED-WEIGHT-1M} and the like). */
  private static List<Permit.Count> counts(HttpResult.Answered answer) {
    List<Permit.Count> counts = new ArrayList<>(3);
    answer
        .headers()
        .forEach((name, value) ->
            USED_HEADERS.forEach((start, pool) -> {
              if (name.startsWith(start)) {
                String window = name.substring(start.length()).toUpperCase(Locale.ROOT);
                try {
                  counts.add(new Permit.Count(pool, window, Long.parseLong(value.strip())));
                } catch (NumberFormatException e) {
                  LOG.warn("The count of {} in {} is not a number", pool, window);
                }
              }
            }));
    return counts;
  }

  /** After a 403, 418 or 429 the pool stays closed for as long as the venue says. */
  private void slowDown(
      BinanceEndpoint endpoint,
      HttpResult.Answered answer,
      BinanceErrors.Verdict verdict,
      @Nullable String key) {
    Duration pause = verdict.pause();
    if (pause == null || BinanceErrors.refusedByStatus(answer.status()) == null) {
      return;
    }
    String pool =
        verdict.code() == BinanceErrors.TOO_MANY_ORDERS
            ? BinanceEndpoint.ORDERS
            : endpoint.weightPool();
    LOG.warn("Binance answered {}: {} closed for {}", answer.status(), pool, pause);
    ledger.close(pool, key, pause);
  }

  /** What a good answer says, or that it cannot be read. */
  static <T> T read(Supplier<T> reading) {
    return WireFormatException.told("Binance", reading);
  }

  static ExchangeException unreadable(String what) {
    return WireFormatException.unreadable("Binance", what);
  }
}
