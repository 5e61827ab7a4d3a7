package dev.reconciler.git.merge;

import static org.assertj.core.api.Assertions.assertThat;

import dev.reconciler.git.tree.BytePath;
import dev.reconciler.git.tree.TreeEntry;
import org.eclipse.jgit.lib.FileMode;
import org.eclipse.jgit.lib.ObjectId;
import org.junit.jupiter.api.Test;

class TreeEditsTest {
    private static final TreeEntry FILE = new TreeEntry(FileMode.REGULAR_FILE.getBits(), id('1'));
    private static final TreeEntry OTHER = new TreeEntry(FileMode.REGULAR_FILE.getBits(), id('2'));
    private static final TreeEntry DIRECTORY = new TreeEntry(FileMode.TREE.getBits(), id('3'));

    private final TreeEdits edits = new TreeEdits();

    @Test
    void withoutAnEditWhatWasThereStays() {
        assertThat(edits.isEmpty()).isTrue();
        assertThat(edits.fileOr(FILE)).isEqualTo(FILE);
        assertThat(edits.treeOr(DIRECTORY.id())).isEqualTo(DIRECTORY.id());
    }

    @Test
    void aDeletionIsAnEdit() {
        edits.setFile(null);
        assertThat(edits.isEmpty()).isFalse();
        assertThat(edits.fileOr(FILE)).isNull();
    }

    @Test
    void aFileAndADirectoryOfOneNameAreToldApart() {
        edits.setFile(OTHER);
        assertThat(edits.fileOr(FILE)).isEqualTo(OTHER);
        assertThat(edits.treeOr(DIRECTORY.id())).isEqualTo(DIRECTORY.id());
    }

    @Test
    void theWholeEntryOfTheOtherSideTakesThePlaceOfBoth() {
        edits.replaceEntry(DIRECTORY);
        assertThat(edits.fileOr(FILE)).isNull();
        assertThat(edits.treeOr(null)).isEqualTo(DIRECTORY.id());
        edits.replaceEntry(FILE);
        assertThat(edits.fileOr(null)).isEqualTo(FILE);
        assertThat(edits.treeOr(DIRECTORY.id())).isNull();
    }

    @Test
    void anEditAtAPathIsBelowEachOfItsDirectories() {
        edits.at(BytePath.of("d/e/f")).setFile(FILE);
        assertThat(edits.child(BytePath.of("d")).child(BytePath.of("e")).children())
                .containsOnlyKeys(BytePath.of("f"));
        assertThat(edits.at(BytePath.ROOT)).isSameAs(edits);
        assertThat(edits.isEmpty()).isFalse();
    }

    private static ObjectId id(char digit) {
        return ObjectId.fromString(String.valueOf(digit).repeat(40));
    }
}
