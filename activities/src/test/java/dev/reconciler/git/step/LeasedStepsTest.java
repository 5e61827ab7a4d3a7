package dev.reconciler.git.step;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.reconciler.contract.MoveAnswer.MoveStatus;
import dev.reconciler.contract.MoveRequest;
import dev.reconciler.contract.PushRequest;
import dev.reconciler.contract.RemoteState;
import dev.reconciler.contract.ReplayRequest;
import dev.reconciler.git.error.LeaseHeldException;
import dev.reconciler.git.error.RefusedException;
import dev.reconciler.git.history.CommitIds;
import dev.reconciler.git.lease.GivenLease;
import dev.reconciler.git.lease.Leases;
import dev.reconciler.git.lease.MoveGoesFirst;
import dev.reconciler.git.repository.DataRepository;
import dev.reconciler.git.repository.RepositorySettings;
import dev.reconciler.model.BranchName;
import dev.reconciler.model.CommitId;
import dev.reconciler.model.UtcName;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import org.eclipse.jgit.lib.ObjectId;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a run does, and does not, while an application holds a lease. */
@Tag("slow")
class LeasedStepsTest {
    private static final Duration TTL = Duration.ofMinutes(5);
    private static final UtcName NAME = new UtcName("2026-11-27T10-00-00Z");
    private static final String DATA = "data";

    @TempDir
    Path root;

    private StepFixture sides;
    private Leases leases;

    @BeforeEach
    void open() throws IOException {
        sides = new StepFixture(root);
        sides.commitRemotely(DATA, "1\n2\n3\n4\n5\n");
        sides.git().run("pull", "-q", "--ff-only");
        leases = Leases.of(sides.repository());
    }

    @AfterEach
    void close() {
        sides.close();
    }

    /** The application writes what it has read, with its own line changed: whatever came between is gone. */
    @Test
    void withoutALeaseACommitUndoesTheRemotesChangeAndGitSaysNothing() throws IOException {
        String read = Files.readString(file());
        ObjectId theirs = sides.commitRemotely(DATA, "one\n2\n3\n4\n5\n");

        followRemote(theirs);
        commitLastLine(read);

        assertThat(sides.git().run("show", "main:" + DATA)).isEqualTo("1\n2\n3\n4\nfive");
        assertThat(sides.git().run("merge-base", "main", theirs.name())).isEqualTo(theirs.name());
    }

    @Test
    void underALeaseBothChangesStay() throws IOException {
        GivenLease lease = takeLease();
        String read = Files.readString(file());
        ObjectId theirs = sides.commitRemotely(DATA, "one\n2\n3\n4\n5\n");

        assertThatThrownBy(() -> followRemote(theirs)).isInstanceOf(LeaseHeldException.class);
        commitLastLine(read);
        leases.release(lease.id(), "app");
        replayOnRemote(theirs);

        assertThat(Files.readString(file())).isEqualTo("one\n2\n3\n4\nfive\n");
        assertThat(sides.status()).isEmpty();
    }

    @Test
    void aMoveUnderALeaseChangesNothingAndNamesHolderAndEnd() throws IOException {
        ObjectId theirs = sides.commitRemotely("theirs", "theirs\n");
        sides.fetch();
        GivenLease lease = takeLease();
        String refs = sides.git().refs();

        assertThatThrownBy(() -> moveTo(theirs, NAME))
                .isInstanceOf(LeaseHeldException.class)
                .hasMessageContainingAll("lease of app", lease.expiresAt().toString());

        assertThat(sides.git().refs()).isEqualTo(refs);
        assertThat(root.resolve("data/theirs")).doesNotExist();
        assertThat(sides.status()).isEmpty();
    }

