package org.aristobot.storm;

import java.net.URI;
import java.util.List;
import javax.sql.DataSource;

/**
 * What a storm rages over: servers, a simulated venue and gateways, none of them in this process.
 * Thread rule: one thread at a time.
 */
public interface Ground {

  /** The accounts that the gateways know; the storm opens them on the venue. */
  List<Trader> traders();

  /** Where the simulated venue is; its control plane is below {@code /_sim/}. */
  URI venue();

  String redisUri();

  /** The journal, to read. */
  DataSource journal();

  /**
   * How to start a gateway on that ground, whose first words say {@code gateway ID serves}.
   *
   * @param number of the process, from 1
   */
  ProcessBuilder gateway(int number);

  /**
   * Ends Redis and starts it again at the same place.
   *
   * @param hard by SIGKILL, so that the last second may be forgotten
   */
  void restartRedis(boolean hard);

  /** Ends PostgreSQL as a crash does and starts it again at the same place. */
  void restartPostgres();
}
