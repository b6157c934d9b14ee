package org.aristobot.bus;

import java.util.Map;
import org.aristobot.exchange.Failure;
import org.jspecify.annotations.Nullable;

/** How a request ended. {@code data} holds maps, lists, texts, booleans and decimals only. */
public sealed interface Reply {

  record Done(@Nullable Object data, boolean replayed) implements Reply {
    public Done(@Nullable Object data) {
      this(data, false);
    }
  }

  /**
   * It failed.
   *
   * @param details what else the caller should know, e.g. the client id of an order in doubt
   */
  record Failed(Failure failure, @Nullable Map<String, ?> details, boolean replayed)
      implements Reply {
    public Failed(Failure failure) {
      this(failure, null, false);
    }
  }
}
