package dev.reconciler.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.reconciler.model.BranchName;
import dev.reconciler.model.CommitId;
import dev.reconciler.model.Divergence;
import dev.reconciler.model.ErrorType;
import dev.reconciler.model.Outcome;
import dev.reconciler.model.UtcName;
import io.temporal.failure.ApplicationFailure;
import io.temporal.testing.TestActivityEnvironment;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What {@link RepositoryActivities} promises, run over each implementation: the real one on git repositories, and the
 * fake one that the workflow's tests stand on. Each request and answer goes through Temporal's data converter.
 */
public abstract class RepositoryActivitiesContract {
    private static final Duration LIMIT = Duration.ofMinutes(1);

    /** Shorter than the pause before a second attempt. */
    private static final Duration ONE_ATTEMPT = Duration.ofMillis(300);

    private static final Instant REPLAYED_AT = Instant.parse("2026-11-26T10:00:00Z");
    private static final UtcName NAME = new UtcName("2026-11-26T10-00-00Z");
    private static final BranchName CONFLICTS_NAME = new BranchName("conflicts/" + NAME);
    private static final BranchName CONFLICTS_NAME_2 = new BranchName("conflicts/" + NAME + "-2");

    private final List<TestActivityEnvironment> environments = new ArrayList<>();
    private RepositoryFixture sides;
    private RepositoryActivities host;

    /** A fixture of its own for each test, below a folder of its own. */
    protected abstract RepositoryFixture fixture(Path folder) throws Exception;

    @BeforeEach
    void serve(@TempDir Path folder) throws Exception {
        sides = fixture(folder);
        host = serve(sides.host());
    }

    private RepositoryActivities serve(RepositoryActivities implementation) {
        TestActivityEnvironment environment = TestActivityEnvironment.newInstance();
        environments.add(environment);
        environment.registerActivitiesImplementations(implementation);
        return environment.newActivityStub(RepositoryActivities.class);
    }

    @AfterEach
    void stop() {
        environments.forEach(TestActivityEnvironment::close);
        sides.close();
    }

    // The requests.

    private RemoteState fetch() {
        return host.fetch(new FetchRequest(sides.target(), LIMIT));
    }

    private Classification classify(CommitId local, CommitId remote) {
        return host.classify(new ClassifyRequest(sides.target(), local, remote));
    }

    private Classification classify() {
        return classify(sides.local(), sides.remote());
    }

    private ReplayAnswer replay(CommitId onto) {
        return host.replay(new ReplayRequest(sides.target(), sides.local(), sides.remote(), onto, REPLAYED_AT));
    }

    /** Replays onto the remote what must not conflict. */
    private CommitId replayed() {
        return Objects.requireNonNull(replay(sides.remote()).tip());
    }

    private MoveRequest move(CommitId from, CommitId to) {
        return new MoveRequest(sides.target(), from, to, sides.remote(), null, null);
    }

    private MoveRequest moveKeeping(CommitId from, CommitId to) {
        return new MoveRequest(sides.target(), from, to, sides.remote(), NAME, null);
    }

    private MoveRequest moveToReplay(CommitId from, CommitId to) {
        return new MoveRequest(sides.target(), from, to, sides.remote(), null, REPLAYED_AT);
    }

    private PushRequest push(CommitId expected, CommitId next) {
        return new PushRequest(sides.target(), expected, next, LIMIT);
    }

    private PreserveRequest preserve(CommitId commit, @Nullable PreservedConflict earlier) {
        return new PreserveRequest(sides.target(), commit, sides.local(), sides.remote(), NAME, earlier, LIMIT);
    }

    private PreservedConflict preserved() {
        return host.preserve(preserve(sides.local(), null)).preserved();
    }

    private VerifyRequest verify(PreservedConflict preserved) {
        return new VerifyRequest(sides.target(), preserved, LIMIT);
    }

    private ReloadRequest reload() {
        return new ReloadRequest(sides.target(), sides.local(), Outcome.FAST_FORWARDED);
    }

    /** Both sides come to hold a change that the remote then takes back. */
    private void dropAfterBothHeld(String change) {
        sides.commitRemotely(change);
        fetch();
        host.advance(move(sides.local(), sides.remote()));
        sides.takeBackRemotely(change);
        fetch();
    }

    // Fetch.

    @Test
    void aFetchOfEqualSidesFindsThemInSync() {
        assertThat(fetch())
                .isEqualTo(
                        new RemoteState(RemoteState.FetchStatus.IN_SYNC, sides.local(), sides.remote(), 0, 0, false));
    }

