package dev.reconciler.git.replay;

import static org.assertj.core.api.Assertions.assertThat;

import dev.reconciler.git.fixture.LetterRepository;
import dev.reconciler.git.fixture.LetterTest;
import dev.reconciler.git.merge.MergeSettings;
import dev.reconciler.git.tree.MergeObjects;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.ObjectReader;
import org.eclipse.jgit.revwalk.RevCommit;
import org.eclipse.jgit.revwalk.RevWalk;
import org.junit.jupiter.api.Test;

/** Merges whose tree a person made, told apart from those that merging the parents gives. */
class HandResolvedMergesTest extends LetterTest {
    @Test
    void aMergeOfItsParentsIsNot() throws IOException {
        assertThat(isResolvedByHand(merge("f=abcde", "f=Xbcde", "f=abcdY", "f=XbcdY")))
                .isFalse();
    }

    @Test
    void aMergeWithAnotherChangeIs() throws IOException {
        assertThat(isResolvedByHand(merge("f=abcde", "f=Xbcde", "f=abcdY", "f=XbZdY")))
                .isTrue();
    }

    @Test
    void aMergeThatTookOneSideAsItIsIs() throws IOException {
        assertThat(isResolvedByHand(merge("f=abcde", "f=Xbcde", "f=abcdY", "f=Xbcde")))
                .isTrue();
    }

    @Test
    void aMergeOfAConflictIs() throws IOException {
        assertThat(isResolvedByHand(merge("f=abc", "f=aXc", "f=aYc", "f=aZc"))).isTrue();
        assertThat(isResolvedByHand(merge("f=abc", "f=aXc", "f=aYc", "f=aXc"))).isTrue();
    }

    @Test
    void aCommitThatIsNoMergeIsNot() throws IOException {
        ObjectId base = commit("f=a");
        assertThat(isResolvedByHand(base, commit("f=b", base))).isFalse();
    }

    @Test
    void oneOfSeveralIsEnough() throws IOException {
        ObjectId clean = merge("f=abcde", "f=Xbcde", "f=abcdY", "f=XbcdY");
        ObjectId byHand = merge("f=abc", "f=aXc", "f=aYc", "f=aZc");
        assertThat(isResolvedByHand(clean, byHand)).isTrue();
    }

    @Test
    void twoHistoriesThatWereJoinedAreMergedOnNothing() throws IOException {
        ObjectId one = commit("f=a");
        ObjectId other = commit("g=b");
        assertThat(isResolvedByHand(commit("f=a g=b", one, other))).isFalse();
        assertThat(isResolvedByHand(commit("f=a", one, other))).isTrue();
    }

    @Test
    void aMergeOfThreeCountsAsResolved() throws IOException {
        ObjectId base = commit("f=a");
        ObjectId[] sides = {commit("f=a g=a", base), commit("f=a h=a", base), commit("f=a i=a", base)};
        assertThat(isResolvedByHand(commit("f=a g=a h=a i=a", sides))).isTrue();
    }

    /** Git would merge the two bases first; here that merge is not made. */
    @Test
    void aMergeWithTwoBasesCountsAsResolved() throws IOException {
        ObjectId base = commit("f=a");
        ObjectId one = commit("f=a g=a", base);
        ObjectId other = commit("f=a h=a", base);
        ObjectId first = commit("f=a g=a h=a i=a", one, other);
        ObjectId second = commit("f=a g=a h=a k=a", other, one);
        assertThat(isResolvedByHand(commit("f=a g=a h=a i=a k=a", first, second)))
                .isTrue();
    }

    @Test
    void theMergesThatAreMadeToCompareAreNotWritten() throws IOException {
        ObjectId merge = merge("f=abcde", "f=Xbcde", "f=abcdY", "f=XbZdY");
        String before = repository.git().run("count-objects", "-v");
        assertThat(isResolvedByHand(merge)).isTrue();
        assertThat(repository.git().run("count-objects", "-v")).isEqualTo(before);
    }

    private ObjectId merge(String base, String first, String second, String merged) throws IOException {
        LetterRepository.DivergedTrees sides = repository.diverge(base, first, second);
        return commit(merged, sides.ours(), sides.theirs());
    }

    private ObjectId commit(String tree, ObjectId... parents) throws IOException {
        return repository.commit(repository.tree(tree), parents);
    }

    private boolean isResolvedByHand(ObjectId... ids) throws IOException {
        try (MergeObjects objects = repository.objects();
                ObjectReader reader = repository.repository().newObjectReader();
                RevWalk walk = new RevWalk(reader)) {
            List<RevCommit> commits = new ArrayList<>();
            for (ObjectId id : ids) {
                commits.add(walk.parseCommit(id));
            }
            return new HandResolvedMerges(objects, MergeSettings.of(repository.repository()), reader)
                    .anyResolvedByHand(commits);
        }
    }
}
