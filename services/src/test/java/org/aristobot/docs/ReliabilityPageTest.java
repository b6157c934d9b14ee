package org.aristobot.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** {@code docs/reliability.md} claims nothing without a test, and the tests that it names exist. */
class ReliabilityPageTest {

  private static final Path ROOT = Path.of("..");
  private static final Path PAGE = ROOT.resolve("docs/reliability.md");

  /** A test class, perhaps with a method or a nested class. */
  private static final Pattern NAME =
      Pattern.compile("`([A-Z][A-Za-z0-9]*(?:Test|IT))(?:\\.([A-Za-z_][A-Za-z0-9_]*))?`");

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Map<String, Path> testClasses() throws IOException {
    Map<String, Path> classes = new HashMap<>();
    for (String module : List.of("exchanges", "simulator", "services")) {
      try (Stream<Path> files = Files.walk(ROOT.resolve(module).resolve("src/test/java"))) {
        files
            .filter(file -> file.toString().endsWith(".java"))
            .forEach(file -> classes.put(file.getFileName().toString().replace(".java", ""), file));
      }
    }
    return classes;
  }

  /** What of the page's names is not there. */
  private static Set<String> missing(String page) throws IOException {
    Map<String, Path> classes = testClasses();
    Set<String> missing = new TreeSet<>();
    for (MatchResult name : NAME.matcher(page).results().toList()) {
      Path file = classes.get(name.group(1));
      String member = name.group(2);
      boolean there =
          file != null
              && (member == null
                  || Pattern.compile("(void|class) " + member + "\\b").matcher(read(file)).find());
      if (!there) {
        missing.add(name.group(1) + (member == null ? "" : "." + member));
      }
    }
    return missing;
  }

  /** Rows of the tables whose last column is to name tests. */
  private static List<String> claims(String page) {
    boolean[] inside = {false};
    return page.lines()
        .filter(line -> {
          inside[0] = line.startsWith("|") && (inside[0] || line.endsWith("| shown by |"));
          return inside[0] && !line.endsWith("| shown by |") && !line.startsWith("|---");
        })
        .toList();
  }

  @Test
  void the_tests_that_it_names_are_there() throws IOException {
    assertThat(NAME.matcher(read(PAGE)).results()).hasSizeGreaterThan(60);
    assertThat(missing(read(PAGE))).isEmpty();
  }

  @Test
  void every_row_names_a_test() {
    assertThat(claims(read(PAGE)))
        .hasSizeGreaterThan(45)
        .allSatisfy(row -> {
          String[] cells = row.split("\\|", -1);
          assertThat(cells).as(row).hasSize(6);
          assertThat(NAME.matcher(cells[4]).find()).as(row).isTrue();
        });
  }

  @Test
  void a_name_that_is_not_there_is_found() throws IOException {
    assertThat(missing("`NoSuchIT`, `BusIT.no_such_test`, `BusIT`, `OutageIT.Away`"))
        .containsExactly("BusIT.no_such_test", "NoSuchIT");
  }
}