    @Test
    void aFetchOfDifferentSidesNamesBothCommitsAndMovesNoBranch() {
        CommitId before = sides.local();
        sides.commitRemotely("r");

        assertThat(fetch())
                .isEqualTo(new RemoteState(RemoteState.FetchStatus.DIFFERENT, before, sides.remote(), 0, 0, false))
                .isEqualTo(fetch());
        assertThat(sides.local()).isEqualTo(before);
    }

    @Test
    void aFetchWithoutACloneMakesItAtTheRemotesCommit() {
        sides.commitRemotely("r");
        sides.removeClone();

        assertThat(fetch())
                .isEqualTo(new RemoteState(RemoteState.FetchStatus.CLONED, null, sides.remote(), 2, 0, false));
        assertThat(sides.local()).isEqualTo(sides.remote());
        assertThat(fetch().status()).isEqualTo(RemoteState.FetchStatus.IN_SYNC);
    }

    // Classify.

    @Test
    void equalCommitsAreUpToDate() {
        fetch();

        assertThat(classify()).isEqualTo(new Classification(Divergence.UP_TO_DATE, 0, 0, 0, 0, sides.local()));
    }

    @Test
    void commitsOfTheRemoteAreCountedAsBehind() {
        sides.commitRemotely("r1");
        sides.commitRemotely("r2");
        fetch();

        assertThat(classify()).isEqualTo(new Classification(Divergence.BEHIND, 0, 2, 0, 0, sides.local()));
    }

    @Test
    void commitsOfLocalAreCountedAsAheadAndOwn() {
        sides.commitLocally("l1");
        sides.commitLocally("l2");
        fetch();

        assertThat(classify()).isEqualTo(new Classification(Divergence.AHEAD, 2, 0, 2, 0, sides.remote()));
    }

    @Test
    void commitsOfBothSidesAreCountedFromTheirMergeBase() {
        CommitId base = sides.local();
        sides.commitLocally("l");
        sides.commitRemotely("r1");
        sides.commitRemotely("r2");
        fetch();

        assertThat(classify())
                .isEqualTo(new Classification(Divergence.DIVERGED, 1, 2, 1, 0, base))
                .isEqualTo(classify());
    }

    @Test
    void whatBothSidesHeldAndTheRemoteTookBackIsDropped() {
        CommitId base = sides.local();
        dropAfterBothHeld("d");
        sides.commitLocally("l");
        sides.commitRemotely("r");
        fetch();

        assertThat(classify()).isEqualTo(new Classification(Divergence.REWOUND, 2, 1, 1, 1, base));
    }

    /** A fake that remembered moves and pushes only took the drop after a clone for the application's own commit. */
    @Test
    void whatAFirstCloneHeldAndTheRemoteTookBackIsDropped() {
        sides.commitRemotely("d");
        sides.removeClone();
        fetch();
        sides.takeBackRemotely("d");
        fetch();

        assertThat(classify().divergence()).isEqualTo(Divergence.REWOUND);
        assertThat(classify().dropped()).isEqualTo(1);
    }

    /** The application itself took the commit over; only a fetch saw that the remote had it. */
    @Test
    void whatTheRemoteWasSeenToHoldIsDroppedOnceItIsTakenBack() {
        sides.commitRemotely("d");
        fetch();
        sides.takeOverLocally("d");
        sides.takeBackRemotely("d");

        assertThat(classify().divergence()).isEqualTo(Divergence.REWOUND);
    }

    @Test
    void whatWasPushedAndTheRemoteTookBackIsDropped() {
        sides.commitLocally("l");
        fetch();
        host.push(push(sides.remote(), sides.local()));
        sides.takeBackRemotely("l");
        fetch();

        assertThat(classify().divergence()).isEqualTo(Divergence.REWOUND);
    }

    @Test
    void anotherHistoryInThePlaceOfWhatBothSidesHeldIsARewriteWithoutAMergeBase() {
        fetch();
        sides.commitLocally("l");
        sides.replaceRemoteHistory();
        fetch();

        assertThat(classify()).isEqualTo(new Classification(Divergence.REWOUND, 2, 1, 1, 1, null));
    }

    @Test
    void aLocalHistoryThatSharesNothingWithTheRemoteIsRefused() {
        sides.replaceLocalHistory();
        fetch();

        assertRefused(ErrorType.UNRELATED_HISTORIES, this::classify);
    }

    // Replay.

