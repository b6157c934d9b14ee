package org.aristobot.storm;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * Everything that fails in a storm. The faults of streams (cut_stream, skip_event, duplicate_event)
 * are missing until the venues have streams.
 */
enum Fault {
  REPLY_LOST_AFTER_ACCEPT("reply_lost_after_accept", Place.VENUE),
  REQUEST_LOST("request_lost", Place.VENUE),
  ACCEPT_LATE("accept_late", Place.VENUE),
  VISIBILITY_LAG("visibility_lag", Place.VENUE),
  HTTP_503("http_503", Place.VENUE),
  HTTP_504("http_504", Place.VENUE),
  HTTP_307("http_307", Place.VENUE),
  SLOW("slow", Place.VENUE),
  UNKNOWN_STATUS("unknown_status", Place.VENUE),
  RATE_LIMITED("rate_limited", Place.VENUE),
  MALFORMED_JSON("malformed_json", Place.VENUE),
  EMPTY_BODY("empty_body", Place.VENUE),
  ERROR_CODE("error_code", Place.VENUE),
  /** Strikes every request while it lasts. */
  CLOCK_SKEW("clock_skew", Place.CLOCK),
  GATEWAY_KILLED("gateway SIGKILL", Place.GATEWAY),
  GATEWAY_FROZEN("gateway SIGSTOP", Place.GATEWAY),
  REDIS_RESTARTED("Redis restart", Place.DATABASE),
  REDIS_KILLED("Redis SIGKILL", Place.DATABASE),
  POSTGRES_CRASHED("PostgreSQL crash", Place.DATABASE);

  /** Where it strikes. */
  enum Place {
    VENUE,
    CLOCK,
    GATEWAY,
    DATABASE
  }

  final String word;
  final Place place;

  Fault(String word, Place place) {
    this.word = word;
    this.place = place;
  }

  static List<Fault> at(Place place) {
    return Arrays.stream(values()).filter(fault -> fault.place == place).toList();
  }

  static Optional<Fault> ofWord(String word) {
    return Arrays.stream(values()).filter(fault -> fault.word.equals(word)).findFirst();
  }

  /** How often it must have struck, else the run is void. */
  int least(StormSettings settings) {
    return switch (place) {
      case VENUE, CLOCK -> settings.leastHits();
      case GATEWAY -> this == GATEWAY_KILLED ? settings.leastKills() : settings.leastStops();
      case DATABASE -> settings.leastStops();
    };
  }
}
