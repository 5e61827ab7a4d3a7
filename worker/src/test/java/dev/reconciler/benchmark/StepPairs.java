package dev.reconciler.benchmark;

import dev.reconciler.contract.Classification;
import dev.reconciler.contract.MoveRequest;
import dev.reconciler.contract.PreserveRequest;
import dev.reconciler.contract.PreservedConflict;
import dev.reconciler.contract.PushRequest;
import dev.reconciler.contract.ReplayAnswer;
import dev.reconciler.contract.ReplayRequest;
import dev.reconciler.contract.RepositoryBranch;
import dev.reconciler.git.fixture.NativeGit;
import dev.reconciler.git.history.CommitIds;
import dev.reconciler.git.lock.RepositoryLock;
import dev.reconciler.git.remote.transport.Deadline;
import dev.reconciler.git.repository.CommitterIdentity;
import dev.reconciler.git.repository.DataRepository;
import dev.reconciler.git.repository.RemoteCredentials;
import dev.reconciler.git.repository.RepositorySettings;
import dev.reconciler.git.state.SharedHistory;
import dev.reconciler.git.step.ClassifyStep;
import dev.reconciler.git.step.FetchStep;
import dev.reconciler.git.step.MoveStep;
import dev.reconciler.git.step.PreserveConflictStep;
import dev.reconciler.git.step.PushStep;
import dev.reconciler.git.step.ReplayStep;
import dev.reconciler.model.BranchName;
import dev.reconciler.model.CommitId;
import dev.reconciler.model.RepositoryId;
import dev.reconciler.model.UtcName;
import dev.reconciler.worker.transports.GitHttpServer;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.eclipse.jgit.lib.ObjectId;
import org.jspecify.annotations.Nullable;

/** The steps of a run, each beside what native git has for it. */
final class StepPairs {
    static final String TOKEN = "benchmark";

    private static final Instant AT = Instant.ofEpochSecond(1_800_000_000L);
    private static final Duration LIMIT = Duration.ofMinutes(5);

    private final BenchmarkRepositories repositories;
    private final GitHttpServer http;
    private final @Nullable String gitWithReplay;
    private final CommitId main;
    private final CommitId upstream;

    /** @param gitWithReplay a git that has {@code git replay}; null where there is none */
    StepPairs(BenchmarkRepositories repositories, GitHttpServer http, @Nullable String gitWithReplay) {
        this.repositories = repositories;
        this.http = http;
        this.gitWithReplay = gitWithReplay;
        this.main = id("main");
        this.upstream = id("upstream");
    }

    List<Pair> all() throws IOException, InterruptedException {
        boolean small = repositories.size().equals("small");
        List<Pair> pairs = new ArrayList<>();
        pairs.add(inSync("in-sync check, file", path("remote.git"), small ? 0.5 : 0.9));
        pairs.add(inSync("in-sync check, HTTP", url("remote.git"), 0.5));
        pairs.add(fetch("fetch 1, file", path("remote-1.git"), 0));
        pairs.add(fetch("fetch 1, HTTP", url("remote-1.git"), 1.0));
        pairs.add(fetch("fetch 1,000, HTTP", url("remote-1000.git"), 1.0));
        pairs.add(fastForwardBare("ahead-1", 0.3));
        pairs.add(fastForwardBare("ahead-1000", 0.3));
        pairs.add(fastForward("ahead-1", 0.7));
        pairs.add(fastForward("ahead-1000", 0));
        pairs.add(syncedBare("ahead-1"));
        pairs.add(syncedFastForward("ahead-1", 0));
        pairs.add(syncedFastForward("ahead-1000", 1.2));
        pairs.add(push("push 1, file", path("remote.git"), 0));
        pairs.add(push("push 1, HTTP", url("remote.git"), small ? 1.0 : 1.5));
        pairs.add(classify());
        pairs.add(rebase("own-1", 0.35));
        pairs.add(rebase("own-100", 0.06));
        pairs.add(rebase("own-1000", 0.02));
        pairs.add(syncedRebase("own-1"));
        pairs.add(syncedRebase("own-1000"));
        if (gitWithReplay != null) {
            pairs.add(replay(gitWithReplay));
        }
        pairs.add(escape());
        return pairs;
    }

    private CommitId id(String branch) {
        return CommitIds.of(repositories.id(branch));
    }

    private String path(String remote) {
        return repositories.root().resolve(remote).toString();
    }

    private String url(String remote) {
        return http.url(repositories.root().resolve(remote));
    }

    static RepositorySettings settings(Path path, String remote) {
        return new RepositorySettings(
                RepositoryId.ofPath(path.toString()),
                path,
                remote,
                "origin",
                new BranchName("main"),
                true,
                remote.startsWith("http")
                        ? new RemoteCredentials.PasswordCredentials("bot", () -> TOKEN)
                        : new RemoteCredentials.NoCredentials(),
                new CommitterIdentity("Data Reconciler", "reconciler@example.org"));
    }

    /** With the login that native git has to be given in the URL. */
    private static String withLogin(String remote) {
        return remote.replace("http://", "http://bot:" + TOKEN + "@");
    }

