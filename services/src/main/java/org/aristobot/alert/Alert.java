package org.aristobot.alert;

import java.time.Duration;

/**
 * Something that needs a person.
 *
 * @param kind what it is about
 * @param subject what it is about in particular; alerts of one kind and subject are told once
 * @param text a sentence, without secrets
 */
public record Alert(Kind kind, String subject, String text) {

  /** The things that are told, and after how long the same is told again. */
  public enum Kind {
    /** Once a process life: the table needs a row, not a reminder. */
    UNKNOWN_STATUS(Duration.ofDays(10_000)),
    UNPROTECTED_ORDER(Duration.ofHours(1)),
    ORDER_IN_DOUBT(Duration.ofHours(1)),
    RATE_LIMIT_BAN(Duration.ofHours(1)),
    /** PostgreSQL, Redis or an exchange is away. */
    OUTAGE(Duration.ofMinutes(5));

    private final Duration toldAgainAfter;

    Kind(Duration toldAgainAfter) {
      this.toldAgainAfter = toldAgainAfter;
    }

    Duration toldAgainAfter() {
      return toldAgainAfter;
    }
  }
}
