package dev.reconciler.worker.situations;

import static org.assertj.core.api.Assertions.assertThat;

import dev.reconciler.contract.RepositoryActivities;
import dev.reconciler.contract.RepositoryBranch;
import dev.reconciler.model.BranchName;
import dev.reconciler.model.RepositoryId;
import dev.reconciler.model.Trigger;
import dev.reconciler.worker.power.LeftoverNames;
import dev.reconciler.workflow.ReconcileInput;
import io.temporal.client.WorkflowClient;
import io.temporal.client.WorkflowStub;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.awaitility.Awaitility;

/** A run with a repository of its own, which is given up once one of its steps has begun. */
final class GivenUpRun {
    private static final String HEALING = """
            rm -f $REMOTE/hooks/pre-receive
            git -C $CLONE config filter.hang.smudge cat
            """;

    private final int number;
    private final GivenUpMoment moment;
    private final GivenUpMoment.End end;
    private final RepositoryPair pair;
    private final CountDownLatch begun = new CountDownLatch(1);
    private final CountDownLatch gone = new CountDownLatch(1);
    private final CountDownLatch over = new CountDownLatch(1);

    private GivenUpRun(int number, GivenUpMoment moment, GivenUpMoment.End end, RepositoryPair pair) {
        this.number = number;
        this.moment = moment;
        this.end = end;
        this.pair = pair;
    }

    static GivenUpRun draw(Path root, int number, GivenUpMoment moment, GivenUpMoment.End end) throws IOException {
        RepositoryPair pair = new RepositoryPair(Files.createDirectory(root.resolve("data-" + number)), "data");
        pair.script(RepositoryPair.WORK_TREE + moment.script());
        return new GivenUpRun(number, moment, end, pair);
    }

    int number() {
        return number;
    }

    RepositoryPair pair() {
        return pair;
    }

    private RepositoryId id() {
        return new RepositoryId("data-" + number);
    }

    ReconcileInput input() {
        return new ReconcileInput(id(), "host", new BranchName("main"), Trigger.MANUAL, Duration.ofMinutes(5), false);
    }

    /** Activities in which the step of each run begins only once that run is gone, where it does not hang. */
    static RepositoryActivities pausing(RepositoryActivities host, List<GivenUpRun> runs) {
        Map<RepositoryId, GivenUpRun> byId =
                runs.stream().collect(Collectors.toMap(GivenUpRun::id, Function.identity()));
        return (RepositoryActivities) Proxy.newProxyInstance(
                GivenUpRun.class.getClassLoader(),
                new Class<?>[] {RepositoryActivities.class},
                (proxy, method, arguments) -> {
                    Object request = arguments[0];
                    RepositoryBranch target = (RepositoryBranch)
                            request.getClass().getMethod("target").invoke(request);
                    return byId.get(target.repository()).call(host, method, request);
                });
    }

    private Object call(RepositoryActivities host, Method method, Object request) throws Throwable {
        if (!method.getName().equals(moment.step()) || over.getCount() == 0) {
            return invoke(host, method, request);
        }
        begun.countDown();
        if (!moment.hangs()) {
            gone.await();
        }
        try {
            return invoke(host, method, request);
        } finally {
            over.countDown();
        }
    }

    private static Object invoke(RepositoryActivities host, Method method, Object request) throws Throwable {
        try {
            return method.invoke(host, request);
        } catch (InvocationTargetException thrown) {
            throw thrown.getCause();
        }
    }

    /** What the application does that is told of the move. */
    void hangAsApplication() throws IOException {
        if (moment == GivenUpMoment.APPLICATION_HANGS && over.getCount() > 0) {
            Files.createFile(hangs());
            try {
                over.await();
            } catch (InterruptedException stopped) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private Path hangs() {
        return pair.home().resolve("hangs");
    }

    /** Ends the run once its step is at work. */
    void giveUp(WorkflowClient client) throws InterruptedException {
        assertThat(begun.await(1, TimeUnit.MINUTES))
                .as(this + " is at its step")
                .isTrue();
        if (moment.hangs()) {
            Awaitility.await(this + " hangs").atMost(Duration.ofMinutes(1)).until(() -> Files.exists(hangs()));
        }
        end.end(run(client));
    }

    /** Waits for the end of the run, and then for that of its step. */
    void awaitEnd(WorkflowClient client) throws InterruptedException {
        Awaitility.await(this + " is over").atMost(Duration.ofMinutes(1)).untilAsserted(() -> assertThat(
                        run(client).describe().getStatus())
                .isEqualTo(end.status()));
        gone.countDown();
        assertThat(over.await(1, TimeUnit.MINUTES))
                .as(this + " has ended its step")
                .isTrue();
    }

    private WorkflowStub run(WorkflowClient client) {
        return client.newUntypedWorkflowStub(id().workflowId());
    }

    /** Takes away what hangs. */
    void heal() {
        pair.script(HEALING);
    }

    /** Lock files, private files and half-made packs. */
    List<Path> listLeftovers() throws IOException {
        try (Stream<Path> files = Files.walk(pair.home())) {
            return files.filter(Files::isRegularFile)
                    .filter(LeftoverNames::isOurs)
                    .toList();
        } catch (UncheckedIOException changed) {
            throw changed.getCause();
        }
    }

    @Override
    public String toString() {
        return "data-" + number + ", " + moment + " " + end;
    }
}
