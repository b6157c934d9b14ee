package org.aristobot.app;

import java.net.URI;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Map;
import org.aristobot.bus.Trace;
import org.aristobot.model.Environment;
import org.aristobot.model.Venue;

/** The gateway as the program wires it, for tests of other packages. */
public final class TestGateway {

  private TestGateway() {}

  /**
   * Starts one; it serves requests when this returns.
   *
   * @param data where it keeps its send marks
   * @param binance where that venue, live, is
   */
  public static AutoCloseable start(
      Path data,
      PostgresAccess postgres,
      String redisUri,
      URI binance,
      String secretKey,
      Trace.Listener listener) {
    return GatewayService.start(
        TestServers.config(data, Map.of()),
        Map.of(Environment.LIVE, Map.of(Venue.BINANCE, binance)),
        postgres,
        new Secret(redisUri),
        new Secret(secretKey),
        listener,
        InstantSource.system());
  }
}
