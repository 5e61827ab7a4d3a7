package dev.reconciler.workflow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import dev.reconciler.contract.LeaseInForce;
import dev.reconciler.workflow.cases.ConflictWorkflowImpl;
import dev.reconciler.workflow.host.HostWorkflowImpl;
import dev.reconciler.workflow.run.ReconcileWorkflowImpl;
import dev.reconciler.workflow.schedule.TriggerWorkflowImpl;
import io.temporal.client.WorkflowStub;
import io.temporal.testing.TestWorkflowEnvironment;
import io.temporal.testing.WorkflowHistoryLoader;
import io.temporal.testing.WorkflowReplayer;
import io.temporal.worker.Worker;
import io.temporal.worker.WorkerOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/**
 * Runs that were recorded go on with today's code. Where this fails, a run that is under way during an update would be
 * stuck: branch on {@code Workflow.getVersion} instead of recording anew.
 */
class HistoriesTest {
    private static final Path RECORDED = Path.of("src/test/resources/histories");

    /** A busy machine is no defect of the workflow. */
    private static final WorkerOptions PATIENT = WorkerOptions.newBuilder()
            .setDefaultDeadlockDetectionTimeout(Duration.ofMinutes(1).toMillis())
            .build();

    private static void replayHistory(Path file) throws Exception {
        try (TestWorkflowEnvironment environment = TestWorkflowEnvironment.newInstance()) {
            Worker worker = environment.newWorker("replay", PATIENT);
            worker.registerWorkflowImplementationTypes(
                    ReconcileWorkflowImpl.class,
                    HostWorkflowImpl.class,
                    TriggerWorkflowImpl.class,
                    ConflictWorkflowImpl.class);
            WorkflowReplayer.replayWorkflowExecution(WorkflowHistoryLoader.readHistory(file.toFile()), worker);
        }
    }

    @TestFactory
    Stream<DynamicTest> recordedRunsReplay() throws IOException {
        try (Stream<Path> files = Files.list(RECORDED)) {
            return files.sorted().toList().stream()
                    .map(file -> dynamicTest(
                            Objects.requireNonNull(file.getFileName()).toString(), () -> replayHistory(file)));
        }
    }

    @Test
    void everyCourseIsRecorded() throws IOException {
        try (Stream<Path> files = Files.list(RECORDED)) {
            assertThat(files.map(file -> file.getFileName().toString().replace(".json", "")))
                    .containsAll(courses().keySet())
                    .containsAll(others().keySet());
        }
    }

    /** Adds the recordings that are missing; one that is there is never written again. */
    @Test
    @Tag("record")
    void record() throws IOException {
        Files.createDirectories(RECORDED);
        for (Map.Entry<String, FakeHost> course : courses().entrySet()) {
            Path file = RECORDED.resolve(course.getKey() + ".json");
            if (!Files.exists(file)) {
                try (WorkflowService service = WorkflowService.skippingTime(course.getValue())) {
                    WorkflowStub run = service.request(service.input(Duration.ofMinutes(1)));
                    WorkflowService.result(run);
                    Files.writeString(file, service.history(run).toJson(true));
                }
            }
        }
    }

    /** Adds the recordings of what is no course of a run of a repository. */
    @Test
    @Tag("record")
    void recordOthers() throws IOException {
        for (Map.Entry<String, Function<WorkflowService, WorkflowStub>> other : others().entrySet()) {
            Path file = RECORDED.resolve(other.getKey() + ".json");
            if (!Files.exists(file)) {
                try (WorkflowService service = WorkflowService.inRealTime(new FakeHost().fails("Fetch", 1_000))) {
                    Files.writeString(
                            file,
                            service.history(other.getValue().apply(service)).toJson(true));
                }
            }
        }
    }

    private static Map<String, Function<WorkflowService, WorkflowStub>> others() {
        return Map.of(
                "host", HostWorkflowTest::announcedTwice,
                "trigger", TriggerWorkflowTest::triggered,
                "case", ConflictWorkflowTest::openedAndClosed,
                "on-two-hosts", PassRequestsTest::askedByAnotherHost);
    }

    private static Map<String, FakeHost> courses() {
        Map<String, FakeHost> courses = new LinkedHashMap<>();
        courses.put("in-sync", new FakeHost());
        courses.put("cloned", new FakeHost().hasNoClone());
        courses.put("fast-forwarded", new FakeHost().remoteCommits("r").tellsApplication());
        courses.put("pushed-ahead", new FakeHost().localCommits("l"));
        courses.put("rebased", new FakeHost().localCommits("l").remoteCommits("r"));
        courses.put("conflict-escaped", new FakeHost().bothConflict());
        courses.put(
                "escape-with-a-case",
                new FakeHost().keepsCases(ConflictWorkflowTest.TERMS).bothConflict());
        courses.put("rewound", new FakeHost().remoteDrops("d"));
        courses.put("escaped-from-a-rewrite", new FakeHost().remoteDrops("d").bothConflict());
        courses.put("fetch-failed", new FakeHost().fails("Fetch", 1_000));
        courses.put("push-failed", new FakeHost().localCommits("l").fails("Push", 1_000));
        courses.put("told-when", new FakeHost().remoteCommits("r").tellsWhen("Fetch", Duration.ofSeconds(20)));
        LeaseInForce lease = new LeaseInForce("app", Instant.parse("2100-01-01T00:00:00Z"));
        courses.put("leased", new FakeHost().remoteCommits("r").isLeased("Advance", 3, lease));
        courses.put("held-by-a-run", new FakeHost().remoteCommits("r").isHeldByRun("Advance", 3));
        courses.put("push-retried", new FakeHost().localCommits("l").fails("Push", 2));
        courses.put("refused", new FakeHost().refuses("Fetch", dev.reconciler.model.ErrorType.BRANCH_MISSING));
        return courses;
    }
}
