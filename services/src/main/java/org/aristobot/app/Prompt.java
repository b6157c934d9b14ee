package org.aristobot.app;

import java.io.BufferedReader;
import java.io.Console;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * Where secrets are typed: the console without echo, or the lines of standard input. Never the
 * command line, which every process of the machine may read.
 */
record Prompt(@Nullable Console console, BufferedReader lines) {

  static Prompt open() {
    return new Prompt(
        terminal(System.console()),
        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8)));
  }

  private static @Nullable Console terminal(@Nullable Console console) {
    return console != null && console.isTerminal() ? console : null;
  }

  /** Asks for one text that is no secret; the question stands on standard error. */
  String askOpenly(String what) {
    System.err.print(what + ": ");
    System.err.flush();
    try {
      String text = console == null ? lines.readLine() : console.readLine();
      return text == null ? "" : text.strip();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * Asks for one text.
   *
   * @throws UserError if there is none
   */
  String ask(String what) {
    String text;
    try {
      if (console == null) {
        text = lines.readLine();
      } else {
        char[] typed = console.readPassword("%s: ", what);
        text = typed == null ? null : new String(typed);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    if (text == null || text.isBlank()) {
      throw new UserError(what + " is missing.");
    }
    return text.strip();
  }
}
