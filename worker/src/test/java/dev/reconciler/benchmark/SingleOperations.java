package dev.reconciler.benchmark;

import dev.reconciler.contract.Classification;
import dev.reconciler.contract.RemoteState;
import dev.reconciler.contract.ReplayAnswer;
import dev.reconciler.contract.ReplayRequest;
import dev.reconciler.contract.RepositoryBranch;
import dev.reconciler.git.fixture.NativeGit;
import dev.reconciler.git.history.CommitIds;
import dev.reconciler.git.remote.transport.Deadline;
import dev.reconciler.git.repository.DataRepository;
import dev.reconciler.git.repository.RepositorySettings;
import dev.reconciler.git.step.ClassifyStep;
import dev.reconciler.git.step.FetchStep;
import dev.reconciler.git.step.ReplayStep;
import dev.reconciler.model.CommitId;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.TimeUnit;
import org.eclipse.jgit.lib.ObjectId;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** Single operations on the small repository. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Warmup(iterations = 2, time = 2)
@Measurement(iterations = 3, time = 2)
@Fork(1)
public class SingleOperations {
    private static final Instant AT = Instant.ofEpochSecond(1_800_000_000L);

    /** Whose own commits are classified and replayed. */
    @Param({"own-1", "own-100", "own-1000"})
    public String own = "";

    private RepositorySettings settings;
    private ObjectId local;
    private ObjectId upstream;

    /** Looks the commits up. */
    @Setup
    public void repository() throws IOException, InterruptedException {
        BenchmarkRepositories repositories = BenchmarkRepositories.small(BenchmarkTest.CACHE);
        NativeGit git = repositories.git("bare.git");
        repositories.forget(git);
        git.run("update-ref", "refs/heads/main", repositories.id("main").name());
        settings = StepPairs.settings(
                git.directory(), repositories.root().resolve("remote.git").toString());
        local = repositories.id(own);
        upstream = repositories.id("upstream");
    }

    /** A look at a repository that is in sync. */
    @Benchmark
    public RemoteState inSync() throws IOException {
        return new FetchStep(settings, false).run(Deadline.in(Duration.ofMinutes(1)));
    }

    /** What each side has that the other lacks. */
    @Benchmark
    public Classification classify() throws IOException {
        try (DataRepository repository = DataRepository.open(settings).orElseThrow()) {
            return new ClassifyStep().run(repository, local, upstream);
        }
    }

    /** The own commits on the remote's. */
    @Benchmark
    public ReplayAnswer replay() throws IOException {
        CommitId remote = CommitIds.of(upstream);
        try (DataRepository repository = DataRepository.open(settings).orElseThrow()) {
            return new ReplayStep()
                    .run(
                            repository,
                            new ReplayRequest(
                                    new RepositoryBranch(settings.id(), settings.branch()),
                                    CommitIds.of(local),
                                    remote,
                                    remote,
                                    AT));
        }
    }
}
