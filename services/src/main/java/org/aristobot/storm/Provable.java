package org.aristobot.storm;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.aristobot.model.Venue;
import org.aristobot.storm.JournalBooks.Row;

/**
 * Which doubts no proof can end, by what the venues themselves recorded: the command was answered,
 * the venue does not have what it asked for, and is one whose answer ends all proof of that. The
 * gateway's own words count for nothing here.
 */
final class Provable {

  private final Map<Long, Venue> venues;
  private final List<Struck> struck;

  /** The client ids of all orders of a key. */
  private final Map<String, Set<String>> truth = new HashMap<>();

  private final Map<Long, String> keys;

  Provable(List<Trader> traders, List<Struck> struck, List<VenueOrder> truth) {
    venues = traders.stream().collect(Collectors.toMap(Trader::brokerId, Trader::venue));
    keys = traders.stream().collect(Collectors.toMap(Trader::brokerId, Trader::key));
    this.struck =
        struck.stream()
            .filter(one -> one.told() != null && VenueWays.of(one.venue()).answerEndsProof())
            .toList();
    truth.forEach(order ->
        this.truth.computeIfAbsent(order.key(), _ -> new HashSet<>()).add(order.clientId()));
  }

  /**
   * Whether what is in doubt about that row can be proven, one day or another.
   *
   * @param parent the row of the order that makes it; itself if none does
   */
  boolean canEnd(Row row, Row parent) {
    String key = keys.get(row.brokerId());
    Venue venue = venues.get(row.brokerId());
    if (key == null || venue == null || !VenueWays.of(venue).answerEndsProof()) {
      return true;
    }
    String change = row.amending();
    if (change == null) {
      return parent.nativeIds().stream().noneMatch(id -> isAnsweredInVain(key, id));
    }
    String number = row.venueNumber();
    boolean inPlace = change.equals(row.nativeId()) && number != null;
    return inPlace ? !isEditAnsweredInVain(row) : !isAnsweredInVain(key, change);
  }

  /** Whether a change of that order was answered, and not made. */
  boolean isEditAnsweredInVain(Row row) {
    String key = keys.get(row.brokerId());
    String number = row.venueNumber();
    return number != null
        && struck.stream()
            .anyMatch(one ->
                one.key().equals(key)
                    && one.operation().equals("edit_order")
                    && one.names().contains(number)
                    && one.isAnsweredInVain());
  }

  private boolean isAnsweredInVain(String key, String clientId) {
    return !truth.getOrDefault(key, Set.of()).contains(clientId)
        && struck.stream().anyMatch(one -> one.key().equals(key) && one.names().contains(clientId));
  }
}
