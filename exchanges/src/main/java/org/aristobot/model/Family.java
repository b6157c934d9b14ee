package org.aristobot.model;

import java.util.List;

/**
 * How an order request will stand on the venue: under which id, and with which orders of their own
 * that it makes. Most requests make none.
 *
 * @param id the order's own id; not the request's where the venue wants several ids
 * @param legs in the order in which people read them
 */
public record Family(NativeClientOrderId id, List<OrderRequest> legs) {
  public Family {
    legs = List.copyOf(legs);
  }
}
