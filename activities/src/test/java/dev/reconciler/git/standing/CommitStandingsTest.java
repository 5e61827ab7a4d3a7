package dev.reconciler.git.standing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.reconciler.contract.PushAnswer;
import dev.reconciler.contract.RemoteState;
import dev.reconciler.git.history.CommitIds;
import dev.reconciler.git.repository.DataRepository;
import dev.reconciler.git.repository.RepositorySettings;
import dev.reconciler.model.BranchName;
import dev.reconciler.model.CommitId;
import dev.reconciler.model.UtcName;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import org.eclipse.jgit.lib.ObjectId;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Each state of a commit, and each way from one to the next, by the steps that a run makes. */
@Tag("slow")
class CommitStandingsTest extends StandingFixture {
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
    void whatWasOnAConflictBranchThatAPersonDeletesIsKept() throws IOException {
        ObjectId own = data.commit("file", "ours\n");
        commitRemotely("file", "theirs\n");
        reconcile();
        reconcile();
        assertThat(find(own).state()).isEqualTo(CommitState.ESCAPED);
        remote.run("branch", "-D", CONFLICT);
        ageEscape();
        Instant before = Instant.now().minusSeconds(2);

        reconcile();

        Standing kept = find(own);
        assertThat(kept.state()).isEqualTo(CommitState.KEPT);
        assertThat(data.run("rev-parse", String.valueOf(kept.branch()))).isEqualTo(own.name());
        assertThat(kept.branch()).startsWith("refs/rewound/");
        assertThat(kept.since()).isAfter(before);
        // It is done once, whatever comes.
        commitRemotely("later", "later\n");
        reconcile();
        assertThat(find(own)).isEqualTo(kept);
        assertThat(data.run("for-each-ref", "refs/rewound", "refs/reconciler/main/escaped")
                        .lines())
                .hasSize(1);
    }

    @Test
    void aConflictBranchOfThisMinuteMayNotBeShownYet() throws IOException {
        ObjectId own = data.commit("file", "ours\n");
        commitRemotely("file", "theirs\n");
        reconcile(UtcName.at(Instant.now()));
        Standing escaped = find(own);
        assertThat(escaped.state()).isEqualTo(CommitState.ESCAPED);
        remote.run("branch", "-D", String.valueOf(escaped.branch()));

        reconcile();

        assertThat(find(own)).isEqualTo(escaped);
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
}
