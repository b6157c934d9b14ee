package org.aristobot;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.InstantSource;
import java.util.stream.Stream;
import org.aristobot.exchange.Credentials;
import org.aristobot.model.Venue;
import org.junit.jupiter.api.Test;

/** The rules of the services that the compiler cannot hold. */
class ArchitectureTest {

  private static final JavaClasses CLASSES =
      new ClassFileImporter().importPath(Path.of("target", "classes"));

  @Test
  void keys_are_seen_by_the_vault_and_by_those_who_use_them_only() {
    noClasses()
        .that()
        .resideOutsideOfPackages(
            "org.aristobot.vault", "org.aristobot.gateway", "org.aristobot.app")
        .should()
        .dependOnClassesThat()
        .areAssignableTo(Credentials.class)
        .check(CLASSES);
  }

  @Test
  void time_is_an_argument_and_made_in_the_wiring_only() {
    noClasses()
        .that()
        .resideOutsideOfPackage("org.aristobot.app")
        .should()
        .callMethod(Instant.class, "now")
        .orShould()
        .callMethod(System.class, "currentTimeMillis")
        .orShould()
        .callMethod(Clock.class, "systemUTC")
        .orShould()
        .callMethod(InstantSource.class, "system")
        .check(CLASSES);
  }

  @Test
  void services_meet_over_bus_and_journal_only() {
    noClasses()
        .that()
        .resideInAnyPackage(
            "org.aristobot.bus",
            "org.aristobot.journal",
            "org.aristobot.vault",
            "org.aristobot.alert",
            "org.aristobot.validate")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("org.aristobot.gateway", "org.aristobot.app")
        .check(CLASSES);
    noClasses()
        .that()
        .resideInAPackage("org.aristobot.bus")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("org.aristobot.journal", "org.aristobot.vault")
        .check(CLASSES);
    noClasses()
        .that()
        .resideInAPackage("org.aristobot.journal")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("org.aristobot.bus", "org.aristobot.vault")
        .check(CLASSES);
  }

  @Test
  void only_the_wiring_knows_the_simulators() {
    noClasses()
        .that()
        .resideOutsideOfPackage("org.aristobot.app")
        .should()
        .dependOnClassesThat()
        .resideInAPackage("org.aristobot.simulator..")
        .check(CLASSES);
  }

  @Test
  void no_service_reaches_around_the_contract_of_a_venue() {
    String[] behind =
        Stream.concat(
                Stream.of("org.aristobot.net"),
                Stream.of(Venue.values()).map(venue -> "org.aristobot." + venue.word()))
            .toArray(String[]::new);
    noClasses().should().dependOnClassesThat().resideInAnyPackage(behind).check(CLASSES);
  }
}
