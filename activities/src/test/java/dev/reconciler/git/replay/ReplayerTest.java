package dev.reconciler.git.replay;

import static org.assertj.core.api.Assertions.assertThat;

import dev.reconciler.git.fixture.LetterTest;
import dev.reconciler.git.repository.CommitterIdentity;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.ObjectInserter;
import org.eclipse.jgit.lib.ObjectReader;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Replays of small histories. {@link ReplayParityTest} and its like compare larger ones with {@code git rebase}. */
class ReplayerTest extends LetterTest {
    private static final Instant AT = Instant.ofEpochSecond(1_700_000_000);

    @Test
    void eachCommitIsMergedOnTheOneBefore() throws IOException {
        ObjectId base = commit("f=abcdefg");
        ObjectId remote = commit("f=abcMefg", base);
        ObjectId local = commit("f=XbcdefY", commit("f=Xbcdefg", base));
        ReplayResult result = replay(local, remote);
        assertThat(show(result.tip(), remote)).containsExactly("f=XbcMefg", "f=XbcMefY");
        assertThat(result.replayed()).isEqualTo(2);
        assertThat(result.keepOriginal()).isFalse();
        assertThat(result.detail()).isEmpty();
    }

    @Test
    void aCommitThatTheRemoteHasIsLeftOutAndNothingIsLost() throws IOException {
        ObjectId base = commit("f=ab g=c");
        ObjectId remote = commit("f=aX g=c h=d", commit("f=ab g=c h=d", base));
        ObjectId first = commit("f=aX g=c", base);
        ObjectId local = commit("f=aX g=Y", first);
        ReplayResult result = replay(local, remote);
        assertThat(show(result.tip(), remote)).containsExactly("f=aX g=Y h=d");
        assertThat(result.replayed()).isEqualTo(1);
        assertThat(result.upstreamTwins()).containsExactly(Map.entry(first, remote));
        assertThat(result.keepOriginal()).isFalse();
    }

    /** Git leaves both out that set it, and what is left sets it back: the opposite of what both sides end with. */
    @Test
    void aChangeThatIsTakenBackAndMadeAgainIsReplayedWhereTheRemoteHasItOnce() throws IOException {
        ObjectId base = commit("f=abc");
        ObjectId remote = commit("f=aXc g=d", commit("f=abc g=d", base));
        ObjectId first = commit("f=aXc", base);
        ObjectId local = commit("f=aXc", commit("f=abc", first));
        ReplayResult result = replay(local, remote);
        assertThat(show(result.tip(), remote)).containsExactly("f=abc g=d", "f=aXc g=d");
        assertThat(result.upstreamTwins()).containsExactly(Map.entry(first, remote));
        assertThat(result.keepOriginal()).isFalse();
    }

    @Test
    void aChangeThatIsMadeAgainIsReplayedWhereTheRemoteHasTakenItBack() throws IOException {
        ObjectId base = commit("f=abc");
        ObjectId theirs = commit("f=aXc g=d", commit("f=abc g=d", base));
        ObjectId remote = commit("f=abc g=d", theirs);
        ObjectId local = commit("f=aXc", commit("f=abc", commit("f=aXc", base)));
        assertThat(show(replay(local, remote).tip(), remote)).containsExactly("f=aXc g=d");
        ObjectId again = commit("f=aXc g=d", remote);
        assertThat(replay(local, again).tip()).isEqualTo(again);
    }

    @Test
    void aChangeThatIsOnBothSidesOfAnOwnMergeIsTheOneThatTheRemoteHas() throws IOException {
        ObjectId base = commit("f=ab");
        ObjectId remote = commit("f=aX k=d", commit("f=ab k=d", base));
        ObjectId one = commit("f=aX", base);
        ObjectId before = commit("f=ab h=c", base);
        ObjectId other = commit("f=aX h=c", before);
        ReplayResult result = replay(commit("f=aX h=c", one, other), remote);
        assertThat(show(result.tip(), remote)).containsExactly("f=aX h=c k=d");
        assertThat(result.upstreamTwins()).containsExactlyInAnyOrderEntriesOf(Map.of(one, remote, other, remote));
    }

    @Test
    void whereEverythingIsUpstreamTheTipIsTheRemote() throws IOException {
        ObjectId base = commit("f=ab");
        ObjectId remote = commit("f=aX h=d", commit("f=ab h=d", base));
        ReplayResult result = replay(commit("f=aX", base), remote);
        assertThat(result.tip()).isEqualTo(remote);
        assertThat(result.replayed()).isZero();
    }

