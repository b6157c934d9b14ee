package org.aristobot.app;

import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.aristobot.exchange.Capabilities;
import org.aristobot.exchange.CredentialCheck;
import org.aristobot.exchange.Credentials;
import org.aristobot.exchange.ErrorKind;
import org.aristobot.exchange.Exchange;
import org.aristobot.exchange.ExchangeException;
import org.aristobot.exchange.Exchanges;
import org.aristobot.exchange.Failure;
import org.aristobot.exchange.Outcome;
import org.aristobot.exchange.Prepared;
import org.aristobot.model.Instrument;
import org.aristobot.model.OrderRef;
import org.aristobot.model.OrderRequest;
import org.aristobot.model.Symbol;
import org.aristobot.validate.Probe;
import org.aristobot.vault.Broker;

/**
 * A client of its own, for the handful of requests of a validation that no gateway makes. Its count
 * of the venue's limits is its own too.
 */
final class VenueProbe implements Probe, AutoCloseable {

  private static final Duration PATIENCE = Duration.ofSeconds(10);

  /** Past its expiry by more than any answer of the venue's clock is off. */
  private static final Duration LATE = Duration.ofSeconds(3);

  /** An expiry that is further away is none. */
  private static final Duration LONGEST = Duration.ofMinutes(2);

  /** A clock that can be put back. */
  private static final class Shifted implements InstantSource {
    private volatile Duration back = Duration.ZERO;

    @Override
    public Instant instant() {
      return InstantSource.system().instant().minus(back);
    }
  }

  private final Exchange exchange;
  private final Supplier<List<Instrument>> stored;
  private List<Instrument> known = List.of();
  private final Credentials credentials;
  private final Shifted clock = new Shifted();

  /**
   * @param stored reads the markets that the gateway has stored
   */
  VenueProbe(
      Broker broker, URI address, Supplier<List<Instrument>> stored, Credentials credentials) {
    this.exchange = Exchanges.create(broker.venue(), broker.environment(), address, clock);
    this.stored = stored;
    this.credentials = credentials;
  }

  @Override
  public List<Instrument> instruments() {
    if (known.isEmpty()) {
      known = stored.get();
      if (!known.isEmpty()) {
        exchange.remember(known);
      }
    }
    return known;
  }

  @Override
  public Capabilities capabilities() {
    return exchange.capabilities();
  }

  @Override
  public Capabilities capabilities(Instrument instrument) {
    return exchange.capabilities(instrument);
  }

  @Override
  public Optional<Failure> askAsStranger() {
    try {
      CredentialCheck _ = exchange.checkCredentials(stranger(credentials));
      return Optional.empty();
    } catch (ExchangeException e) {
      return Optional.of(e.failure());
    }
  }

  /**
   * Keys that nobody has and that look like those: a wrong secret of a key that somebody has could
   * have it locked.
   */
  static Credentials stranger(Credentials known) {
    StringBuilder key = new StringBuilder();
    known.apiKey().chars().forEach(c -> key.append((char) turned(c)));
    return new Credentials(key.toString(), known.secret(), known.passphrase());
  }

  private static int turned(int c) {
    if (c >= '0' && c <= '9') {
      return '9' - (c - '0');
    }
    if (c >= 'a' && c <= 'z') {
      return 'a' + (c - 'a' + 13) % 26;
    }
    return c >= 'A' && c <= 'Z' ? 'A' + (c - 'A' + 13) % 26 : c;
  }

  @Override
  public Optional<Failure> test(OrderRequest request) {
    try {
      exchange.testOrder(credentials, request);
      return Optional.empty();
    } catch (ExchangeException e) {
      if (e.failure().kind() == ErrorKind.UNSUPPORTED_OPERATION) {
        throw e;
      }
      return Optional.of(e.failure());
    }
  }

  @Override
  public Late placeLate(OrderRequest request) {
    // Learnt while our clock is right: it is put back behind the client's back.
    Instant now = exchange.serverTime();
    Prepared intime = exchange.prepareOrder(credentials, request, PATIENCE);
    intime.abandon();
    Duration window = Duration.between(now, intime.expiresAt());
    if (window.compareTo(LONGEST) > 0) {
      return new Late.NoExpiry("its requests have no expiry that could be waited for");
    }
    clock.back = window.plus(LATE);
    Outcome outcome;
    try {
      outcome = exchange.prepareOrder(credentials, request, PATIENCE).send();
    } finally {
      clock.back = Duration.ZERO;
    }
    return switch (outcome) {
      case Outcome.Rejected(var failure, _, boolean staleStamp, _) ->
          staleStamp
              ? new Late.Refused(
                  "refused "
                      + LATE.toSeconds()
                      + " s after the "
                      + Math.round(window.toMillis() / 1e3)
                      + " s that it was good for: "
                      + failure.message())
              : new Late.Unclear("refused for another reason: " + failure.message(), false);
      case Outcome.Denied(var failure) -> new Late.Unclear("not sent: " + failure.message(), false);
      case Outcome.Accepted(var order, _) ->
          new Late.Taken(cancel(request.symbol(), new OrderRef.ByVenueId(order.venueOrderId())));
      case Outcome.Unconfirmed(var failure, _) ->
          cancel(request.symbol(), new OrderRef.ByClientId(request.id()))
              ? new Late.Taken(true)
              : new Late.Unclear(failure.message(), true);
    };
  }

  /** Whether the order is known to be cancelled. */
  private boolean cancel(Symbol symbol, OrderRef order) {
    try {
      Prepared cancel = exchange.prepareCancel(credentials, symbol, order, PATIENCE);
      return cancel.send() instanceof Outcome.Accepted;
    } catch (ExchangeException e) {
      return false;
    }
  }

  @Override
  public void close() {
    exchange.close();
  }
}
