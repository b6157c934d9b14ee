package org.aristobot.storm;

import java.net.URI;
import java.util.List;
import java.util.Map;
import javax.sql.DataSource;
import org.aristobot.model.Venue;

/**
 * What a storm rages over: servers, simulated venues and gateways, none of them in this process.
 * Thread rule: one thread at a time.
 */
public interface Ground {

  /** The accounts that the gateways know; the storm opens them on their venues. */
  List<Trader> traders();

  /** Where each venue is simulated; its control plane is below {@code /_sim/}. */
  Map<Venue, URI> venues();

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
