package dev.reconciler.git.tree;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.reconciler.git.fixture.LetterRepository;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.eclipse.jgit.errors.IncorrectObjectTypeException;
import org.eclipse.jgit.errors.MissingObjectException;
import org.eclipse.jgit.internal.storage.file.ObjectDirectory;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.ObjectInserter;
import org.eclipse.jgit.lib.ObjectReader;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The objects that a repository has, and those that one replay writes: where each of them is found, and when. */
class MergeObjectsTest {
    private static final byte[] HELLO = "hello\n".getBytes(StandardCharsets.UTF_8);

    @TempDir
    Path directory;

    private LetterRepository repository;
    private ObjectReader reader;
    private ObjectInserter inserter;
    private MergeObjects objects;

    @BeforeEach
    void makeRepository() {
        repository = new LetterRepository(directory.resolve("data.git"));
        reader = repository.repository().newObjectReader();
        // As a replay does: all new objects go into one pack, which is there once it is flushed.
        inserter = ((ObjectDirectory) repository.repository().getObjectDatabase()).newPackInserter();
        objects = new MergeObjects(reader, inserter);
    }

    @AfterEach
    void closeRepository() {
        objects.close();
        inserter.close();
        reader.close();
        repository.close();
    }

    @Test
    void anEntryIsFoundAtItsPathAndNothingWhereThereIsNone() throws IOException {
        ObjectId root = repository.tree("d/e/f=abc g=x");
        TreeEntry file = objects.find(root, BytePath.of("d/e/f"));
        assertThat(file).isNotNull();
        assertThat(LetterRepository.letters(objects.blob(file.id()))).isEqualTo("abc");
        assertThat(objects.find(root, BytePath.of("d/e"))).isNotNull().matches(TreeEntry::isTree);
        assertThat(objects.find(root, BytePath.of("d/f"))).isNull();
        assertThat(objects.find(root, BytePath.of("g/f"))).isNull();
        assertThat(objects.find(null, BytePath.of("g"))).isNull();
    }

    @Test
    void noTreeAndTheEmptyTreeHaveNoEntriesThoughTheRepositoryHasNoSuchObject() throws IOException {
        assertThat(reader.has(Constants.EMPTY_TREE_ID)).isFalse();
        assertThat(objects.tree(null)).isSameAs(TreeObject.EMPTY);
        assertThat(objects.tree(Constants.EMPTY_TREE_ID)).isSameAs(TreeObject.EMPTY);
    }

    @Test
    void aMissingObjectAndOneOfAnotherTypeAreErrors() throws IOException {
        ObjectId root = repository.tree("f=abc");
        ObjectId nowhere = ObjectId.fromString("1".repeat(40));
        assertThatThrownBy(() -> objects.tree(nowhere)).isInstanceOf(MissingObjectException.class);
        assertThatThrownBy(() -> objects.blob(nowhere)).isInstanceOf(MissingObjectException.class);
        assertThatThrownBy(() -> objects.blob(root)).isInstanceOf(IncorrectObjectTypeException.class);
    }

    @Test
    void theReplayReadsBackWhatItHasWrittenAndOthersFindItOnceItIsFlushed() throws IOException {
        ObjectId id = objects.write(Constants.OBJ_BLOB, HELLO);
        assertThat(objects.blob(id)).isEqualTo(HELLO);
        assertThat(objects.blobSize(id)).isEqualTo(HELLO.length);
        assertThat(isKnownToGit(id)).isFalse();
        inserter.flush();
        assertThat(isKnownToGit(id)).isTrue();
        assertThat(objects.blob(id)).isEqualTo(HELLO);
    }

    @Test
    void aTreeIsWrittenAsGitWritesIt() throws IOException {
        ObjectId root = repository.tree("d-e=a d/f=b d0=c");
        ObjectId written = objects.writeTree(new TreeObject(objects.tree(root).entries()));
        assertThat(written).isEqualTo(root);
        assertThat(objects.tree(written).size()).isEqualTo(3);
    }

    @Test
    void withoutWritingAnObjectIsReadHereAndIsNowhereElse() throws IOException {
        try (MergeObjects scratch = MergeObjects.readOnly(reader)) {
            ObjectId id = scratch.write(Constants.OBJ_BLOB, HELLO);
            ObjectId tree = scratch.writeTree(new TreeObject(
                    List.of(new TreeObject.NamedEntry(BytePath.of("f"), TreeEntry.canonical(0100644, id)))));
            assertThat(scratch.blob(id)).isEqualTo(HELLO);
            assertThat(scratch.blobSize(id)).isEqualTo(HELLO.length);
            inserter.flush();
            assertThat(isKnownToGit(id)).isFalse();
            assertThat(isKnownToGit(tree)).isFalse();
            assertThat(objects.write(Constants.OBJ_BLOB, HELLO)).isEqualTo(id);
        }
    }

    @Test
    void withoutWritingTheObjectsOfTheRepositoryAreReadAlsoWhereTheyWereWrittenAgain() throws IOException {
        ObjectId id = objects.write(Constants.OBJ_BLOB, HELLO);
        inserter.flush();
        try (MergeObjects scratch = MergeObjects.readOnly(reader)) {
            assertThat(scratch.blob(id)).isEqualTo(HELLO);
            scratch.write(Constants.OBJ_BLOB, HELLO);
            assertThat(scratch.blob(id)).isEqualTo(HELLO);
        }
    }

    private boolean isKnownToGit(ObjectId id) throws IOException {
        return repository.git().attempt("cat-file", "-e", id.name()).status() == 0;
    }
}
