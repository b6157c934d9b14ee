package org.aristobot.storm;

import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.aristobot.model.Venue;
import org.aristobot.storm.JournalBooks.Row;
import org.aristobot.storm.Verdict.Wrong;
import org.aristobot.storm.Wish.Edit;
import org.jspecify.annotations.Nullable;

/**
 * Holds what callers asked and were told, the journal and the venues' truth against each other. The
 * venues' orders are paired with what was asked by venue, market, size, side, price and time first:
 * the ids are ours, and an order that was sent twice may well have two. Then the ids must say the
 * same.
 */
final class Judge {

  /** How far the venue's clock may have been off when it accepted an order. */
  private static final Duration CLOCKS = Duration.ofSeconds(30);

  /** A market and a size in base or in quote; no two wishes share one. */
  private record Size(Venue venue, String symbol, boolean quote, BigDecimal amount) {}

  /** One placement on the venue: an order by itself with what it made, or all of a list. */
  private record Placement(List<VenueOrder> orders) {
    boolean isOpen() {
      return sent().stream().anyMatch(VenueOrder::isOpen);
    }

    boolean isFilled() {
      return orders.stream().anyMatch(order -> order.filled().signum() > 0);
    }

    VenueOrder first() {
      return orders.getFirst();
    }

    /** What was sent to the venue, without what it made of that. */
    List<VenueOrder> sent() {
      return orders.stream().filter(order -> order.parent() == null).toList();
    }

    /** Exits that its fill made. */
    List<VenueOrder> made() {
      return orders.stream().filter(order -> order.parent() != null).toList();
    }

    /** Whether two of its exits are executed, or one stands beside one that is. */
    boolean hasExitLeft() {
      long executed = made().stream().filter(order -> order.filled().signum() > 0).count();
      return executed > 1 || (executed == 1 && made().stream().anyMatch(VenueOrder::isOpen));
    }
  }

  /** All that is there about one wish. */
  private static final class File {
    final Asked asked;
    final List<Placement> placements = new ArrayList<>();
    final List<Row> rows = new ArrayList<>();

    File(Asked asked) {
      this.asked = asked;
    }

    Wish wish() {
      return asked.wish();
    }

    /** The row that counts: of those that gave their ids back none does. */
    @Nullable Row row() {
      return rows.stream()
          .filter(row -> row.parent() == null && !row.free())
          .findFirst()
          .orElse(null);
    }
  }

  private final Verdict verdict;
  private final Provable provable;
  private final Map<Size, File> bySize = new HashMap<>();
  private final List<File> files = new ArrayList<>();

  private Judge(List<Asked> asked, Provable provable) {
    verdict = new Verdict(asked.size());
    this.provable = provable;
    asked.forEach(this::open);
  }

  /**
   * @param truth what the venues have
   * @param provable which doubts could have been ended
   */
  static Verdict judge(
      List<Asked> asked, List<Row> journal, List<VenueOrder> truth, Provable provable) {
    Judge judge = new Judge(asked, provable);
    judge.file(journal);
    placements(truth).forEach(judge::pair);
    judge.files.forEach(judge::judge);
    return judge.verdict;
  }

  private void open(Asked asked) {
    File file = new File(asked);
    files.add(file);
    Wish wish = asked.wish();
    Venue venue = wish.trader().venue();
    String symbol = wish.market().symbol();
    if (wish.quantity() != null) {
      bySize.put(size(venue, symbol, false, wish.quantity()), file);
    }
    if (wish.quoteQuantity() != null) {
      bySize.put(size(venue, symbol, true, wish.quoteQuantity()), file);
    }
    if (wish.edited() != null) {
      bySize.put(size(venue, symbol, false, wish.edited().quantity()), file);
    }
  }

  private static Size size(Venue venue, String symbol, boolean quote, BigDecimal amount) {
    return new Size(venue, symbol, quote, Wish.plain(amount));
  }

  // --- who belongs to whom

  private void file(List<Row> journal) {
    Map<String, File> byRequest = new HashMap<>();
    files.forEach(file -> file.asked.requestIds().forEach(id -> byRequest.put(id, file)));
    for (Row row : journal) {
      File file = byRequest.get(row.requestId());
      if (file == null) {
        // What it placed is judged by the venue's orders.
        continue;
      }
      file.rows.add(row);
    }
  }

  /** Whether an exit stands although the other one of its entry is executed. */
  static boolean standsBesideExecuted(List<VenueOrder> truth) {
    return placements(truth).stream().anyMatch(Placement::hasExitLeft);
  }

  private static List<Placement> placements(List<VenueOrder> truth) {
    Map<String, List<VenueOrder>> together = new LinkedHashMap<>();
    for (VenueOrder order : truth) {
      String head = order.parent() == null ? order.id() : order.parent();
      String group =
          String.join(" ", order.venue().word(), order.key(), order.symbol())
              + (order.list() == null ? " order " + head : " list " + order.list());
      together.computeIfAbsent(group, _ -> new ArrayList<>()).add(order);
    }
    return together.values().stream().map(Placement::new).toList();
  }

