package dev.reconciler.git.merge;

import static dev.reconciler.git.fixture.LetterRepository.CONFLICT;
import static org.assertj.core.api.Assertions.assertThat;

import dev.reconciler.git.fixture.LetterTest;
import dev.reconciler.git.tree.BytePath;
import dev.reconciler.git.tree.TreeEntry;
import dev.reconciler.git.tree.TreeObject;
import java.io.IOException;
import java.util.List;
import java.util.Objects;
import org.eclipse.jgit.errors.ConfigInvalidException;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.FileMode;
import org.eclipse.jgit.lib.ObjectId;
import org.junit.jupiter.api.Test;

/** Merges of the one path f: base, ours, theirs. The result is the file, or the reason of the conflict. */
class ContentMergeTest extends LetterTest {
    private static final BytePath PATH = BytePath.of("f");
    private static final String NOTHING = "";

    @Test
    void textsThatBothSidesChangedAreMergedByTheirLines() throws IOException {
        assertThat(mergeAsGit("f=abcd", "f=aXcd", "f=abcY")).isEqualTo("f=aXcY");
        assertThat(mergeAsGit("f=abc", "f=aXc", "f=aYc")).isEqualTo("was changed on both sides in the same place");
    }

    @Test
    void aModeThatOneSideChangedIsTakenWithTheContentOfTheOther() throws IOException {
        assertThat(mergeAsGit("f=ab", "f*=ab", "f=aY")).isEqualTo("f*=aY");
        assertThat(mergeAsGit("f*=ab", "f*=aX", "f=ab")).isEqualTo("f=aX");
        assertThat(mergeAsGit("f=abc", "f*=Xbc", "f=abY")).isEqualTo("f*=XbY");
    }

    @Test
    void aFileThatBothAddedWithTwoModesIsAConflictThoughItsContentIsTheSame() throws IOException {
        assertThat(mergeAsGit(NOTHING, "f=a", "f*=a")).isEqualTo("has another mode on each side");
    }

    @Test
    void aFileOfTwoKindsIsAConflict() throws IOException {
        assertThat(mergeAsGit("f=a", "f=X", "f@=a")).isEqualTo("is of another kind on each side");
        assertThat(mergeAsGit(NOTHING, "f!=1", "f=a")).isEqualTo("is of another kind on each side");
    }

    @Test
    void aContentThatOneSideLeftAloneIsTakenFromTheOtherByItsIdAlone() throws IOException {
        // None of these objects exists, so that to read one would be an error.
        TreeEntry before = file('1');
        TreeEntry after = file('2');
        assertThat(contentMerge().mergeEntry(PATH, before, before, after).entry())
                .isEqualTo(after);
        assertThat(contentMerge().mergeEntry(PATH, before, after, before).entry())
                .isEqualTo(after);
        assertThat(contentMerge().mergeEntry(PATH, before, after, after).entry())
                .isEqualTo(after);
    }

    @Test
    void linksAndSubmodulesThatBothSidesChangedAreAConflict() throws IOException {
        assertThat(mergeAsGit("f@=p", "f@=q", "f@=r")).isEqualTo("links elsewhere on each side");
        assertThat(mergeAsGit("f!=1", "f!=2", "f!=3")).isEqualTo("names another submodule commit on each side");
    }

    @Test
    void aNulByteInAnyOfTheThreeMakesTheFileBinary() throws IOException {
        String binary = "is binary and was changed on both sides";
        assertThat(mergeAsGit("f=0bcd", "f=aXcd", "f=abcY")).isEqualTo(binary);
        assertThat(mergeAsGit("f=abcd", "f=0bcd", "f=abcY")).isEqualTo(binary);
        assertThat(mergeAsGit("f=abcd", "f=aXcd", "f=abc0")).isEqualTo(binary);
    }

    @Test
    void aBaseOfAnotherKindIsNoBaseForTheLines() throws IOException {
        assertThat(mergeAsGit("f@=ab", "f=aX", "f=aY")).isEqualTo("was changed on both sides in the same place");
        repository.git().write("info/attributes", "f merge=union\n");
        assertThat(mergeAsGit("f@=ab", "f=aX", "f=aY")).isEqualTo("f=aXY");
    }

