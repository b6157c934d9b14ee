package org.aristobot.gateway;

import java.net.URI;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.aristobot.exchange.ErrorKind;
import org.aristobot.exchange.Exchange;
import org.aristobot.exchange.ExchangeException;
import org.aristobot.exchange.Exchanges;
import org.aristobot.exchange.LedgerState;
import org.aristobot.journal.InstrumentStore;
import org.aristobot.model.Environment;
import org.aristobot.model.Instrument;
import org.aristobot.model.Venue;

/**
 * The one client per venue and environment that all accounts share, made when it is first needed
 * and told the markets that the database knows. Thread rule: any thread.
 */
final class Clients implements AutoCloseable {

  /** Which venue, and which of its worlds. */
  record Place(Venue venue, Environment environment) {}

  /** Where the use of a venue's limits is counted. */
  @FunctionalInterface
  interface Ledgers {
    LedgerState of(Place place, URI address);
  }

  private final Map<Place, URI> addresses;
  private final InstrumentStore instruments;
  private final Ledgers ledgers;
  private final InstantSource clock;
  private final Map<Venue, Duration> visibilityLags;
  private final Map<Place, Exchange> clients = new ConcurrentHashMap<>();

  /**
   * @param visibilityLags of venues, in place of the clients' own
   */
  Clients(
      Map<Place, URI> addresses,
      InstrumentStore instruments,
      Ledgers ledgers,
      InstantSource clock,
      Map<Venue, Duration> visibilityLags) {
    this.addresses = Map.copyOf(addresses);
    this.instruments = instruments;
    this.ledgers = ledgers;
    this.clock = clock;
    this.visibilityLags = Map.copyOf(visibilityLags);
  }

  Exchange at(Venue venue, Environment environment) {
    return clients.computeIfAbsent(new Place(venue, environment), this::create);
  }

  private Exchange create(Place place) {
    URI address = addresses.get(place);
    if (address == null) {
      throw new ExchangeException(
          ErrorKind.UNSUPPORTED_OPERATION,
          "broker_id: "
              + place.venue().word()
              + " "
              + Answers.word(place.environment())
              + " is not configured");
    }
    Exchange exchange =
        Exchanges.create(
            place.venue(),
            place.environment(),
            address,
            clock,
            visibilityLags.get(place.venue()),
            ledgers.of(place, address));
    List<Instrument> known = instruments.load(place.venue(), place.environment());
    if (!known.isEmpty()) {
      exchange.remember(known);
    }
    return exchange;
  }

  Collection<Exchange> live() {
    return List.copyOf(clients.values());
  }

  @Override
  public void close() {
    clients.values().forEach(Exchange::close);
  }
}
