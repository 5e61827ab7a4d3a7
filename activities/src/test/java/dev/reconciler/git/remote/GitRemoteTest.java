package dev.reconciler.git.remote;

import static org.assertj.core.api.Assertions.assertThat;

import dev.reconciler.git.error.RemoteUnavailableException;
import dev.reconciler.git.fixture.NativeGit;
import dev.reconciler.git.remote.fetch.FetchedCommit;
import dev.reconciler.git.remote.transport.Deadline;
import dev.reconciler.git.repository.CommitterIdentity;
import dev.reconciler.git.repository.DataRepository;
import dev.reconciler.git.repository.RemoteCredentials;
import dev.reconciler.git.repository.RepositorySettings;
import dev.reconciler.model.BranchName;
import dev.reconciler.model.RepositoryId;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.BrokenBarrierException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.eclipse.jgit.lib.ObjectId;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

class GitRemoteTest {
    private static final int TIMES = 40;

    @TempDir
    Path root;

    /** The library's own server and its reader talk by a pipe, which minds which thread reads. */
    @Test
    void eachFetchFromAPathSucceedsAtOnce() throws IOException {
        NativeGit remote = NativeGit.init(root.resolve("remote"));
        ObjectId base = remote.commit("a", "0");
        NativeGit.clone(remote.directory().toString(), root.resolve("clone"), "--bare");

        for (int i = 1; i <= TIMES; i++) {
            ObjectId next = remote.commit("a", String.valueOf(i));
            try (DataRepository clone = DataRepository.open(settings(remote)).orElseThrow();
                    FetchedCommit fetched = new GitRemote(settings(remote))
                            .fetch(clone.git(), base, Deadline.in(Duration.ofMinutes(1)))) {
                assertThat(fetched.tip()).isEqualTo(next);
            }
        }
    }

    @Test
    void onlyTheBranchesThatRunsNameAreConflicts() {
        NativeGit remote = NativeGit.init(root.resolve("remote"));
        ObjectId tip = remote.commit("a", "1");
        remote.run("branch", "conflicts/2026-11-25T08-00-00Z");
        remote.run("branch", "conflicts/2026-11-24T08-00-00Z-2");
        // Taken for conflicts, these were listed, and a decision for the remote's side would have deleted them.
        remote.run("branch", "conflicts/alice-wip");
        remote.run("branch", "conflicts/alice/2026-11-25T08-00-00Z");
        remote.run("branch", "conflicts/2026-11-25T08-00-00Z-mine");
        remote.run("branch", "conflicts/2026-13-25T08-00-00Z");
        remote.run("branch", "conflicts/2026-02-30T08-00-00Z");
        remote.run("branch", "conflicting");
        remote.run("tag", "conflicts/2026-11-23T08-00-00Z");

        assertThat(new GitRemote(settings(remote))
                        .readAdvertisedRefs(null, Deadline.in(Duration.ofMinutes(1)))
                        .conflicts())
                .containsOnly(
                        Map.entry("refs/heads/conflicts/2026-11-24T08-00-00Z-2", tip),
                        Map.entry("refs/heads/conflicts/2026-11-25T08-00-00Z", tip));
    }

    /** A case that an earlier version opened of it would have stayed open for as long as its owner keeps it. */
    @Test
    void aBranchOfSomebodysOwnIsNotThereAsAConflict() throws IOException {
        NativeGit remote = NativeGit.init(root.resolve("remote"));
        ObjectId tip = remote.commit("a", "1");
        remote.run("branch", "conflicts/alice-wip");
        remote.run("branch", "conflicts/2026-11-25T08-00-00Z");
        NativeGit.clone(remote.directory().toString(), root.resolve("clone"), "--bare");

        try (DataRepository clone = DataRepository.open(settings(remote)).orElseThrow()) {
            assertThat(hasConflict(clone, "conflicts/alice-wip")).isFalse();
            assertThat(hasConflict(clone, "conflicts/2026-11-25T08-00-00Z")).isTrue();
        }
        assertThat(remote.id("conflicts/alice-wip")).isEqualTo(tip);
    }

    private static boolean hasConflict(DataRepository clone, String branch) throws IOException {
        Optional<FetchedCommit> fetched = new ConflictBranchRemote(clone.settings())
                .fetch(clone.git(), new BranchName(branch), Deadline.in(Duration.ofMinutes(1)));
        if (fetched.isPresent()) {
            fetched.get().close();
        }
        return fetched.isPresent();
    }

