package org.aristobot;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.methods;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The rules that the compiler cannot hold. */
class ArchitectureTest {

  private static final JavaClasses CLASSES =
      new ClassFileImporter()
          .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
          .importPath(Path.of("target", "classes"));

  private static final String[] VENUES = {"org.aristobot.binance", "org.aristobot.bitget"};

  /** What every client of a venue is made of, and what only some need (decision record 10). */
  private static final Set<String> CLIENT =
      Set.of(
          "",
          "Books",
          "Calls",
          "Capabilities",
          "Doubts",
          "Endpoint",
          "Errors",
          "Mapping",
          "MarketData",
          "Native",
          "Requests",
          "Signer",
          "Wire");

  private static final Set<String> CLIENT_OF_SOME = Set.of("Amends", "Lists", "Streams");

  /** The same of a simulated venue. */
  private static final Set<String> SIMULATOR =
      Set.of(
          "",
          "Auth",
          "Error",
          "Filters",
          "Limits",
          "MarketWire",
          "OrderForm",
          "OrderWire",
          "Params",
          "Private",
          "Public",
          "Route",
          "Rules",
          "Symbols",
          "Trading",
          "Wire");

  private static final Set<String> SIMULATOR_OF_SOME =
      Set.of(
          "Edits",
          "ListWire",
          "Lists",
          "PegForm",
          "Plans",
          "Streams",
          "Tickers",
          "TimeUnit",
          "Traits");

  @ParameterizedTest
  @ValueSource(strings = {"Binance", "Bitget"})
  void a_venue_package_has_the_common_names_and_one_public_type(String venue) {
    String word = venue.toLowerCase(Locale.ROOT);
    assertNames(CLASSES, "org.aristobot." + word, venue, CLIENT, CLIENT_OF_SOME);
    String simulated = "org.aristobot.simulator." + word;
    assertNames(
        new ClassFileImporter().importPackages(simulated),
        simulated,
        venue + "Sim",
        SIMULATOR,
        SIMULATOR_OF_SOME);
  }

  private static void assertNames(
      JavaClasses classes, String folder, String prefix, Set<String> every, Set<String> some) {
    Set<JavaClass> top =
        classes.stream()
            .filter(type -> type.getPackageName().equals(folder))
            .filter(JavaClass::isTopLevelClass)
            .filter(type -> !type.getSimpleName().equals("package-info"))
            .collect(Collectors.toSet());
    Set<String> names =
        top.stream()
            .map(type -> type.getSimpleName().substring(prefix.length()))
            .collect(Collectors.toCollection(TreeSet::new));
    assertThat(names).containsAll(every);
    names.removeAll(every);
    assertThat(some).as("names that only some venues have").containsAll(names);
    assertThat(top.stream().filter(type -> type.getModifiers().contains(JavaModifier.PUBLIC)))
        .extracting(JavaClass::getSimpleName)
        .containsExactly(prefix);
  }

  @Test
  void money_is_never_a_floating_point_number() {
    DescribedPredicate<JavaClass> floating =
        DescribedPredicate.describe(
            "floating point",
            type ->
                Set.of("float", "double", "java.lang.Float", "java.lang.Double")
                    .contains(type.getName()));
    fields().should().notHaveRawType(floating).check(CLASSES);
    methods().should().notHaveRawReturnType(floating).check(CLASSES);
  }

  @Test
  void time_is_an_argument() {
    noClasses()
        .should()
        .callMethod(Instant.class, "now")
        .orShould()
        .callMethod(System.class, "currentTimeMillis")
        .orShould()
        .callMethod(Clock.class, "systemUTC")
        .check(CLASSES);
  }

  @Test
  void wire_records_hold_object_types_only() {
    fields()
        .that()
        .areDeclaredInClassesThat()
        .haveNameMatching(".*Wire\\$.*")
        .should()
        .notHaveRawType(DescribedPredicate.describe("primitive", JavaClass::isPrimitive))
        .check(CLASSES);
  }

  @Test
  void only_venue_packages_use_the_net() {
    classes()
        .that()
        .resideInAPackage("org.aristobot.net")
        .should()
        .onlyHaveDependentClassesThat()
        .resideInAnyPackage(
            Stream.concat(Stream.of(VENUES), Stream.of("org.aristobot.net")).toArray(String[]::new))
        .check(CLASSES);
  }

  @Test
  void the_vocabulary_does_no_io_and_knows_no_json() {
    noClasses()
        .that()
        .resideInAPackage("org.aristobot.model")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(
            "java.io..",
            "java.net..",
            "java.nio.file..",
            "java.sql..",
            "tools.jackson..",
            "com.fasterxml..",
            "org.apache..",
            "org.aristobot.exchange..",
            "org.aristobot.net..")
        .check(CLASSES);
  }

  @Test
  void the_contract_knows_venues_only_in_its_registry() {
    noClasses()
        .that()
        .resideInAPackage("org.aristobot.exchange")
        .and()
        .doNotHaveSimpleName("Exchanges")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(VENUES)
        .check(CLASSES);
  }
}
