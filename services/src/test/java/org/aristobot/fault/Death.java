package org.aristobot.fault;

import java.time.Duration;
import org.aristobot.bus.Step;

/** When a gateway is to be killed. */
sealed interface Death {

  /** While the {@code nth} request of its life stands at that step. */
  record AtStep(Step step, int nth) implements Death {}

  /** So long after so many requests were answered since it began to serve, whatever it does. */
  record Answered(int requests, Duration then) implements Death {}

  /**
   * While each request stands at the step that its id begins with; see {@link GatewayMain}. The
   * test does it.
   */
  record Holding() implements Death {}

  /** By its own hand, as a fault of the JVM would, when it works on a request that is poison. */
  record Poisoned() implements Death {}

  /** Not before the test ends. */
  record Never() implements Death {}
}
