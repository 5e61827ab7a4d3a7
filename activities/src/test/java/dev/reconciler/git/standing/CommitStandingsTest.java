package dev.reconciler.git.standing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.reconciler.contract.Classification;
import dev.reconciler.contract.MoveRequest;
import dev.reconciler.contract.PreserveRequest;
import dev.reconciler.contract.PreservedConflict;
import dev.reconciler.contract.PushAnswer;
import dev.reconciler.contract.PushRequest;
import dev.reconciler.contract.RemoteState;
import dev.reconciler.contract.ReplayAnswer;
import dev.reconciler.contract.ReplayRequest;
import dev.reconciler.contract.RepositoryBranch;
import dev.reconciler.git.fixture.NativeGit;
import dev.reconciler.git.fixture.TestRepositories;
import dev.reconciler.git.history.CommitIds;
import dev.reconciler.git.remote.transport.Deadline;
import dev.reconciler.git.repository.DataRepository;
import dev.reconciler.git.repository.RepositorySettings;
import dev.reconciler.git.step.ClassifyStep;
import dev.reconciler.git.step.FetchStep;
import dev.reconciler.git.step.MoveStep;
import dev.reconciler.git.step.PreserveConflictStep;
import dev.reconciler.git.step.PushStep;
import dev.reconciler.git.step.ReplayStep;
import dev.reconciler.model.BranchName;
import dev.reconciler.model.CommitId;
import dev.reconciler.model.Divergence;
import dev.reconciler.model.UtcName;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;
import org.eclipse.jgit.lib.ObjectId;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Each state of a commit, and each way from one to the next, by the steps that a run makes. */
@Tag("slow")
class CommitStandingsTest {
    private static final Instant PASS = Instant.parse("2026-11-26T10:00:00Z");
    private static final String CONFLICT = "conflicts/2026-11-26T10-00-00Z";

    @TempDir
    Path root;

    private NativeGit writer;
    private NativeGit remote;
    private NativeGit data;
    private RepositorySettings settings;

    @BeforeEach
    void makeBothSides() throws IOException {
        writer = NativeGit.init(root.resolve("writer"));
        writer.commit("file", "base\n");
        remote = NativeGit.clone(writer.directory().toString(), root.resolve("remote.git"), "--bare");
        writer.run("remote", "add", "origin", remote.directory().toString());
        data = NativeGit.clone(remote.directory().toString(), root.resolve("data"));
        settings = TestRepositories.settings(data.directory(), remote.directory());
    }

    @Test
    void aCommitIsKnownRightAfterItWasMadeAndPushedAsItself() throws IOException {
        ObjectId own = data.commit("own", "own\n");
        assertThat(find(own).state()).isEqualTo(CommitState.UNPUSHED);

        Instant before = Instant.now().minusMillis(1);
        reconcile();

        Standing pushed = find(own);
        assertThat(pushed.state()).isEqualTo(CommitState.PUSHED);
        assertThat(pushed.remoteCommit()).isEqualTo(CommitIds.of(own));
        assertThat(pushed.since()).isAfterOrEqualTo(before);
        reconcile();
        assertThat(find(own)).isEqualTo(pushed);
    }

    @Test
    void aTwinThatIsReplayedAgainAfterALostRaceIsWhatTheRemoteHolds() throws IOException {
        ObjectId own = data.commit("own", "own\n");
        commitRemotely("theirs", "theirs\n");
        RemoteState sides = fetch();
        CommitId remoteCommit = sides.remote();
        CommitId twin = replay(remoteCommit, null);
        commitRemotely("later", "later\n");

        assertThat(push(remoteCommit, twin)).isEqualTo(PushAnswer.PushStatus.MOVED);
        assertThat(find(own).state()).isEqualTo(CommitState.UNPUSHED);
        reconcile();

        assertThat(find(own).state()).isEqualTo(CommitState.PUSHED);
        assertThat(find(own).remoteCommit()).isEqualTo(CommitIds.of(data.id("main")));
        assertThat(find(CommitIds.of(twin))).isEqualTo(find(own));
    }