    @Test
    void aReplayWritesTheOwnCommitsOnTopOfTheRemoteAndMovesNoBranch() {
        sides.commitLocally("l");
        sides.commitRemotely("r");
        fetch();
        CommitId before = sides.local();

        ReplayAnswer answer = replay(sides.remote());

        assertThat(answer).isEqualTo(new ReplayAnswer(ReplayAnswer.ReplayStatus.REPLAYED, answer.tip(), 1, false, ""));
        assertThat(sides.local()).isEqualTo(before);
        host.advance(moveToReplay(before, answer.tip()));
        assertThat(classify()).isEqualTo(new Classification(Divergence.AHEAD, 1, 0, 1, 0, sides.remote()));
    }

    @Test
    void theSameReplayGivesTheSameCommits() {
        sides.commitLocally("l");
        sides.commitRemotely("r");
        fetch();

        assertThat(replay(sides.remote())).isEqualTo(replay(sides.remote()));
    }

    @Test
    void aReplayWithNothingToReplayEndsWhereItStarts() {
        sides.commitRemotely("r");
        fetch();

        assertThat(replay(sides.remote()))
                .isEqualTo(new ReplayAnswer(ReplayAnswer.ReplayStatus.REPLAYED, sides.remote(), 0, false, ""));
    }

    @Test
    void aReplayLeavesTheDroppedCommitsOut() {
        dropAfterBothHeld("d");
        sides.commitLocally("l");
        sides.commitRemotely("r");
        fetch();

        ReplayAnswer answer = replay(sides.remote());

        assertThat(answer.replayed()).isEqualTo(1);
        host.advance(moveToReplay(sides.local(), answer.tip()));
        assertThat(classify()).isEqualTo(new Classification(Divergence.AHEAD, 1, 0, 1, 0, sides.remote()));
    }

    @Test
    void aReplayOntoTheMergeBaseHasTheOwnCommitsAndNothingOfTheRemote() {
        CommitId base = sides.local();
        dropAfterBothHeld("d");
        sides.commitLocally("l");
        sides.commitRemotely("r");
        fetch();

        ReplayAnswer answer = replay(base);

        assertThat(answer.replayed()).isEqualTo(1);
        host.advance(moveToReplay(sides.local(), answer.tip()));
        assertThat(classify(answer.tip(), base)).isEqualTo(new Classification(Divergence.AHEAD, 1, 0, 1, 0, base));
    }

    @Test
    void aConflictIsAnAnswerThatSaysWhereAndMovesNothing() {
        sides.commitConflicting();
        fetch();
        CommitId before = sides.local();

        ReplayAnswer answer = replay(sides.remote());

        assertThat(answer)
                .isEqualTo(new ReplayAnswer(ReplayAnswer.ReplayStatus.CONFLICT, null, 0, false, answer.detail()));
        assertThat(answer.detail()).contains("file.txt");
        assertThat(sides.local()).isEqualTo(before);
    }

    @Test
    void aMergeThatWasResolvedByHandAsksForTheOriginalToBeKept() {
        sides.commitMergeResolvedByHand();
        sides.commitRemotely("r");
        fetch();

        assertThat(replay(sides.remote()).keepOriginal()).isTrue();
    }

    // Advance and Adopt.

    @Test
    void aMoveThatIsRepeatedGivesTheSameAnswer() {
        sides.commitRemotely("r");
        fetch();
        MoveRequest forward = move(sides.local(), sides.remote());

        assertThat(host.advance(forward))
                .isEqualTo(new MoveAnswer(MoveAnswer.MoveStatus.DONE, sides.remote(), null, false))
                .isEqualTo(host.advance(forward));
        assertThat(sides.local()).isEqualTo(sides.remote());
    }

    /** A fake that looked for the very target answered MOVED, as if the first attempt had not been. */
    @Test
    void aMoveThatIsRepeatedAfterTheApplicationCommittedOnTopIsDoneAndTakesNothingBack() {
        sides.commitRemotely("r");
        fetch();
        MoveRequest forward = move(sides.local(), sides.remote());
        host.advance(forward);
        sides.commitLocally("on-top");
        CommitId onTop = sides.local();

        assertThat(host.advance(forward).status()).isEqualTo(MoveAnswer.MoveStatus.DONE);
        assertThat(sides.local()).isEqualTo(onTop);
    }

