package dev.reconciler.git.checkout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.reconciler.git.error.RefusedException;
import dev.reconciler.git.fixture.NativeGit;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.eclipse.jgit.lib.ObjectId;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A work tree at the old commit of a move that changes, adds and deletes files, and puts one in a folder's place. */
class WorkTreeUpdateTest {
    @TempDir
    Path directory;

    private CheckoutFixture checkout;
    private WorkTreeUpdate moves;
    private List<PathChange> changes;
    private ObjectId from;
    private ObjectId to;

    @BeforeEach
    void open() throws IOException {
        NativeGit git = NativeGit.init(directory);
        git.write("changed", "old\n").write("deleted", "old\n").write("folder/file", "old\n");
        from = git.commit("zone", "old\n");
        git.run("rm", "-q", "deleted", "folder/file");
        git.write("changed", "new\n").write("added/file", "new\n").write("folder", "new\n");
        to = git.commit("zone", "new\n");
        git.run("reset", "-q", "--hard", from.name());
        checkout = CheckoutFixture.of(git);
        moves = new WorkTreeUpdate(checkout.files());
        changes = checkout.changes(from, to);
    }

    @AfterEach
    void close() {
        checkout.close();
    }

    @Test
    void theFilesBecomeThoseOfTheTarget() throws IOException {
        moves.apply(changes, new ArrayList<>());

        assertThat(checkout.file("changed")).hasContent("new");
        assertThat(checkout.file("added/file")).hasContent("new");
        assertThat(checkout.file("folder")).isRegularFile();
        assertThat(checkout.file("deleted")).doesNotExist();
        checkout.git().run("add", "-A");
        assertThat(checkout.git().run("write-tree")).isEqualTo(checkout.git().run("rev-parse", to.name() + "^{tree}"));
    }

    @Test
    void manyFilesInOldAndNewFoldersAreWrittenAndTakenBack() throws IOException {
        NativeGit git = checkout.git();
        for (int i = 0; i < 60; i++) {
            git.write("data/" + i % 3 + "/" + i, "old\n");
        }
        ObjectId few = git.commit("few", "1\n");
        for (int i = 0; i < 60; i++) {
            git.write("data/" + i % 3 + "/" + i, "new " + i + "\n").write("data/new/" + i % 7 + "/" + i, i + "\n");
        }
        ObjectId many = git.commit("many", "1\n");
        git.run("reset", "-q", "--hard", few.name());
        List<PathChange> all = checkout.changes(few, many);
        List<PathChange> applied = new ArrayList<>();

        moves.apply(all, applied);

        assertThat(applied).containsExactlyInAnyOrderElementsOf(all);
        git.run("reset", "-q", many.name());
        assertThat(checkout.status()).isEmpty();
        moves.restore(all);
        git.run("reset", "-q", few.name());
        assertThat(checkout.status()).isEmpty();
    }

    @Test
    void ofManyFilesTheOneThatAPersonEditedStays() throws IOException {
        NativeGit git = checkout.git();
        for (int i = 0; i < 60; i++) {
            git.write("data/" + i, "old\n");
        }
        ObjectId few = git.commit("few", "1\n");
        for (int i = 0; i < 60; i++) {
            git.write("data/" + i, "new\n");
        }
        ObjectId many = git.commit("many", "1\n");
        git.run("reset", "-q", "--hard", few.name());
        git.write("data/7", "mine\n");
        List<PathChange> all = checkout.changes(few, many);
        List<PathChange> applied = new ArrayList<>();

        assertThatThrownBy(() -> moves.apply(all, applied))
                .isInstanceOf(RefusedException.class)
                .hasMessageContaining("data/7;");

        moves.restore(applied);
        assertThat(checkout.status()).isEqualTo(" M data/7");
    }

    @Test
    void whatIsRestoredIsAsItWas() throws IOException {
        moves.apply(changes, new ArrayList<>());

        moves.restore(changes);

        assertThat(checkout.status()).isEmpty();
    }

    @Test
    void aMoveThatWasHalfDoneIsFinishedOrTakenBack() throws IOException {
        checkout.git().write("changed", "new\n");
        checkout.git().write("added/file", "new\n");

        moves.restore(changes);
        assertThat(checkout.status()).isEmpty();

        checkout.git().write("changed", "new\n");
        moves.apply(changes, new ArrayList<>());
        checkout.git().run("add", "-A");
        assertThat(checkout.git().run("write-tree")).isEqualTo(checkout.git().run("rev-parse", to.name() + "^{tree}"));
    }

    /** A person saved the file between the look and the move: the move wrote over what nobody else had. */
    @Test
    void aFileThatAPersonEditedSinceItWasCheckedStopsTheMoveAndStays() throws IOException {
        checkout.git().write("zone", "a person's\n");
        List<PathChange> applied = new ArrayList<>();

        assertThatThrownBy(() -> moves.apply(changes, applied))
                .isInstanceOf(RefusedException.class)
                .hasMessageContaining("zone");

        assertThat(checkout.file("zone")).hasContent("a person's");
        moves.restore(applied);
        assertThat(checkout.status()).isEqualTo(" M zone");
    }

    /** The edit kept the size of the file, and the move wrote over it. */
    @Test
    void aFileThatAPersonEditsInPlaceWhileItIsReadStopsTheMoveAndStays() throws IOException {
        checkout.editWhileItIsRead("zone", "own");

        try (CheckoutFixture edited = CheckoutFixture.of(checkout.git());
                WorkTreeFiles files = edited.files()) {
            WorkTreeUpdate update = new WorkTreeUpdate(files);
            List<PathChange> filtered = edited.changes(from, to);

            assertThatThrownBy(() -> update.apply(filtered, new ArrayList<>()))
                    .isInstanceOf(RefusedException.class)
                    .hasMessageContaining("zone");
        }
        assertThat(checkout.file("zone")).hasContent("own");
    }

    @Test
    void whatAPersonEditedAfterTheMoveIsNotTakenBack() throws IOException {
        moves.apply(changes, new ArrayList<>());
        checkout.git().write("changed", "a person's\n");

        moves.restore(changes);

        assertThat(checkout.file("changed")).hasContent("a person's");
        assertThat(checkout.file("deleted")).hasContent("old");
        assertThat(checkout.file("added/file")).doesNotExist();
    }

    @Test
    void onlyOldAndNewContentInFilesAndIndexIsOurs() throws IOException {
        Files.delete(checkout.file("folder/file"));
        checkout.git().write("changed", "new\n");
        assertThat(isAllOurs()).isTrue();

        checkout.git().run("add", "changed");
        assertThat(isAllOurs()).isTrue();

        checkout.git().write("zone", "a person's\n");
        assertThat(isAllOurs()).isFalse();

        checkout.git().run("add", "zone");
        checkout.git().write("zone", "old\n");
        assertThat(isAllOurs()).isFalse();
    }

    private boolean isAllOurs() throws IOException {
        try (IndexFile index = checkout.index()) {
            return moves.isAllOurs(index, changes);
        }
    }

    @Test
    void theIndexLacksWhatIsOnTheDiskAndNotStaged() throws IOException {
        moves.apply(changes, new ArrayList<>());
        checkout.git().run("add", "changed");
        checkout.git().write("zone", "a person's\n");

        try (IndexFile index = checkout.index()) {
            assertThat(moves.findNotStaged(index, changes))
                    .extracting(PathChange::path)
                    .containsExactlyInAnyOrder("added/file", "deleted", "folder", "folder/file");
        }
    }
}
