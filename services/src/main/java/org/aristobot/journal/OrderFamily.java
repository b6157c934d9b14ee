package org.aristobot.journal;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.aristobot.model.NativeClientOrderId;

/**
 * An order and the orders that it makes. Most orders have no legs and are a family of one.
 *
 * @param legs in the order in which they were recorded
 */
public record OrderFamily(StoredOrder parent, List<StoredOrder> legs) {

  public OrderFamily {
    legs = List.copyOf(legs);
  }

  public static OrderFamily alone(StoredOrder order) {
    return new OrderFamily(order, List.of());
  }

  public boolean isAlone() {
    return legs.isEmpty();
  }

  public Stream<StoredOrder> members() {
    return Stream.concat(Stream.of(parent), legs.stream());
  }

  /** The member with that id as it stands here. */
  public Optional<StoredOrder> member(long id) {
    return members().filter(order -> order.id() == id).findFirst();
  }

  public Optional<StoredOrder> member(NativeClientOrderId id) {
    return members().filter(order -> order.nativeClientOrderId().equals(id)).findFirst();
  }

  OrderFamily plus(StoredOrder leg) {
    return new OrderFamily(parent, Stream.concat(legs.stream(), Stream.of(leg)).toList());
  }

  /** The same family with that member as it stands now. */
  public OrderFamily with(StoredOrder changed) {
    return new OrderFamily(
        parent.id() == changed.id() ? changed : parent,
        legs.stream().map(leg -> leg.id() == changed.id() ? changed : leg).toList());
  }
}
