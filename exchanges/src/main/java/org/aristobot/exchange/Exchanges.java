package org.aristobot.exchange;

import java.net.URI;
import java.time.Duration;
import java.time.InstantSource;
import org.aristobot.binance.Binance;
import org.aristobot.bitget.Bitget;
import org.aristobot.model.Environment;
import org.aristobot.model.Venue;
import org.jspecify.annotations.Nullable;

/** The clients that there are. */
public final class Exchanges {

  private Exchanges() {}

  /**
   * A client of a venue.
   *
   * @param base where to reach it: {@link #address} or what stands in for the venue
   * @param clock our clock; the client keeps its own idea of the venue's
   */
  public static Exchange create(
      Venue venue, Environment environment, URI base, InstantSource clock) {
    return create(venue, environment, base, clock, null, null);
  }

  /**
   * The same.
   *
   * @param visibilityLag how long after a command's expiry its order may still be hidden, in place
   *     of what the client takes for each call; null for just that
   * @param ledger where the use of the venue's limits is counted; null for this client alone
   */
  public static Exchange create(
      Venue venue,
      Environment environment,
      URI base,
      InstantSource clock,
      @Nullable Duration visibilityLag,
      @Nullable LedgerState ledger) {
    return switch (venue) {
      case BINANCE -> new Binance(environment, base, clock, visibilityLag, ledger);
      case BITGET -> new Bitget(environment, base, clock, visibilityLag, ledger);
    };
  }

  /** Where the venue itself listens. */
  public static URI address(Venue venue, Environment environment) {
    return switch (venue) {
      case BINANCE -> Binance.address(environment);
      case BITGET -> Bitget.address(environment);
    };
  }
}
