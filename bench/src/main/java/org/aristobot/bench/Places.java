package org.aristobot.bench;

import java.nio.file.Path;
import java.util.List;
import java.util.Objects;

/** Where things are, as the launcher tells it. */
final class Places {

  /** What the program itself is started with. */
  static final List<String> OPEN =
      List.of("--enable-native-access=ALL-UNNAMED", "--sun-misc-unsafe-memory-access=allow");

  private Places() {}

  /** The folder of the installation. */
  static Path home() {
    return path("aristobot.home");
  }

  /** The folder of the built program: its jar, its libraries and its cache of classes. */
  static Path program() {
    return path("aristobot.program");
  }

  static String java() {
    return Path.of(System.getProperty("java.home"), "bin", "java").toString();
  }

  private static Path path(String name) {
    return Path.of(
        Objects.requireNonNull(System.getProperty(name), name + " is missing: ./aristobot bench"));
  }
}
