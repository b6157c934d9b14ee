package org.aristobot.validate;

/**
 * What came of an item.
 *
 * @param why what was seen, or what is wrong, as a part of a sentence
 */
record Result(Verdict verdict, String why) {

  /** What ends an item as failed from wherever it is. */
  static final class Failed extends RuntimeException {
    private static final long serialVersionUID = 1L;

    Failed(String why) {
      super(why);
    }
  }

  static Result pass(String why) {
    return new Result(Verdict.PASS, why);
  }

  static Result fail(String why) {
    return new Result(Verdict.FAIL, why);
  }

  static Result notOffered(String why) {
    return new Result(Verdict.NOT_OFFERED, why);
  }

  static Result dryRun(String why) {
    return new Result(Verdict.DRY_RUN, why);
  }

  /**
   * Goes on only if that holds.
   *
   * @param otherwise why the item fails if it does not
   */
  static void require(boolean holds, String otherwise) {
    if (!holds) {
      throw new Failed(otherwise);
    }
  }
}
