package org.aristobot.exchange;

import java.util.Map;
import org.aristobot.model.Environment;
import org.aristobot.model.Instrument;
import org.aristobot.model.Venue;

/**
 * Our client of one venue in one environment. Thread rule: shared by all threads and all accounts;
 * calls block, so run them on virtual threads.
 */
public interface Exchange extends MarketData, Trading, AutoCloseable {

  Venue venue();

  Environment environment();

  Capabilities capabilities();

  /** What is left of them in one market. */
  Capabilities capabilities(Instrument instrument);

  /** What is left of the venue's limits, by bucket, for operators. */
  Map<String, Headroom> headroom();

  /** Permits left of those that a window gives. */
  record Headroom(long left, long limit) {}

  @Override
  void close();
}
