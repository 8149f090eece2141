package dev.orrery.system.architecture;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/// The floors of the house: an arrow goes only downward, and a core touches nothing of the world.
class FloorsTest {
  private static final List<String> COMPONENTS =
      List.of(
          "dns",
          "loadbalancer",
          "apigateway",
          "identity",
          "log",
          "queue",
          "search",
          "objectstore",
          "cache",
          "database",
          "tracing");
  private static JavaClasses all;

  @BeforeAll
  static void read() {
    all =
        new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages("dev.orrery");
    assertThat(all).as("imported classes").hasSizeGreaterThan(500);
  }

  private static String module(String name) {
    return "dev.orrery." + name + "..";
  }

  @Test
  void noComponentKnowsAnother() {
    for (String component : COMPONENTS) {
      List<String> others = new ArrayList<>();
      for (String other : COMPONENTS) {
        if (!other.equals(component)) {
          others.add(module(other));
        }
      }
      others.add("dev.orrery.system..");
      // Generated contracts (dev.orrery.<component>.v1) are the one thing they share.
      noClasses()
          .that(resideInAPackage(module(component)))
          .and()
          .resideOutsideOfPackage("..v1..")
          .should()
          .dependOnClassesThat(
              resideInAnyPackage(others.toArray(String[]::new))
                  .and(not(resideInAPackage("dev.orrery.*.v1.."))))
          .check(all);
    }
  }

  @Test
  void theApplicationAndTheAdaptersKnowComponentsOnlyByContract() {
    noClasses()
        .that()
        .resideInAnyPackage("dev.orrery.social..", "dev.orrery.adapters..")
        .should()
        .dependOnClassesThat(
            resideInAnyPackage(COMPONENTS.stream().map(FloorsTest::module).toArray(String[]::new))
                .and(not(resideInAPackage("dev.orrery.*.v1.."))))
        .check(all);
  }

  @Test
  void thePlatformKnowsNoComponent() {
    List<String> upper = new ArrayList<>(COMPONENTS.stream().map(FloorsTest::module).toList());
    upper.add("dev.orrery.social..");
    upper.add("dev.orrery.system..");
    upper.add("dev.orrery.adapters..");
    noClasses()
        .that()
        .resideInAnyPackage(
            "dev.orrery.primitives..", "dev.orrery.runtime..", "dev.orrery.testkit..")
        .should()
        .dependOnClassesThat(
            resideInAnyPackage(upper.toArray(String[]::new))
                .and(not(resideInAPackage("dev.orrery.*.v1.."))))
        .check(all);
    noClasses()
        .that(
            resideInAPackage("dev.orrery.primitives..")
                .and(not(resideInAPackage("dev.orrery.primitives.lab.."))))
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("dev.orrery.runtime..", "dev.orrery.testkit..")
        .check(all);
  }

  @Test
  void aCoreHasNoPlumbingNoThreadsAndNoClock() {
    classes()
        .that()
        .resideInAPackage("dev.orrery.*.core..")
        .should()
        .resideInAPackage("dev.orrery..")
        .check(all);
    noClasses()
        .that()
        .resideInAPackage("dev.orrery.*.core..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(
            "io.netty..",
            "io.grpc..",
            "io.opentelemetry..",
            "java.net.http..",
            "java.nio.channels..",
            "java.nio.file..")
        .orShould()
        .dependOnClassesThat()
        .haveNameMatching("java\\.net\\..*(Socket|Channel|Connection).*")
        .check(all);
    noClasses()
        .that()
        .resideInAPackage("dev.orrery.*.core..")
        .should()
        .callMethod(System.class, "nanoTime")
        .orShould()
        .callMethod(System.class, "currentTimeMillis")
        .orShould()
        .callMethod(java.time.Instant.class, "now")
        .orShould()
        .dependOnClassesThat()
        .areAssignableTo(Thread.class)
        .orShould()
        .dependOnClassesThat()
        .areAssignableTo(java.util.concurrent.ExecutorService.class)
        .orShould()
        .dependOnClassesThat()
        .areAssignableTo(java.time.Clock.class)
        .check(all);
  }

  @Test
  void nobodyTakesTheInProcessChannel() {
    noClasses().should().dependOnClassesThat().resideInAPackage("io.grpc.inprocess..").check(all);
  }

  @Test
  void namesSaySomething() {
    Set<String> empty = new TreeSet<>();
    for (JavaClass type : all) {
      if (type.getPackageName().contains(".v1")) {
        continue;
      }
      if (type.getSimpleName().matches(".*(Util|Utils|Helper|Helpers|Manager|Impl|Misc)")) {
        empty.add(type.getName());
      }
    }
    assertThat(empty).isEmpty();
  }
}
