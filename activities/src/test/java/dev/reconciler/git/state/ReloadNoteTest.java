package dev.reconciler.git.state;

import static org.assertj.core.api.Assertions.assertThat;

import dev.reconciler.git.fixture.NativeGit;
import dev.reconciler.git.fixture.TestRepositories;
import dev.reconciler.git.lock.RepositoryLock;
import dev.reconciler.git.repository.DataRepository;
import java.io.IOException;
import java.nio.file.Path;
import org.eclipse.jgit.lib.ObjectId;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReloadNoteTest {
    private static final ObjectId ONE = ObjectId.fromString("1".repeat(40));
    private static final ObjectId TWO = ObjectId.fromString("2".repeat(40));

    @TempDir
    Path root;

    private DataRepository repository;
    private ReloadNote note;

    @BeforeEach
    void open() throws IOException {
        NativeGit.init(root.resolve("data")).commit("file", "text");
        repository = DataRepository.open(TestRepositories.settings(root.resolve("data"), root.resolve("remote.git")))
                .orElseThrow();
        note = new ReloadNote(repository);
    }

    @AfterEach
    void close() {
        repository.close();
    }

    @Test
    void whatWasToldIsOwedNoMore() throws IOException {
        note.recordOwed(ONE);

        note.clearOwed(repository, note.readOwed(repository));

        assertThat(note.isOwed()).isFalse();
    }

    @Test
    void aMoveOfAnotherProcessDuringTheCallStaysOwed() throws IOException {
        note.recordOwed(ONE);
        ReloadNote.OwedReload told = note.readOwed(repository);
        new ReloadNote(repository).recordOwed(TWO);

        note.clearOwed(repository, told);

        assertThat(note.readOwed(repository).noted()).contains(TWO.name());
    }

    @Test
    void aMoveThatCameAfterACallForNothingStaysOwed() throws IOException {
        ReloadNote.OwedReload told = note.readOwed(repository);
        note.recordOwed(ONE);

        note.clearOwed(repository, told);

        assertThat(note.isOwed()).isTrue();
    }

    @Test
    void theNoteStaysWhereTheRepositoryIsBusy() throws IOException {
        note.recordOwed(ONE);
        ReloadNote.OwedReload told = note.readOwed(repository);
        try (RepositoryLock lock = repository.lock()) {
            note.clearOwed(repository, told);
        }

        assertThat(note.isOwed()).isTrue();
    }
}
