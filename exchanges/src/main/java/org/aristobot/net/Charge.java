package org.aristobot.net;

import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;

/** What a request costs of one pool. */
public record Charge(String pool, long permits) {

  /** What was reserved, and after how long, for people to read. */
  public static String text(List<Charge> charges, Duration waited) {
    String all =
        charges.stream()
            .map(charge -> charge.pool() + " " + charge.permits())
            .collect(Collectors.joining(", "));
    return all + ", after " + waited.toMillis() + " ms";
  }
}
