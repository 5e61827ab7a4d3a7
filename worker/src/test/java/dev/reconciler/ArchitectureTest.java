package dev.reconciler;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.belongToAnyOf;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.core.importer.Location;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTag;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import dev.reconciler.git.Credentials;
import dev.reconciler.git.Identity;
import dev.reconciler.git.RefusedException;
import dev.reconciler.git.RepositorySettings;

/** Which package may see which: data flows one way, from a trigger through the workflow and an activity to git. */
@ArchTag("slow")
@AnalyzeClasses(
        packages = "dev.reconciler",
        importOptions = {ImportOption.DoNotIncludeTests.class, ArchitectureTest.WithoutTestJars.class})
class ArchitectureTest {
    /** The tests that the other modules lend to this one. */
    static final class WithoutTestJars implements ImportOption {
        @Override
        public boolean includes(Location location) {
            return !location.contains("-tests.jar");
        }
    }

    private static final String GIT = "dev.reconciler.git..";

    @ArchTest
    static final ArchRule packagesHaveNoCycles =
            slices().matching("dev.reconciler.(**)").should().beFreeOfCycles();

    @ArchTest
    static final ArchRule theModelSeesNothingOfOurs = classes()
            .that()
            .resideInAPackage("dev.reconciler.model")
            .should()
            .onlyDependOnClassesThat()
            .resideInAnyPackage(
                    "dev.reconciler.model", "java..", "com.fasterxml.jackson.annotation..", "org.jspecify..");

    @ArchTest
    static final ArchRule theContractsSeeTheModelOnly = noClasses()
            .that()
            .resideInAPackage("dev.reconciler.contract")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                    "dev.reconciler.workflow..",
                    "dev.reconciler.git..",
                    "dev.reconciler.activity..",
                    "dev.reconciler.reload..",
                    "dev.reconciler.worker..");

    @ArchTest
    static final ArchRule theWorkflowKnowsNoImplementation = noClasses()
            .that()
            .resideInAPackage("dev.reconciler.workflow")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                    "dev.reconciler.git..",
                    "dev.reconciler.activity..",
                    "dev.reconciler.reload..",
                    "dev.reconciler.worker..");

    /** The demonstration's samples are repositories of other people: nothing of a run is done with them. */
    @ArchTest
    static final ArchRule jgitIsSeenByGitAndTheSamplesOnly = noClasses()
            .that()
            .resideOutsideOfPackages(GIT, "dev.reconciler.worker.demo..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("org.eclipse.jgit..", "org.apache.sshd..");

    @ArchTest
    static final ArchRule gitKnowsNoTemporal = noClasses()
            .that()
            .resideInAPackage(GIT)
            .should()
            .dependOnClassesThat()
            .resideInAPackage("io.temporal..");

    @ArchTest
    static final ArchRule gitIsSeenFromAbove = noClasses()
            .that()
            .resideInAPackage(GIT)
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                    "dev.reconciler.workflow..",
                    "dev.reconciler.activity..",
                    "dev.reconciler.reload..",
                    "dev.reconciler.worker..");

    @ArchTest
    static final ArchRule onlyTheStepsJoinRemoteReplayAndCheckout = noClasses()
            .that()
            .resideInAPackage("dev.reconciler.git")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                    "dev.reconciler.git.remote..",
                    "dev.reconciler.git.replay..",
                    "dev.reconciler.git.checkout..",
                    "dev.reconciler.git.step..");

    /** It makes the git code's settings, and knows nothing of what is done with them. */
    @ArchTest
    static final ArchRule theConfigurationKnowsTheModelAndGitsSettings = classes()
            .that()
            .resideInAPackage("dev.reconciler.worker.config")
            .should()
            .onlyDependOnClassesThat(resideInAnyPackage(
                            "dev.reconciler.worker.config",
                            "dev.reconciler.model",
                            "java..",
                            "org.jspecify..",
                            "org.snakeyaml..")
                    .or(belongToAnyOf(
                            RepositorySettings.class, Credentials.class, Identity.class, RefusedException.class)));

    @ArchTest
    static final ArchRule onlyMainEndsTheProcess =
            noClasses().that().doNotHaveSimpleName("Main").should().callMethod(System.class, "exit", int.class);
}
