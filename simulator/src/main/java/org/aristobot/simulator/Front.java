package org.aristobot.simulator;

import java.util.Collection;
import java.util.EnumMap;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.aristobot.simulator.faults.Fault;
import org.aristobot.simulator.faults.FaultKind;
import org.aristobot.simulator.wire.RequestLog;
import org.aristobot.simulator.wire.WireRequest;
import org.aristobot.simulator.wire.WireResponse;
import org.jspecify.annotations.Nullable;

/**
 * What stands between the socket and the venue: faults, counts and the log. Safe for all threads.
 */
final class Front {

  /** Where {@code http_307} sends a caller; the same request again is served below it. */
  static final String REDIRECTED = "/_sim/redirected";

  private static final Pattern STATUS_WORD = Pattern.compile("\"status\":\"[A-Za-z_]+\"");
  private static final String INVENTED_STATUS = "\"status\":\"TRANSMOGRIFIED\"";
  private static final long RETRY_AFTER_SECONDS = 2;
  private static final long CLOCK_LOOK_MILLIS = 5;

  private final SimulatedVenues.Running venue;

  Front(SimulatedVenues.Running venue) {
    this.venue = venue;
  }

  /** Answers a request; null means that the connection is to be dropped without a byte. */
  @Nullable WireResponse serve(WireRequest request) {
    String operation = venue.dialect().operation(request);
    if (operation == null) {
      return venue.dialect().answer(request, 0);
    }
    venue.stats().begin(operation);
    if (operation.equals("place_order")) {
      venue.stats().orderPosts.increment();
    }
    try {
      return struck(request, operation);
    } finally {
      venue.stats().end();
    }
  }

  private @Nullable WireResponse struck(WireRequest request, String operation) {
    Collection<Fault> struck = venue.faults().strike(operation);
    if (struck.isEmpty()) {
      WireResponse response = venue.dialect().answer(request, 0);
      log(request, operation, Integer.toString(response.status()));
      return response;
    }
    Map<FaultKind, Fault> faults = new EnumMap<>(FaultKind.class);
    struck.forEach(fault -> faults.put(fault.kind(), fault));
    String names = faults.keySet().stream().map(FaultKind::word).collect(Collectors.joining(" "));
    if (faults.containsKey(FaultKind.REQUEST_LOST)) {
      log(request, operation, "nothing (" + names + ")");
      return kept(request, operation, names, null, null);
    }
    WireResponse before = instead(faults, request, false);
    if (before != null) {
      log(request, operation, before.status() + " (" + names + ")");
      return kept(request, operation, names, null, before);
    }
    Fault late = faults.get(FaultKind.ACCEPT_LATE);
    if (late != null && !late.hold()) {
      Thread.startVirtualThread(() -> {
        WireResponse executed = execute(request, operation, faults, names);
        var _ = kept(request, operation, names, executed, null);
      });
      return null;
    }
    WireResponse executed = execute(request, operation, faults, names);
    if (late != null || faults.containsKey(FaultKind.REPLY_LOST_AFTER_ACCEPT)) {
      return kept(request, operation, names, executed, null);
    }
    WireResponse after = instead(faults, request, true);
    return kept(
        request, operation, names, executed, after == null ? distorted(faults, executed) : after);
  }

  /** Keeps what became of a request, and answers what its caller is told. */
  private @Nullable WireResponse kept(
      WireRequest request,
      String operation,
      String names,
      @Nullable WireResponse executed,
      @Nullable WireResponse told) {
    String key = venue.dialect().caller(request);
    if (key != null) {
      venue
          .log()
          .add(
              new RequestLog.Struck(
                  key,
                  venue.engine().now(),
                  operation,
                  venue.dialect().describe(request),
                  names,
                  status(executed),
                  status(told)));
    }
    return told;
  }

  private static @Nullable Integer status(@Nullable WireResponse response) {
    return response == null ? null : Integer.valueOf(response.status());
  }

  private WireResponse execute(
      WireRequest request, String operation, Map<FaultKind, Fault> faults, String names) {
    Fault slow = faults.get(FaultKind.SLOW);
    if (slow != null && !slow.afterAccept()) {
      pause(slow);
    }
    comeLate(faults.get(FaultKind.ACCEPT_LATE));
    Fault lag = faults.get(FaultKind.VISIBILITY_LAG);
    WireResponse response = venue.dialect().answer(request, lag == null ? 0 : lag.millis());
    log(request, operation, response.status() + " (" + names + ")");
    if (slow != null && slow.afterAccept()) {
      pause(slow);
    }
    return response;
  }

  /** What is answered instead of the venue's own words, before or after it executed. */
  private @Nullable WireResponse instead(
      Map<FaultKind, Fault> faults, WireRequest request, boolean after) {
    for (Fault fault : faults.values()) {
      if (fault.afterAccept() != after) {
        continue;
      }
      switch (fault.kind()) {
        case HTTP_503 -> {
          return WireResponse.json(503, "Service Unavailable.");
        }
        case HTTP_504 -> {
          return WireResponse.json(504, "<html><body>504 Gateway Time-out</body></html>");
        }
        case HTTP_307 -> {
          String query = request.rawQuery().isEmpty() ? "" : "?" + request.rawQuery();
          return WireResponse.json(307, "")
              .withHeader("Location", REDIRECTED + request.path() + query);
        }
        case ERROR_CODE -> {
          return venue.dialect().error(fault.status(), fault.code(), fault.message());
        }
        case RATE_LIMITED -> {
          return venue.dialect().rateLimited(RETRY_AFTER_SECONDS);
        }
        default -> {
          // Strikes elsewhere.
        }
      }
    }
    return null;
  }

  private static WireResponse distorted(Map<FaultKind, Fault> faults, WireResponse response) {
    WireResponse distorted = response;
    if (faults.containsKey(FaultKind.UNKNOWN_STATUS)) {
      distorted =
          distorted.withBody(STATUS_WORD.matcher(distorted.body()).replaceAll(INVENTED_STATUS));
    }
    if (faults.containsKey(FaultKind.MALFORMED_JSON)) {
      distorted = distorted.withBody(distorted.body().substring(0, distorted.body().length() / 2));
    }
    if (faults.containsKey(FaultKind.EMPTY_BODY)) {
      distorted = distorted.withBody("");
    }
    return distorted;
  }

  private static void pause(@Nullable Fault fault) {
    if (fault != null) {
      var _ = slept(fault.millis());
    }
  }

  /** By the venue's clock, which is what tells whether a request still counts. */
  private void comeLate(@Nullable Fault fault) {
    if (fault == null) {
      return;
    }
    long from = venue.engine().now();
    while (venue.engine().now() - from < fault.millis() && slept(CLOCK_LOOK_MILLIS)) {
      // Looks at the clock again.
    }
  }

  /** Whether the time has passed; else this thread is to end. */
  private static boolean slept(long millis) {
    try {
      Thread.sleep(millis);
      return true;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  private void log(WireRequest request, String operation, String answer) {
    String key = venue.dialect().caller(request);
    if (key != null) {
      venue
          .log()
          .add(
              key,
              new RequestLog.Entry(
                  venue.engine().now(), operation, venue.dialect().describe(request), answer));
    }
  }
}
