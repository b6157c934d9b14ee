package org.aristobot.app;

import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.aristobot.model.Venue;

/** Exchanges as the command line names them. */
final class Venues {

  private Venues() {}

  /**
   * The exchange of that name, in any case of letters.
   *
   * @throws UserError that lists those that there are
   */
  static Venue named(String word) {
    return Venue.of(word.toLowerCase(Locale.ROOT))
        .orElseThrow(
            () -> new UserError("There is no exchange " + word + "; known are " + words() + "."));
  }

  /** All of them, in one line. */
  static String words() {
    return Stream.of(Venue.values()).map(Venue::word).collect(Collectors.joining(", "));
  }
}
