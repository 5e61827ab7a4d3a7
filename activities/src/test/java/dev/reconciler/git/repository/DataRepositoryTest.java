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
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

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

    @ParameterizedTest
    @CsvSource({
        "core.repositoryformatversion, 2, format version 2",
        "extensions.objectformat, sha256, objectformat",
        "extensions.refstorage, reftable, refstorage",
        "extensions.unheardof, true, unheardof",
        "extensions.partialclone, origin, partialclone",
        "remote.origin.promisor, true, partial clone",
        "remote.origin.partialclonefilter, blob:none, partial clone",
    })
    void aFormatThatCannotBeHandledIsRefusedByName(String key, String value, String named) {
        NativeGit.initBare(path).run("config", key, value);

        assertRefused(ErrorType.UNSUPPORTED, named);
    }

    @Test
    void replacedObjectsAreRefusedLooseOrPacked() {
        NativeGit git = NativeGit.init(path);
        String old = git.commit("a", "1").name();
        git.commit("a", "2");
        git.run("replace", "HEAD", old);

        assertRefused(ErrorType.UNSUPPORTED, "refs/replace");
        git.run("pack-refs", "--all");
        assertRefused(ErrorType.UNSUPPORTED, "refs/replace");
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
