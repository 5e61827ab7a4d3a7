package dev.reconciler.git.repository;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.reconciler.git.error.RefusedException;
import dev.reconciler.git.error.RepositoryBusyException;
import dev.reconciler.git.fixture.NativeGit;
import dev.reconciler.git.fixture.TestRepositories;
import dev.reconciler.model.ErrorType;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DataRepositoryTest {
    @TempDir
    Path directory;

    private Path path;

    @BeforeEach
    void aPath() {
        path = directory.resolve("data");
    }

    @Test
    void aMissingPathAndAnEmptyDirectoryAreNoCloneYet() throws IOException {
        assertThat(DataRepository.open(settings())).isEmpty();
        Files.createDirectory(path);
        assertThat(DataRepository.open(settings())).isEmpty();
    }

    @Test
    void residueIsRefusedAndStays() throws IOException {
        Files.createDirectory(path);
        Path residue = Files.writeString(path.resolve("notes.txt"), "mine");

        assertRefused(ErrorType.REPOSITORY_CORRUPT, "no git repository");
        assertThat(residue).hasContent("mine");
    }

    @Test
    void aRepositoryWithoutItsObjectsIsRefused() throws IOException {
        NativeGit.initBare(path);
        Files.move(path.resolve("objects"), directory.resolve("objects"));

        assertRefused(ErrorType.REPOSITORY_CORRUPT, "objects");
    }

    @Test
    void aBrokenConfigurationFileIsRefused() throws IOException {
        NativeGit.initBare(path);
        Files.writeString(path.resolve("config"), "[core\n");

        assertRefused(ErrorType.REPOSITORY_CORRUPT, "config");
    }

    /** Git goes on, and the library, which reads the file by itself too, does not. */
    @ParameterizedTest
    @ValueSource(strings = {"[x]\r\n\ty\r\n", "[x]\n\ty = z\\"})
    void aLineThatOnlyGitCanReadIsUnsupported(String more) throws IOException {
        NativeGit.initBare(path);
        Files.writeString(path.resolve("config"), more, StandardOpenOption.APPEND);
        NativeGit.in(path).run("config", "--list");

        assertRefused(ErrorType.UNSUPPORTED, "has a line that git takes");
    }

    /** A name in Latin-1 beside one in UTF-8, in a file that several clones share by a link. */
    @Test
    void theRestOfTheConfigurationFileStaysAsItIsWhereARemotesUrlIsWritten() throws IOException {
        NativeGit.initBare(path);
        byte[] names = "[user]\n\tname = Jos\u00e9 # \u00c3\u00a4\n".getBytes(StandardCharsets.ISO_8859_1);
        Files.write(path.resolve("config"), names, StandardOpenOption.APPEND);
        Path shared = Files.move(path.resolve("config"), path.resolve("shared"));
        byte[] before = Files.readAllBytes(shared);
        Files.createSymbolicLink(path.resolve("config"), Path.of("shared"));

        try (DataRepository repository = DataRepository.open(settings()).orElseThrow()) {
            repository.writeRemoteUrl("https://git.example.org/ü.git");
        }

        assertThat(path.resolve("config")).isSymbolicLink();
        assertThat(Files.readAllBytes(shared)).startsWith(before);
        assertThat(NativeGit.in(path).run("config", "remote.origin.url")).isEqualTo("https://git.example.org/ü.git");
        assertThat(path.resolve("shared.lock")).doesNotExist();
        Files.createFile(path.resolve("shared.lock"));
        try (DataRepository repository = DataRepository.open(settings()).orElseThrow()) {
            assertThatThrownBy(() -> repository.writeRemoteUrl("x")).isInstanceOf(RepositoryBusyException.class);
        }
        assertThat(path.resolve("shared.lock")).exists();
    }

    /** {@link RepositoryFormatsTest} has all the formats. */
    @Test
    void aFormatThatCannotBeHandledIsRefusedBeforeTheRepositoryIsOpened() {
        NativeGit.initBare(path).run("config", "extensions.refstorage", "reftable");

        assertRefused(ErrorType.UNSUPPORTED, "refstorage");
    }

    @ParameterizedTest
    @CsvSource({"main, 'no commit on branch main, which HEAD names; commit there'", "other, no branch main; create it"})
    void aBranchThatIsMissingLocallyIsNamed(String head, String words) throws IOException {
        NativeGit.init(path).run("symbolic-ref", "HEAD", "refs/heads/" + head);
        try (DataRepository repository = DataRepository.open(settings()).orElseThrow()) {
            assertThatThrownBy(repository::local)
                    .asInstanceOf(InstanceOfAssertFactories.type(RefusedException.class))
                    .satisfies(refused -> assertThat(refused.type()).isEqualTo(ErrorType.BRANCH_MISSING))
                    .extracting(Throwable::getMessage)
                    .asString()
                    .contains(words);
        }
    }

    /** What the message says leads to a branch that git takes again. */
    @Test
    void aBranchWhoseCommitIsGoneIsCorrupt() throws IOException {
        NativeGit git = NativeGit.init(path);
        String older = git.commit("a", "0").name();
        String commit = git.commit("a", "1").name();
        Files.delete(path.resolve(".git/objects/" + commit.substring(0, 2) + "/" + commit.substring(2)));
        try (DataRepository repository = DataRepository.open(settings()).orElseThrow()) {
            assertThatThrownBy(repository::local)
                    .asInstanceOf(InstanceOfAssertFactories.type(RefusedException.class))
                    .satisfies(refused -> assertThat(refused.type()).isEqualTo(ErrorType.REPOSITORY_CORRUPT))
                    .extracting(Throwable::getMessage)
                    .asString()
                    .contains(commit, path + "/.git/logs/refs/heads/main", "git update-ref refs/heads/main COMMIT");
            git.run("update-ref", "refs/heads/main", older);
            assertThat(repository.local().name()).isEqualTo(older);
        }
    }

    private void assertRefused(ErrorType type, String named) {
        assertThatThrownBy(() -> DataRepository.open(settings()))
                .asInstanceOf(InstanceOfAssertFactories.type(RefusedException.class))
                .satisfies(refused -> assertThat(refused.type()).isEqualTo(type))
                .extracting(Throwable::getMessage)
                .asString()
                .contains(named);
    }

    private RepositorySettings settings() {
        return TestRepositories.settings(path, directory.resolve("remote.git"));
    }
}