    @Test
    void anEscapedCommitIsOnItsBranchUntilAPersonMergesIt() throws IOException {
        ObjectId first = data.commit("own", "own\n");
        ObjectId own = data.commit("file", "ours\n");
        commitRemotely("file", "theirs\n");
        reconcile();
        data.run("reflog", "expire", "--expire=now", "--all");
        data.run("gc", "-q", "--prune=now");

        Standing escaped = find(own);
        assertThat(escaped).isEqualTo(new Standing(CommitState.ESCAPED, null, CONFLICT, PASS));
        assertThat(find(first)).isEqualTo(escaped);

        // The branch is deleted once its commits are merged.
        writer.run("pull", "-q", "--ff-only", "origin", "main");
        writer.run("fetch", "-q", "origin", CONFLICT);
        writer.run("merge", "-q", "-s", "ours", "-m", "by hand", "FETCH_HEAD");
        writer.run("push", "-q", "origin", "HEAD:main", ":" + CONFLICT);
        reconcile();
        assertThat(find(own).state()).isEqualTo(CommitState.PUSHED);
        assertThat(find(own).remoteCommit()).isEqualTo(CommitIds.of(own));
    }

    @Test
    void aConflictBranchThatAPersonDeletesIsStillNamed() throws IOException {
        ObjectId own = data.commit("file", "ours\n");
        commitRemotely("file", "theirs\n");
        reconcile();

        remote.run("branch", "-D", CONFLICT);
        reconcile();

        assertThat(find(own).branch()).isEqualTo(CONFLICT);
    }

    @Test
    void aLinearisedMergeIsKeptAndWhatItMergedIsPushed() throws IOException {
        data.run("checkout", "-q", "-b", "side");
        ObjectId side = data.commit("side", "side\n");
        data.run("checkout", "-q", "main");
        data.commit("own", "own\n");
        data.run("merge", "-q", "-m", "merged", "side");
        ObjectId merge = data.id("main");
        commitRemotely("theirs", "theirs\n");
        reconcile();

        assertThat(find(merge))
                .isEqualTo(new Standing(CommitState.KEPT, null, "refs/rewound/2026-11-26T10-00-00Z", PASS));
        assertThat(find(side).state()).isEqualTo(CommitState.PUSHED);
    }

    @Test
    void aCommitThatBecameEmptyIsKeptAndAnEqualPatchIsPushed() throws IOException {
        ObjectId equal = data.commit("equal", "equal\n");
        ObjectId emptied = data.commit("part", "part\n");
        ObjectId theirs = commitRemotely("equal", "equal\n");
        writer.write("part", "part\n").write("more", "more\n");
        writer.commitAll("larger");
        writer.run("push", "-q", "origin", "HEAD:main");
        reconcile();

        assertThat(find(equal).remoteCommit()).isEqualTo(CommitIds.of(theirs));
        assertThat(find(emptied).state()).isEqualTo(CommitState.KEPT);
    }

    @Test
    void whatTheApplicationTakesBackIsUnknownUnlessTheRemoteHoldsIt() throws IOException {
        ObjectId pushed = data.commit("own", "own\n");
        reconcile();
        ObjectId amended = data.commit("more", "more\n");
        fetch();
        data.run("commit", "-q", "--amend", "-m", "otherwise");
        assertThat(findAny(amended)).isEmpty();
        assertThat(find(data.id("main")).state()).isEqualTo(CommitState.UNPUSHED);

        data.run("reset", "-q", "--hard", pushed.name() + "~");

        assertThat(find(pushed).state()).isEqualTo(CommitState.PUSHED);
        assertThat(findAny(ObjectId.fromString("1".repeat(40)))).isEmpty();
    }

    @Test
    void whatARewrittenRemoteDropsIsKept() throws IOException {
        ObjectId own = data.commit("own", "own\n");
        reconcile();
        writer.commit("instead", "instead\n");
        writer.run("push", "-q", "--force", "origin", "HEAD:main");
        reconcile();

        assertThat(find(own).state()).isEqualTo(CommitState.KEPT);
        assertThat(find(own).branch()).startsWith("refs/rewound/");
    }

    @Test
    void anotherBranchOfTheRepositoryHasNotHeldWhatThisOneLeft() throws IOException {
        ObjectId own = data.commit("own", "own\n");
        reconcile();
        writer.commit("instead", "instead\n");
        writer.run("push", "-q", "--force", "origin", "HEAD:main");
        reconcile();
        data.run("branch", "other");

        RepositorySettings other = new RepositorySettings(
                settings.id(),
                settings.path(),
                settings.remoteUrl(),
                settings.remoteName(),
                new BranchName("other"),
                false,
                settings.credentials(),
                settings.identity());
        try (DataRepository repository = DataRepository.open(other).orElseThrow()) {
            assertThat(CommitStandings.find(repository, CommitIds.of(own))).isEmpty();
        }
    }

