package org.aristobot.bus;

import java.util.Map;
import org.aristobot.exchange.Failure;
import org.jspecify.annotations.Nullable;

/** How a request ended. {@code data} holds maps, lists, texts, booleans and decimals only. */
public sealed interface Reply {

  /**
   * It was done.
   *
   * @param beside what the answer holds beside its data
   */
  record Done(@Nullable Object data, boolean replayed, Map<String, ?> beside) implements Reply {
    public Done {
      beside = Map.copyOf(beside);
    }

    public Done(@Nullable Object data, boolean replayed) {
      this(data, replayed, Map.of());
    }

    public Done(@Nullable Object data) {
      this(data, false);
    }
  }

  /**
   * It failed.
   *
   * @param details what else the caller should know, e.g. the client id of an order in doubt
   * @param beside what the answer holds beside these
   */
  record Failed(
      Failure failure, @Nullable Map<String, ?> details, boolean replayed, Map<String, ?> beside)
      implements Reply {
    public Failed {
      beside = Map.copyOf(beside);
    }

    public Failed(Failure failure, @Nullable Map<String, ?> details, boolean replayed) {
      this(failure, details, replayed, Map.of());
    }

    public Failed(Failure failure) {
      this(failure, null, false);
    }
  }
}
