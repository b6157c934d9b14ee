package org.aristobot.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** {@code docs/dependencies.md} lists what the build put into {@code target/bom.json}. */
class DependenciesTest {

  private static final Path BOM = Path.of("target", "bom.json");
  private static final Path PAGE = Path.of("..", "docs", "dependencies.md");
  private static final String WRITE = "dependencies.write";
  private static final String HEAD = "| what | version | licence | why |\n|---|---|---|---|\n";
  private static final String FIX =
      "./aristobot test -pl services -am -Dtest=DependenciesTest"
          + " -Dsurefire.failIfNoSpecifiedTests=false -D"
          + WRITE
          + "=true";

  /** May be part of a program under Apache-2.0; of several licences one is enough. */
  private static final Set<String> COMPATIBLE =
      Set.of(
          "Apache-2.0",
          "MIT",
          "MIT-0",
          "BSD-2-Clause",
          "BSD-3-Clause",
          "0BSD",
          "CC0-1.0",
          "EPL-2.0",
          "PostgreSQL",
          "UPL-1.0");

  /** One artifact of somebody else's. */
  private record Component(String group, String name, String version, List<String> licences) {

    static Component of(JsonNode json) {
      List<String> licences = new ArrayList<>();
      for (JsonNode entry : json.path("licenses")) {
        JsonNode licence = entry.path("license");
        licences.add(
            licence.has("id")
                ? licence.get("id").asString()
                : licence.path("name").asString(entry.path("expression").asString("none told")));
      }
      return new Component(
          json.get("group").asString(),
          // Which PostgreSQL is taken along depends on the machine.
          json.get("name").asString().replaceFirst("-(linux|darwin)-.*$", ""),
          json.get("version").asString(),
          licences);
    }

    boolean isOurs() {
      return group.equals("org.aristobot");
    }
  }

  private static List<Component> components() throws IOException {
    List<Component> components = new ArrayList<>();
    for (JsonNode json : JsonMapper.shared().readTree(Files.readString(BOM)).get("components")) {
      Component component = Component.of(json);
      if (!component.isOurs()) {
        components.add(component);
      }
    }
    return components;
  }

  /** Rows by what they are about, each without its reason. */
  private static Map<String, String> rows() throws IOException {
    List<Component> components = components();
    Set<String> groups = components.stream().map(Component::group).collect(Collectors.toSet());
    Map<String, Set<String>> names = new TreeMap<>();
    for (Component c : components) {
      String key =
          "| %s | %s |".formatted(c.version(), String.join(" or ", new TreeSet<>(c.licences())));
      names
          .computeIfAbsent(family(c.group(), groups) + " " + key, _ -> new TreeSet<>())
          .add(c.name());
    }
    Map<String, String> rows = new TreeMap<>();
    names.forEach((key, artifacts) -> {
      String group = key.substring(0, key.indexOf(' '));
      String what =
          artifacts.size() == 1
              ? "`" + group + ":" + artifacts.iterator().next() + "`"
              : "`" + group + "` (" + artifacts.size() + " parts)";
      rows.put(what, key.substring(key.indexOf(' ') + 1));
    });
    return rows;
  }

  /** The shortest group that it is part of. */
  private static String family(String group, Set<String> groups) {
    return groups.stream()
        .filter(other -> group.startsWith(other + "."))
        .min(String::compareTo)
        .orElse(group);
  }

  private static String bare(String what) {
    return what.replaceFirst(" \\(.*", "");
  }

  /** The reasons that the page gives. */
  private static Map<String, String> reasons(String page) {
    Map<String, String> reasons = new TreeMap<>();
    page.lines()
        .filter(line -> line.startsWith("| `"))
        .map(line -> line.split("\\|", -1))
        .filter(cells -> cells.length == 6)
        .forEach(cells -> reasons.put(bare(cells[1].strip()), cells[4].strip()));
    return reasons;
  }

  private static String table(Map<String, String> rows, Map<String, String> reasons) {
    StringBuilder table = new StringBuilder(HEAD);
    rows.forEach((what, rest) ->
        table.append(
            "| %s %s %s |\n".formatted(what, rest, reasons.getOrDefault(bare(what), "?"))));
    return table.toString();
  }

  @Test
  void the_page_lists_what_the_program_consists_of() throws IOException {
    String page = Files.readString(PAGE);
    int start = page.indexOf(HEAD);
    assertThat(start).as("the page has the table").isNotNegative();
    int end = page.indexOf("\n\n", start) + 1;
    String table = table(rows(), reasons(page));
    if (Boolean.getBoolean(WRITE)) {
      Files.writeString(PAGE, page.substring(0, start) + table + page.substring(end));
      page = Files.readString(PAGE);
      end = page.indexOf("\n\n", start) + 1;
    }
    assertThat(page.substring(start, end))
        .as("out of date; bring it up with: %s", FIX)
        .isEqualTo(table);
    assertThat(table).as("each row says why").doesNotContain("| ? |", "|  |");
  }

  @Test
  void every_licence_goes_with_ours() throws IOException {
    assertThat(components())
        .hasSizeGreaterThan(50)
        .allSatisfy(
            component -> assertThat(component.licences()).containsAnyElementsOf(COMPATIBLE));
  }
}
