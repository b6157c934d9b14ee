package org.aristobot.app;

/** What {@code up} prints when all is ready: where everything is, and what to try next. */
record Banner(Config config, boolean open, long millis) {

  String text(Embedded servers) {
    return """

    Aristobot %s is up (%.1f s). Ctrl-C stops it.

      PostgreSQL  %s  user %s%s
      Redis       %s
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
            config.data(),
            config.logs().resolve("aristobot.log"));
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
