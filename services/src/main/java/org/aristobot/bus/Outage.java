package org.aristobot.bus;

import io.lettuce.core.RedisCommandExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Redis being away or unwilling, as one loop sees it: said once, waited out, said again. */
final class Outage {

  private static final Logger LOG = LoggerFactory.getLogger(Outage.class);
  private static final long SHORTEST_MILLIS = 50;
  private static final int MAX_DOUBLINGS = 4;

  private final String who;
  private final AtomicInteger failures = new AtomicInteger();

  Outage(String who) {
    this.who = who;
  }

  /** Notes a failure and waits a while: 50 ms, then longer up to 800 ms. */
  void failed(RuntimeException failure) throws InterruptedException {
    int before = failures.getAndIncrement();
    if (before == 0) {
      String what =
          failure instanceof RedisCommandExecutionException
              ? "Redis refuses a command"
              : "Redis cannot be reached";
      LOG.warn("{}: {}: {}; trying again", who, what, failure.getMessage());
    }
    Thread.sleep(SHORTEST_MILLIS << Math.min(before, MAX_DOUBLINGS));
  }

  void over() {
    int before = failures.getAndSet(0);
    if (before > 0) {
      LOG.info("{}: Redis answers again after {} attempts", who, before);
    }
  }
}
