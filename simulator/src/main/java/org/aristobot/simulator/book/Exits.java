package org.aristobot.simulator.book;

import java.math.BigDecimal;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import org.aristobot.simulator.book.FamilyRules.PartFills;
import org.jspecify.annotations.Nullable;

/**
 * The exits that hang on orders: made when their parent is filled. Only under the engine's lock.
 */
final class Exits {

  /** Exits to be made, of a parent that was filled by so much. */
  record Due(LiveOrder parent, BigDecimal quantity) {}

  private final Instrument instrument;
  private final VenueRules rules;
  private final Queue<Due> due = new ArrayDeque<>();

  Exits(Instrument instrument, VenueRules rules) {
    this.instrument = instrument;
    this.rules = rules;
  }

  /** A parent was filled by a part. */
  void traded(LiveOrder parent, BigDecimal filled, BigDecimal received) {
    if (rules.families().partFills() == PartFills.EACH_FILL) {
      add(parent, filled, received);
    }
  }

  /** A parent ended. */
  void ended(LiveOrder parent) {
    PartFills partFills = rules.families().partFills();
    boolean whole = parent.status == OrderStatus.FILLED;
    if (partFills == PartFills.AT_END || (partFills == PartFills.WHOLE_ONLY && whole)) {
      add(parent, parent.filled, parent.received);
    }
  }

  private void add(LiveOrder parent, BigDecimal filled, BigDecimal received) {
    if (parent.family.exits().isEmpty()) {
      return;
    }
    boolean net = rules.families().netOfFee() && parent.side == Side.BUY;
    BigDecimal quantity = net ? Amounts.floorTo(received, instrument.step()) : filled;
    if (quantity.signum() > 0) {
      due.add(new Due(parent, quantity));
    }
  }

  /** The next exits to make, null when there are none. */
  @Nullable Due poll() {
    return due.poll();
  }

  /** The exits of a parent, each with its size; not entered anywhere yet. */
  static List<LiveOrder> make(Due due, Market market, long now) {
    LiveOrder parent = due.parent();
    List<LiveOrder> exits = new ArrayList<>();
    for (NewOrder wanted : parent.family.exits()) {
      NewOrder exit = wanted.at(due.quantity(), wanted.price());
      LiveOrder live =
          new LiveOrder(
              market.instrument,
              parent.account,
              market.ids.after(exits.size()),
              exit,
              due.quantity(),
              now);
      live.parentId = parent.id;
      live.siblings = exits;
      live.clientId += parent.exitsMade == 0 ? "" : "-" + parent.exitsMade;
      exits.add(live);
    }
    parent.exitsMade++;
    return exits;
  }

  /** The exits that end because one of them fired. */
  List<LiveOrder> losers(LiveOrder winner) {
    return rules.families().oneCancelsOther()
        ? winner.siblings.stream().filter(o -> o != winner && o.status.isOpen()).toList()
        : List.of();
  }
}
