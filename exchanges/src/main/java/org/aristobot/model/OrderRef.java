package org.aristobot.model;

/** Which order is meant: by the venue's id or by the client id that it carries on the venue. */
public sealed interface OrderRef {
  record ByVenueId(VenueOrderId id) implements OrderRef {}

  record ByClientId(NativeClientOrderId id) implements OrderRef {}
}
