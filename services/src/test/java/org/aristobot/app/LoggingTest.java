package org.aristobot.app;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.util.ContextInitializer;
import ch.qos.logback.core.joran.spi.JoranException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class LoggingTest {
  private static final Logger log = LoggerFactory.getLogger(LoggingTest.class);

  @TempDir Path data;

  @AfterEach
  void restore() throws JoranException {
    MDC.clear();
    LoggerContext context = (LoggerContext) LoggerFactory.getILoggerFactory();
    context.reset();
    new ContextInitializer(context).autoConfig();
  }

  private void start(String format) {
    Logging.start(TestServers.config(data, Map.of("ARISTOBOT_LOG_FORMAT", format)), "some", false);
  }

  private List<String> lines() throws IOException {
    return Files.readAllLines(data.resolve("logs/some.log"));
  }

  @Test
  void a_line_tells_time_level_request_and_class() throws IOException {
    start("text");
    MDC.put(Logging.REQUEST_ID, "r-1");
    log.info("Placed {}", 5);
    MDC.clear();
    log.warn("Waited");

    assertThat(lines()).hasSize(2);
    assertThat(lines().getFirst())
        .matches(
            "\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\.\\d{3}Z INFO  \\[r-1] LoggingTest: Placed 5");
    assertThat(lines().getLast()).endsWith("Z WARN  [-] LoggingTest: Waited");
  }

  @Test
  void json_lines_carry_the_same() throws IOException {
    start("json");
    MDC.put(Logging.REQUEST_ID, "r-1");
    log.info("Placed {}", 5);

    JsonNode line = JsonMapper.shared().readTree(lines().getFirst());
    assertThat(line.get("level").asString()).isEqualTo("INFO");
    assertThat(line.get("mdc").get(Logging.REQUEST_ID).asString()).isEqualTo("r-1");
    assertThat(line.get("formattedMessage").asString()).isEqualTo("Placed 5");
    assertThat(line.get("timestamp").isNumber()).isTrue();
  }

  @Test
  void talkative_libraries_are_heard_from_warnings_on_also_through_java_logging()
      throws IOException {
    start("text");
    LoggerFactory.getLogger("io.lettuce.core.Some").info("chatter");
    java.util.logging.Logger pgjdbc = java.util.logging.Logger.getLogger("org.postgresql.Some");
    pgjdbc.info("chatter");
    pgjdbc.warning("heard");

    assertThat(lines()).singleElement().asString().endsWith("WARN  [-] Some: heard");
  }

  @Test
  void a_log_never_grows_beyond_five_files_of_ten_megabytes() throws IOException {
    start("text");
    String text = "x".repeat(100_000);
    for (int i = 0; i < 700; i++) {
      log.info(text);
    }

    try (Stream<Path> files = Files.list(data.resolve("logs"))) {
      assertThat(files.toList())
          .hasSize(5)
          .allSatisfy(file -> assertThat(Files.size(file)).isLessThan(10_700_000));
    }
  }
}
