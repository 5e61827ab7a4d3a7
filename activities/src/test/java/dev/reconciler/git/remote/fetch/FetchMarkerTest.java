package dev.reconciler.git.remote.fetch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.reconciler.git.fixture.NativeGit;
import dev.reconciler.git.fixture.TestRepositories;
import dev.reconciler.git.repository.DataRepository;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FetchMarkerTest {
    @TempDir
    Path path;

    private DataRepository repository;
    private Path commonDir;

    @BeforeEach
    void open() throws IOException {
        NativeGit.init(path).commit("file", "text\n");
        repository = DataRepository.open(TestRepositories.settings(path, "remote.git"))
                .orElseThrow();
        commonDir = repository.directory().commonDir();
    }

    @AfterEach
    void close() {
        repository.close();
    }

    @Test
    void aPackOfAFetchAtWorkIsNoOrphan() throws IOException {
        try (FetchMarker note = FetchMarker.begin(repository.git())) {
            assertThat(FetchMarker.isOrphan(note.message(), commonDir)).isFalse();
        }
    }

    @Test
    void aPackOfAFetchThatIsOverIsAnOrphan() throws IOException {
        FetchMarker note = FetchMarker.begin(repository.git());
        String message = note.message();
        note.close();

        assertThat(FetchMarker.isOrphan(message, commonDir)).isTrue();
        assertThat(FetchMarker.directoryIn(commonDir)).isEmptyDirectory();
    }

    /** Native git and other programs keep packs too; whoever removed theirs took objects away that were in use. */
    @Test
    void aPackThatAnotherProgramKeepsIsNoOrphan() throws IOException {
        assertThat(FetchMarker.isOrphan("fetch-pack 4711 on host", commonDir)).isFalse();
        assertThat(FetchMarker.isOrphan("", commonDir)).isFalse();
    }

    @Test
    void twoFetchesAtOnceHaveANoteEach() throws IOException {
        FetchMarker first = FetchMarker.begin(repository.git());
        try (FetchMarker second = FetchMarker.begin(repository.git())) {
            first.close();

            assertThat(FetchMarker.isOrphan(first.message(), commonDir)).isTrue();
            assertThat(FetchMarker.isOrphan(second.message(), commonDir)).isFalse();
        }
    }

    /** To try the lock on a note of this very process gave the lock back: the next process took the fetch for dead. */
    @Test
    void toLookAtANoteOfOursDoesNotMakeItDeadForOtherProcesses() throws Exception {
        try (FetchMarker note = FetchMarker.begin(repository.git())) {
            Path file;
            try (var notes = Files.list(FetchMarker.directoryIn(commonDir))) {
                file = notes.findFirst().orElseThrow();
            }
            assertThat(FetchMarker.isDead(file)).isFalse();

            assertThat(isDeadForAnotherProcess(file)).isFalse();
        }
    }

    @Test
    void aNoteWhoseProcessWasKilledIsDead() throws Exception {
        Path note = FetchMarker.directoryIn(commonDir).resolve("of-a-killed-one");
        Files.createDirectories(note.getParent());
        Files.createFile(note);

        assertThat(FetchMarker.isDead(note)).isTrue();
        assertThat(isDeadForAnotherProcess(note)).isTrue();
    }

    private static boolean isDeadForAnotherProcess(Path note) throws Exception {
        String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        Process process = new ProcessBuilder(
                        java, "-cp", System.getProperty("java.class.path"), Other.class.getName(), note.toString())
                .inheritIO()
                .start();
        int status = process.waitFor();
        assertThat(status).isBetween(0, 1);
        return status == 0;
    }

    /** Another process: ends with 0 where the note is dead, with 1 where it is not. */
    static final class Other {
        public static void main(String... notes) throws IOException {
            int status = 2;
            try {
                status = FetchMarker.isDead(Path.of(notes[0])) ? 0 : 1;
            } finally {
                System.exit(status);
            }
        }
    }

    /** Two repositories of the configuration may be branches of one clone, the one by a link and the other not. */
    @Test
    void aNoteOfOursIsKnownByWhicheverPathItIsReached(@TempDir Path elsewhere) throws Exception {
        Path link = Files.createSymbolicLink(elsewhere.resolve("link"), commonDir);
        try (FetchMarker note = FetchMarker.begin(repository.git())) {
            assertThat(FetchMarker.isOrphan(note.message(), link)).isFalse();
            assertThat(FetchMarker.isOrphan(note.message(), commonDir)).isFalse();
        }
    }
}
