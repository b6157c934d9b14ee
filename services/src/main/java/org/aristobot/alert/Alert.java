package org.aristobot.alert;

/**
 * Something that needs a person.
 *
 * @param kind what it is about
 * @param subject what it is about in particular; alerts of one kind and subject are told once
 * @param text a sentence, without secrets
 */
public record Alert(Kind kind, String subject, String text) {

  /** The things that are told. */
  public enum Kind {
    UNKNOWN_STATUS,
    UNPROTECTED_ORDER,
    ORDER_IN_DOUBT,
    RATE_LIMIT_BAN
  }
}
