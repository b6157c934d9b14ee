package org.aristobot.app;

import java.util.Arrays;
import java.util.Locale;

/**
 * The machines for which both embedded servers exist, with the names of their binaries on the class
 * path.
 */
enum Platform {
  LINUX_X64("linux", "amd64", "postgres-linux-x86_64.txz", "redis-server-6.2.6-v5-linux-amd64"),
  LINUX_ARM64("linux", "aarch64", "postgres-linux-arm_64.txz", "redis-server-6.2.7-linux-arm64"),
  MAC_X64("mac", "x86_64", "postgres-darwin-x86_64.txz", "redis-server-6.2.6-v5-darwin-amd64"),
  MAC_ARM64("mac", "aarch64", "postgres-darwin-arm_64.txz", "redis-server-6.2.6-v5-darwin-arm64");

  private final String system;
  private final String processor;
  final String postgres;
  final String redis;

  Platform(String system, String processor, String postgres, String redis) {
    this.system = system;
    this.processor = processor;
    this.postgres = postgres;
    this.redis = redis;
  }

  static Platform current() {
    String system = System.getProperty("os.name", "").toLowerCase(Locale.ROOT);
    String processor = System.getProperty("os.arch", "");
    return Arrays.stream(values())
        .filter(row -> system.startsWith(row.system) && processor.equals(row.processor))
        .findFirst()
        .orElseThrow(() ->
            new UserError(
                "There are no embedded servers for "
                    + system
                    + " on "
                    + processor
                    + ": set postgres.url and redis.uri to servers of your own."));
  }
}
