package dev.reconciler.worker.watch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.reconciler.activity.HostConcurrency;
import dev.reconciler.git.fixture.NativeGit;
import dev.reconciler.git.repository.CommitterIdentity;
import dev.reconciler.git.repository.RepositorySettings;
import dev.reconciler.model.Outcome;
import dev.reconciler.model.ReconcileResult;
import dev.reconciler.model.RepositoryId;
import dev.reconciler.model.Trigger;
import dev.reconciler.worker.Assembly;
import dev.reconciler.worker.config.Configuration;
import dev.reconciler.worker.config.RepositoryConfiguration;
import dev.reconciler.worker.event.EventFeed;
import dev.reconciler.worker.event.EventLog;
import dev.reconciler.worker.port.HostRepositories;
import dev.reconciler.worker.port.HostRepository;
import dev.reconciler.worker.port.RequestedRun;
import dev.reconciler.worker.port.RunStarter;
import dev.reconciler.worker.port.TemporalUnavailableException;
import dev.reconciler.worker.situations.RepositoryPair;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A local commit is asked for once, whoever makes it and however git stores it; a run's own move never is. */
class CommitWatchTest {
    private static final RepositoryId DATA = new RepositoryId("data");

    @TempDir
    Path root;

    private final BlockingQueue<HostRepository> requests = new LinkedBlockingQueue<>();
    private final List<AutoCloseable> open = new ArrayList<>();

    @AfterEach
    void closeAll() throws Exception {
        for (AutoCloseable each : open) {
            each.close();
        }
    }

    private RepositoryPair draw(String more) {
        RepositoryPair pair = new RepositoryPair(root, "data");
        pair.script(RepositoryPair.WORK_TREE + more);
        return pair;
    }

    private Configuration configure(RepositoryPair pair) {
        RepositoryConfiguration repository = pair.configure(DATA);
        return new Configuration(
                "host",
                root.resolve("state"),
                new CommitterIdentity("Data Reconciler", "reconciler@example.org"),
                HostConcurrency.ofMachine(),
                List.of(repository));
    }

    /** Watches with the boot run over. */
    private void watch(RepositoryPair pair, RunStarter starter) {
        startWatch(pair, starter, openLog()).bootRunEnded(DATA);
    }

    private CommitWatch startWatch(RepositoryPair pair, RunStarter starter, EventLog log) {
        Configuration configuration = configure(pair);
        List<RepositorySettings> settings = configuration.repositories().stream()
                .map(repository -> repository.settings(configuration.identity()))
                .toList();
        CommitWatch watch = new CommitWatch(settings, HostRepositories.of(configuration), starter, new EventFeed(log));
        open.add(watch);
        watch.start();
        return watch;
    }