  private void pair(Placement placement) {
    File file =
        placement.sent().stream()
            .flatMap(order -> Stream.ofNullable(bySize.get(sizeOf(order))))
            .findFirst()
            .orElse(null);
    if (file == null) {
      verdict.add(Wrong.DOUBLED, 1, "nobody asked for " + placement.orders());
    } else {
      file.placements.add(placement);
    }
  }

  private static Size sizeOf(VenueOrder order) {
    return order.quoteQuantity() == null
        ? size(order.venue(), order.symbol(), false, order.quantity())
        : size(order.venue(), order.symbol(), true, order.quoteQuantity());
  }

  // --- one wish

  private void judge(File file) {
    if (!file.placements.isEmpty()) {
      verdict.addPlaced();
    }
    Asked asked = file.asked;
    asked.complaints().forEach(words -> verdict.add(Wrong.COMPLAINED, 1, about(file, words)));
    file.placements.forEach(placement -> judgeAccount(file, placement));
    judgeCount(file);
    judgeAnswer(file);
    judgeJournal(file);
    judgeChange(file);
    judgeExits(file);
    if (file.rows.stream().anyMatch(row -> !row.free() && isRightly(file, row))) {
      verdict.addRightly();
    }
  }

  /** Whether something is in doubt about it, and no proof can end that. */
  private boolean isRightly(File file, Row row) {
    Row parent =
        file.rows.stream()
            .filter(one -> Long.valueOf(one.id()).equals(row.parent()))
            .findFirst()
            .orElse(row);
    return row.isInDoubt() && !provable.canEnd(row, parent);
  }

  private boolean isRightly(File file) {
    return file.rows.stream().anyMatch(row -> isRightly(file, row));
  }

  private void judgeAccount(File file, Placement placement) {
    Wish wish = file.wish();
    VenueOrder order = placement.first();
    if (!order.key().equals(wish.trader().key())) {
      verdict.add(Wrong.WRONG_ACCOUNT, 1, about(file, "the venue has it on " + order));
    }
  }

  /** One placement, or two of which one took the place of the other. */
  private void judgeCount(File file) {
    List<Placement> first = new ArrayList<>();
    List<Placement> changed = new ArrayList<>();
    for (Placement placement : file.placements) {
      String odd = oddity(file, placement);
      if (odd != null) {
        verdict.add(Wrong.DOUBLED, 1, about(file, odd + ": " + placement.orders()));
      } else if (isChanged(file.wish(), placement)) {
        changed.add(placement);
      } else {
        first.add(placement);
      }
    }
    int extra = Math.max(0, first.size() - 1) + Math.max(0, changed.size() - 1);
    if (extra > 0) {
      verdict.add(Wrong.DOUBLED, extra, about(file, "is on the venue as " + file.placements));
    } else if (first.size() + changed.size() > 1) {
      Edit edit = file.wish().edited();
      Placement old = first.getFirst();
      boolean replaced = edit != null && !edit.inPlace() && !old.isOpen() && !old.isFilled();
      if (!replaced) {
        verdict.add(Wrong.DOUBLED, 1, about(file, "stands beside its edition: " + file.placements));
      }
    }
  }

  /** What was not asked for about a placement of that size; null for nothing. */
  private static @Nullable String oddity(File file, Placement placement) {
    Wish wish = file.wish();
    Instant from = file.asked.first().minus(CLOCKS);
    Instant to = file.asked.last().plus(CLOCKS);
    for (VenueOrder order : placement.orders()) {
      if (order.acceptedAt().isBefore(from) || order.acceptedAt().isAfter(to)) {
        return "nobody asked for it at that time";
      }
    }
    boolean entered = wish.shape() == Wish.Shape.ENTERED && placement.first().isWholeFilled();
    int orders = wish.shape() == Wish.Shape.ENTERED && !entered ? 1 : wish.orders();
    if (placement.orders().size() != orders) {
      return "it has "
          + placement.orders().size()
          + " orders, not "
          + orders
          + " orders as it was asked for";
    }
    return placement.orders().stream().allMatch(order -> fits(wish, order))
        ? null
        : "it was asked for on another side or at another price";
  }

  private static boolean fits(Wish wish, VenueOrder order) {
    boolean hasExits = wish.shape() == Wish.Shape.PROTECTED || wish.shape() == Wish.Shape.ENTERED;
    if (hasExits && !order.side().equals(wish.side())) {
      return true; // One of the two that protect it.
    }
    BigDecimal price = order.price();
    return order.side().equals(wish.side())
        && (price == null || wish.limits().contains(Wish.plain(price)) || wish.isBoundedAt(price));
  }

  private static boolean isChanged(Wish wish, Placement placement) {
    Edit edit = wish.edited();
    if (edit == null) {
      return false;
    }
    VenueOrder order = placement.first();
    BigDecimal price = wish.shape() == Wish.Shape.STOP ? order.stopPrice() : order.price();
    return order.quantity().compareTo(edit.quantity()) == 0
        && price != null
        && price.compareTo(edit.price()) == 0;
  }