    @Test
    void withoutTheJournalTheRefsTellAndABrokenLineSaysNothing() throws IOException {
        ObjectId own = data.commit("own", "own\n");
        reconcile();
        Standing before = find(own);
        Path journal = data.directory().resolve(".git/reconciler/main.tips");
        Files.writeString(journal, "remote 12", StandardOpenOption.APPEND);
        assertThat(find(own)).isEqualTo(before);
        ObjectId next = data.commit("next", "next\n");
        reconcile();
        assertThat(find(next).since()).isAfter(before.since());

        Files.delete(journal);
        assertThat(find(own).state()).isEqualTo(CommitState.PUSHED);
        Files.createDirectory(journal);
        reconcile();
        assertThat(find(own).state()).isEqualTo(CommitState.PUSHED);
    }

    /** One pass, as the workflow makes it. */
    private void reconcile() throws IOException {
        RemoteState sides = fetch();
        CommitId local = Objects.requireNonNull(sides.local());
        CommitId theirs = sides.remote();
        try (DataRepository repository = open()) {
            Classification found = new ClassifyStep().run(repository, CommitIds.of(local), CommitIds.of(theirs));
            if (found.divergence() == Divergence.AHEAD) {
                push(theirs, local);
            } else if (found.divergence() == Divergence.BEHIND) {
                move(repository, local, theirs, theirs, null);
            } else if (found.divergence() == Divergence.REWOUND) {
                move(repository, local, theirs, theirs, UtcName.at(PASS));
            } else if (found.divergence() == Divergence.DIVERGED) {
                ReplayAnswer replayed =
                        new ReplayStep().run(repository, new ReplayRequest(target(), local, theirs, theirs, PASS));
                CommitId tip = replayed.tip();
                if (tip == null) {
                    escape(repository, local, theirs);
                } else {
                    move(repository, local, tip, theirs, replayed.keepOriginal() ? UtcName.at(PASS) : null);
                    if (!tip.equals(theirs)) {
                        push(theirs, tip);
                    }
                }
            }
        }
    }

    private void escape(DataRepository repository, CommitId local, CommitId theirs) throws IOException {
        PreserveConflictStep step = new PreserveConflictStep();
        PreservedConflict preserved = step.run(
                repository,
                new PreserveRequest(target(), local, local, theirs, UtcName.at(PASS), null, Duration.ofMinutes(1)),
                soon());
        assertThat(step.verify(repository, preserved, soon())).isTrue();
        // Local still holds it: a person who waits is not told of an escape that may not come about.
        assertThat(find(CommitIds.of(local)).state()).isEqualTo(CommitState.UNPUSHED);
        move(repository, local, theirs, theirs, null);
    }

    private CommitId replay(CommitId onto, @Nullable UtcName keep) throws IOException {
        try (DataRepository repository = open()) {
            CommitId local = CommitIds.of(data.id("main"));
            CommitId tip = Objects.requireNonNull(new ReplayStep()
                    .run(repository, new ReplayRequest(target(), local, onto, onto, PASS))
                    .tip());
            move(repository, local, tip, onto, keep);
            return tip;
        }
    }

    private void move(DataRepository repository, CommitId from, CommitId to, CommitId theirs, @Nullable UtcName keep)
            throws IOException {
        new MoveStep(false).run(repository, new MoveRequest(target(), from, to, theirs, keep, PASS));
    }

    private PushAnswer.PushStatus push(CommitId expected, CommitId next) throws IOException {
        try (DataRepository repository = open()) {
            return new PushStep()
                    .run(repository, new PushRequest(target(), expected, next, Duration.ofMinutes(1)), soon())
                    .status();
        }
    }

    private RemoteState fetch() throws IOException {
        return new FetchStep(settings, false).run(soon());
    }

    private ObjectId commitRemotely(String path, String content) {
        ObjectId commit = writer.commit(path, content);
        writer.run("push", "-q", "origin", "HEAD:main");
        return commit;
    }

    private Standing find(ObjectId commit) throws IOException {
        return findAny(commit).orElseThrow();
    }

    private Optional<Standing> findAny(ObjectId commit) throws IOException {
        try (DataRepository repository = open()) {
            return CommitStandings.find(repository, CommitIds.of(commit));
        }
    }

    private DataRepository open() throws IOException {
        return DataRepository.open(settings).orElseThrow();
    }

    private RepositoryBranch target() {
        return new RepositoryBranch(settings.id(), settings.branch());
    }

    private static Deadline soon() {
        return Deadline.in(Duration.ofMinutes(1));
    }
}
