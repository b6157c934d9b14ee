package org.aristobot.model;

/**
 * Where an order stands, FIX-shaped. The bus, the database and the UI show the four unified words
 * of {@link #unified()}.
 *
 * <p>{@code SENDING}: the intent is recorded and nothing is known yet. {@code NOT_PLACED}: proven
 * never to have been accepted. {@code UNKNOWN}: in doubt, or a native status that no table lists;
 * neither open nor finished.
 */
public enum OrderStatus {
  SENDING("UNKNOWN", false),
  NEW("open", false),
  PARTIALLY_FILLED("open", false),
  FILLED("closed", true),
  PENDING_CANCEL("open", false),
  CANCELED("cancelled", true),
  REJECTED("cancelled", true),
  EXPIRED("cancelled", true),
  NOT_PLACED("cancelled", true),
  UNKNOWN("UNKNOWN", false);

  private final String unified;
  private final boolean finished;

  OrderStatus(String unified, boolean finished) {
    this.unified = unified;
    this.finished = finished;
  }

  /** {@code open}, {@code closed}, {@code cancelled} or {@code UNKNOWN}. */
  public String unified() {
    return unified;
  }

  /** Whether nothing can happen to the order any more. */
  public boolean isFinished() {
    return finished;
  }
}
