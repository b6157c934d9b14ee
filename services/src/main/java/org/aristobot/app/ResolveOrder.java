package org.aristobot.app;

import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.aristobot.exchange.ErrorKind;
import org.aristobot.exchange.Failure;
import org.aristobot.journal.Amendment;
import org.aristobot.journal.Journal;
import org.aristobot.journal.Journal.Change;
import org.aristobot.journal.OrderEvent;
import org.aristobot.journal.StoredOrder;
import org.aristobot.model.OrderStatus;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/**
 * {@code orders resolve}: an administrator's word where no proof is to be had. What the venue shows
 * later stands above it.
 */
@Command(
    name = "resolve",
    description = {
      "Ends a doubt that cannot be settled by proof, and records who said so and why.",
      "There is no --as placed: an order that the exchange shows is found without help."
    })
final class ResolveOrder implements Callable<Integer> {

  private static final int LONGEST_REASON = 500;

  /** What an administrator can know who looked at the exchange's own pages. */
  enum As {
    /** There is no such order, and there was none. */
    NOT_PLACED(OrderStatus.NOT_PLACED),
    /** It is gone, and nothing of it was executed that the journal does not have. */
    CANCELLED(OrderStatus.CANCELED),
    /** It was executed completely; at which prices stays unknown. */
    FILLED(OrderStatus.FILLED),
    /** The change that was under way was not made. */
    NOT_CHANGED(null);

    private final @Nullable OrderStatus status;

    As(@Nullable OrderStatus status) {
      this.status = status;
    }

    static As of(String word) {
      for (As as : values()) {
        if (as.name().toLowerCase(Locale.ROOT).equals(word)) {
          return as;
        }
      }
      throw new UserError("--as must be not_placed, cancelled, filled or not_changed.");
    }
  }

  @Mixin private CommonOptions common = new CommonOptions();

  @Parameters(index = "0", paramLabel = "ID", description = "As the list shows it.")
  private long id;

  @Option(
      names = "--as",
      required = true,
      paramLabel = "WHAT",
      description = "not_placed, cancelled or filled; not_changed for a change of an order.")
  private String as = "";

  @Option(
      names = "--reason",
      required = true,
      paramLabel = "TEXT",
      description = "How you know; it is kept for ever, so nothing secret.")
  private String reason = "";

  @Override
  public Integer call() {
    As word = As.of(as);
    String by = Objects.requireNonNullElse(System.getProperty("user.name"), "somebody");
    StoredOrder resolved =
        OrdersCommand.withJournal(
            common.config(),
            journal -> resolve(journal, id, word, reason, by, InstantSource.system().instant()));
    System.out.println(
        "Order " + id + " is now " + resolved.status().unified() + " (" + resolved.status() + ").");
    return 0;
  }

  /**
   * Records it.
   *
   * @throws UserError if the order is not in doubt, or that is not what is in doubt about it
   */
  static StoredOrder resolve(
      Journal journal, long id, As as, String reason, String by, Instant now) {
    String why = reason.strip();
    if (why.isEmpty()
        || why.length() > LONGEST_REASON
        || why.chars().anyMatch(Character::isISOControl)) {
      throw new UserError("--reason must be one line of 1 to " + LONGEST_REASON + " characters.");
    }
    StoredOrder order =
        journal
            .byId(id)
            .orElseThrow(() -> new UserError("There is no order " + id + " in the journal."));
    if (order.isLeg()) {
      throw new UserError("Order " + id + " belongs to order " + order.parentId() + ": say that.");
    }
    OrderStatus status = as.status;
    return status == null
        ? notChanged(journal, order, by + " says so: " + why, now)
        : resolve(journal, order, new OrderEvent.Resolved(status, why, by), now);
  }

  private static StoredOrder resolve(
      Journal journal, StoredOrder order, OrderEvent event, Instant now) {
    boolean unknown =
        order.status() == OrderStatus.UNKNOWN
            || (order.status() == OrderStatus.SENDING && !now.isBefore(order.leaseUntil()));
    if (!unknown || order.venueOrderId() != null) {
      throw notInDoubt(order);
    }
    List<Change> changes =
        journal
            .family(order)
            .members()
            .filter(member -> member.venueOrderId() == null && !member.status().isFinished())
            .map(member -> new Change(member.id(), event, null))
            .toList();
    return journal.append(changes).getFirst();
  }

  private static StoredOrder notChanged(
      Journal journal, StoredOrder order, String why, Instant now) {
    Amendment change = order.amending();
    if (change == null || now.isBefore(change.expiresAt())) {
      throw notInDoubt(order);
    }
    Failure failure = Failure.of(ErrorKind.ORDER_NOT_PLACED, "the change was not made: " + why);
    return journal.append(
        order.id(), new OrderEvent.AmendRejected(change.edition(), failure), null);
  }

  private static UserError notInDoubt(StoredOrder order) {
    return new UserError(
        "Order "
            + order.id()
            + " is "
            + order.status().unified()
            + " ("
            + order.status()
            + ") and not in doubt about that: nothing was changed.");
  }
}
