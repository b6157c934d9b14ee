package org.aristobot.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.aristobot.gateway.SendMarks.Verdict;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SendMarksTest {

  @TempDir Path folder;

  /** Marks order 7 and 8, clears 8, says so, and waits to be killed. */
  static final class Marker {
    private Marker() {}

    public static void main(String[] arguments) throws IOException {
      SendMarks marks = SendMarks.open(Path.of(arguments[0]), "victim", InstantSource.system());
      marks.mark(7);
      marks.clear(marks.mark(8));
      System.out.println("marked");
      System.out.flush();
      System.in.read();
    }
  }

  @Test
  void marks_survive_the_kill_of_their_process() throws Exception {
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                Marker.class.getName(),
                folder.toString())
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    try (SendMarks ours = SendMarks.open(folder, "heir", InstantSource.system())) {
      InputStream out = process.getInputStream();
      assertThat(new String(out.readNBytes(6), StandardCharsets.UTF_8)).isEqualTo("marked");
      assertThat(ours.verdict("victim", 9)).as("it lives").isEqualTo(Verdict.UNKNOWN);
      process.destroyForcibly();
      assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
      assertThat(ours.verdict("victim", 7)).isEqualTo(Verdict.PERHAPS_SENT);
      assertThat(ours.verdict("victim", 8)).isEqualTo(Verdict.NEVER_SENT);
      assertThat(ours.verdict("victim", 9)).isEqualTo(Verdict.NEVER_SENT);
    } finally {
      process.destroyForcibly();
    }
  }

  @Test
  void lookers_at_the_same_file_do_not_take_each_other_for_its_owner() throws Exception {
    SendMarks.open(folder, "victim", InstantSource.system()).close();
    try (SendMarks ours = SendMarks.open(folder, "heir", InstantSource.system());
        var lookers = Executors.newFixedThreadPool(8)) {
      List<Callable<Set<Verdict>>> looks =
          Collections.nCopies(
              8,
              () ->
                  IntStream.range(1, 200)
                      .mapToObj(order -> ours.verdict("victim", order))
                      .collect(Collectors.toSet()));
      for (var seen : lookers.invokeAll(looks)) {
        assertThat(seen.get()).containsExactly(Verdict.NEVER_SENT);
      }
    }
  }

  @Test
  void only_a_process_of_this_boot_that_is_gone_has_ended() throws IOException {
    SendMarks.open(folder, "victim", InstantSource.system()).close();
    try (SendMarks ours = SendMarks.open(folder, "heir", InstantSource.system());
        SendMarks alive = SendMarks.open(folder, "alive", InstantSource.system())) {
      assertThat(alive).isNotNull();
      assertThat(ours.hasEnded("victim")).isTrue();
      assertThat(ours.hasEnded("alive")).isFalse();
      assertThat(ours.hasEnded("heir")).isFalse();
      assertThat(ours.hasEnded("nobody")).isFalse();
      assertThat(ours.hasEnded("../victim")).isFalse();
      byte[] bytes = Files.readAllBytes(folder.resolve("victim.marks"));
      bytes[0] ^= 1;
      Files.write(folder.resolve("victim.marks"), bytes);
      assertThat(ours.hasEnded("victim")).isFalse();
    }
  }

  @Test
  void another_boot_proves_nothing() throws IOException {
    try (SendMarks theirs = SendMarks.open(folder, "victim", InstantSource.system())) {
      theirs.mark(7);
    }
    byte[] bytes = Files.readAllBytes(folder.resolve("victim.marks"));
    bytes[0] ^= 1;
    Files.write(folder.resolve("victim.marks"), bytes);
    try (SendMarks ours = SendMarks.open(folder, "heir", InstantSource.system())) {
      assertThat(ours.verdict("victim", 9)).isEqualTo(Verdict.PERHAPS_SENT);
    }
  }

  @Test
  void an_unknown_or_own_name_proves_nothing() {
    try (SendMarks ours = SendMarks.open(folder, "heir", InstantSource.system())) {
      assertThat(ours.verdict("nobody", 7)).isEqualTo(Verdict.UNKNOWN);
      assertThat(ours.verdict("heir", 7)).isEqualTo(Verdict.UNKNOWN);
    }
  }

  @Test
  void a_name_belongs_to_one_life() {
    SendMarks.open(folder, "once", InstantSource.system()).close();
    assertThatThrownBy(() -> SendMarks.open(folder, "once", InstantSource.system()))
        .hasRootCauseInstanceOf(FileAlreadyExistsException.class);
  }

  @Test
  void slots_that_collide_are_kept_apart() {
    try (SendMarks ours = SendMarks.open(folder, "heir", InstantSource.system())) {
      List<Integer> slots = List.of(ours.mark(5), ours.mark(5 + 8192L), ours.mark(5 + 2 * 8192L));
      assertThat(slots).doesNotHaveDuplicates();
      slots.forEach(ours::clear);
    }
  }
}
