package org.aristobot.app;

import java.net.URI;
import java.util.Map;
import java.util.stream.Collectors;
import org.aristobot.model.Venue;

/** What {@code up} prints when all is ready: where everything is, and what to try next. */
record Banner(Config config, boolean open, Map<String, URI> simulated, long millis) {

  String text(Embedded servers) {
    return """

    Aristobot %s is up (%.1f s). Ctrl-C stops it.

      PostgreSQL  %s  user %s%s
      Redis       %s
      Exchanges   %s
      data        %s
      log         %s

    Try, in another terminal:
      ./aristobot call place_order '{"broker_id":1,"symbol":"BTC/USDT","side":"buy","type":"limit","quantity":"0.001","price":"43000.10"}'
      ./aristobot broker list
      ./aristobot status

    """
        .formatted(
            Main.Version.text(),
            millis / 1000.0,
            servers.postgres().url().replaceFirst("^jdbc:", "").replaceFirst("[?].*", ""),
            servers.postgres().user(),
            config.postgres().external() == null
                ? "  password in " + EmbeddedPostgres.passwordFile(config.data())
                : "",
            redis(servers),
            exchanges(),
            config.data(),
            config.logs().resolve("aristobot.log"));
  }

  private String exchanges() {
    Map<Venue, URI> addresses = Addresses.live(config, simulated);
    return addresses.entrySet().stream()
        .map(venue -> {
          String how = simulated.containsKey(venue.getKey().word()) ? ", simulated, " : ", ";
          return venue.getKey().word() + how + venue.getValue();
        })
        .collect(Collectors.joining("\n              "));
  }

  private String redis(Embedded servers) {
    if (config.redis().external() != null) {
      return "as configured";
    }
    String address = servers.redisUri().reveal().replaceFirst("^.*[@/]", "redis://");
    return address
        + (open ? "  no password" : "  password in " + EmbeddedRedis.passwordFile(config.data()));
  }
}