  private void judgeAnswer(File file) {
    Heard placing = file.asked.placing();
    boolean there = !file.placements.isEmpty();
    String code = placing == null ? "silence" : placing.code();
    verdict.addAnswer(code == null ? "success" : code);
    if (placing == null) {
      verdict.add(Wrong.LOST, 1, about(file, "was never answered"));
    } else if (placing.success()) {
      if (!there) {
        verdict.add(Wrong.LOST, 1, about(file, "is not on the venue"));
      }
    } else if (placing.isInDoubt()) {
      if (isRightly(file)) {
        return;
      }
      verdict.add(Wrong.IN_DOUBT, 1, about(file, "is in doubt for its caller"));
    } else if (there) {
      verdict.add(Wrong.GUESSED, 1, about(file, "is on the venue: " + file.placements));
    }
  }

  private void judgeJournal(File file) {
    Row row = file.row();
    boolean there = !file.placements.isEmpty();
    if (row == null) {
      if (there) {
        verdict.add(Wrong.LOST, 1, about(file, "is not in the journal: " + file.placements));
      }
      return;
    }
    if (row.brokerId() != file.wish().trader().brokerId()
        || row.userId() != file.wish().trader().userId()) {
      verdict.add(Wrong.WRONG_ACCOUNT, 1, about(file, "the journal has it as " + row));
    }
    List<Row> doubts =
        file.rows.stream().filter(one -> !one.free()).filter(Row::isInDoubt).toList();
    if (!doubts.isEmpty()) {
      if (!doubts.stream().allMatch(one -> isRightly(file, one))) {
        verdict.add(Wrong.IN_DOUBT, 1, about(file, "the journal does not know: " + file.rows));
      }
    } else if (there && row.deniesOrder()) {
      verdict.add(Wrong.GUESSED, 1, about(file, row + ", but the venue has " + file.placements));
    } else if (!there && !row.deniesOrder()) {
      verdict.add(Wrong.LOST, 1, about(file, row + ", but the venue has none"));
    } else if (there && row.isFinished() && file.placements.stream().anyMatch(Placement::isOpen)) {
      verdict.add(Wrong.GUESSED, 1, about(file, row + ", but the venue has " + file.placements));
    }
    Set<String> known = new LinkedHashSet<>();
    file.rows.forEach(one -> known.addAll(one.nativeIds()));
    file.placements.stream()
        .map(Placement::sent)
        .flatMap(Collection::stream)
        .filter(order -> !known.contains(order.clientId()))
        .forEach(order -> verdict.add(Wrong.LOST, 1, about(file, "the journal lacks " + order)));
  }

  /** What callers were told of edits and cancels. */
  private void judgeChange(File file) {
    boolean changed = file.placements.stream().anyMatch(one -> isChanged(file.wish(), one));
    Heard editing = file.asked.editing();
    if (editing != null && !editing.isInDoubt() && editing.success() != changed) {
      String venue = changed ? "the venue has the change" : "the venue lacks the change";
      verdict.add(Wrong.GUESSED, 1, about(file, venue + " " + file.placements));
    }
    Heard cancelling = file.asked.cancelling();
    boolean open = file.placements.stream().anyMatch(Placement::isOpen);
    if (cancelling != null && cancelling.success() && open) {
      verdict.add(Wrong.GUESSED, 1, about(file, "is still open: " + file.placements));
    }
    // The end of its order ends the doubt about an edit too, and nobody asks for the edit then.
    boolean ended =
        file.rows.stream().anyMatch(row -> row.isFinished() && provable.isEditAnsweredInVain(row));
    for (Heard heard : Stream.of(editing, cancelling).filter(java.util.Objects::nonNull).toList()) {
      if (heard.isInDoubt() && !isRightly(file) && !(ended && heard.equals(editing))) {
        verdict.add(Wrong.IN_DOUBT, 1, about(file, "a change is in doubt for its caller"));
      }
    }
  }

  /** Exits that were made of a fill: known, and none of them left when the other is executed. */
  private void judgeExits(File file) {
    Set<String> known = new LinkedHashSet<>();
    file.rows.stream()
        .filter(row -> row.parent() != null)
        .forEach(row -> known.add(String.valueOf(row.venueNumber())));
    for (Placement placement : file.placements) {
      if (placement.hasExitLeft()) {
        verdict.add(Wrong.LEFT_STANDING, 1, about(file, "its exits are " + placement.made()));
      }
      placement.made().stream()
          .filter(order -> !known.contains(order.id()))
          .forEach(order -> verdict.add(Wrong.LOST, 1, about(file, "the journal lacks " + order)));
    }
  }

  private static String about(File file, String words) {
    Asked asked = file.asked;
    return "order %d %s %s of %s, asked as %s, answered %s, edit %s, cancel %s: %s"
        .formatted(
            asked.wish().number(),
            asked.wish().shape(),
            asked.wish().params(),
            asked.wish().trader().key(),
            asked.requestIds(),
            asked.placing(),
            asked.editing(),
            asked.cancelling(),
            words);
  }
}