    /** The wrong program failed where the library found the pack of the other fetch locked, or without its index. */
    @Test
    void fetchesOfTheSameAtTheSameMomentAllSucceed() {
        NativeGit remote = NativeGit.init(root.resolve("remote"));
        ObjectId base = remote.commit("a", "0");
        NativeGit.clone(remote.directory().toString(), root.resolve("clone"), "--bare");

        for (int i = 1; i <= 10; i++) {
            ObjectId next = remote.commit("a", String.valueOf(i));
            CyclicBarrier together = new CyclicBarrier(4);
            List<CompletableFuture<ObjectId>> fetches = Stream.generate(() -> CompletableFuture.supplyAsync(
                            () -> fetchTogether(remote, base, together), work -> new Thread(work).start()))
                    .limit(4)
                    .toList();
            assertThat(fetches).extracting(CompletableFuture::join).containsOnly(next);
        }
    }

    private ObjectId fetchTogether(NativeGit remote, ObjectId base, CyclicBarrier together) {
        try (DataRepository clone = DataRepository.open(settings(remote)).orElseThrow()) {
            together.await();
            try (FetchedCommit fetched =
                    new GitRemote(settings(remote)).fetch(clone.git(), base, Deadline.in(Duration.ofMinutes(1)))) {
                return fetched.tip();
            }
        } catch (IOException | InterruptedException | BrokenBarrierException failed) {
            throw new AssertionError(failed);
        }
    }

    /** From a thousand on, the remote is asked for single refs. */
    @Test
    @Tag("long")
    void aBranchAmongTwentyThousandOfThemIsReadFetchedAndPushed() throws IOException {
        NativeGit remote = NativeGit.init(root.resolve("remote"));
        ObjectId base = remote.commit("a", "0");
        NativeGit clone = NativeGit.clone(remote.directory().toString(), root.resolve("clone"));
        ObjectId theirs = remote.commit("a", "1");
        remote.run("checkout", "-q", "--detach");
        StringBuilder refs = new StringBuilder("# pack-refs with: peeled fully-peeled sorted\n");
        for (int i = 10_000; i < 30_000; i++) {
            refs.append(base.name()).append(" refs/heads/topic/").append(i).append('\n');
        }
        Files.writeString(remote.directory().resolve(".git/packed-refs"), refs);
        GitRemote many = new GitRemote(settings(remote));

        try (DataRepository local = DataRepository.open(settings(remote)).orElseThrow()) {
            for (int time = 0; time < 2; time++) {
                assertThat(many.readBranch(inAMinute())).isEqualTo(theirs);
            }
            try (FetchedCommit fetched = many.fetch(local.git(), base, inAMinute())) {
                assertThat(fetched.tip()).isEqualTo(theirs);
            }
            ObjectId next = ObjectId.fromString(
                    clone.run("commit-tree", "-p", theirs.name(), "-m", "ours", theirs.name() + "^{tree}"));
            assertThat(many.push(local.git(), "refs/heads/main", theirs, next, inAMinute()))
                    .isEqualTo(PushResult.DONE);
            assertThat(remote.id("refs/heads/main")).isEqualTo(next);
            assertThat(clone.run("for-each-ref", "refs/heads").lines()).hasSize(1);
        }
    }

    private static Deadline inAMinute() {
        return Deadline.in(Duration.ofMinutes(1));
    }

    /** The hook does not end where it is asked to, and has started a program of its own. */
    @Test
    @EnabledOnOs(OS.LINUX)
    void aPushThatAHookHoldsUpEndsWithItsProgramsAndIsNotTakenLater() throws Exception {
        NativeGit remote = NativeGit.initBare(root.resolve("remote.git"));
        ObjectId base = initPushed(remote);
        installHook(
                remote.directory().resolve("hooks/pre-receive"),
                "trap '' TERM\nsleep 600 &\necho $$ $! $PPID > '" + pipe() + "'\nwait\nwait\n");

        assertThat(cancelPush(remote, base)).hasSize(3).allSatisfy(GitRemoteTest::awaitEnd);

        assertThat(remote.id("refs/heads/main")).isEqualTo(base);
        // What was pushed would fill the remote's disk, try by try.
        assertThat(remote.directory().resolve("objects")).isDirectoryNotContaining("glob:**/tmp_objdir-*");
    }

    /** The hook of the repository itself, which the library runs. */
    @Test
    @EnabledOnOs(OS.LINUX)
    void aPushThatItsOwnHookHoldsUpEndsWithTheHook() throws Exception {
        NativeGit remote = NativeGit.initBare(root.resolve("remote.git"));
        ObjectId base = initPushed(remote);
        installHook(root.resolve("clone/.git/hooks/pre-push"), "sleep 600 &\necho $$ $! > '" + pipe() + "'\nwait\n");

        assertThat(cancelPush(remote, base)).hasSize(2).allSatisfy(GitRemoteTest::awaitEnd);

        assertThat(remote.id("refs/heads/main")).isEqualTo(base);
    }

