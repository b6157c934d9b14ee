package org.aristobot.fault;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.spi.ToolProvider;
import org.jspecify.annotations.Nullable;

/**
 * How a JVM with a gateway is started. Most of such a start is the loading and checking of classes,
 * so a first one runs once and leaves an archive of them, which the others map into memory. The JVM
 * archives classes from jars only. Without an archive everything works, slower.
 */
final class FastStart {

  private static final Path FOLDER =
      Path.of("target", "fault-" + System.getProperty("test.fork", "0"));
  private static final List<String> OPTIONS =
      List.of(
          "-XX:+UseSerialGC",
          "-XX:TieredStopAtLevel=1",
          "-Xmx192m",
          "--enable-native-access=ALL-UNNAMED",
          "--sun-misc-unsafe-memory-access=allow");

  private static @Nullable List<String> command;

  private FastStart() {}

  /**
   * The command line.
   *
   * @param environment of the run that leaves the archive, the first time
   */
  static synchronized List<String> command(Map<String, String> environment) {
    List<String> known = command;
    if (known == null) {
      known = prepare(environment);
      command = known;
    }
    return known;
  }

  private static List<String> prepare(Map<String, String> environment) {
    try {
      Files.createDirectories(FOLDER);
      String classPath = jars();
      Path archive = FOLDER.resolve("gateway.jsa").toAbsolutePath();
      Files.deleteIfExists(archive);
      run(line("-XX:ArchiveClassesAtExit=" + archive, classPath), environment);
      return line("-XX:SharedArchiveFile=" + archive, classPath);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static List<String> line(String option, String classPath) {
    List<String> line = new ArrayList<>();
    line.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    line.addAll(OPTIONS);
    line.addAll(List.of("-Xshare:auto", "-Xlog:disable", option, "-cp", classPath));
    line.add(GatewayMain.class.getName());
    return List.copyOf(line);
  }

  private static String jars() {
    List<String> entries = new ArrayList<>();
    for (String entry : System.getProperty("java.class.path").split(File.pathSeparator, -1)) {
      Path path = Path.of(entry);
      entries.add(Files.isDirectory(path) ? jar(path, entries.size()) : entry);
    }
    return String.join(File.pathSeparator, entries);
  }

  private static String jar(Path classes, int number) {
    Path jar = FOLDER.resolve(number + ".jar").toAbsolutePath();
    ToolProvider tool = ToolProvider.findFirst("jar").orElseThrow();
    int code =
        tool.run(
            System.out,
            System.err,
            "-c",
            "-0",
            "-f",
            jar.toString(),
            "-C",
            classes.toString(),
            ".");
    if (code != 0) {
      throw new IllegalStateException("no jar could be made of " + classes);
    }
    return jar.toString();
  }

  /** Lets a gateway begin to serve and end. */
  private static void run(List<String> line, Map<String, String> environment) throws IOException {
    ProcessBuilder builder = new ProcessBuilder(line);
    builder.environment().putAll(environment);
    builder.redirectError(ProcessBuilder.Redirect.INHERIT);
    builder.redirectOutput(ProcessBuilder.Redirect.DISCARD);
    Process process = builder.start();
    try (var in = process.outputWriter()) {
      in.write(GatewayMain.NONE + " 0\n");
    }
    try {
      if (!process.waitFor(180, TimeUnit.SECONDS)) {
        throw new IllegalStateException("a gateway that was told to end does not");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      process.destroyForcibly();
    }
  }
}