    @Test
    void theAttributesSayHowTheLinesAreMerged() throws IOException {
        repository.git().write("info/attributes", "f merge=union\n");
        assertThat(mergeAsGit("f=abc", "f=aXc", "f=aYc")).isEqualTo("f=aXYc");
        repository.git().write("info/attributes", "f -merge\n");
        assertThat(mergeAsGit("f=abcd", "f=aXcd", "f=abcY"))
                .isEqualTo("was changed on both sides, and its attributes say that it can't be merged");
    }

    @Test
    void theProgramOfACustomDriverIsNotRun() throws IOException, ConfigInvalidException {
        repository.git().write("info/attributes", "f merge=mine\n");
        configure("merge.mine.driver", "touch " + directory.resolve("ran"));
        assertThat(merge("f=abcd", "f=aXcd", "f=abcY"))
                .isEqualTo("was changed on both sides, and has a merge driver of its own");
        assertThat(directory.resolve("ran")).doesNotExist();
    }

    @Test
    void aTextIsMergedAfterItsLineEndsWereMadeAlikeUnlessAFilterWouldHaveTo()
            throws IOException, ConfigInvalidException {
        configure("merge.renormalize", "true");
        assertThat(merge("f=abcd", "f=aXcd", "f=abcY")).isEqualTo("f=aXcY");
        configure("filter.x.clean", "cat");
        repository.git().write("info/attributes", "f filter=x\n");
        assertThat(merge("f=abcd", "f=aXcd", "f=abcY"))
                .isEqualTo("was changed on both sides, and a filter would have to make them alike first");
        assertThat(merge("f=abcd", "f=aXcd", "f=abcd")).isEqualTo("f=aXcd");
    }

    @Test
    void aTextOfMoreThan50MebibytesIsLeftToAPerson() throws IOException {
        ObjectId large = objects.write(Constants.OBJ_BLOB, new byte[(50 << 20) + 1]);
        TreeEntry ours = new TreeEntry(FileMode.REGULAR_FILE.getBits(), large);
        assertThat(contentMerge().mergeEntry(PATH, entry("f=a"), ours, entry("f=b")))
                .isEqualTo(ContentMerge.MergedContent.conflict(
                        "was changed on both sides, and is too large to be merged"));
    }

    /** The merge, once git has merged the same or has a conflict as well. */
    private String mergeAsGit(String base, String ours, String theirs) throws IOException {
        String merged = merge(base, ours, theirs);
        String git = repository.mergeByGit(base, ours, theirs);
        assertThat(merged.startsWith("f") ? merged : CONFLICT).as(merged).isEqualTo(git);
        return merged;
    }

    private String merge(String base, String ours, String theirs) throws IOException {
        TreeEntry before = base.isEmpty() ? null : entry(base);
        ContentMerge.MergedContent merged = contentMerge().mergeEntry(PATH, before, entry(ours), entry(theirs));
        TreeEntry entry = merged.entry();
        return entry == null
                ? merged.conflict()
                : repository.show(objects.writeTree(new TreeObject(List.of(new TreeObject.NamedEntry(PATH, entry)))));
    }

    private ContentMerge contentMerge() throws IOException {
        return new ContentMerge(
                objects,
                MergeSettings.of(repository.repository()),
                null,
                Constants.EMPTY_TREE_ID,
                Constants.EMPTY_TREE_ID);
    }

    private TreeEntry entry(String file) throws IOException {
        return Objects.requireNonNull(objects.find(repository.tree(file), PATH));
    }

    private static TreeEntry file(char id) {
        return new TreeEntry(
                FileMode.REGULAR_FILE.getBits(),
                ObjectId.fromString(String.valueOf(id).repeat(40)));
    }

    private void configure(String key, String value) throws IOException, ConfigInvalidException {
        repository.git().run("config", key, value);
        repository.repository().getConfig().load();
    }
}
