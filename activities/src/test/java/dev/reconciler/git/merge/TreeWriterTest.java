package dev.reconciler.git.merge;

import static org.assertj.core.api.Assertions.assertThat;

import dev.reconciler.git.fixture.LetterRepository;
import dev.reconciler.git.fixture.LetterTest;
import dev.reconciler.git.tree.BytePath;
import dev.reconciler.git.tree.TreeEntry;
import java.io.IOException;
import java.util.Objects;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.ObjectId;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Trees before and after their edits, in the notation of {@link LetterRepository}. */
class TreeWriterTest extends LetterTest {
    private TreeEdits edits;
    private MergeConflicts conflicts;

    @BeforeEach
    void makeRepository() {
        edits = new TreeEdits();
        conflicts = new MergeConflicts();
    }

    @Test
    void namesAreAddedAndReplacedAndDeletedWhereTheyBelong() throws IOException {
        set("b=B");
        set("c=C");
        delete("d");
        set("f=F");
        assertThat(write("a=a c=c d=d e=e")).isEqualTo("a=a b=B c=C e=e f=F");
    }

    @Test
    void anEditFarBelowKeepsTheRestOfEachDirectory() throws IOException {
        set("d/e/g=G");
        assertThat(write("c=c d/e/f=f d/h=h i/j=j")).isEqualTo("c=c d/e/f=f d/e/g=G d/h=h i/j=j");
    }

    @Test
    void anEditMakesTheDirectoriesThatItNeeds() throws IOException {
        set("d/e/f=F");
        assertThat(write("a=a")).isEqualTo("a=a d/e/f=F");
    }

    @Test
    void aWholeDirectoryIsTakenFromAnotherTreeAndEditedThere() throws IOException {
        ObjectId theirs = repository.tree("d/e=E d/f=F");
        edits.at(BytePath.of("d")).replaceEntry(objects.find(theirs, BytePath.of("d")));
        delete("d/e");
        assertThat(write("d/a=a")).isEqualTo("d/f=F");
    }

    @Test
    void aDirectoryOfWhichNothingIsLeftIsGoneAndTheRootIsTheEmptyTree() throws IOException {
        delete("d/e/f");
        assertThat(write("c=c d/e/f=f")).isEqualTo("c=c");
        assertThat(writer().writeRoot(repository.tree("d/e/f=f"), edits)).isEqualTo(Constants.EMPTY_TREE_ID);
    }

    @Test
    void editsThatChangeNothingKeepTheTree() throws IOException {
        ObjectId root = repository.tree("d/e=e f=f");
        set("f=f");
        delete("d/x");
        edits.child(BytePath.of("g"));
        assertThat(writer().writeRoot(root, edits)).isEqualTo(root);
        assertThat(writer().writeRoot(root, new TreeEdits())).isEqualTo(root);
    }

    @Test
    void aNameThatIsAFileAndADirectoryInTheEndIsAConflict() throws IOException {
        set("x=X");
        writer().writeRoot(repository.tree("x/y=y"), edits);
        assertThat(conflicts).hasToString("x is a file on one side and a directory on the other");
    }

    @Test
    void aFileMayTakeTheNameOfADirectoryThatTheEditsLeaveEmpty() throws IOException {
        set("x=X");
        delete("x/y");
        assertThat(write("x/y=y")).isEqualTo("x=X");
    }

    private void set(String file) throws IOException {
        BytePath path = BytePath.of(file.substring(0, file.indexOf('=')));
        TreeEntry entry = Objects.requireNonNull(objects.find(repository.tree(file), path));
        edits.at(path).setFile(entry);
    }

    private void delete(String path) {
        edits.at(BytePath.of(path)).setFile(null);
    }

    private String write(String before) throws IOException {
        ObjectId written = writer().writeRoot(repository.tree(before), edits);
        assertThat(conflicts).matches(MergeConflicts::isEmpty);
        return repository.show(written);
    }

    private TreeWriter writer() {
        return new TreeWriter(objects, conflicts);
    }
}