    private void resetRemote() {
        repositories.git("remote.git").run("update-ref", "refs/heads/main", main.hex());
    }

    private interface Step {
        void run(DataRepository repository) throws Exception;
    }

    private static Pair.Work step(RepositorySettings settings, Step step) {
        return () -> {
            try (DataRepository repository = DataRepository.open(settings).orElseThrow()) {
                step.run(repository);
            }
        };
    }

    private Pair inSync(String name, String remote, double target) {
        NativeGit git = repositories.git("template.git");
        RepositorySettings settings = settings(git.directory(), remote);
        return new Pair(
                name,
                target,
                () -> git.run("fetch", "-q", withLogin(remote), "main"),
                () -> new FetchStep(settings, false).run(Deadline.in(LIMIT)),
                this::resetRemote);
    }

    private Pair fetch(String name, String remote, double target) {
        Path fresh = repositories.root().resolve("fresh.git");
        return new Pair(
                name,
                target,
                () -> NativeGit.in(fresh).run("fetch", "-q", withLogin(remote), "main"),
                () -> new FetchStep(settings(fresh, remote), false).run(Deadline.in(LIMIT)),
                () -> repositories.copy("template.git", fresh));
    }

    private MoveRequest move(Path repository, CommitId from, CommitId to, CommitId remote) {
        return new MoveRequest(target(repository), from, to, remote, null, null);
    }

    private Pair fastForwardBare(String ahead, double target) {
        NativeGit git = repositories.git("bare.git");
        RepositorySettings settings = settings(git.directory(), path("remote.git"));
        CommitId to = id(ahead);
        MoveRequest request = move(git.directory(), main, to, to);
        return new Pair(
                "fast-forward to " + ahead + ", bare",
                target,
                () -> git.run("fetch", "-q", ".", "refs/heads/" + ahead + ":refs/heads/main"),
                step(settings, repository -> new MoveStep(false).run(repository, request)),
                () -> {
                    git.run("update-ref", "refs/heads/main", main.hex());
                    agree(git, settings);
                });
    }

    private Pair fastForward(String ahead, double target) {
        NativeGit git = repositories.git("work");
        RepositorySettings settings = settings(git.directory(), path("remote.git"));
        CommitId to = id(ahead);
        MoveRequest request = move(git.directory(), main, to, to);
        return new Pair(
                "fast-forward to " + ahead + ", work tree",
                target,
                () -> git.run("merge", "-q", "--ff-only", ahead),
                step(settings, repository -> new MoveStep(false).run(repository, request)),
                () -> {
                    onMain(git, main);
                    agree(git, settings);
                });
    }

    /** Git syncs what it syncs at most by itself: objects and refs, and none of the files or folders. */
    private static void runSynced(NativeGit git, String... command) {
        List<String> words = new ArrayList<>(List.of("-c", "core.fsync=all", "-c", "core.fsyncMethod=fsync"));
        words.addAll(List.of(command));
        git.run(words.toArray(String[]::new));
    }

    private static Pair besideSyncedGit(Pair pair, double target, Pair.Work git) {
        return new Pair(pair.name() + ", git syncs", target, git, pair.ours(), pair.reset());
    }

    private Pair syncedBare(String ahead) {
        NativeGit git = repositories.git("bare.git");
        return besideSyncedGit(
                fastForwardBare(ahead, 0),
                0,
                () -> runSynced(git, "fetch", "-q", ".", "refs/heads/" + ahead + ":refs/heads/main"));
    }

    /** With {@code sync -f} behind it, since git has no setting by which it syncs the files of a work tree. */
    private Pair syncedFastForward(String ahead, double target) {
        NativeGit git = repositories.git("work");
        return besideSyncedGit(fastForward(ahead, 0), target, () -> {
            git.run("merge", "-q", "--ff-only", ahead);
            syncFileSystem(git);
        });
    }

    private static void syncFileSystem(NativeGit git) throws IOException, InterruptedException {
        if (new ProcessBuilder("sync", "-f", git.directory().toString()).start().waitFor() != 0) {
            throw new IllegalStateException("sync -f failed");
        }
    }

    private Pair syncedRebase(String own) {
        NativeGit git = repositories.git("work");
        return besideSyncedGit(rebase(own, 0), 0, () -> runSynced(git, "rebase", "-q", "upstream"));
    }

    private static void onMain(NativeGit git, CommitId commit) {
        git.run("checkout", "-q", "-f", "main");
        git.run("reset", "-q", "--hard", commit.hex());
        git.run("status", "--porcelain");
    }

    /** As a run leaves it that found both sides at {@code main}. */
    private void agree(NativeGit git, RepositorySettings settings) throws IOException, InterruptedException {
        repositories.forget(git);
        try (DataRepository repository = DataRepository.open(settings).orElseThrow();
                RepositoryLock lock = repository.lock()) {
            SharedHistory shared = new SharedHistory(repository);
            shared.recordAgreed(CommitIds.of(main), shared.mark());
        }
    }