    /** A clone with a commit that its remote has, and one that it lacks. */
    private ObjectId initPushed(NativeGit remote) throws IOException {
        NativeGit clone = NativeGit.init(root.resolve("clone"));
        ObjectId base = clone.commit("a", "0");
        clone.run("push", "-q", remote.directory().toString(), "main");
        clone.commit("a", "1");
        return base;
    }

    private Path pipe() throws IOException {
        Path pipe = root.resolve("pipe");
        new ProcessBuilder("mkfifo", pipe.toString()).start().onExit().join();
        return pipe;
    }

    /** Interrupts a push once its hook is at work, and answers with the processes that the hook names. */
    private String[] cancelPush(NativeGit remote, ObjectId base) throws Exception {
        CompletableFuture<PushResult> result = new CompletableFuture<>();
        ObjectId next = NativeGit.in(root.resolve("clone")).id("main");
        Thread activity = new Thread(() -> {
            try {
                result.complete(push(remote, base, next, Duration.ofMinutes(1)));
            } catch (IOException | RuntimeException failed) {
                result.completeExceptionally(failed);
            }
        });
        activity.start();
        String[] started = Files.readString(root.resolve("pipe")).strip().split(" ", -1);

        activity.interrupt();

        assertThat(result)
                .failsWithin(Duration.ofSeconds(30))
                .withThrowableThat()
                .withCauseInstanceOf(RemoteUnavailableException.class);
        return started;
    }

    /** It holds the hook's output open, and is not waited for: git does not either. */
    @Test
    @EnabledOnOs(OS.LINUX)
    void aProgramThatAHookLeavesBehindDoesNotHoldUpThePush() throws IOException {
        NativeGit remote = NativeGit.initBare(root.resolve("remote.git"));
        ObjectId base = initPushed(remote);
        ObjectId next = NativeGit.in(root.resolve("clone")).id("main");
        Path pid = root.resolve("pid");
        installHook(root.resolve("clone/.git/hooks/pre-push"), "sleep 600 &\necho $! > '" + pid + "'\n");

        PushResult result = push(remote, base, next, Duration.ofSeconds(50));

        assertThat(result).isEqualTo(PushResult.DONE);
        ProcessHandle left =
                ProcessHandle.of(Long.parseLong(Files.readString(pid).strip())).orElseThrow();
        assertThat(left.isAlive()).isTrue();
        left.destroy();
    }

    /** Git hands the URL to the hook, with a password that is in it. */
    @Test
    @EnabledOnOs(OS.LINUX)
    void whatAHookPrintsIsNotPrintedByThisProgram() throws IOException {
        NativeGit remote = NativeGit.initBare(root.resolve("remote.git"));
        ObjectId base = initPushed(remote);
        ObjectId next = NativeGit.in(root.resolve("clone")).id("main");
        installHook(root.resolve("clone/.git/hooks/pre-push"), "echo pushed to $2\necho really to $2 >&2\n");
        ByteArrayOutputStream printed = new ByteArrayOutputStream();
        PrintStream out = System.out;
        PrintStream err = System.err;

        try (PrintStream both = new PrintStream(printed, true, StandardCharsets.UTF_8)) {
            System.setOut(both);
            System.setErr(both);
            assertThat(push(remote, base, next, Duration.ofMinutes(1))).isEqualTo(PushResult.DONE);
        } finally {
            System.setOut(out);
            System.setErr(err);
        }

        assertThat(printed.toString(StandardCharsets.UTF_8)).doesNotContain("to " + remote.directory());
    }

    private PushResult push(NativeGit remote, ObjectId base, ObjectId next, Duration limit) throws IOException {
        try (DataRepository repository = DataRepository.open(settings(remote)).orElseThrow()) {
            return new GitRemote(settings(remote))
                    .push(repository.git(), "refs/heads/main", base, next, Deadline.in(limit));
        }
    }

    private static void installHook(Path hook, String script) throws IOException {
        Files.createDirectories(hook.getParent());
        Files.writeString(hook, "#!/bin/sh\n" + script);
        Files.setPosixFilePermissions(hook, PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    // One that was killed ends a moment later.
    private static void awaitEnd(String process) throws Exception {
        Optional<ProcessHandle> left = ProcessHandle.of(Long.parseLong(process));
        if (left.isPresent()) {
            left.get().onExit().get(10, TimeUnit.SECONDS);
        }
    }

    private RepositorySettings settings(NativeGit remote) {
        return new RepositorySettings(
                new RepositoryId("one"),
                root.resolve("clone"),
                remote.directory().toString(),
                "origin",
                new BranchName("main"),
                true,
                new RemoteCredentials.NoCredentials(),
                new CommitterIdentity("Data Reconciler", "reconciler@example.org"));
    }
}
