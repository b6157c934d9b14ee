package org.aristobot.validate;

/** How an item of the checklist ended. */
public enum Verdict {
  PASS("pass"),
  FAIL("fail"),
  NOT_OFFERED("not offered"),
  /** Nothing was placed; the reason tells what would have been. */
  DRY_RUN("dry run");

  private final String word;

  Verdict(String word) {
    this.word = word;
  }

  public String word() {
    return word;
  }
}
