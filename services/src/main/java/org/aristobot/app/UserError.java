package org.aristobot.app;

/**
 * Something that the user can put right, told in one sentence. It is printed on standard error
 * without a stack trace and ends the program with exit code 1.
 */
public final class UserError extends RuntimeException {
  private static final long serialVersionUID = 1;

  public UserError(String sentence) {
    super(sentence);
  }

  public UserError(String sentence, Throwable cause) {
    super(sentence, cause);
  }
}
