package dev.reconciler;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.belongToAnyOf;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.core.importer.Location;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTag;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import dev.reconciler.activity.HostConcurrency;
import dev.reconciler.git.error.RefusedException;
import dev.reconciler.git.key.PrivateKeyText;
import dev.reconciler.git.repository.CommitterIdentity;
import dev.reconciler.git.repository.RemoteCredentials;
import dev.reconciler.git.repository.RepositorySettings;
import dev.reconciler.git.repository.SigningKey;
import java.util.List;

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
    private static final int MOST_CLASSES = 15;

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

    /** An application takes it into its own process. */
    @ArchTest
    static final ArchRule theClientSeesNothingOfOurs = classes()
            .that()
            .resideInAPackage("dev.reconciler.client..")
            .should()
            .onlyDependOnClassesThat()
            .resideInAnyPackage(
                    "dev.reconciler.client..", "java..", "com.fasterxml.jackson..", "org.jspecify..", "org.slf4j..");

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
            .resideInAPackage("dev.reconciler.workflow..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                    "dev.reconciler.git..",
                    "dev.reconciler.activity..",
                    "dev.reconciler.reload..",
                    "dev.reconciler.worker..");

    /** A run makes passes; a pass sorts failures, waits and remembers; what starters see knows none of that. */
    @ArchTest
    static final ArchRule theWorkflowsPackagesHaveAnOrder = layeredArchitecture()
            .consideringOnlyDependenciesInLayers()
            .layer("run")
            .definedBy("dev.reconciler.workflow.run")
            .layer("pass")
            .definedBy("dev.reconciler.workflow.pass")
            .layer("visibility")
            .definedBy("dev.reconciler.workflow.visibility")
            .layer("interface")
            .definedBy("dev.reconciler.workflow")
            .layer("progress")
            .definedBy("dev.reconciler.workflow.progress")
            .layer("outcome")
            .definedBy("dev.reconciler.workflow.outcome")
            .layer("failure")
            .definedBy("dev.reconciler.workflow.failure")
            .layer("retry")
            .definedBy("dev.reconciler.workflow.retry")
            .layer("host")
            .definedBy("dev.reconciler.workflow.host")
            .layer("schedule")
            .definedBy("dev.reconciler.workflow.schedule")
            .layer("cases")
            .definedBy("dev.reconciler.workflow.cases")
            .whereLayer("cases")
            .mayOnlyBeAccessedByLayers("run")
            .whereLayer("run")
            .mayNotBeAccessedByAnyLayer()
            .whereLayer("schedule")
            .mayNotBeAccessedByAnyLayer()
            .whereLayer("pass")
            .mayOnlyBeAccessedByLayers("run")
            .whereLayer("host")
            .mayOnlyBeAccessedByLayers("run")
            .whereLayer("failure")
            .mayOnlyBeAccessedByLayers("pass")
            .whereLayer("retry")
            .mayOnlyBeAccessedByLayers("run", "pass", "cases")
            .whereLayer("visibility")
            .mayOnlyBeAccessedByLayers("run", "pass")
            .whereLayer("interface")
            .mayOnlyBeAccessedByLayers("run", "pass", "visibility", "schedule")
            .whereLayer("progress")
            .mayOnlyBeAccessedByLayers("run", "pass", "interface")
            .whereLayer("outcome")
            .mayOnlyBeAccessedByLayers("run", "pass", "progress");

    /** The demonstration's samples are repositories of other people: nothing of a run is done with them. */
    @ArchTest
    static final ArchRule jgitIsSeenByGitAndTheSamplesOnly = noClasses()
            .that()
            .resideOutsideOfPackages(GIT, "dev.reconciler.worker.demo.sample")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("org.eclipse.jgit..", "org.apache.sshd..");

    /** Its classes are loaded where somebody asks for traces. */
    @ArchTest
    static final ArchRule openTelemetryIsSeenByTheTracesOnly = noClasses()
            .that()
            .resideOutsideOfPackage("dev.reconciler.worker.tracing")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("io.opentelemetry..");

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

    /** Each room sees those before it in the list, and none of those after it. */
    @ArchTest
    static final ArchRule theRoomsOfGitHaveAnOrder = order(
            "dev.reconciler.git.",
            List.of(
                    "error",
                    "file",
                    "key",
                    "lock",
                    "history",
                    "pattern",
                    "settings",
                    "discovery",
                    "repository",
                    "secret",
                    "signing",
                    "damage",
                    "remote.refusal",
                    "remote.settings",
                    "remote.http",
                    "remote.transport",
                    "remote.fetch",
                    "remote",
                    "state",
                    "standing",
                    "lease",
                    "watch",
                    "tree",
                    "attributes",
                    "convert",
                    "index",
                    "checkout",
                    "clone",
                    "diff",
                    "merge.rename",
                    "merge.text",
                    "merge",
                    "message",
                    "graph",
                    "replay",
                    "step",
                    "edit"));

    @ArchTest
    static final ArchRule theRoomsOfTheWorkerHaveAnOrder = order(
            "dev.reconciler.worker.",
            List.of(
                    "config",
                    "config.yaml",
                    "config.reader",
                    "status",
                    "port",
                    "event",
                    "state",
                    "local",
                    "temporal.connection",
                    "temporal.run",
                    "temporal.status",
                    "temporal.host",
                    "temporal.embedded",
                    "service",
                    "watch",
                    "lease",
                    "webhook",
                    "board",
                    "api",
                    "tracing",
                    "access",
                    "http",
                    "metrics",
                    "page.text",
                    "page",
                    "demo.sample",
                    "demo",
                    "cli.output",
                    "cli.options",
                    "cli.conflict",
                    "cli.command"));

    /** A variable that names another repository, or the locale of our own start, would be handed on. */
    @ArchTest
    static final ArchRule programsAreStartedInTheirOwnEnvironment = noClasses()
            .that()
            .resideInAPackage(GIT)
            .and()
            .doNotHaveSimpleName("InheritedEnvironment")
            .and()
            // Starts a program that knows no git and writes nothing.
            .doNotHaveSimpleName("FileSystemSync")
            .should()
            .callConstructor(ProcessBuilder.class, String[].class)
            .orShould()
            .callConstructor(ProcessBuilder.class, List.class);

    /** A replay merges objects, whichever repository they are from: no lock, no remote, no branch. */
    @ArchTest
    static final ArchRule aMergeKnowsObjectsOnly = noClasses()
            .that()
            .resideInAnyPackage("dev.reconciler.git.diff", "dev.reconciler.git.tree", "dev.reconciler.git.merge..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                    "dev.reconciler.git.lock",
                    "dev.reconciler.git.repository",
                    "dev.reconciler.git.remote..",
                    "dev.reconciler.git.state",
                    "dev.reconciler.git.checkout",
                    "dev.reconciler.git.clone");

    @ArchTest
    static final ArchRule commandsKnowNoTemporal = noClasses()
            .that()
            .resideInAnyPackage(
                    "dev.reconciler.worker.cli..", "dev.reconciler.worker.port", "dev.reconciler.worker.status")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("dev.reconciler.worker.temporal..", "io.temporal..");

    /** A reader finds a class in a package of this size by looking. The contract is a list, and longer. */
    @ArchTest
    static final ArchRule packagesAreSmall = classes()
            .that()
            .areTopLevelClasses()
            .and()
            .resideOutsideOfPackage("dev.reconciler.contract")
            .should(new ArchCondition<JavaClass>("be one of at most " + MOST_CLASSES + " in its package") {
                @Override
                public void check(JavaClass type, ConditionEvents events) {
                    List<String> names = type.getPackage().getClasses().stream()
                            .map(JavaClass::getName)
                            .filter(name -> !name.matches(".*(\\$.*|;|[.]package-info)"))
                            .toList();
                    events.add(new SimpleConditionEvent(
                            type, names.size() <= MOST_CLASSES, names.size() + " classes: " + names));
                }
            });

    private static ArchRule order(String root, List<String> rooms) {
        var rule = layeredArchitecture().consideringOnlyDependenciesInLayers();
        for (String room : rooms) {
            rule = rule.layer(room).definedBy(root + room);
        }
        for (int i = 0; i < rooms.size(); i++) {
            String[] after = rooms.subList(i + 1, rooms.size()).toArray(String[]::new);
            rule = after.length == 0
                    ? rule.whereLayer(rooms.get(i)).mayNotBeAccessedByAnyLayer()
                    : rule.whereLayer(rooms.get(i)).mayOnlyBeAccessedByLayers(after);
        }
        return rule;
    }

    /** It makes the git code's settings, and knows nothing of what is done with them. */
    @ArchTest
    static final ArchRule theConfigurationKnowsTheModelAndGitsSettings = classes()
            .that()
            .resideInAPackage("dev.reconciler.worker.config..")
            .should()
            .onlyDependOnClassesThat(resideInAnyPackage(
                            "dev.reconciler.worker.config..",
                            "dev.reconciler.model",
                            "java..",
                            "org.jspecify..",
                            "org.snakeyaml..")
                    .or(belongToAnyOf(
                            RepositorySettings.class,
                            RemoteCredentials.class,
                            CommitterIdentity.class,
                            HostConcurrency.class,
                            SigningKey.class,
                            PrivateKeyText.class,
                            RefusedException.class)));

    @ArchTest
    static final ArchRule onlyMainEndsTheProcess = noClasses()
            .that()
            .doNotHaveSimpleName("Main")
            .and()
            .doNotHaveSimpleName("TrainingRun")
            .should()
            .callMethod(System.class, "exit", int.class)
            .because("these two are what Java starts");
}
