package org.aristobot.app;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * How PostgreSQL, which refuses to be root, is run by root: in a user namespace where root is
 * nobody, or, where such are forbidden (as in most containers), as the user nobody itself. For any
 * other user there is nothing to do.
 *
 * @param prefix words before every command
 * @param owner the user id that must own PostgreSQL's files; -1 for whoever makes them
 */
record Unprivileged(List<String> prefix, int owner) {
  private static final int NOBODY = 65534;
  private static final Duration AT_MOST = Duration.ofSeconds(5);

  static Unprivileged current() {
    if (!isRoot()) {
      return new Unprivileged(List.of(), -1);
    }
    if (Processes.run(List.of("unshare", "-U", "true"), AT_MOST).ok()) {
      return new Unprivileged(List.of("unshare", "-U"), 0);
    }
    List<String> nobody =
        List.of("setpriv", "--reuid=" + NOBODY, "--regid=" + NOBODY, "--clear-groups");
    if (Processes.run(with(nobody, List.of("true")), AT_MOST).ok()) {
      return new Unprivileged(nobody, NOBODY);
    }
    throw new UserError(
        "PostgreSQL refuses to run as root here: start Aristobot as an ordinary user.");
  }

  private static boolean isRoot() {
    try {
      return Files.getAttribute(Path.of("/proc/self"), "unix:uid").equals(0);
    } catch (IOException | UnsupportedOperationException e) {
      return System.getProperty("user.name", "").equals("root");
    }
  }

  List<String> command(String... words) {
    return with(prefix, List.of(words));
  }

  private static List<String> with(List<String> first, List<String> second) {
    List<String> all = new ArrayList<>(first);
    all.addAll(second);
    return all;
  }

  /**
   * Hands everything under a path to the owner that PostgreSQL will have, and opens the way to it.
   */
  void own(Path path) {
    if (owner < 0) {
      return;
    }
    try (Stream<Path> files = Files.walk(path)) {
      if (Files.getAttribute(path, "unix:uid").equals(owner)) {
        return;
      }
      for (Path file : files.toList()) {
        Files.setAttribute(file, "unix:uid", owner);
        Files.setAttribute(file, "unix:gid", owner);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Lets another user pass through the folder without seeing what it holds. */
  void letThrough(Path folder) {
    if (owner <= 0) {
      return;
    }
    try {
      Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwx--x--x"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