    @Test
    void aMoveFromWhereTheBranchIsNoLongerChangesNothing() {
        sides.commitRemotely("r");
        fetch();
        MoveRequest forward = moveKeeping(sides.local(), sides.remote());
        sides.commitLocally("meanwhile");
        CommitId now = sides.local();

        assertThat(host.advance(forward)).isEqualTo(new MoveAnswer(MoveAnswer.MoveStatus.MOVED, now, null, false));
        assertThat(host.adopt(forward)).isEqualTo(new MoveAnswer(MoveAnswer.MoveStatus.MOVED, now, null, false));
        assertThat(sides.local()).isEqualTo(now);
        assertThat(sides.kept()).isEmpty();
    }

    /** A fake that never replayed them made the workflow look again where the real host has moved already. */
    @Test
    void aMoveOntoAReplayTakesTheCommitsAlongThatWereMadeMeanwhile() {
        sides.commitLocally("l");
        sides.commitRemotely("r");
        fetch();
        MoveRequest onto = moveToReplay(sides.local(), replayed());
        sides.commitLocally("meanwhile");

        MoveAnswer answer = host.advance(onto);

        assertThat(answer).isEqualTo(new MoveAnswer(MoveAnswer.MoveStatus.DONE, sides.local(), null, false));
        assertThat(answer.now()).isNotEqualTo(onto.to());
        assertThat(classify()).isEqualTo(new Classification(Divergence.AHEAD, 2, 0, 2, 0, sides.remote()));
    }

    @Test
    void aMoveOntoAReplayIsMovedWhereTheCommitsThatWereMadeMeanwhileConflict() {
        sides.commitLocally("l");
        CommitId from = sides.local();
        sides.commitConflicting();
        CommitId now = sides.local();
        fetch();
        ReplayRequest ofBefore = new ReplayRequest(sides.target(), from, sides.remote(), sides.remote(), REPLAYED_AT);
        CommitId tip = Objects.requireNonNull(host.replay(ofBefore).tip());

        assertThat(host.advance(moveToReplay(from, tip)))
                .isEqualTo(new MoveAnswer(MoveAnswer.MoveStatus.MOVED, now, null, false));
        assertThat(sides.local()).isEqualTo(now);
    }

    /** A fake that kept at every call had two refs where the real host has one. */
    @Test
    void aMoveKeepsWhatTheBranchHeldOnceHoweverOftenItIsRepeated() {
        dropAfterBothHeld("d");
        CommitId from = sides.local();
        MoveRequest back = moveKeeping(from, sides.remote());

        assertThat(host.adopt(back))
                .isEqualTo(new MoveAnswer(MoveAnswer.MoveStatus.DONE, sides.remote(), "refs/rewound/" + NAME, false))
                .isEqualTo(host.adopt(back));
        assertThat(sides.kept()).isEqualTo(Map.of("refs/rewound/" + NAME, from));
    }

    /** A fake that took the name as it came would have let go of what the ref held. */
    @Test
    void aMoveKeepsUnderTheNextNameWhereTheNameIsTaken() {
        dropAfterBothHeld("d1");
        CommitId first = sides.local();
        host.advance(moveKeeping(first, sides.remote()));
        dropAfterBothHeld("d2");
        CommitId second = sides.local();

        assertThat(host.advance(moveKeeping(second, sides.remote())).keptRef())
                .isEqualTo("refs/rewound/" + NAME + "-2");
        assertThat(sides.kept())
                .isEqualTo(Map.of("refs/rewound/" + NAME, first, "refs/rewound/" + NAME + "-2", second));
    }

    // Push.

    @Test
    void aPushThatIsRepeatedGivesTheSameAnswer() {
        sides.commitLocally("l");
        fetch();
        PushRequest push = push(sides.remote(), sides.local());

        assertThat(host.push(push))
                .isEqualTo(new PushAnswer(PushAnswer.PushStatus.DONE, 0))
                .isEqualTo(host.push(push));
        assertThat(sides.remote()).isEqualTo(sides.local());
    }

    @Test
    void aPushFromWhereTheRemoteIsNoLongerChangesNothing() {
        sides.commitLocally("l");
        fetch();
        PushRequest push = push(sides.remote(), sides.local());
        sides.commitRemotely("r");
        CommitId theirs = sides.remote();

        assertThat(host.push(push)).isEqualTo(new PushAnswer(PushAnswer.PushStatus.MOVED, 0));
        assertThat(sides.remote()).isEqualTo(theirs);
    }

