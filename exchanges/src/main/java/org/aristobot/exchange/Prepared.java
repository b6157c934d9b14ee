package org.aristobot.exchange;

import java.time.Instant;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;

/**
 * A command that is checked, encoded and paid for in permits, and has not been sent. It can be sent
 * once; a second attempt is a programming error, so that no retry can slip in anywhere.
 *
 * <p>Thread rule: any thread, the first {@code send} or {@code abandon} wins.
 */
public final class Prepared {

  private final String request;
  private final String permits;
  private final Instant expiresAt;
  private final List<String> warnings;
  private final Supplier<Outcome> sender;
  private final Runnable refund;
  private final AtomicBoolean spent = new AtomicBoolean();

  public Prepared(
      String request,
      String permits,
      Instant expiresAt,
      Supplier<Outcome> sender,
      Runnable refund) {
    this(request, permits, expiresAt, List.of(), sender, refund);
  }

  public Prepared(
      String request,
      String permits,
      Instant expiresAt,
      List<String> warnings,
      Supplier<Outcome> sender,
      Runnable refund) {
    this.request = request;
    this.permits = permits;
    this.expiresAt = expiresAt;
    this.warnings = List.copyOf(warnings);
    this.sender = sender;
    this.refund = refund;
  }

  /** Method, path and parameters as they will travel, without key and signature. */
  public String request() {
    return request;
  }

  /** What it has in hand of the venue's limits, and how long it waited for that, in words. */
  public String permits() {
    return permits;
  }

  /** The moment on the venue's clock after which the venue itself refuses this copy. */
  public Instant expiresAt() {
    return expiresAt;
  }

  /** In what it is not quite what was asked for, in sentences for the caller. */
  public List<String> warnings() {
    return warnings;
  }

  /**
   * Sends it and waits for how it ended.
   *
   * @throws IllegalStateException if it was sent or abandoned before
   */
  public Outcome send() {
    if (!spent.compareAndSet(false, true)) {
      throw new IllegalStateException("a prepared command is sent once");
    }
    return sender.get();
  }

  /** Gives the permits back instead of sending. Harmless after a send. */
  public void abandon() {
    if (spent.compareAndSet(false, true)) {
      refund.run();
    }
  }
}
