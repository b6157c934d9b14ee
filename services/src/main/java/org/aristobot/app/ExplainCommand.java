package org.aristobot.app;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.aristobot.journal.Journal;
import org.aristobot.journal.StoredOrder;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code orders explain}: how an order came to be what it is. */
@Command(
    name = "explain",
    description = "Tells what happened to one order and its legs, step by step, with times (UTC).")
final class ExplainCommand implements Callable<Integer> {

  @Mixin private CommonOptions common = new CommonOptions();

  @Parameters(
      index = "0",
      paramLabel = "ID",
      description = "As the list shows it; or a client order id, a venue's order id, a request id.")
  private String id = "";

  @Option(names = "--json", description = "The same as data, native messages in full.")
  private boolean json;

  @Override
  public Integer call() {
    OrderTimeline timeline =
        OrdersCommand.withJournal(common.config(), journal -> read(journal, id));
    if (json) {
      System.out.println(timeline.json());
    } else {
      timeline.lines().forEach(System.out::println);
    }
    return 0;
  }

  static OrderTimeline read(Journal journal, String id) {
    StoredOrder order = find(journal, id);
    List<OrderTimeline.History> histories = new ArrayList<>();
    histories.add(history(journal, order));
    if (!order.isLeg()) {
      journal.family(order).legs().forEach(leg -> histories.add(history(journal, leg)));
    }
    return OrderTimeline.of(histories);
  }

  private static OrderTimeline.History history(Journal journal, StoredOrder order) {
    return new OrderTimeline.History(order, journal.events(order.id()), journal.wires(order.id()));
  }

  private static StoredOrder find(Journal journal, String id) {
    if (id.matches("[0-9]{1,18}")) {
      var byNumber = journal.byId(Long.parseLong(id));
      if (byNumber.isPresent()) {
        return byNumber.get();
      }
    }
    List<StoredOrder> found = journal.search(id);
    List<StoredOrder> heads = found.stream().filter(order -> !order.isLeg()).toList();
    List<StoredOrder> candidates = heads.isEmpty() ? found : heads;
    if (candidates.isEmpty()) {
      throw new UserError("There is no order " + id + " in the journal.");
    }
    if (candidates.size() > 1) {
      String numbers =
          candidates.stream().map(o -> String.valueOf(o.id())).collect(Collectors.joining(", "));
      throw new UserError("Several orders have the id " + id + "; say which one: " + numbers + ".");
    }
    return candidates.getFirst();
  }
}
