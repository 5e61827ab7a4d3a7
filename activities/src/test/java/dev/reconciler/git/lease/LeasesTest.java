package dev.reconciler.git.lease;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.reconciler.git.error.LeaseHeldException;
import dev.reconciler.git.fixture.NativeGit;
import dev.reconciler.git.fixture.TestRepositories;
import dev.reconciler.git.lock.RepositoryLock;
import dev.reconciler.git.repository.DataRepository;
import dev.reconciler.git.repository.RepositorySettings;
import dev.reconciler.model.BranchName;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Iterator;
import java.util.List;
import org.eclipse.jgit.lib.ObjectId;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LeasesTest {
    private static final Duration TTL = Duration.ofSeconds(30);
    private static final Instant START = Instant.parse("2026-11-27T10:00:00Z");

    @TempDir
    static Path template;

    @TempDir
    Path root;

    private Instant now = START;
    private RepositorySettings settings;
    private DataRepository repository;
    private Leases leases;

    @BeforeAll
    static void makeTemplate() {
        NativeGit.init(template.resolve("data")).commit("file", "text");
    }

    @BeforeEach
    void open() throws IOException {
        TestRepositories.copy(template.resolve("data"), root.resolve("data"));
        settings = TestRepositories.settings(root.resolve("data"), root.resolve("remote.git"));
        repository = DataRepository.open(settings).orElseThrow();
        leases = new Leases(repository, () -> now);
    }

    @AfterEach
    void close() {
        repository.close();
    }

    @Test
    void oneAtATimeHoldsARepository() throws IOException {
        GivenLease mine = take("app");

        assertThat(mine.expiresAt()).isEqualTo(START.plus(TTL));
        assertThat(leases.take("other", TTL)).isEqualTo(new HeldLease("app", mine.fence(), mine.expiresAt()));
        assertThat(leases.current()).contains(new HeldLease("app", mine.fence(), mine.expiresAt()));
    }

    @Test
    void aReleasedLeaseMakesRoomForTheNextWithAGreaterNumber() throws IOException {
        GivenLease first = take("app");

        assertThat(leases.release(first.id(), "app")).isTrue();
        assertThat(leases.current()).isEmpty();
        assertThat(leases.release(first.id(), "app")).isFalse();
        assertThat(take("other").fence()).isGreaterThan(first.fence());
    }

    @Test
    void aLeaseEndsByItselfAndItsNumberStays() throws IOException {
        GivenLease first = take("app");
        now = first.expiresAt();

        assertThat(leases.current()).isEmpty();
        assertThat(leases.renew(first.id(), "app", TTL)).isEmpty();
        assertThat(leases.release(first.id(), "app")).isFalse();
        assertThat(take("app").fence()).isGreaterThan(first.fence());
    }

    @Test
    void anotherProcessHonoursIt() throws IOException {
        GivenLease mine = take("app");
        try (DataRepository opened = DataRepository.open(settings).orElseThrow()) {
            Leases others = new Leases(opened, () -> now);

            assertThat(others.take("other", TTL)).isInstanceOf(HeldLease.class);
            assertThat(others.renew(mine.id(), "app", TTL)).isPresent();
        }
    }

    @Test
    void aLinkedWorkTreeHasTheLeaseOfItsRepository() throws IOException {
        NativeGit.in(settings.path()).run("worktree", "add", "-q", "-b", "other", root.resolve("linked") + "");
        take("app");
        RepositorySettings linked = TestRepositories.settings(root.resolve("linked"), root.resolve("remote.git"));
        try (DataRepository opened = DataRepository.open(linked).orElseThrow()) {
            assertThat(new Leases(opened, () -> now).take("other", TTL)).isInstanceOf(HeldLease.class);
        }
    }

    @Test
    void aRenewedLeaseEndsAnHourAfterItWasTakenAtTheLatest() throws IOException {
        GivenLease mine = take("app");
        Instant end = mine.expiresAt();
        while (end.isBefore(START.plus(Leases.LONGEST_WITH_RENEWALS))) {
            now = end.minusSeconds(1);
            GivenLease longer = leases.renew(mine.id(), "app", Leases.LONGEST).orElseThrow();
            assertThat(longer.id()).isEqualTo(mine.id());
            assertThat(longer.fence()).isEqualTo(mine.fence());
            assertThat(longer.expiresAt()).isAfter(end);
            end = longer.expiresAt();
        }

        assertThat(end).isEqualTo(START.plus(Leases.LONGEST_WITH_RENEWALS));
        now = end;
        assertThat(leases.renew(mine.id(), "app", TTL)).isEmpty();
    }

    @Test
    void nobodyElseRenewsOrReleasesIt() throws IOException {
        GivenLease mine = take("app");

        assertThat(leases.renew(mine.id(), "other", TTL)).isEmpty();
        assertThat(leases.release(mine.id(), "other")).isFalse();
        assertThat(leases.renew(LeaseId.makeRandom(), "app", TTL)).isEmpty();
        assertThat(leases.release("", "app")).isFalse();
        assertThat(leases.current()).isPresent();
    }

    @Test
    void theIdIsNotOnTheDiskAndInNoText() throws IOException {
        GivenLease mine = take("app");

        assertThat(mine.id()).matches("[0-9a-f]{32}");
        assertThat(noteFile()).content().doesNotContain(mine.id()).contains(LeaseId.hash(mine.id()));
        assertThat(mine.toString()).doesNotContain(mine.id());
    }

    @Test
    void aRunThatReplaysForLongCostsNoLease() throws IOException {
        GivenLease mine = take("app");
        try (RepositoryLock lock = repository.lock();
                DataRepository opened = DataRepository.open(settings).orElseThrow()) {
            Leases others = new Leases(opened, () -> now);
            now = START.plusSeconds(29);

            assertThat(others.renew(mine.id(), "app", TTL)).isPresent();
            refuseMoveUnderLock();
            assertThat(others.release(mine.id(), "app")).isTrue();
            new WaitingMove(repository, () -> now).takeTurn();
        }
    }

    @Test
    void aRenewalThatComesToTheDiskTooLateIsNone() throws IOException {
        GivenLease mine = take("app");
        Iterator<Instant> clock =
                List.of(START.plusSeconds(29), START.plusSeconds(30)).iterator();

        assertThat(new Leases(repository, clock::next).renew(mine.id(), "app", TTL))
                .isEmpty();
        now = START.plusSeconds(30);
        assertThat(leases.current()).isEmpty();
    }

    @Test
    void aRenewalOfALeaseThatIsOverMakesTheNextOneNoLonger() throws IOException {
        GivenLease first = take("app");
        leases.renew(first.id(), "app", Leases.LONGEST);
        assertThat(noteFile().resolveSibling("lease." + first.fence())).exists();
        leases.release(first.id(), "app");
        GivenLease second = take("app");

        assertThat(noteFile().resolveSibling("lease." + first.fence())).doesNotExist();
        assertThat(leases.current()).map(HeldLease::expiresAt).contains(second.expiresAt());
    }

    @Test
    void theNotesOfABranchThatIsNamedLikeALeaseStay() throws IOException {
        leases.release(take("app").id(), "app");
        for (String note : List.of("lease.agreed", "lease.reload", "lease.7.agreed", "lease.waits.agreed")) {
            Files.writeString(noteFile().resolveSibling(note), "of a branch");
        }
        take("app");

        for (String note : List.of("lease.agreed", "lease.reload", "lease.7.agreed", "lease.waits.agreed")) {
            assertThat(noteFile().resolveSibling(note)).hasContent("of a branch");
        }
    }

    @Test
    void aClockThatIsSetBackAfterTheReleaseHoldsNothing() throws IOException {
        GivenLease mine = take("app");
        leases.release(mine.id(), "app");
        now = START.minus(Duration.ofDays(1));

        assertThat(leases.current()).isEmpty();
    }

    @Test
    void aClockThatIsSetBackCostsTheTimeOfTheLeaseAtMost() throws IOException {
        GivenLease mine = take("app");
        now = START.minus(Duration.ofDays(400));

        assertThat(leases.current()).map(HeldLease::expiresAt).contains(now.plus(TTL));
        refuseMove();
        now = now.plus(TTL);
        assertThat(leases.current()).isEmpty();
        assertThat(leases.renew(mine.id(), "app", TTL)).isEmpty();
        new WaitingMove(repository, () -> now).takeTurn();
    }

    @Test
    void aClockThatIsSetBackMakesTheHourNoLonger() throws IOException {
        GivenLease mine = take("app");
        now = START.plusSeconds(29);
        leases.renew(mine.id(), "app", TTL);
        Instant earlier = START.minus(Duration.ofDays(1));
        Instant longest = earlier.minusSeconds(29).plus(Leases.LONGEST_WITH_RENEWALS);
        Instant end = earlier;
        for (Instant each = earlier;
                !end.isBefore(each) && !end.equals(longest);
                each = each.plus(Leases.LONGEST.dividedBy(2))) {
            now = each;
            end = leases.renew(mine.id(), "app", Leases.LONGEST).orElseThrow().expiresAt();
        }

        assertThat(end).isEqualTo(longest);
    }

    @Test
    void aMoveThatWaitsGoesBeforeTheNextLease() throws IOException {
        GivenLease mine = take("app");
        refuseMove();
        leases.release(mine.id(), "app");

        assertThat(leases.take("app", TTL)).isInstanceOf(MoveGoesFirst.class);
        new WaitingMove(repository, () -> now).takeTurn();
        assertThat(leases.take("app", TTL)).isInstanceOf(GivenLease.class);
    }

    @Test
    void aMoveOfARunThatWasKilledHoldsUpLeasesForAMinute() throws IOException {
        GivenLease mine = take("app");
        refuseMove();
        leases.release(mine.id(), "app");
        now = START.plusSeconds(59);
        assertThat(leases.take("app", TTL)).isInstanceOf(MoveGoesFirst.class);
        now = START.plusSeconds(60);

        assertThat(leases.take("app", TTL)).isInstanceOf(GivenLease.class);
    }

    @Test
    void aMoveOfAnotherBranchOfTheRepositoryGoesFirstToo() throws IOException {
        GivenLease mine = take("app");
        try (DataRepository other = DataRepository.open(withBranch("feature/x")).orElseThrow()) {
            assertThatThrownBy(() -> refuseMoveOf(other)).isInstanceOf(LeaseHeldException.class);
        }
        leases.release(mine.id(), "app");
        new WaitingMove(repository, () -> now).forget();

        assertThat(leases.take("app", TTL)).isEqualTo(new MoveGoesFirst("a move of a run waits (feature%2Fx.waits)"));
    }

    @Test
    void noLeaseIsGivenInTheMiddleOfAMoveThatWasInterrupted() throws IOException {
        ObjectId commit = repository.local();
        try (RepositoryLock lock = repository.lock()) {
            repository.refs().swap("refs/reconciler/main/move/to", ObjectId.zeroId(), commit, "move noted");
        }

        assertThat(leases.take("app", TTL)).isInstanceOf(MoveGoesFirst.class);
    }

    @Test
    void theRefusalNamesHolderAndEnd() throws IOException {
        GivenLease mine = take("app");

        assertThatThrownBy(() -> refuseMoveOf(repository)).isInstanceOfSatisfying(LeaseHeldException.class, held -> {
            assertThat(held.holder()).isEqualTo("app");
            assertThat(held.expiresAt()).isEqualTo(mine.expiresAt());
            assertThat(held).hasMessageContaining("lease of app").hasMessageContaining("2026-11-27T10:00:30Z");
        });
    }

    @Test
    void aCloneThatIsMadeAnewGoesOnAboveTheNumbersBefore() throws IOException {
        GivenLease first = take("app");
        Files.delete(noteFile());
        now = now.plusSeconds(1);

        assertThat(take("app").fence()).isGreaterThan(first.fence());
    }

    @Test
    void whatIsNoNoteOfOursIsNoLease() throws IOException {
        Files.createDirectories(noteFile().resolveSibling("."));
        for (String text : new String[] {"", "\0\0\0", "fence x\n", "fence 7\nsha256 ab\n", "fence 7\nfence 7\n"}) {
            Files.writeString(noteFile(), text);

            assertThat(leases.current()).as(text).isEmpty();
            GivenLease given = take("app");
            assertThat(leases.release(given.id(), "app")).isTrue();
        }
    }

    @Test
    void aNameOrTimeThatIsNoneIsRefusedBeforeAnythingIsWritten() {
        for (String name : new String[] {"", " ", "a\nholder x", "x".repeat(201)}) {
            assertThatIllegalArgumentException().isThrownBy(() -> leases.take(name, TTL));
        }
        for (Duration ttl : new Duration[] {Duration.ZERO, Duration.ofSeconds(-1), Duration.ofSeconds(601)}) {
            assertThatIllegalArgumentException().isThrownBy(() -> leases.take("app", ttl));
        }
        assertThat(noteFile()).doesNotExist();
    }

    private GivenLease take(String holder) throws IOException {
        LeaseAnswer answer = leases.take(holder, TTL);
        assertThat(answer).isInstanceOf(GivenLease.class);
        return (GivenLease) answer;
    }

    private void refuseMoveUnderLock() {
        assertThatThrownBy(() -> new WaitingMove(repository, () -> now).takeTurn())
                .isInstanceOf(LeaseHeldException.class);
    }

    private void refuseMove() {
        assertThatThrownBy(() -> refuseMoveOf(repository)).isInstanceOf(LeaseHeldException.class);
    }

    private void refuseMoveOf(DataRepository moved) throws IOException {
        try (RepositoryLock lock = moved.lock()) {
            new WaitingMove(moved, () -> now).takeTurn();
        }
    }

    private RepositorySettings withBranch(String branch) {
        return new RepositorySettings(
                settings.id(),
                settings.path(),
                settings.remoteUrl(),
                settings.remoteName(),
                new BranchName(branch),
                settings.bare(),
                settings.credentials(),
                settings.identity());
    }

    private Path noteFile() {
        return repository.directory().commonDir().resolve("reconciler/lease");
    }
}
