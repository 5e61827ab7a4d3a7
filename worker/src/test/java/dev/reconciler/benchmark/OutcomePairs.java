package dev.reconciler.benchmark;

import dev.reconciler.activity.HostActivities;
import dev.reconciler.activity.HostConcurrency;
import dev.reconciler.activity.HostedRepositories;
import dev.reconciler.activity.HostedRepository;
import dev.reconciler.git.fixture.NativeGit;
import dev.reconciler.git.repository.CommitterIdentity;
import dev.reconciler.git.repository.RemoteCredentials;
import dev.reconciler.git.repository.RepositorySettings;
import dev.reconciler.model.BranchName;
import dev.reconciler.model.Outcome;
import dev.reconciler.model.ReconcileResult;
import dev.reconciler.model.RepositoryId;
import dev.reconciler.model.Trigger;
import dev.reconciler.worker.temporal.embedded.EmbeddedTemporal;
import dev.reconciler.worker.temporal.host.HostQueues;
import dev.reconciler.worker.temporal.run.WorkflowRuns;
import dev.reconciler.workflow.ReconcileInput;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Whole runs, workflow and all, beside the commands that a shell script would have for the same outcome. */
final class OutcomePairs {
    private static final String HOST = "benchmark";

    private final BenchmarkRepositories repositories;
    private final Path remote;
    private final RepositorySettings settings;
    private final WorkflowRuns runs;

    OutcomePairs(BenchmarkRepositories repositories) {
        this.repositories = repositories;
        this.remote = repositories.root().resolve("remote.git");
        Path work = repositories.root().resolve("work");
        this.settings = new RepositorySettings(
                RepositoryId.ofPath(work.toString()),
                work,
                remote.toString(),
                "origin",
                new BranchName("main"),
                false,
                new RemoteCredentials.NoCredentials(),
                new CommitterIdentity("Data Reconciler", "reconciler@example.org"));
        HostedRepositories host = new HostedRepositories(
                HOST, List.of(new HostedRepository(settings, Optional.empty())), HostConcurrency.ofMachine());
        this.runs = new WorkflowRuns(EmbeddedTemporal.start(HostQueues.single(HOST, 1), new HostActivities(host))
                .client());
    }

    List<Pair> all() {
        return List.of(
                pair(Outcome.IN_SYNC, "main", "main", git -> {}),
                pair(
                        Outcome.FAST_FORWARDED,
                        "main",
                        "upstream",
                        git -> git.run("merge", "-q", "--ff-only", "FETCH_HEAD")),
                pair(Outcome.PUSHED_AHEAD, "own-1", "main", this::push),
                pair(Outcome.REBASED, "own-1", "upstream", git -> {
                    git.run("rebase", "-q", "FETCH_HEAD");
                    push(git);
                }),
                pair(Outcome.CONFLICT_ESCAPED, "conflict", "upstream", git -> {
                    git.attempt("rebase", "-q", "FETCH_HEAD");
                    git.run("rebase", "--abort");
                    git.run("push", "-q", remote.toString(), "main:refs/heads/conflicts/now");
                    git.run("reset", "-q", "--hard", "FETCH_HEAD");
                }));
    }

    private void push(NativeGit git) {
        git.run("push", "-q", remote.toString(), "main");
    }

    private interface Script {
        void run(NativeGit git);
    }

    private Pair pair(Outcome outcome, String local, String there, Script script) {
        NativeGit git = repositories.git("work");
        return new Pair(
                "whole run, " + outcome.wire(),
                0,
                () -> {
                    git.run("fetch", "-q", remote.toString(), "main");
                    script.run(git);
                },
                () -> run(outcome),
                () -> reset(git, local, there));
    }

    private void run(Outcome outcome) {
        ReconcileResult result = runs.run(new ReconcileInput(
                        settings.id(), HOST, settings.branch(), Trigger.MANUAL, Duration.ofMinutes(1), false))
                .join();
        if (result.outcome() != outcome) {
            throw new IllegalStateException(result.toString());
        }
    }

    private void reset(NativeGit git, String local, String there) throws IOException, InterruptedException {
        NativeGit bare = NativeGit.in(remote);
        bare.run("for-each-ref", "--format=delete %(refname)", "refs/heads/conflicts")
                .lines()
                .forEach(line -> bare.run("update-ref", "-d", line.substring("delete ".length())));
        bare.run("update-ref", "refs/heads/main", repositories.id(there).name());
        git.run(
                "update-ref",
                "refs/remotes/origin/main",
                repositories.id("main").name());
        git.run("checkout", "-q", "-f", "main");
        git.run("reset", "-q", "--hard", repositories.id(local).name());
        git.run("status", "--porcelain");
        repositories.forget(git);
    }
}
