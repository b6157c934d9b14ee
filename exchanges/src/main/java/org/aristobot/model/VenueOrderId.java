package org.aristobot.model;

/** The id that the venue gave an order; unique together with the symbol on some venues only. */
public record VenueOrderId(String text) {
  public VenueOrderId {
    if (text.isEmpty()) {
      throw new IllegalArgumentException("a venue order id is not empty");
    }
  }

  @Override
  public String toString() {
    return text;
  }
}