    /** The remote has both changes as one commit: no patch of ours is there, and yet nothing is left to do. */
    @Test
    void aCommitThatBecomesEmptyIsLeftOutAndTheOriginalIsKept() throws IOException {
        ObjectId base = commit("f=ab g=c");
        ObjectId remote = commit("f=aX g=Y", base);
        ObjectId local = commit("f=aX g=Y h=d", commit("f=aX g=c", base));
        ReplayResult result = replay(local, remote);
        assertThat(show(result.tip(), remote)).containsExactly("f=aX g=Y h=d");
        assertThat(result.replayed()).isEqualTo(1);
        assertThat(result.keepOriginal()).isTrue();
    }

    @Test
    void aCommitThatWasEmptyFromTheStartStays() throws IOException {
        ObjectId base = commit("f=ab");
        ObjectId remote = commit("f=aX", base);
        ReplayResult result = replay(commit("f=ab", base), remote);
        assertThat(show(result.tip(), remote)).containsExactly("f=aX");
        assertThat(result.keepOriginal()).isFalse();
    }

    @Test
    void aCommitThatStandsOnTheTipStaysAsItIs() throws IOException {
        ObjectId base = commit("f=ab");
        ObjectId first = commit("f=aX", base);
        ObjectId local = commit("f=aXY", first);
        ReplayResult result = replay(new ReplayTask(Set.of(first, local), Set.of(), base, AT));
        assertThat(result.tip()).isEqualTo(local);
        assertThat(result.replayed()).isZero();
    }

    @Test
    void aConflictNamesItsCommitAndItsPathsAndHasNoTip() throws IOException {
        ObjectId base = commit("f=abc g=d");
        ObjectId remote = commit("f=aYc g=d", base);
        ObjectId first = commit("f=abc g=dd", base);
        ObjectId local = commit("f=aXc g=dd", first);
        ReplayResult result = replay(local, remote);
        assertThat(result.tip()).isNull();
        assertThat(result.replayed()).isZero();
        assertThat(result.detail())
                .startsWith("commit " + local.name().substring(0, 7) + " \"commit\": f ")
                .doesNotContain(first.name().substring(0, 7));
    }

    @Test
    void aCommitThatDiffersFromTheRemotesInSpacesAloneIsAConflict() throws IOException {
        ObjectId base = repository.commit(repository.treeOfTexts(Map.of("f", "a b\n")));
        ObjectId remote = repository.commit(repository.treeOfTexts(Map.of("f", "a  c\n")), base);
        ObjectId local = repository.commit(repository.treeOfTexts(Map.of("f", "a c\n")), base);
        ReplayResult result = replay(local, remote);
        assertThat(result.tip()).isNull();
        assertThat(result.detail()).endsWith("but spaces differ");
    }

    @Test
    void aMergeBecomesALineAndTheOriginalIsKept() throws IOException {
        ObjectId base = commit("f=a");
        ObjectId remote = commit("f=a k=d", base);
        ObjectId first = commit("f=a g=b", base);
        ObjectId side = commit("f=a h=c", base);
        ReplayResult result = replay(commit("f=a g=b h=c", first, side), remote);
        assertThat(show(result.tip(), remote)).containsExactly("f=a g=b k=d", "f=a g=b h=c k=d");
        assertThat(result.twins()).containsOnlyKeys(first, side);
        assertThat(result.keepOriginal()).isTrue();
    }

    @Test
    void aMergeOfWhatTheRemoteHasIsKeptToo() throws IOException {
        ObjectId base = commit("f=a");
        ObjectId one = commit("f=a g=b", base);
        ObjectId other = commit("f=a h=c", base);
        ObjectId remote = commit("f=a g=b h=c k=d", one, other);
        ReplayResult result = replay(commit("f=a g=b h=c", one, other), remote);
        assertThat(result.tip()).isEqualTo(remote);
        assertThat(result.keepOriginal()).isTrue();
    }

    /** The X is in the merge alone, and so in no commit of the line. */
    @Test
    void whatAPersonChangedInAMergeKeepsTheOriginal() throws IOException {
        ObjectId base = commit("f=a");
        ObjectId remote = commit("f=a k=d", base);
        ObjectId first = commit("f=a g=b", base);
        ObjectId side = commit("f=a h=c", base);
        ReplayResult result = replay(commit("f=aX g=b h=c", first, side), remote);
        assertThat(show(result.tip(), remote)).containsExactly("f=a g=b k=d", "f=a g=b h=c k=d");
        assertThat(result.keepOriginal()).isTrue();
    }

    /** The remote has gone on from local's change: to make that again would take out what the remote has added since. */
    @Test
    void whereLocalIsRightACommitThatTheRemoteHasIsLeftOutAlsoWhereItWentOnFromThere() throws IOException {
        ObjectId base = commit("f=abc g=a");
        ObjectId theirs = commit("f=abcX g=a h=d", commit("f=abc g=a h=d", base));
        ObjectId remote = commit("f=abcXde g=R h=d", theirs);
        ObjectId local = commit("f=abcX g=L", commit("f=abcX g=a", base));
        ReplayResult result = replayKeepingLocal(local, remote);
        assertThat(show(result.tip(), remote)).containsExactly("f=abcXde g=L h=d");
        assertThat(result.keepOriginal()).isFalse();
    }

