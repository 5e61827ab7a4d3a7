package dev.reconciler.git.state;

import static org.assertj.core.api.Assertions.assertThat;

import dev.reconciler.git.fixture.NativeGit;
import dev.reconciler.git.fixture.TestRepositories;
import dev.reconciler.git.repository.DataRepository;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.eclipse.jgit.lib.ObjectId;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AgreedNoteTest {
    private static final ObjectId ONE = ObjectId.fromString("1".repeat(40));
    private static final ObjectId TWO = ObjectId.fromString("2".repeat(40));
    private static final String URL = "https://git.example.org/data.git";

    @TempDir
    Path root;

    private DataRepository repository;
    private AgreedNote note;
    private Path file;

    @BeforeEach
    void open() throws IOException {
        NativeGit.initBare(root.resolve("data.git"));
        repository = DataRepository.open(TestRepositories.settings(root.resolve("data.git"), URL))
                .orElseThrow();
        note = new AgreedNote(repository);
        file = root.resolve("data.git/reconciler/main.agreed");
    }

    @AfterEach
    void close() {
        repository.close();
    }

    private void record(ObjectId commit, String url) throws IOException {
        Path fresh = note.writeBeside(commit, url).orElseThrow();
        note.replaceBy(fresh);
    }

    @Test
    void theLaterOfTwoAgreementsIsOnRecord() throws IOException {
        record(ONE, URL);
        record(TWO, "/srv/data.git");

        assertThat(file).hasContent("2".repeat(40) + "\n/srv/data.git\n");
        assertThat(note.commit()).contains(TWO);
        assertThat(note.url()).contains("/srv/data.git");
        assertThat(file.resolveSibling("main.agreed.new")).doesNotExist();
    }

    @Test
    void theSameCommitOfAnotherRemoteIsAnotherAgreement() throws IOException {
        record(ONE, URL);

        assertThat(note.holds(ONE, URL)).isTrue();
        assertThat(note.holds(ONE, "/srv/data.git")).isFalse();
        assertThat(note.holds(TWO, URL)).isFalse();
    }

    @Test
    void whatAKilledHolderWroteBesideTheFileDoesNotCount() throws IOException {
        record(ONE, URL);
        Files.writeString(file.resolveSibling("main.agreed.new"), "2222");

        assertThat(note.commit()).contains(ONE);
        record(TWO, URL);
        assertThat(note.commit()).contains(TWO);
    }

    @Test
    void withoutAFileNothingIsOnRecord() throws IOException {
        assertThat(note.commit()).isEmpty();
        assertThat(note.url()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "\n", "1111\n", "no commit\nhttps://git.example.org/data.git\n"})
    void aFileThatDoesNotBeginWithACommitSaysNothing(String text) throws IOException {
        Files.createDirectories(file.getParent());
        Files.writeString(file, text);

        assertThat(note.commit()).isEmpty();
        assertThat(note.url()).isEmpty();
    }

    @Test
    void aCommitWithoutAUrlIsOnRecord() throws IOException {
        Files.createDirectories(file.getParent());
        Files.writeString(file, ONE.name());

        assertThat(note.commit()).contains(ONE);
        assertThat(note.url()).isEmpty();
    }
}
