package org.aristobot.app;

/** A text that must never be shown: only {@link #reveal()} gives it, {@code toString} does not. */
public record Secret(String reveal) {
  @Override
  public String toString() {
    return "(secret)";
  }
}