    private EventLog openLog() {
        try {
            return EventLog.open(Files.createDirectories(root.resolve("state")), InstantSource.system());
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    private RequestedRun noteRequest(HostRepository repository, Trigger trigger) {
        assertThat(trigger).isEqualTo(Trigger.COMMIT);
        requests.add(repository);
        return new RequestedRun(repository.id().workflowId(), "run");
    }

    private void reconcile(RepositoryPair pair, Outcome expected) {
        List<ReconcileResult> results = new ArrayList<>();
        new Assembly().reconciliation().run(configure(pair), Duration.ofMinutes(1), false, results::add);
        assertThat(results).singleElement().satisfies(result -> assertThat(result.outcome())
                .as(result.message())
                .isEqualTo(expected));
    }

    private void assertRequestedOnce() throws InterruptedException {
        HostRepository requested = requests.poll(1, TimeUnit.MINUTES);
        assertThat(requested).isNotNull();
        assertThat(requested.id()).isEqualTo(DATA);
        assertThat(requests).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "commit $CLONE own.txt own",
                "git -C $CLONE pack-refs --all && commit $CLONE own.txt own",
                "git -C $CLONE commit -q --allow-empty -m one && git -C $CLONE pack-refs --all",
                "git -C $CLONE update-ref refs/heads/main $(git -C $CLONE commit-tree -p main -m plumbing main^{tree})",
                "git -C $CLONE checkout -q -b other && git -C $CLONE worktree add -q ../linked main"
                        + " && git -C $CLONE/../linked commit -q --allow-empty -m linked",
                "git -C $CLONE commit -q --amend -m amended"
            })
    void aCommitOfAnyWriterIsAskedFor(String commands) throws InterruptedException {
        RepositoryPair pair = draw("");
        watch(pair, this::noteRequest);

        pair.script(commands);

        assertRequestedOnce();
    }

    @Test
    void aCommitThatWasMadeBeforeTheWatchIsLeftToTheBootRun() throws InterruptedException {
        RepositoryPair pair = draw("commit $CLONE own.txt own\n");
        EventLog log = openLog();
        CommitWatch watch = startWatch(pair, this::noteRequest, log);
        awaitUnpushed(log);

        reconcile(pair, Outcome.PUSHED_AHEAD);
        watch.bootRunEnded(DATA);
        pair.script("commit $CLONE later.txt later\n");

        assertRequestedOnce();
    }

    @Test
    void aCommitThatTheBootRunDidNotTakeAlongIsAskedForAtItsEnd() throws InterruptedException {
        RepositoryPair pair = draw("commit $CLONE own.txt own\n");
        EventLog log = openLog();
        CommitWatch watch = startWatch(pair, this::noteRequest, log);
        awaitUnpushed(log);
        assertThat(requests).isEmpty();

        watch.bootRunEnded(DATA);

        assertRequestedOnce();
        assertThat(log.awaitAfter(0, Duration.ZERO)).hasSize(1);
    }

    @Test
    void aCommitThatIsMadeDuringTheBootRunIsAskedForAtOnce() throws InterruptedException {
        RepositoryPair pair = draw("commit $CLONE own.txt own\n");
        EventLog log = openLog();
        startWatch(pair, this::noteRequest, log);
        awaitUnpushed(log);

        pair.script("commit $CLONE later.txt later\n");

        assertRequestedOnce();
    }

    /** The run brings the branch back to the remote's commit; nothing of it waits to be pushed. */
    @Test
    void whoGoesBackToACommitOfTheRemoteGetsARunAndNoEventOfAnUnpushedCommit() throws InterruptedException {
        RepositoryPair pair = draw("commit $CLONE own.txt own\n");
        reconcile(pair, Outcome.PUSHED_AHEAD);
        EventLog log = openLog();
        startWatch(pair, this::noteRequest, log).bootRunEnded(DATA);

        pair.script("git -C $CLONE reset -q --hard HEAD~1\n");
        assertRequestedOnce();
        pair.script("commit $CLONE instead.txt instead\n");
        assertRequestedOnce();

        awaitUnpushed(log);
        assertThat(log.awaitAfter(0, Duration.ZERO)).singleElement().satisfies(event -> assertThat(event.data())
                .contains(NativeGit.in(pair.local()).run("rev-parse", "main")));
    }

    private static void awaitUnpushed(EventLog log) throws InterruptedException {
        assertThat(log.awaitAfter(0, Duration.ofMinutes(1))).singleElement().satisfies(event -> assertThat(event.name())
                .isEqualTo("unpushed"));
    }

    @Test
    void aRunsOwnMovesAreNotAskedFor() throws InterruptedException {
        RepositoryPair pair = draw("commit $REMOTE theirs.txt theirs\n");
        watch(pair, this::noteRequest);

        reconcile(pair, Outcome.FAST_FORWARDED);
        pair.script("commit $REMOTE more.txt more\n");
        reconcile(pair, Outcome.FAST_FORWARDED);
        assertThat(requests).isEmpty();
        pair.script("commit $CLONE own.txt own\n");
        assertRequestedOnce();
        pair.script("commit $REMOTE again.txt again\n");
        reconcile(pair, Outcome.REBASED);
        pair.script("git -C $CLONE commit -q --allow-empty -m last\n");

        assertRequestedOnce();
    }

    @Test
    void aCommitIsAskedForUntilTheServiceTakesTheRequest() throws InterruptedException {
        RepositoryPair pair = draw("commit $CLONE own.txt own\n");
        List<Trigger> refused = new ArrayList<>();

        watch(pair, (repository, trigger) -> {
            if (refused.isEmpty()) {
                refused.add(trigger);
                throw new TemporalUnavailableException("away", new IllegalStateException("away"));
            }
            return noteRequest(repository, trigger);
        });

        assertRequestedOnce();
        assertThat(refused).containsExactly(Trigger.COMMIT);
    }

    @Test
    void aCloneThatIsMadeLaterIsWatchedToo() throws InterruptedException {
        RepositoryPair pair = new RepositoryPair(root, "data");
        pair.script("git init -q --bare -b main $REMOTE\ncommit $REMOTE base.txt base\n");
        watch(pair, this::noteRequest);
        reconcile(pair, Outcome.FAST_FORWARDED);

        pair.script("commit $CLONE own.txt own\n");

        assertRequestedOnce();
    }
}
