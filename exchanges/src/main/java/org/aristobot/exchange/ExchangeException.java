package org.aristobot.exchange;

import org.jspecify.annotations.Nullable;

/** A query failed, or a command was refused before anything was sent. */
public final class ExchangeException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private final transient Failure failure;

  public ExchangeException(Failure failure) {
    this(failure, null);
  }

  public ExchangeException(Failure failure, @Nullable Throwable cause) {
    super(failure.kind() + ": " + failure.message(), cause);
    this.failure = failure;
  }

  public ExchangeException(ErrorKind kind, String message) {
    this(Failure.of(kind, message));
  }

  public Failure failure() {
    return failure;
  }
}
