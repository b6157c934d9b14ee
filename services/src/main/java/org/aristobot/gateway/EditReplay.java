package org.aristobot.gateway;

import java.util.List;
import org.aristobot.exchange.Failure;
import org.aristobot.journal.OrderEvent;
import org.aristobot.journal.StoredEvent;
import org.aristobot.model.NativeClientOrderId;
import org.jspecify.annotations.Nullable;

/**
 * How an edit ended that the same request asked for before.
 *
 * @param inPlace whether the order stayed where it was
 * @param failure why it was not changed; null if it was
 */
record EditReplay(boolean inPlace, @Nullable Failure failure) {

  /** From the history of an order none of whose edits is under way; null if that asked for none. */
  static @Nullable EditReplay of(List<StoredEvent> history, String requestId) {
    NativeClientOrderId id = null;
    int edition = 0;
    for (StoredEvent stored : history) {
      switch (stored.event()) {
        case OrderEvent.Requested requested -> id = requested.intent().request().id();
        case OrderEvent.AmendRequested(var amendment) -> {
          if (amendment.requestId().equals(requestId)) {
            edition = amendment.edition();
          }
        }
        case OrderEvent.Amended amended -> {
          if (amended.edition() == edition) {
            return new EditReplay(amended.request().id().equals(id), null);
          }
          id = amended.request().id();
        }
        case OrderEvent.AmendRejected rejected -> {
          if (rejected.edition() == edition) {
            return new EditReplay(false, rejected.failure());
          }
        }
        default -> {}
      }
    }
    return null;
  }
}
