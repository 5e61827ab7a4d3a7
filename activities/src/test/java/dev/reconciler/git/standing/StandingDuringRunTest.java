package dev.reconciler.git.standing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.reconciler.git.history.CommitIds;
import dev.reconciler.git.repository.DataRepository;
import dev.reconciler.model.CommitId;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import org.eclipse.jgit.lib.ObjectId;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** A commit is found though a run takes it elsewhere between two reads of the look for it. */
@Tag("slow")
class StandingDuringRunTest extends StandingFixture {
    /** A part of a run, or of what others do. */
    private interface Deed {
        void run() throws IOException;
    }

    /**
     * Looks for a commit.
     *
     * @param change of one ref
     * @param meanwhile is done as soon as the look comes upon that change
     */
    private Optional<Standing> findWhile(ObjectId commit, Deed change, Deed meanwhile) throws IOException {
        try (DataRepository looking = open()) {
            // The library tells of the changes since.
            looking.refs().listBelow("refs/");
            change.run();
            Queue<Deed> left = new ArrayDeque<>(List.of(meanwhile));
            looking.git().getListenerList().addRefsChangedListener(event -> {
                Deed next = left.poll();
                if (next != null) {
                    runUnchecked(next);
                }
            });
            Optional<Standing> found = CommitStandings.find(looking, CommitIds.of(commit));
            assertThat(left).isEmpty();
            return found;
        }
    }

    private static void runUnchecked(Deed deed) {
        try {
            deed.run();
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    @Test
    void aCommitThatIsReplayedMeanwhileIsNotLostSightOf() throws IOException {
        ObjectId own = data.commit("own", "own\n");
        CommitId theirs = CommitIds.of(commitRemotely("theirs", "theirs\n"));

        Optional<Standing> found = findWhile(own, this::fetch, () -> replay(theirs, null));

        assertThat(found).get().extracting(Standing::state).isEqualTo(CommitState.UNPUSHED);
        assertThat(data.id("main")).isNotEqualTo(own);
        assertThat(find(own).state()).isEqualTo(CommitState.UNPUSHED);
    }

    @Test
    void anEscapedCommitThatIsFoundMergedMeanwhileIsNotLostSightOf() throws IOException {
        ObjectId own = data.commit("file", "ours\n");
        commitRemotely("file", "theirs\n");
        reconcile();
        ageEscape();
        writer.run("fetch", "-q", "origin", CONFLICT);
        writer.run("merge", "-q", "-s", "ours", "-m", "by hand", "FETCH_HEAD");
        writer.run("push", "-q", "origin", "HEAD:main", ":" + CONFLICT);

        Optional<Standing> found = findWhile(own, () -> data.commit("later", "later\n"), this::fetch);

        assertThat(found).get().extracting(Standing::state).isEqualTo(CommitState.PUSHED);
        assertThat(data.run("for-each-ref", "refs/reconciler/main/escaped")).isEmpty();
    }
}