    @Test
    void whereLocalIsRightACommitThatTheRemoteHasStillIsLeftOut() throws IOException {
        ObjectId base = commit("f=abc g=a");
        ObjectId same = commit("f=aXc g=a", base);
        ObjectId theirs = commit("f=aXc g=a h=d", commit("f=abc g=a h=d", base));
        ObjectId remote = commit("f=aXc g=R h=d", theirs);
        ObjectId local = commit("f=aXc g=L", same);
        ReplayResult result = replayKeepingLocal(local, remote);
        assertThat(show(result.tip(), remote)).containsExactly("f=aXc g=L h=d");
        assertThat(result.upstreamTwins()).containsExactly(Map.entry(same, theirs));
        assertThat(result.keepOriginal()).isFalse();
    }

    /** Nobody has taken it back in between, and the remote has gone on from there. */
    @Test
    void aChangeThatBothSidesOfAnOwnMergeMadeIsLeftOutOnBoth() throws IOException {
        ObjectId base = commit("f=abc g=a h=a");
        ObjectId one = commit("f=aXc g=L h=a", commit("f=aXc g=a h=a", base));
        ObjectId other = commit("f=aXc g=a h=L", commit("f=aXc g=a h=a", commit("f=abc g=a h=a", base)));
        ObjectId local = commit("f=aXc g=L h=L", one, other);
        ObjectId remote = commit("f=aYc g=a h=a k=d", commit("f=aXc g=a h=a k=d", commit("f=abc g=a h=a k=d", base)));

        ReplayResult result = replay(local, remote);

        assertThat(show(result.tip(), remote)).last().isEqualTo("f=aYc g=L h=L k=d");
    }

    @Test
    void theSameTaskGivesTheSameCommits() throws IOException {
        ObjectId base = commit("f=abc");
        ObjectId remote = commit("f=abc g=d", base);
        ObjectId local = commit("f=aXc", base);
        assertThat(replay(local, remote).tip()).isEqualTo(replay(local, remote).tip());
    }

    @Test
    void noRefMoves() throws IOException {
        ObjectId base = commit("f=abc");
        ObjectId remote = commit("f=abc g=d", base);
        ObjectId local = commit("f=aXc", base);
        repository.git().run("update-ref", "refs/heads/main", local.name());
        String before = repository.git().refs();
        assertThat(replay(local, remote).replayed()).isEqualTo(1);
        assertThat(repository.git().refs()).isEqualTo(before);
    }

    private ReplayResult replay(ObjectId local, ObjectId remote) throws IOException {
        return replay(new ReplayTask(listCommits(local, remote), listCommits(remote, local), remote, AT));
    }

    private ReplayResult replayKeepingLocal(ObjectId local, ObjectId remote) throws IOException {
        return replay(new ReplayTask(listCommits(local, remote), listCommits(remote, local), remote, AT, true));
    }

    private ReplayResult replay(ReplayTask task) throws IOException {
        try (ObjectInserter inserter = repository.repository().newObjectInserter();
                ObjectReader reader = repository.repository().newObjectReader()) {
            ReplayResult result = new Replayer(
                            new CommitterIdentity("Data Reconciler", "reconciler@example.org"),
                            repository.repository(),
                            CommitSealer.UNSIGNED)
                    .replay(task, reader, inserter);
            inserter.flush();
            return result;
        }
    }

    private Set<ObjectId> listCommits(ObjectId of, ObjectId without) {
        return revList(of.name(), "^" + without.name()).stream()
                .map(ObjectId::fromString)
                .collect(Collectors.toSet());
    }

    /** The trees of the commits from the remote to a tip, oldest first. */
    private List<String> show(@Nullable ObjectId tip, ObjectId remote) throws IOException {
        assertThat(tip).isNotNull();
        List<String> trees = new ArrayList<>();
        for (String commit : revList("--reverse", remote.name() + ".." + ObjectId.toString(tip))) {
            trees.add(repository.show(ObjectId.fromString(repository.git().run("rev-parse", commit + "^{tree}"))));
        }
        return trees;
    }

    private List<String> revList(String... arguments) {
        List<String> command = new ArrayList<>(List.of("rev-list"));
        command.addAll(List.of(arguments));
        return repository.git().run(command.toArray(String[]::new)).lines().toList();
    }

    private ObjectId commit(String tree, ObjectId... parents) throws IOException {
        return repository.commit(repository.tree(tree), parents);
    }
}
