package dev.reconciler.git.merge.rename;

import static org.assertj.core.api.Assertions.assertThat;

import dev.reconciler.git.fixture.LetterTest;
import dev.reconciler.git.tree.MergeObjects;
import dev.reconciler.git.tree.TreeEntry;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.FileMode;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.ObjectInserter;
import org.junit.jupiter.api.Test;

/** How much alike two files are, in hundredths, with {@code git diff -M} as the reference. */
class FileSimilarityTest extends LetterTest {
    @Test
    void aFileOfWhichHalfStayedIsHalfAlike() throws IOException {
        assertThat(alike("f=ab", "f=ac")).isEqualTo(50);
        assertThat(alike("f=abcd", "f=abcX")).isEqualTo(75);
    }

    @Test
    void theOrderOfLinesCountsForNothing() throws IOException {
        assertThat(alike("f=abcX", "f=Ycba")).isEqualTo(75);
    }

    @Test
    void aLineThatRepeatsCountsAsOftenAsBothHaveIt() throws IOException {
        assertThat(alike("f=aaab", "f=aacc")).isEqualTo(50);
    }

    @Test
    void theLargerFileIsTheMeasure() throws IOException {
        assertThat(alike("f=abc", "f=abcd")).isEqualTo(75);
        assertThat(alike("f=abcd", "f=abc")).isEqualTo(75);
    }

    @Test
    void whereTheSizesAloneForbidARenameTheFilesAreNotAlikeAtAll() throws IOException {
        assertThat(ours("f=a", "f=abc")).isZero();
        assertThat(ours("f=ab", "f=")).isZero();
    }

    @Test
    void anythingButTwoFilesIsNotAlike() throws IOException {
        assertThat(ours("f=ab", "f@=ab")).isZero();
        assertThat(ours("f@=ab", "f@=ab")).isZero();
        assertThat(ours("f*=ab", "f=ab")).isEqualTo(100);
    }

    @Test
    void aCarriageReturnBeforeALineFeedCountsForNothingInAText() throws IOException {
        assertThat(ours("f=a", "f=a")).isEqualTo(100);
        // Three of each four bytes are the line: the return itself is only part of the size.
        assertThat(ours("f=abc\rd", "f=abcd")).isGreaterThanOrEqualTo(70);
    }

    @Test
    void aLastLineWithoutLineFeedCountsForNewerVersionsOfGitAlone() throws IOException {
        assertThat(ours("f=ab.", "f=cb.")).isEqualTo(33);
        assertThat(isSettled("f=ab.", "f=cb.", FileSimilarity.MAX_SCORE / 4)).isFalse();
        assertThat(isSettled("f=ab.", "f=cb.", FileSimilarity.RENAME_SCORE)).isTrue();
        assertThat(isSettled("f=ab", "f=cb", FileSimilarity.RENAME_SCORE)).isTrue();
    }

    private int alike(String before, String after) throws IOException {
        int ours = ours(before, after);
        ObjectId old = repository.tree(before);
        ObjectId now = repository.tree(after.replaceFirst("^f", "renamed"));
        String status = repository.git().run("diff-tree", "-M01", "--name-status", old.name(), now.name());
        assertThat(status).startsWith("R%03d\t".formatted(ours));
        return ours;
    }

    private int ours(String before, String after) throws IOException {
        return new FileSimilarity(objects)
                        .compare(entry(objects, before), entry(objects, after))
                        .score()
                * 100
                / FileSimilarity.MAX_SCORE;
    }

    private boolean isSettled(String before, String after, int alike) throws IOException {
        return new FileSimilarity(objects)
                .compare(entry(objects, before), entry(objects, after))
                .isSettled(alike);
    }

    private TreeEntry entry(MergeObjects objects, String file) throws IOException {
        return objects.tree(repository.tree(file)).entries().get(0).entry();
    }

    /** A large file is read in chunks: the carriage return is the last byte of one, its line feed the first of the next. */
    @Test
    void aLineEndCountsOnceWhereverItIsInALargeFile() throws IOException {
        String line = "x".repeat((1 << 16) - 1);
        ObjectInserter inserter = repository.repository().newObjectInserter();
        TreeEntry windows = insert(inserter, line + "\r\n" + line);
        TreeEntry unix = insert(inserter, line + "\n" + line);
        inserter.flush();

        long size = 2L * line.length() + 1;
        assertThat(new FileSimilarity(repository.objects())
                        .compare(windows, unix)
                        .score())
                .isEqualTo((int) (size * FileSimilarity.MAX_SCORE / (size + 1)));
    }

    private static TreeEntry insert(ObjectInserter inserter, String content) throws IOException {
        ObjectId id = inserter.insert(Constants.OBJ_BLOB, content.getBytes(StandardCharsets.US_ASCII));
        return new TreeEntry(FileMode.REGULAR_FILE.getBits(), id);
    }
}
