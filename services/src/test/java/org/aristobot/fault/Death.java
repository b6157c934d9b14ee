package org.aristobot.fault;

import java.time.Duration;
import org.aristobot.bus.Step;

/** When a gateway is to be killed. */
sealed interface Death {

  /** While the {@code nth} request of its life stands at that step. */
  record AtStep(Step step, int nth) implements Death {}

  /** So long after so many requests were answered since it began to serve, whatever it does. */
  record Answered(int requests, Duration then) implements Death {}

  /** Not before the test ends. */
  record Never() implements Death {}
}
