package org.aristobot.app;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Turns Ctrl-C and SIGTERM into an orderly end: the main thread is told, closes what it opened in
 * order, and says when it is done; only then the process ends, with 0 if nothing else is said.
 */
final class Shutdown {
  /** Under the ten seconds after which supervisors commonly kill. */
  private static final Duration AT_MOST = Duration.ofMillis(9_500);

  private final CountDownLatch asked = new CountDownLatch(1);
  private final CountDownLatch done = new CountDownLatch(1);

  private final int code;

  private Shutdown(int code) {
    this.code = code;
  }

  static Shutdown install() {
    return install(0);
  }

  /** The same for a command that has not done what it was asked for when it is stopped. */
  static Shutdown install(int code) {
    Shutdown shutdown = new Shutdown(code);
    Runtime.getRuntime().addShutdownHook(new Thread(shutdown::end, "shutdown"));
    return shutdown;
  }

  /** Returns when the end was asked for. */
  void await() {
    try {
      asked.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  boolean isAsked() {
    return asked.getCount() == 0;
  }

  /** Everything is closed. */
  void done() {
    done.countDown();
  }

  private void end() {
    if (done.getCount() == 0) {
      return; // The program ended by itself and has its own exit code.
    }
    asked.countDown();
    boolean inTime;
    try {
      inTime = done.await(AT_MOST.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      inTime = false;
    }
    if (!inTime) {
      System.err.println("Aristobot could not stop everything in time; the next start cleans up.");
    }
    Runtime.getRuntime().halt(inTime ? code : 1);
  }
}
