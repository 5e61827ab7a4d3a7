package dev.reconciler.git.merge.rename;

import static org.assertj.core.api.Assertions.assertThat;

import dev.reconciler.git.fixture.LetterTest;
import java.io.IOException;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.eclipse.jgit.lib.ObjectId;
import org.junit.jupiter.api.Test;

/** Files that moved without a change, with {@code git diff -M} as the reference. */
class ExactRenamesTest extends LetterTest {
    @Test
    void theSameContentIsARename() throws IOException {
        assertThat(renames("f=a g=b", "h=b i=a")).isEqualTo("f>i g>h");
    }

    @Test
    void ofEqualSourcesTheOneOfTheSameNameIsTaken() throws IOException {
        assertThat(renames("a/f=abc b/g=abc", "c/g=abc")).isEqualTo("b/g>c/g");
    }

    @Test
    void ofEqualSourcesWithOtherNamesTheFirstIsTaken() throws IOException {
        assertThat(renames("a/f=abc b/g=abc", "c/h=abc")).isEqualTo("a/f>c/h");
    }

    /** The first target takes the source, though the second one has its name. */
    @Test
    void theFirstTargetChooses() throws IOException {
        assertThat(renames("b/g=abc", "a/f=abc c/g=abc")).isEqualTo("b/g>a/f");
    }

    /** The wrong program looked at all of them, and was clean where git has a conflict. */
    @Test
    void ofMoreThanAHundredEqualSourcesTheRestIsNotLookedAt() throws IOException {
        String before =
                IntStream.range(0, 120).mapToObj("d/f%03d=abc"::formatted).collect(Collectors.joining(" "));
        assertThat(renames(before, "e/f099=abc")).isEqualTo("d/f099>e/f099");
        assertThat(renames(before, "e/f100=abc")).isEqualTo("d/f000>e/f100");
        assertThat(renames(before, "e/f050=abc e/f101=abc e/f119=abc"))
                .isEqualTo("d/f000>e/f101 d/f001>e/f119 d/f050>e/f050");
    }

    @Test
    void aFileMayBecomeExecutableOnItsWay() throws IOException {
        assertThat(renames("f=abc", "g*=abc")).isEqualTo("f>g");
    }

    @Test
    void aLinkIsNoRenameOfAFile() throws IOException {
        assertThat(renames("f=", "k=a")).isEmpty();
        assertThat(renames("f@=target", "g@=target")).isEqualTo("f>g");
        ObjectId file = repository.tree("f=a.");
        ObjectId link = repository.tree("g@=a");
        assertThat(objects.tree(file).entries().get(0).entry().id())
                .as("one content")
                .isEqualTo(objects.tree(link).entries().get(0).entry().id());
        assertThat(RenameNotation.find(objects, file, link)).isEmpty();
    }

    @Test
    void whichOfTwoDeferredSourcesComesFirstIsNotCertain() throws IOException {
        // The other side, which is the base here, left the directories a and b alone: git reads them last.
        assertThat(findAgainstBase("a/f=abc a/k=k b/g=abc b/k=k", "a/k=k b/k=k h=abc"))
                .isEqualTo("a/f>h" + RenameNotation.UNCERTAIN);
        assertThat(findAgainstBase("a/f=abc a/g=abc a/k=k", "a/k=k h=abc")).isEqualTo("a/f>h");
    }

    @Test
    void theOnlySourceOfANameIsCertainWhereEachTargetHasOneOfItsName() throws IOException {
        String before = "a/c/h=abc a/f=abc d/h=abc k=k";
        assertThat(findAgainstBase(before, "b/c/h=abc b/f=abc h=abc k=k", "a/f"::equals))
                .isEqualTo("a/c/h>h a/f>b/f d/h>b/c/h");
        assertThat(findAgainstBase(before, "b/c/h=abc b/f=abc h=abc k=k", "d/h"::equals))
                .as("either of the two")
                .endsWith(RenameNotation.UNCERTAIN);
        assertThat(findAgainstBase(before, "b/c/h=abc b/f=abc b/g=abc k=k", "a/f"::equals))
                .as("the target g, which may come first, takes any")
                .endsWith(RenameNotation.UNCERTAIN);
    }

    private String renames(String before, String after) throws IOException {
        String renames = RenameNotation.find(objects, repository.tree(before), repository.tree(after));
        assertThat(renames).isEqualTo(repository.renamesByGit(before, after));
        return renames;
    }

    private String findAgainstBase(String before, String after) throws IOException {
        return findAgainstBase(before, after, path -> true);
    }

    private String findAgainstBase(String before, String after, Predicate<String> isRelevant) throws IOException {
        ObjectId base = repository.tree(before);
        ObjectId side = repository.tree(after);
        RenameDetection renames = RenameDetection.find(
                objects,
                base,
                side,
                new TraversalOrder(objects, base, base),
                path -> isRelevant.test(path.toString()),
                7000,
                new DirectoryRenames(objects, side, new RemovedDirectories()));
        return RenameNotation.show(objects, base, side, renames);
    }
}
