package org.aristobot.storm;

import org.aristobot.storm.Fault.Place;

/** The parts of a storm, in order, with the share of the orders that falls into each. */
enum Phase {
  CALM("calm", 4),
  VENUE("venue", 36),
  DEATHS("deaths", 15),
  RESTARTS("restarts", 10),
  EVERYTHING("everything", 31),
  AFTER("after", 4);

  final String word;
  final int percent;

  Phase(String word, int percent) {
    this.word = word;
    this.percent = percent;
  }

  /** Whether faults strike there in this phase. */
  boolean strikes(Place place) {
    return switch (this) {
      case CALM, AFTER -> false;
      case VENUE -> place == Place.VENUE || place == Place.CLOCK;
      case DEATHS -> place == Place.GATEWAY;
      case RESTARTS -> place == Place.DATABASE;
      case EVERYTHING -> true;
    };
  }
}
