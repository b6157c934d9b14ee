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

  private static final String PEM_BEGIN = "-----BEGIN ";
  private static final String PEM_END = "-----END ";
  private static final int LONGEST_KEY = 16_384;

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
    String text = line(what + ": ");
    if (text == null || text.isBlank()) {
      throw new UserError(what + " is missing.");
    }
    return text.strip();
  }

  /**
   * Asks for a key: one line, or a key in PEM with all its lines, which begins with one that says
   * so and ends with another.
   *
   * @throws UserError if there is none, or its end is missing
   */
  String askKey(String what) {
    StringBuilder key = new StringBuilder(ask(what));
    if (key.indexOf(PEM_BEGIN) != 0) {
      return key.toString();
    }
    String last = key.toString();
    while (!last.startsWith(PEM_END)) {
      String next = line("");
      if (next == null || key.length() > LONGEST_KEY) {
        throw new UserError(what + " begins as a key in PEM and has no END line.");
      }
      last = next.strip();
      if (!last.isEmpty()) {
        key.append('\n').append(last);
      }
    }
    return key.toString();
  }

  private @Nullable String line(String prompt) {
    try {
      if (console == null) {
        return lines.readLine();
      }
      char[] typed = console.readPassword("%s", prompt);
      return typed == null ? null : new String(typed);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
