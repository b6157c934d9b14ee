package org.aristobot.app;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Options that every command has. */
final class CommonOptions {
  @Option(
      names = "--config",
      paramLabel = "FILE",
      description =
          "Settings (default: aristobot.yaml in the current folder or beside the launcher).")
  private @Nullable Path file;

  @Option(names = "--log-json", description = "Write the log file as JSON lines.")
  private boolean logJson;

  /** The settings. Read anew at each call. */
  Config config() {
    Path folder = Path.of("").toAbsolutePath();
    String home = System.getProperty("aristobot.home");
    Config config =
        Config.load(file, System.getenv(), folder, home == null ? folder : Path.of(home));
    return logJson ? config.withLogFormat(LogFormat.JSON) : config;
  }
}
