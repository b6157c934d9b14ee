package org.aristobot.net;

import java.util.List;
import java.util.concurrent.locks.Condition;
import org.aristobot.exchange.LedgerState.Draw;
import org.jspecify.annotations.Nullable;

/** One who waits for permits. Its fields are guarded by the lock of the {@link RateLedger}. */
final class Waiter {

  final List<Draw> draws;
  final @Nullable String key;
  final Priority priority;
  final Condition turn;

  /** On {@link System#nanoTime}. */
  final long deadline;

  @Nullable Permit permit;

  /** When to ask again at the earliest; null while that is not known. */
  @Nullable Long readyAt;

  Waiter(List<Draw> draws, @Nullable String key, Priority priority, Condition turn, long deadline) {
    this.draws = draws;
    this.key = key;
    this.priority = priority;
    this.turn = turn;
    this.deadline = deadline;
  }

  /** Whose turn it uses up; requests without a key share one. */
  String lot() {
    return key == null ? "" : key;
  }
}
