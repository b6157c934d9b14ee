package org.aristobot.gateway;

import java.time.Duration;
import java.util.Map;
import org.aristobot.bus.Reply;
import org.aristobot.exchange.Failure;
import org.aristobot.journal.OrderFamily;
import org.aristobot.journal.StoredOrder;

/** In which words the callers of an action are told what became of their order. */
interface OrderAnswers {

  /** Those of {@code place_order}. */
  OrderAnswers ORDER =
      new OrderAnswers() {
        @Override
        public Duration patience() {
          return Duration.ofMinutes(2);
        }

        @Override
        public Reply placed(OrderFamily family, boolean replayed) {
          return new Reply.Done(Answers.order(family, family.parent(), replayed), replayed);
        }

        @Override
        public Reply failed(StoredOrder order, Failure failure, boolean replayed) {
          return new Reply.Failed(
              failure, Map.of("client_order_id", order.clientOrderId().text()), replayed);
        }
      };

  /** How long after asking they give up. */
  Duration patience();

  Reply placed(OrderFamily family, boolean replayed);

  /** The exchange refused it, it was never placed, or it is in doubt. */
  Reply failed(StoredOrder order, Failure failure, boolean replayed);
}
