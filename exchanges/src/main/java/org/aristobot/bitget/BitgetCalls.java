package org.aristobot.bitget;

import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import java.util.function.Supplier;
import org.aristobot.bitget.BitgetEndpoint.Expiry;
import org.aristobot.exchange.Credentials;
import org.aristobot.exchange.ErrorKind;
import org.aristobot.exchange.Exchange.Headroom;
import org.aristobot.exchange.ExchangeException;
import org.aristobot.exchange.Failure;
import org.aristobot.exchange.LedgerState;
import org.aristobot.exchange.Outcome;
import org.aristobot.exchange.Prepared;
import org.aristobot.exchange.WireRecord;
import org.aristobot.model.Environment;
import org.aristobot.model.Order;
import org.aristobot.net.Charge;
import org.aristobot.net.ClockOffset;
import org.aristobot.net.HttpResult;
import org.aristobot.net.HttpTransport;
import org.aristobot.net.Permit;
import org.aristobot.net.RateLedger;
import org.aristobot.net.WireFormatException;
import org.aristobot.net.WireJson;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One request's way: permits, stamp, signature, wire, envelope, verdict. Queries come back as the
 * text of their {@code data} or throw; commands are prepared here and end in an {@link Outcome}.
 */
final class BitgetCalls implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(BitgetCalls.class);

  /** What a query waits for permits at most. */
  private static final Duration QUERY_PATIENCE = Duration.ofSeconds(10);

  /** What is left of an endpoint's second (common, "FAQ"). */
  private static final String REMAINING = "x-mbx-used-remain-limit";

  /** So many refusals for haste in so long, and all calls stop for so long. */
  private static final int MOST_THROTTLED = 3;

  private static final Duration THROTTLED_WITHIN = Duration.ofMinutes(1);
  private static final Duration THROTTLED_PAUSE = Duration.ofMinutes(5);

  private final HttpTransport transport;
  private final InstantSource ours;
  private final Environment environment;
  private final ClockOffset clock;
  private final RateLedger ledger;
  private final ReentrantLock lock = new ReentrantLock();
  private final Deque<Instant> throttled = new ArrayDeque<>();

  /**
   * @param shared where the use of the venue's limits is counted; null for here alone
   */
  BitgetCalls(URI base, Environment environment, InstantSource ours, @Nullable LedgerState shared) {
    this.ours = ours;
    this.environment = environment;
    transport = new HttpTransport(base, ours);
    clock = new ClockOffset(ours, this::lookAtClock);
    ledger = new RateLedger(clock::now, BitgetEndpoint.quotas(), shared);
  }

  /** How a command ended that the venue answered with success, which may hold a failure. */
  interface Reading {

    /**
     * Reads it.
     *
     * @param data of the envelope, verbatim
     * @throws WireFormatException if it is not the answer to this command
     */
    Outcome ended(String data, WireRecord wire);
  }

  /** A success that shows an order. */
  static Reading showing(Function<String, Order> reading) {
    return (data, wire) -> new Outcome.Accepted(reading.apply(data), wire);
  }

  /**
   * A request as it will travel.
   *
   * @param target path and query, percent-encoded
   * @param body null for none
   * @param signature to be hidden where the venue repeats it; empty for none
   */
  private record Sent(
      String target, @Nullable String body, Map<String, String> headers, String signature) {
    @Override
    public String toString() {
      return target;
    }
  }

  /**
   * A command that is ready to be sent.
   *
   * @param shown method, path and body
   */
  private record Command(
      BitgetEndpoint endpoint, String shown, Sent sent, Credentials credentials, Permit permit) {
    @Override
    public String toString() {
      return shown;
    }
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
   * Asks and gives back the {@code data} of a good answer; {@code []} where it is null.
   *
   * @throws ExchangeException for anything else
   */
  String query(
      BitgetEndpoint endpoint, Map<String, String> parameters, @Nullable Credentials credentials) {
    return query(endpoint, parameters, credentials, QUERY_PATIENCE);
  }

  /**
   * The same.
   *
   * @param patience how long to wait for permits
   */
  String query(
      BitgetEndpoint endpoint,
      Map<String, String> parameters,
      @Nullable Credentials credentials,
      Duration patience) {
    HttpResult.Answered answer = answer(endpoint, parameters, credentials, patience, true);
    String data = read(() -> WireJson.member(answer.text(), "data"));
    return data == null ? "[]" : data;
  }

  private HttpResult.Answered answer(
      BitgetEndpoint endpoint,
      Map<String, String> parameters,
      @Nullable Credentials credentials,
      Duration patience,
      boolean mayAskAgain) {
    if (credentials != null) {
      stamp();
    }
    String key = credentials == null ? null : credentials.fingerprint();
    Permit permit = ledger.reserve(endpoint.charges(), key, endpoint.priority(), patience);
    Sent sent = permit.orRefund(() -> question(endpoint, parameters, credentials));
    HttpResult.Answered answer = send(endpoint, sent, credentials, permit).arrived("Bitget");
    permit.answered(answer.sentAt(), answer.receivedAt(), null, counts(endpoint, answer));
    if (isGood(answer)) {
      return answer;
    }
    // Seen live now and then: a success without a word.
    boolean empty = answer.isSuccess() && answer.text().isBlank();
    BitgetErrors.Verdict verdict = BitgetErrors.onQuery(answer);
    slowDown(endpoint, answer, verdict, key);
    if (mayAskAgain && (empty || verdict.isStale())) {
      if (verdict.isStale()) {
        clock.distrust();
      }
      return answer(endpoint, parameters, credentials, patience, false);
    }
    throw new ExchangeException(verdict.failure());
  }

  /** The envelope says it: every refusal has a code of its own. */
  private static boolean isGood(HttpResult.Answered answer) {
    BitgetWire.Envelope envelope = BitgetErrors.error(answer.text());
    return answer.isSuccess() && envelope != null && envelope.code().equals(BitgetErrors.SUCCESS);
  }

  /** Stamped only now: waiting for permits may have outlasted a stamp. */
  private Sent question(
      BitgetEndpoint endpoint, Map<String, String> parameters, @Nullable Credentials credentials) {
    String target = BitgetSigner.sentTarget(endpoint.path(), parameters);
    return credentials == null
        ? new Sent(target, null, Map.of("locale", "en-US"), "")
        : signed(
            credentials,
            stamp(),
            endpoint,
            BitgetSigner.signedTarget(endpoint.path(), parameters),
            target,
            null);
  }

  /**
   * @param signedTarget what is signed of the target
   */
  private Sent signed(
      Credentials credentials,
      Instant stamp,
      BitgetEndpoint endpoint,
      String signedTarget,
      String target,
      @Nullable String body) {
    String passphrase = credentials.passphrase();
    if (passphrase == null) {
      throw new ExchangeException(
          ErrorKind.AUTHENTICATION_FAILED,
          "Bitget's keys come with a passphrase, and the account has none; nothing was sent.");
    }
    String millis = Long.toString(stamp.toEpochMilli());
    String signature =
        BitgetSigner.signature(
            credentials.secret(),
            BitgetSigner.text(millis, endpoint.method(), signedTarget, body == null ? "" : body));
    Map<String, String> headers = new LinkedHashMap<>();
    headers.put("ACCESS-KEY", credentials.apiKey());
    headers.put("ACCESS-SIGN", signature);
    headers.put("ACCESS-TIMESTAMP", millis);
    headers.put("ACCESS-PASSPHRASE", passphrase);
    headers.put("locale", "en-US");
    if (body != null) {
      headers.put("Content-Type", "application/json");
    }
    if (environment == Environment.TESTNET) {
      headers.put("paptrading", "1");
    }
    return new Sent(target, body, headers, signature);
  }

  /** The one place where answers come in: nobody behind it sees a key that the venue repeated. */
  private HttpResult send(
      BitgetEndpoint endpoint, Sent sent, @Nullable Credentials credentials, Permit permit) {
    HttpResult result =
        transport.send(permit, endpoint.method(), sent.target(), sent.headers(), sent.body());
    if (credentials == null || !(result instanceof HttpResult.Answered answer)) {
      return result;
    }
    return answer.withText(
        BitgetSigner.unsigned(sent.signature(), credentials.hiddenIn(answer.text())));
  }

  /** Makes a command ready. */
  Prepared prepare(
      BitgetEndpoint endpoint,
      Map<String, String> parameters,
      Credentials credentials,
      Duration patience,
      List<String> warnings,
      Reading reading) {
    // The first use asks the venue for its time: not while permits are held.
    stamp();
    String key = credentials.fingerprint();
    List<Charge> charges = endpoint.charges();
    long asked = System.nanoTime();
    Permit permit = ledger.reserve(charges, key, endpoint.priority(), patience);
    String permits = Charge.text(charges, Duration.ofNanos(System.nanoTime() - asked));
    return permit.orRefund(() -> {
      Instant stamp = stamp();
      Expiry expiry = Objects.requireNonNull(endpoint.expiry());
      String body = WireJson.object(stamped(parameters, expiry, stamp));
      String shown = endpoint.method() + " " + endpoint.path() + " " + body;
      // Signed before it is promised: a secret that cannot sign has sent nothing.
      Sent sent = signed(credentials, stamp, endpoint, endpoint.path(), endpoint.path(), body);
      Command command = new Command(endpoint, shown, sent, credentials, permit);
      return new Prepared(
          shown,
          permits,
          stamp.plus(expiry.window()),
          warnings,
          () -> send(command, reading),
          permit::refund);
    });
  }

  /** Only placing has a window of its own ("Place Order"). */
  private static Map<String, String> stamped(
      Map<String, String> parameters, Expiry expiry, Instant stamp) {
    Map<String, String> all = new LinkedHashMap<>(parameters);
    if (expiry == Expiry.RECEIVE_WINDOW) {
      all.put("requestTime", Long.toString(stamp.toEpochMilli()));
      all.put("receiveWindow", Long.toString(expiry.window().toMillis()));
    }
    return all;
  }

  private Outcome send(Command command, Reading reading) {
    BitgetEndpoint endpoint = command.endpoint();
    HttpResult result = send(endpoint, command.sent(), command.credentials(), command.permit());
    return switch (result) {
      case HttpResult.NeverSent never -> new Outcome.Denied(never.failure("Bitget"));
      case HttpResult.NoAnswer lost -> lost.doubt(endpoint.operation(), command.shown());
      case HttpResult.Answered answer -> judge(command, answer, reading);
    };
  }

  private Outcome judge(Command command, HttpResult.Answered answer, Reading reading) {
    WireRecord wire = answer.record(command.endpoint().operation(), command.shown());
    command
        .permit()
        .answered(answer.sentAt(), answer.receivedAt(), null, counts(command.endpoint(), answer));
    if (isGood(answer)) {
      return accepted(answer, reading, wire);
    }
    BitgetErrors.Verdict verdict = BitgetErrors.onCommand(answer);
    slowDown(command.endpoint(), answer, verdict, command.credentials().fingerprint());
    if (!verdict.proof()) {
      return new Outcome.Unconfirmed(answered(verdict.failure(), wire), wire);
    }
    if (verdict.isStale()) {
      clock.distrust();
    }
    return new Outcome.Rejected(verdict.failure(), wire, verdict.isStale(), null);
  }

  /** After the request has left, nothing that goes wrong here may look like a refusal. */
  private static Outcome accepted(HttpResult.Answered answer, Reading reading, WireRecord wire) {
    try {
      String data = WireJson.member(answer.text(), "data");
      if (data == null) {
        throw new WireFormatException("data", "is missing");
      }
      return reading.ended(data, wire);
    } catch (WireFormatException e) {
      return doubt("Bitget answered what cannot be read: " + e.getMessage() + ".", wire);
    } catch (RuntimeException e) {
      LOG.error("An answer to {} could not be decoded", wire.operation(), e);
      return doubt("Bitget's answer could not be decoded.", wire);
    }
  }

  /** An answer that proves nothing. */
  static Outcome doubt(String message, WireRecord wire) {
    return new Outcome.Unconfirmed(
        answered(Failure.of(ErrorKind.ORDER_STATE_UNKNOWN, message), wire), wire);
  }

  /**
   * The same with a native code in any case, the status if there is no other: it tells that the
   * venue had the command in time, so that its expiry proves nothing any more.
   */
  private static Failure answered(Failure failure, WireRecord wire) {
    return failure.nativeCode() != null
        ? failure
        : new Failure(
            failure.kind(), failure.message(), "HTTP " + wire.httpStatus(), failure.retryAfter());
  }

  private Instant stamp() {
    return clock.stamp().truncatedTo(ChronoUnit.MILLIS);
  }

  private ClockOffset.Sample lookAtClock() {
    HttpResult.Answered answer =
        answer(BitgetEndpoint.SERVER_TIME, Map.of(), null, QUERY_PATIENCE, true);
    String data = Objects.requireNonNullElse(WireJson.member(answer.text(), "data"), "");
    return new ClockOffset.Sample(answer.sentAt(), serverTime(data), answer.receivedAt());
  }

  static Instant serverTime(String data) {
    return BitgetMapping.time(WireJson.read(data, BitgetWire.ServerTime.class).serverTime());
  }

  /** The venue tells what is left of the endpoint's second, of its own limit and not of ours. */
  private static List<Permit.Count> counts(BitgetEndpoint endpoint, HttpResult.Answered answer) {
    String left = answer.headers().get(REMAINING);
    if (left == null) {
      return List.of();
    }
    try {
      long used = endpoint.perSecond() - Long.parseLong(left.strip());
      return used < 0 ? List.of() : List.of(new Permit.Count(endpoint.name(), "1S", used));
    } catch (NumberFormatException e) {
      LOG.warn("What is left of {} is not a number", endpoint);
      return List.of();
    }
  }

  /** Throttled: the endpoint rests; if that happens often, everything does. */
  private void slowDown(
      BitgetEndpoint endpoint,
      HttpResult.Answered answer,
      BitgetErrors.Verdict verdict,
      @Nullable String key) {
    if (!verdict.throttled()) {
      return;
    }
    Duration pause = BitgetErrors.pause(answer);
    LOG.warn("Bitget answered {}: {} closed for {}", answer.status(), endpoint, pause);
    ledger.close(endpoint.name(), key, pause);
    if (isOften()) {
      LOG.warn("Bitget answered so {} times in a minute: all closed", MOST_THROTTLED);
      ledger.close(BitgetEndpoint.ALL, null, THROTTLED_PAUSE);
    }
  }

  private boolean isOften() {
    lock.lock();
    try {
      Instant now = ours.instant();
      throttled.addLast(now);
      Instant since = now.minus(THROTTLED_WITHIN);
      throttled.removeIf(time -> time.isBefore(since));
      return throttled.size() >= MOST_THROTTLED;
    } finally {
      lock.unlock();
    }
  }

  /** What a good answer says, or that it cannot be read. */
  static <T extends @Nullable Object> T read(Supplier<T> reading) {
    return WireFormatException.told("Bitget", reading);
  }

  static ExchangeException unreadable(String what) {
    return WireFormatException.unreadable("Bitget", what);
  }
}
