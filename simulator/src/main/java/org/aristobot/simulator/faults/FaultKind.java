package org.aristobot.simulator.faults;

import java.util.Arrays;
import java.util.Optional;

/** The faults by name. */
public enum FaultKind {
  /** Executed, then the connection is dropped without a byte. */
  REPLY_LOST_AFTER_ACCEPT("reply_lost_after_accept", Needs.NOTHING, true),
  /** The connection is dropped, nothing is executed. */
  REQUEST_LOST("request_lost", Needs.NOTHING, false),
  /**
   * The connection is dropped at once, or with {@code hold} at the end; executed after {@code ms}.
   */
  ACCEPT_LATE("accept_late", Needs.MILLIS, true),
  /** Accepted orders are not shown by look-ups for {@code ms}. */
  VISIBILITY_LAG("visibility_lag", Needs.MILLIS, true),
  HTTP_503("http_503", Needs.NOTHING, false),
  HTTP_504("http_504", Needs.NOTHING, true),
  /**
   * Executed, then redirected to the same request again; a caller that follows executes it twice.
   */
  HTTP_307("http_307", Needs.NOTHING, true),
  /** Waits {@code ms} before it executes, or between that and its answer. */
  SLOW("slow", Needs.MILLIS, false),
  /** Executed; the status in the answer is a word that the venue does not have. */
  UNKNOWN_STATUS("unknown_status", Needs.NOTHING, true),
  /** The venue's clock runs {@code ms} ahead, until the fault is deleted. */
  CLOCK_SKEW("clock_skew", Needs.SIGNED_MILLIS, false),
  /** 429 with Retry-After, not executed. */
  RATE_LIMITED("rate_limited", Needs.NOTHING, false),
  /** Executed; the answer ends in the middle. */
  MALFORMED_JSON("malformed_json", Needs.NOTHING, true),
  /** Executed; 200 without a body. */
  EMPTY_BODY("empty_body", Needs.NOTHING, true),
  /** Answers {@code status}, {@code code}, {@code msg}. */
  ERROR_CODE("error_code", Needs.ERROR, false);

  /** What else a fault must be told. */
  public enum Needs {
    NOTHING,
    MILLIS,
    SIGNED_MILLIS,
    ERROR
  }

  private final String word;
  private final Needs needs;
  private final boolean afterAccept;

  FaultKind(String word, Needs needs, boolean afterAccept) {
    this.word = word;
    this.needs = needs;
    this.afterAccept = afterAccept;
  }

  public String word() {
    return word;
  }

  public Needs needs() {
    return needs;
  }

  /** Whether it strikes after execution when nothing else is said. */
  public boolean afterAccept() {
    return afterAccept;
  }

  /** Whether {@code after_accept} may be said. */
  public boolean movable() {
    return switch (this) {
      case HTTP_503, HTTP_504, HTTP_307, SLOW, ERROR_CODE -> true;
      default -> false;
    };
  }

  public static Optional<FaultKind> of(String word) {
    return Arrays.stream(values()).filter(kind -> kind.word.equals(word)).findFirst();
  }
}
