package org.aristobot.storm;

import java.time.Duration;
import java.util.List;
import java.util.Random;
import tools.jackson.databind.node.ObjectNode;

/**
 * The forms in which the venue's faults are armed. None of them breaks the venue's own word: what
 * comes late is guarded by its expiry, and nothing is hidden for as long as the stated lag.
 */
final class VenueFaults {

  /** What is accepted late is accepted after so long at most. */
  static final Duration LATEST = Duration.ofMillis(1_500);

  static final Duration SLOWEST = Duration.ofMillis(800);

  private static final Duration LONGEST_HIDDEN = Duration.ofSeconds(8);
  private static final String PLACE = "place_order";

  /**
   * What the venue says in place of its answer, and whether the command was carried out all the
   * same.
   */
  private record Answer(int code, boolean afterAccept) {}

  private static final int NOBODY_KNOWS = -987_654;

  private VenueFaults() {}

  /** One fault, or two that strike the same request. */
  static List<ObjectNode> random(Fault fault, VenueWays ways, Random random, Duration lag) {
    ObjectNode armed = VenueControl.JSON.createObjectNode().put("fault", fault.word);
    switch (fault) {
      case ACCEPT_LATE -> {
        armed.put("ms", between(random, 50, LATEST)).put("hold", random.nextBoolean());
        armed.put("match", command(random));
      }
      case VISIBILITY_LAG -> {
        return hidden(armed, random, lag);
      }
      case SLOW -> match(armed.put("ms", between(random, 50, SLOWEST)), random);
      case HTTP_503, HTTP_504, HTTP_307 ->
          match(armed.put("after_accept", random.nextBoolean()), random);
      case UNKNOWN_STATUS -> armed.put("match", ways.tellsStatus());
      case ERROR_CODE -> {
        Answer error = error(ways, random);
        armed.put("status", 400).put("code", error.code()).put("msg", "no words for it");
        armed.put("after_accept", error.afterAccept()).put("match", PLACE);
      }
      default -> match(armed, random);
    }
    return List.of(armed);
  }

  /**
   * A code that nobody knows, or one that is a refusal. A venue's own "execution status unknown" is
   * none of them: of an order that is not there it leaves a doubt that no proof can end anywhere.
   */
  private static Answer error(VenueWays ways, Random random) {
    return switch (random.nextInt(3)) {
      case 0 -> new Answer(NOBODY_KNOWS, true);
      case 1 -> new Answer(NOBODY_KNOWS, false);
      default -> new Answer(ways.refusal(), false);
    };
  }

  /** Alone it is seldom noticed: half of those hidden lose their answer too. */
  private static List<ObjectNode> hidden(ObjectNode armed, Random random, Duration lag) {
    Duration most = lag.multipliedBy(6).dividedBy(10);
    Duration longest = most.compareTo(LONGEST_HIDDEN) < 0 ? most : LONGEST_HIDDEN;
    armed.put("ms", between(random, 100, longest)).put("match", PLACE);
    if (random.nextBoolean()) {
      return List.of(armed);
    }
    ObjectNode lost =
        VenueControl.JSON.createObjectNode().put("fault", Fault.REPLY_LOST_AFTER_ACCEPT.word);
    return List.of(armed, lost.put("match", PLACE));
  }

  private static int between(Random random, int least, Duration most) {
    return least + random.nextInt(Math.max(1, (int) most.toMillis() - least));
  }

  private static String command(Random random) {
    return switch (random.nextInt(10)) {
      case 0 -> "cancel_order";
      case 1 -> "edit_order";
      default -> PLACE;
    };
  }

  /** Commands mostly, now and then whatever comes. */
  private static void match(ObjectNode armed, Random random) {
    if (random.nextInt(10) > 0) {
      armed.put("match", command(random));
    }
  }
}