    /** A fake that forced the push let the workflow overwrite the other host's commit. */
    @Test
    void aPushThatWouldTakeACommitOfTheRemoteBackChangesNothing() {
        sides.commitLocally("l");
        sides.commitRemotely("r");
        fetch();
        CommitId theirs = sides.remote();

        assertThat(host.push(push(theirs, sides.local()))).isEqualTo(new PushAnswer(PushAnswer.PushStatus.MOVED, 0));
        assertThat(sides.remote()).isEqualTo(theirs);
    }

    // Preserve and Verify.

    @Test
    void whatIsPreservedTwiceIsOnOneBranch() {
        sides.commitConflicting();
        fetch();
        PreserveRequest request = preserve(sides.local(), null);

        assertThat(host.preserve(request))
                .isEqualTo(new PreserveAnswer(new PreservedConflict(CONFLICTS_NAME, sides.local()), 0))
                .isEqualTo(host.preserve(request));
        assertThat(sides.conflicts()).isEqualTo(Map.of(CONFLICTS_NAME, sides.local()));
    }

    /** A fake that took the name as it came overwrote what another run had preserved under it. */
    @Test
    void whereTheNameIsTakenTheNextOneIsUsed() {
        sides.commitConflicting();
        fetch();
        CommitId first = sides.local();
        preserved();
        sides.commitLocally("more");

        assertThat(preserved()).isEqualTo(new PreservedConflict(CONFLICTS_NAME_2, sides.local()));
        assertThat(sides.conflicts()).isEqualTo(Map.of(CONFLICTS_NAME, first, CONFLICTS_NAME_2, sides.local()));
    }

    @Test
    void whatThisRunPreservedBeforeIsMovedForward() {
        sides.commitConflicting();
        fetch();
        PreservedConflict earlier = preserved();
        sides.commitLocally("more");

        assertThat(host.preserve(preserve(sides.local(), earlier)).preserved())
                .isEqualTo(new PreservedConflict(CONFLICTS_NAME, sides.local()));
        assertThat(sides.conflicts()).isEqualTo(Map.of(CONFLICTS_NAME, sides.local()));
    }

    /** A fake that moved the branch wherever it was asked to let go of the commits that were safe there only. */
    @Test
    void whatThisRunPreservedBeforeStaysWhereTheNewCommitDoesNotHaveIt() {
        CommitId base = sides.local();
        sides.commitConflicting();
        fetch();
        PreservedConflict earlier = preserved();

        PreservedConflict other = host.preserve(preserve(base, earlier)).preserved();

        assertThat(other).isEqualTo(new PreservedConflict(CONFLICTS_NAME_2, base));
        assertThat(sides.conflicts()).containsEntry(earlier.branch(), earlier.commit());
    }

    @Test
    void whatThisRunPreservedBeforeIsPreservedAnewWhereTheRemoteLostIt() {
        sides.commitConflicting();
        fetch();
        PreservedConflict earlier = preserved();
        sides.removeConflicts();

        assertThat(host.preserve(preserve(sides.local(), earlier)).preserved()).isEqualTo(earlier);
        assertThat(sides.conflicts()).isEqualTo(Map.of(CONFLICTS_NAME, sides.local()));
    }

    @Test
    void aMoveThatWouldBeRefusedIsRefusedBeforeAnythingIsPreserved() {
        sides.commitConflicting();
        sides.commitRemotely("r");
        fetch();
        sides.putFileInTheWayOf("r");

        assertRefused(ErrorType.WORK_TREE_DIRTY, this::preserved);
        assertThat(sides.conflicts()).isEmpty();
        assertRefused(ErrorType.WORK_TREE_DIRTY, () -> host.adopt(move(sides.local(), sides.remote())));
    }

    @Test
    void whatTheRemoteHoldsIsVerifiedUntilItIsGone() {
        sides.commitConflicting();
        fetch();
        PreservedConflict preserved = preserved();

        assertThat(host.verify(verify(preserved))).isEqualTo(new VerifyAnswer(true, 0));
        assertThat(host.verify(verify(new PreservedConflict(preserved.branch(), sides.remote()))))
                .isEqualTo(new VerifyAnswer(false, 0));
        sides.removeConflicts();
        assertThat(host.verify(verify(preserved))).isEqualTo(new VerifyAnswer(false, 0));
    }

    // Reload.

    /** A fake that said so at the move only hid from the workflow what an earlier run still owed. */
    @Test
    void aMoveIsOwedToTheApplicationUntilItAnswers() {
        host = serve(sides.hostWithApplication());
        sides.commitRemotely("r");
        fetch();

        assertThat(host.advance(move(sides.local(), sides.remote())).reloadOwed())
                .isTrue();
        sides.failNextReload();
        assertThat(host.reload(reload()).answered()).isFalse();
        assertThat(fetch().reloadOwed()).isTrue();
        assertThat(host.reload(reload()).answered()).isTrue();
        assertThat(sides.reloads()).isEqualTo(1);
        assertThat(fetch().reloadOwed()).isFalse();
    }

