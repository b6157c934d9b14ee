package org.aristobot.bus;

import java.time.Duration;

/** The counts on Redis, for tests of other packages. */
public final class TestLedgers {

  private TestLedgers() {}

  /** Those that do not take a Redis for gone because the machine stands still for a while. */
  public static RedisLedgers patient(RedisAccess access) {
    return new RedisLedgers(access, Duration.ofMinutes(1));
  }
}
