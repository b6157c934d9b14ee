package org.aristobot.exchange;

/** The place that the rate limits are counted in cannot be reached. */
public final class LedgerAwayException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  public LedgerAwayException(Throwable cause) {
    super("the shared rate ledger cannot be reached", cause);
  }
}
