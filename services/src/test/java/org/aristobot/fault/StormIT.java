package org.aristobot.fault;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import org.aristobot.app.Main;
import org.aristobot.app.ResendingGateway;
import org.aristobot.app.StormGround;
import org.aristobot.app.TestServers;
import org.aristobot.storm.Storm;
import org.aristobot.storm.StormReport;
import org.aristobot.storm.StormSettings;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The storm itself, and that it would see what it is there to see. */
class StormIT {

  private static final Path BINARIES = TestServers.binaries();
  private static final Path EVIDENCE = Path.of("target", "storm-evidence").toAbsolutePath();
  private static final Duration LAG = Duration.ofSeconds(2);

  @TempDir Path temp;

  /** Servers that other tests have unpacked need not be unpacked again. */
  @BeforeEach
  void shareBinaries() throws IOException {
    Files.createDirectories(BINARIES);
    Files.createDirectories(temp.resolve("data"));
    Files.createSymbolicLink(temp.resolve("data").resolve("bin"), BINARIES);
  }

  /** Starts of many gateways are most of what a storm costs, so their classes are archived. */
  private List<String> gateway(Class<?> program, String... arguments) throws IOException {
    try (World world = new World(Files.createDirectories(temp.resolve("archive")))) {
      List<String> line = new ArrayList<>(FastStart.command(GatewayMain.environment(world)));
      line.set(line.size() - 1, program.getName());
      line.addAll(List.of(arguments));
      return line;
    }
  }

  private static void say(String line) {
    System.out.println(line);
  }

  private StormReport storm(StormSettings settings, List<String> gateway, String evidence) {
    System.out.println("seed " + settings.seed());
    StormReport report;
    try (StormGround ground = StormGround.start(temp, gateway, "fast", settings.lag());
        Storm storm =
            new Storm(settings, ground, InstantSource.system(), () -> false, StormIT::say)) {
      report = storm.run();
      if (report.end() == StormReport.End.WRONG) {
        storm.keepEvidence(EVIDENCE.resolve(evidence), report);
      }
    }
    System.out.println(report.text());
    return report;
  }

  @Test
  void two_thousand_orders_in_a_storm_are_neither_lost_nor_doubled() throws IOException {
    long seed = System.nanoTime() & 0xffff_ffffL;
    StormReport report =
        storm(StormSettings.of(2_000, seed, 3, LAG), gateway(Main.class, "gateway"), "storm");
    assertThat(report.sentences()).isEmpty();
    assertThat(report.end()).as(report.text()).isEqualTo(StormReport.End.CLEAN);
    assertThat(report.asked()).isGreaterThanOrEqualTo(2_000);
  }

  @Test
  void a_gateway_that_sends_an_order_in_doubt_again_is_seen_to_double_it() throws IOException {
    StormSettings settings = new StormSettings(250, 1, 2, LAG, 4, 0, 0);
    StormReport report = storm(settings, gateway(ResendingGateway.class), "resending");
    assertThat(report.doubled()).isPositive();
    assertThat(report.end()).isEqualTo(StormReport.End.WRONG);
    assertThat(report.text()).containsPattern("doubled +[1-9]");
  }
}