    @Test
    void aFirstCloneIsOwedToTheApplication() {
        host = serve(sides.hostWithApplication());
        sides.removeClone();

        assertThat(fetch().reloadOwed()).isTrue();
        assertThat(fetch().reloadOwed()).isTrue();
    }

    @Test
    void anApplicationThatDoesNotWantToBeToldIsToldByNobody() {
        sides.commitRemotely("r");
        fetch();
        host.advance(move(sides.local(), sides.remote()));

        assertThat(host.reload(reload()).answered()).isTrue();
        assertThat(sides.reloads()).isZero();
    }

    // Failures.

    @Test
    void aRemoteThatIsAwayIsSaidWithTheAttemptsAndTheLocalCommitAndNothingIsChanged() {
        sides.commitConflicting();
        fetch();
        PreservedConflict preserved = new PreservedConflict(CONFLICTS_NAME, sides.local());
        CommitId local = sides.local();
        CommitId remote = sides.remote();
        RepositoryActivities cutOff = serve(sides.hostWithoutRemote());

        Stream.<Supplier<Object>>of(
                        () -> cutOff.fetch(new FetchRequest(sides.target(), ONE_ATTEMPT)),
                        () -> cutOff.push(new PushRequest(sides.target(), remote, local, ONE_ATTEMPT)),
                        () -> cutOff.preserve(
                                new PreserveRequest(sides.target(), local, local, remote, NAME, null, ONE_ATTEMPT)),
                        () -> cutOff.verify(new VerifyRequest(sides.target(), preserved, ONE_ATTEMPT)))
                .forEach(activity -> {
                    ApplicationFailure failure = failureOf(activity);
                    assertThat(failure.getType()).isEqualTo(FailureTypes.REMOTE_UNAVAILABLE);
                    assertThat(details(failure)).isEqualTo(new FailureDetails(1, local));
                });
        assertThat(sides.local()).isEqualTo(local);
        assertThat(sides.remote()).isEqualTo(remote);
        assertThat(sides.conflicts()).isEmpty();
    }

    @Test
    void aMoveDuringAMergeIsBusyAndChangesNothing() {
        sides.commitRemotely("r");
        fetch();
        CommitId local = sides.local();
        sides.beginMerge();

        assertRefused(ErrorType.REPOSITORY_BUSY, () -> host.advance(move(local, sides.remote())));
        assertRefused(ErrorType.REPOSITORY_BUSY, () -> host.adopt(move(local, sides.remote())));
        assertThat(sides.local()).isEqualTo(local);
    }

    /** A fake that served every branch hid a request that was made before the configuration changed. */
    @Test
    void whatWasDecidedForAnotherBranchIsRefusedAndNotDoneToThisOne() {
        RepositoryBranch other = new RepositoryBranch(sides.target().repository(), new BranchName("staging"));

        ApplicationFailure failure = failureOf(() -> host.fetch(new FetchRequest(other, LIMIT)));

        assertThat(failure.getType()).isEqualTo(ErrorType.CONFIGURATION.wire());
        assertThat(details(failure)).isEqualTo(new FailureDetails(0, null));
    }

    private void assertRefused(ErrorType type, Supplier<Object> activity) {
        ApplicationFailure failure = failureOf(activity);
        assertThat(failure.getType()).isEqualTo(type.wire());
        assertThat(details(failure)).isEqualTo(new FailureDetails(0, sides.local()));
    }

    /** How an activity ended, which Temporal itself must never repeat. */
    private static ApplicationFailure failureOf(Supplier<Object> activity) {
        Throwable thrown = catchThrowable(activity::get);
        ApplicationFailure failure = Stream.iterate(thrown, Objects::nonNull, Throwable::getCause)
                .filter(ApplicationFailure.class::isInstance)
                .map(ApplicationFailure.class::cast)
                .findFirst()
                .orElseThrow(() -> new AssertionError("no failure of an activity's own", thrown));
        assertThat(failure.isNonRetryable()).isTrue();
        return failure;
    }

    private static FailureDetails details(ApplicationFailure failure) {
        return Optional.ofNullable(failure.getDetails().get(0, FailureDetails.class))
                .orElseThrow();
    }
}