    private Pair push(String name, String remote, double target) throws IOException, InterruptedException {
        // A copy of its own, since it remembers the remote that was pushed to.
        Path pushing = repositories.root().resolve(remote.startsWith("http") ? "pushing-http.git" : "pushing.git");
        repositories.copy("bare.git", pushing);
        NativeGit git = NativeGit.in(pushing);
        CommitId next = id("own-1");
        PushRequest request = new PushRequest(target(pushing), main, next, LIMIT);
        return new Pair(
                name,
                target,
                () -> git.run("push", "-q", withLogin(remote), "own-1:main"),
                step(settings(pushing, remote), repository -> new PushStep()
                        .run(repository, request, Deadline.in(LIMIT))),
                () -> {
                    repositories.forget(git);
                    resetRemote();
                });
    }

    private Pair classify() {
        NativeGit git = repositories.git("bare.git");
        RepositorySettings settings = settings(git.directory(), path("remote.git"));
        ObjectId local = repositories.id("own-1000");
        ObjectId remote = repositories.id("ahead-1000");
        return new Pair(
                "classify 1,000 against 1,000",
                0,
                () -> {
                    git.run("merge-base", "own-1000", "ahead-1000");
                    git.run("rev-list", "--left-right", "--count", "own-1000...ahead-1000");
                },
                step(settings, repository -> classified(repository, local, remote)),
                () -> agree(git, settings));
    }

    private static void classified(DataRepository repository, ObjectId local, ObjectId remote) throws Exception {
        Classification classification = new ClassifyStep().run(repository, local, remote);
        if (classification.behind() != 1000) {
            throw new IllegalStateException(classification.toString());
        }
    }

    private Pair rebase(String own, double target) {
        NativeGit git = repositories.git("work");
        RepositorySettings settings = settings(git.directory(), path("remote.git"));
        CommitId local = id(own);
        return new Pair(
                "rebase " + own + ", work tree",
                target,
                () -> git.run("rebase", "-q", "upstream"),
                step(settings, repository -> {
                    ReplayAnswer answer = replayed(repository, local);
                    CommitId tip = Objects.requireNonNull(answer.tip());
                    new MoveStep(false).run(repository, move(git.directory(), local, tip, upstream));
                }),
                () -> {
                    onMain(git, local);
                    agree(git, settings);
                });
    }

    private ReplayAnswer replayed(DataRepository repository, CommitId local) throws Exception {
        return new ReplayStep()
                .run(
                        repository,
                        new ReplayRequest(target(repository.settings().path()), local, upstream, upstream, AT));
    }

    private Pair replay(String newGit) {
        Path replaying = repositories.root().resolve("replaying.git");
        CommitId local = id("own-1000");
        return new Pair(
                "replay of own-1000, bare, against git replay",
                1.0,
                () -> {
                    int status = new ProcessBuilder(newGit, "replay", "--onto", "upstream", "upstream..mine")
                            .directory(replaying.toFile())
                            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                            .start()
                            .waitFor();
                    if (status != 0) {
                        throw new IllegalStateException("git replay ended " + status);
                    }
                },
                step(settings(replaying, path("remote.git")), repository -> replayed(repository, local)),
                () -> {
                    repositories.copy("bare.git", replaying);
                    NativeGit.in(replaying).run("update-ref", "refs/heads/mine", local.hex());
                });
    }

    private Pair escape() {
        NativeGit git = repositories.git("work");
        String remote = path("remote.git");
        RepositorySettings settings = settings(git.directory(), remote);
        CommitId local = id("conflict");
        return new Pair(
                "escape, work tree, file",
                0.25,
                () -> {
                    if (git.attempt("rebase", "-q", "upstream").status() == 0) {
                        throw new IllegalStateException("no conflict");
                    }
                    git.run("rebase", "--abort");
                    git.run("push", "-q", remote, "main:refs/heads/conflicts/now");
                    git.run("reset", "-q", "--hard", "upstream");
                },
                step(settings, repository -> escaped(repository, local)),
                () -> {
                    onMain(git, local);
                    agree(git, settings);
                    NativeGit there = repositories.git("remote.git");
                    there.run("for-each-ref", "--format=%(refname)", "refs/heads/conflicts")
                            .lines()
                            .forEach(ref -> there.run("update-ref", "-d", ref));
                });
    }

    private void escaped(DataRepository repository, CommitId local) throws Exception {
        if (replayed(repository, local).tip() != null) {
            throw new IllegalStateException("no conflict");
        }
        RepositoryBranch id = target(repository.settings().path());
        PreserveConflictStep step = new PreserveConflictStep();
        PreservedConflict preserved = step.run(
                repository,
                new PreserveRequest(id, local, local, upstream, UtcName.at(AT), null, LIMIT),
                Deadline.in(LIMIT));
        if (!step.verify(repository, preserved, Deadline.in(LIMIT))) {
            throw new IllegalStateException(preserved.toString());
        }
        new MoveStep(false).run(repository, new MoveRequest(id, local, upstream, upstream, null, null));
    }

    private static RepositoryBranch target(Path repository) {
        return new RepositoryBranch(RepositoryId.ofPath(repository.toString()), new BranchName("main"));
    }
}
