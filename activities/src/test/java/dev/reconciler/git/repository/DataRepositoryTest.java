package dev.reconciler.git.repository;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.reconciler.git.error.RefusedException;
import dev.reconciler.git.fixture.NativeGit;
import dev.reconciler.git.fixture.TestRepositories;
import dev.reconciler.model.ErrorType;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

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

    /** {@link RepositoryFormatsTest} has all the formats. */
    @Test
    void aFormatThatCannotBeHandledIsRefusedBeforeTheRepositoryIsOpened() {
        NativeGit.initBare(path).run("config", "extensions.refstorage", "reftable");

        assertRefused(ErrorType.UNSUPPORTED, "refstorage");
    }

    @Test
    void aBranchThatIsMissingLocallyIsNamed() throws IOException {
        NativeGit.init(path);
        try (DataRepository repository = DataRepository.open(settings()).orElseThrow()) {
            assertThatThrownBy(repository::local)
                    .asInstanceOf(InstanceOfAssertFactories.type(RefusedException.class))
                    .satisfies(refused -> assertThat(refused.type()).isEqualTo(ErrorType.BRANCH_MISSING))
                    .extracting(Throwable::getMessage)
                    .asString()
                    .contains("no branch main");
        }
    }

    @Test
    void aBranchWhoseCommitIsGoneIsCorrupt() throws IOException {
        NativeGit git = NativeGit.init(path);
        String commit = git.commit("a", "1").name();
        Files.delete(path.resolve(".git/objects/" + commit.substring(0, 2) + "/" + commit.substring(2)));
        try (DataRepository repository = DataRepository.open(settings()).orElseThrow()) {
            assertThatThrownBy(repository::local)
                    .asInstanceOf(InstanceOfAssertFactories.type(RefusedException.class))
                    .satisfies(refused -> assertThat(refused.type()).isEqualTo(ErrorType.REPOSITORY_CORRUPT));
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
