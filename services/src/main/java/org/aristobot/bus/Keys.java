package org.aristobot.bus;

import java.util.List;
import org.aristobot.model.Venue;

/** The names on Redis, in one place. */
final class Keys {

  static final String REQUESTS = "exchange_requests";
  static final String LEGACY_REQUESTS = "ccxt_requests";
  static final String REJECTED = "exchange_requests:rejected";
  static final String GATEWAYS = "exchange_gateways";
  static final String WEBSOCKETS = "websockets";
  static final String HEARTBEATS_SEEN = "terminal_heartbeats_seen";

  /** No caller may have its answer pushed there. */
  private static final List<String> OURS =
      List.of(
          "exchange_",
          "ccxt_",
          "kraken_",
          "terminal_heartbeat",
          "heartbeat",
          WEBSOCKETS,
          "webhook_raw");

  private Keys() {}

  static String response(String requestId) {
    return "exchange_response_" + requestId;
  }

  static String legacyResponse(String requestId) {
    return "ccxt_response_" + requestId;
  }

  static String processing(String list, String gatewayId) {
    return list + ":processing:" + gatewayId;
  }

  /** A hash from the digest of a message to when it was first seen and how often it was taken. */
  static String deliveries(String list) {
    return list + ":deliveries";
  }

  static String liveness(String gatewayId) {
    return "exchange_gateway:" + gatewayId;
  }

  static String outage(Venue venue) {
    return "exchange_outage:" + venue.word();
  }

  static String heartbeat(String terminal) {
    return "terminal_heartbeat:" + terminal;
  }

  /** What belongs to the limits of one place starts so. */
  static String ledger(String place) {
    return "exchange_ledger:" + place + ":";
  }

  static boolean isOurs(String key) {
    return OURS.stream().anyMatch(key::startsWith);
  }
}
