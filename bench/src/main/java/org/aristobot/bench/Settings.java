package org.aristobot.bench;

import java.nio.file.Path;
import java.time.Duration;

/**
 * How long and how often everything is measured.
 *
 * @param work a folder for databases and logs, which is emptied at the start
 */
record Settings(
    boolean quick,
    int rounds,
    Duration round,
    Duration warmUp,
    int exactDecimals,
    int exactDecimalsOfPeer,
    long seed,
    Path work) {

  static Settings of(boolean quick, long seed, Path work) {
    return quick
        ? new Settings(
            true, 3, Duration.ofMillis(600), Duration.ofMillis(1500), 30_000, 6_000, seed, work)
        : new Settings(
            false,
            7,
            Duration.ofMillis(2_000),
            Duration.ofSeconds(6),
            1_000_000,
            100_000,
            seed,
            work);
  }
}