    @Test
    void aBareRepositorysBranchStaysToo() throws IOException {
        sides.git().run("config", "core.bare", "true");
        ObjectId theirs = sides.commitRemotely("theirs", "theirs\n");
        RepositorySettings bare = withBranch(root.resolve("data/.git"), "main");
        try (DataRepository repository = DataRepository.open(bare).orElseThrow()) {
            new FetchStep(bare, false).run(StepFixture.soon());
            Leases.of(repository).take("app", TTL);

            assertThatThrownBy(() -> new MoveStep(false).run(repository, request(theirs, null)))
                    .isInstanceOf(LeaseHeldException.class);
        }
    }

    @Test
    void fetchReplayAndPushGoOn() throws IOException {
        takeLease();
        ObjectId own = sides.git().commit("own", "own\n");
        ObjectId before = sides.git().id("main~1");

        assertThat(fetch().status()).isEqualTo(RemoteState.FetchStatus.DIFFERENT);
        assertThat(replay(own, before)).isNotNull();
        new PushStep().run(sides.repository(), pushRequest(before, own), StepFixture.soon());

        assertThat(sides.remote().id("main")).isEqualTo(own);
    }

    @Test
    void aMoveThatWaitsGoesBeforeTheNextLease() throws IOException {
        ObjectId theirs = sides.commitRemotely("theirs", "theirs\n");
        GivenLease lease = takeLease();
        assertThatThrownBy(() -> followRemote(theirs)).isInstanceOf(LeaseHeldException.class);
        leases.release(lease.id(), "app");

        assertThat(leases.take("app", TTL)).isInstanceOf(MoveGoesFirst.class);
        assertThat(moveTo(theirs, null)).isEqualTo(MoveStatus.DONE);
        assertThat(leases.take("app", TTL)).isInstanceOf(GivenLease.class);
    }

    @Test
    void aMoveThatIsRefusedForGoodLetsTheApplicationMendIt() throws IOException {
        ObjectId theirs = sides.commitRemotely(DATA, "one\n");
        GivenLease lease = takeLease();
        assertThatThrownBy(() -> followRemote(theirs)).isInstanceOf(LeaseHeldException.class);
        Files.writeString(file(), "not committed\n");
        leases.release(lease.id(), "app");

        assertThatThrownBy(() -> moveTo(theirs, null)).isInstanceOf(RefusedException.class);
        assertThat(leases.take("app", TTL)).isInstanceOf(GivenLease.class);
    }

    @Test
    void anApplicationThatFollowsTheRemoteItselfIsHeldUpByNoMove() throws IOException {
        ObjectId theirs = sides.commitRemotely("theirs", "theirs\n");
        GivenLease lease = takeLease();
        assertThatThrownBy(() -> followRemote(theirs)).isInstanceOf(LeaseHeldException.class);
        sides.git().run("merge", "-q", "--ff-only", theirs.name());
        leases.release(lease.id(), "app");
        assertThat(leases.take("app", TTL)).isInstanceOf(MoveGoesFirst.class);

        assertThat(fetch().status()).isEqualTo(RemoteState.FetchStatus.IN_SYNC);
        assertThat(leases.take("app", TTL)).isInstanceOf(GivenLease.class);
    }

    @Test
    void anApplicationThatMergesTheRemoteItselfIsHeldUpByNoMoveOnceThatIsPushed() throws IOException {
        ObjectId theirs = sides.commitRemotely("theirs", "theirs\n");
        GivenLease lease = takeLease();
        assertThatThrownBy(() -> followRemote(theirs)).isInstanceOf(LeaseHeldException.class);
        sides.git().run("merge", "-q", "--ff-only", theirs.name());
        ObjectId own = sides.git().commit("own", "own\n");
        leases.release(lease.id(), "app");

        new PushStep().run(sides.repository(), pushRequest(theirs, own), StepFixture.soon());
        assertThat(leases.take("app", TTL)).isInstanceOf(GivenLease.class);
    }

