package org.aristobot.gateway;

import java.util.Optional;
import org.aristobot.bus.Command.OrderKey;
import org.aristobot.bus.Fields;
import org.aristobot.journal.Journal;
import org.aristobot.journal.StoredOrder;
import org.aristobot.model.ClientOrderId;
import org.aristobot.model.NativeClientOrderId;
import org.aristobot.model.OrderRef;
import org.aristobot.model.Symbol;
import org.aristobot.model.VenueOrderId;
import org.jspecify.annotations.Nullable;

/** Finds the order that a caller means. */
final class OrderFinder {

  private final Journal journal;

  OrderFinder(Journal journal) {
    this.journal = journal;
  }

  /** An order of ours or, where the journal knows none, one that only the venue can know. */
  sealed interface Found {
    record Ours(StoredOrder order) implements Found {}

    record Foreign(Symbol symbol, OrderRef ref) implements Found {}
  }

  Found find(Account account, OrderKey key, @Nullable Symbol symbol) {
    long broker = account.broker().id();
    Optional<StoredOrder> ours =
        switch (key) {
          case OrderKey.ById(var id) -> journal.byVenueId(broker, new VenueOrderId(id), symbol);
          case OrderKey.ByClientId(var id) -> journal.byClientId(broker, clientOrderId(id));
        };
    if (ours.isPresent()) {
      return new Found.Ours(ours.get());
    }
    if (symbol == null) {
      throw Fields.invalid(
          "symbol", "is required, since no order with this id was placed through this gateway");
    }
    return new Found.Foreign(
        symbol,
        switch (key) {
          case OrderKey.ById(var id) -> new OrderRef.ByVenueId(new VenueOrderId(id));
          case OrderKey.ByClientId(var id) -> new OrderRef.ByClientId(new NativeClientOrderId(id));
        });
  }

  private static ClientOrderId clientOrderId(String text) {
    try {
      return new ClientOrderId(text);
    } catch (IllegalArgumentException e) {
      throw Fields.invalid("client_order_id", String.valueOf(e.getMessage()));
    }
  }
}
