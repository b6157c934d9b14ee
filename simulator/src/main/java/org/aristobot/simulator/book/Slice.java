package org.aristobot.simulator.book;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Which part of a list is wanted, all bounds inclusive. With a lower bound the oldest {@code limit}
 * items from there, else the newest.
 */
public record Slice(
    @Nullable Long fromId, @Nullable Long fromMillis, @Nullable Long toMillis, int limit) {

  boolean takes(long id, long millis) {
    return (fromId == null || id >= fromId)
        && (fromMillis == null || millis >= fromMillis)
        && (toMillis == null || millis <= toMillis);
  }

  /** The slice of a list that is ordered oldest first. */
  <T, R> List<R> of(List<T> all, Predicate<T> filter, Function<T, R> view) {
    boolean oldest = fromId != null || fromMillis != null;
    List<R> taken = new ArrayList<>();
    for (T item : oldest ? all : all.reversed()) {
      if (taken.size() == limit) {
        break;
      }
      if (filter.test(item)) {
        taken.add(view.apply(item));
      }
    }
    return oldest ? taken : taken.reversed();
  }
}