    @Test
    void aMoveThatAKilledRunNotedIsFinishedAfterTheLease() throws IOException {
        ObjectId theirs = sides.commitRemotely("theirs", "theirs\n");
        sides.fetch();
        GivenLease lease = takeLease();
        sides.git().run("update-ref", "refs/reconciler/main/move/from", "main");
        sides.git().run("update-ref", "refs/reconciler/main/move/to", theirs.name());

        assertThatThrownBy(this::fetch).isInstanceOf(LeaseHeldException.class);
        assertThat(root.resolve("data/theirs")).doesNotExist();
        leases.release(lease.id(), "app");
        assertThat(Objects.requireNonNull(fetch().recovered()).behind()).isEqualTo(1);
        assertThat(root.resolve("data/theirs")).exists();
    }

    @Test
    void aBranchThatIsMissingIsMadeAfterTheLease() throws IOException {
        sides.remote().run("branch", "other", "main");
        RepositorySettings first = withBranch(root.resolve("made.git"), "main");
        RepositorySettings second = withBranch(root.resolve("made.git"), "other");
        new FetchStep(first, false).run(StepFixture.soon());
        try (DataRepository repository = DataRepository.open(first).orElseThrow()) {
            Leases held = Leases.of(repository);
            GivenLease lease = (GivenLease) held.take("app", TTL);

            assertThatThrownBy(() -> new FetchStep(second, false).run(StepFixture.soon()))
                    .isInstanceOf(LeaseHeldException.class);
            assertThat(repository.refs().exists("refs/heads/other")).isFalse();
            held.release(lease.id(), "app");
            new FetchStep(second, false).run(StepFixture.soon());
            assertThat(repository.refs().exists("refs/heads/other")).isTrue();
        }
    }

    private GivenLease takeLease() throws IOException {
        return (GivenLease) leases.take("app", TTL);
    }

    private Path file() {
        return root.resolve("data").resolve(DATA);
    }

    private void commitLastLine(String read) throws IOException {
        Files.writeString(file(), read.replace("5\n", "five\n"));
        sides.git().run("commit", "-q", "-a", "-m", "five");
    }

    private RemoteState fetch() throws IOException {
        return new FetchStep(sides.settings(), false).run(StepFixture.soon());
    }

    private void followRemote(ObjectId remote) throws IOException {
        sides.fetch();
        assertThat(moveTo(remote, null)).isEqualTo(MoveStatus.DONE);
    }

    private MoveStatus moveTo(ObjectId remote, @Nullable UtcName keep) throws IOException {
        return new MoveStep(false)
                .run(sides.repository(), request(remote, keep))
                .status();
    }

    private MoveRequest request(ObjectId remote, @Nullable UtcName keep) {
        CommitId to = CommitIds.of(remote);
        return new MoveRequest(sides.target(), CommitIds.of(sides.git().id("main")), to, to, keep, null);
    }

    private CommitId replay(ObjectId local, ObjectId remote) throws IOException {
        CommitId onto = CommitIds.of(remote);
        ReplayRequest request = new ReplayRequest(
                sides.target(), CommitIds.of(local), onto, onto, Instant.parse("2026-11-27T10:00:00Z"));
        return Objects.requireNonNull(
                new ReplayStep().run(sides.repository(), request).tip());
    }

    private void replayOnRemote(ObjectId remote) throws IOException {
        ObjectId local = sides.git().id("main");
        CommitId tip = replay(local, remote);
        MoveRequest request =
                new MoveRequest(sides.target(), CommitIds.of(local), tip, CommitIds.of(remote), null, Instant.now());
        assertThat(new MoveStep(false).run(sides.repository(), request).status())
                .isEqualTo(MoveStatus.DONE);
    }

    private PushRequest pushRequest(ObjectId expected, ObjectId next) {
        return new PushRequest(
                sides.target(), CommitIds.of(expected), CommitIds.of(next), Duration.ofMinutes(1), null, null);
    }

    private RepositorySettings withBranch(Path path, String branch) {
        RepositorySettings like = sides.settings();
        return new RepositorySettings(
                like.id(),
                path,
                like.remoteUrl(),
                like.remoteName(),
                new BranchName(branch),
                true,
                like.credentials(),
                like.identity());
    }
}
