package org.aristobot.app;

import java.net.URI;
import java.util.Map;
import java.util.stream.Collectors;

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
    return simulated.isEmpty()
        ? "as configured"
        : simulated.entrySet().stream()
            .map(venue -> venue.getKey() + ", simulated, " + venue.getValue())
            .collect(Collectors.joining("; "));
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
