package dev.reconciler.git.conflict;

import static org.assertj.core.api.Assertions.assertThat;

import dev.reconciler.git.conflict.ConflictSides.ContestedFile;
import dev.reconciler.git.conflict.ConflictSides.FileFate;
import dev.reconciler.git.conflict.ConflictSides.SideCommit;
import dev.reconciler.git.fixture.NativeGit;
import dev.reconciler.git.fixture.TestRepositories;
import dev.reconciler.git.repository.DataRepository;
import dev.reconciler.model.CommitId;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a person is shown of both sides, of histories that native git has made. */
class ConflictSidesTest {
    @TempDir
    Path root;

    private NativeGit git;

    @BeforeEach
    void makeBase() throws IOException {
        git = NativeGit.init(root.resolve("data"));
        git.commit("both.txt", "one\ntwo\nthree\n");
        git.commit("gone.txt", "kept\n");
        git.run("branch", "theirs");
    }

    @Test
    void eachSideIsShownSinceTheyCameApart() throws IOException {
        git.commit("both.txt", "one\nours\nthree\n");
        git.commit("gone.txt", "kept\nand more\n");
        git.commit("other.txt", "of no interest\n");
        git.run("switch", "-q", "theirs");
        git.commit("both.txt", "one\ntheirs\nthree\n");
        git.run("rm", "-q", "gone.txt");
        git.run("commit", "-qm", "remove it");

        List<ContestedFile> files = read("both.txt", "gone.txt").files();

        assertThat(files).extracting(ContestedFile::path).containsExactly("both.txt", "gone.txt");
        assertThat(files.get(0).local().diff()).isEqualTo("@@ -1,3 +1,3 @@\n one\n-two\n+ours\n three\n");
        assertThat(files.get(0).remote().diff()).contains("-two\n+theirs\n");
        assertThat(files.get(1).local().fate()).isEqualTo(FileFate.CHANGED);
        assertThat(files.get(1).remote().fate()).isEqualTo(FileFate.DELETED);
        assertThat(files.get(1).remote().diff()).contains("-kept\n");
    }

    @Test
    void theCommitsThatChangedAFileAreNamedTheNewestFirst() throws IOException {
        for (String word : List.of("a", "b", "c", "d")) {
            git.commit("both.txt", word + "\n");
        }
        git.run("switch", "-q", "-c", "side", "theirs");
        git.commit("aside.txt", "aside\n");
        git.run("switch", "-q", "main");
        git.run("merge", "-q", "--no-edit", "side");

        ContestedFile file = read("both.txt").files().get(0);

        assertThat(file.local().commitsTotal()).isEqualTo(4);
        assertThat(file.local().commits()).hasSize(3);
        assertThat(file.local().commits()).extracting(SideCommit::author).containsOnly("Ann Author");
        assertThat(file.local().commits())
                .extracting(commit -> commit.commit().hex())
                .first()
                .isEqualTo(git.run("rev-parse", "main^1"));
        assertThat(file.remote().fate()).isEqualTo(FileFate.UNTOUCHED);
        assertThat(file.remote().commits()).isEmpty();
    }

    @Test
    void whatIsNoTextOrTooMuchIsNotShown() throws IOException {
        Files.write(git.directory().resolve("picture"), new byte[] {1, 0, 2});
        git.commit("both.txt", "line\n".repeat(10_000));
        git.run("switch", "-q", "theirs");
        git.commit("picture", "text\n");
        git.commit("both.txt", "x".repeat(1 << 20));

        List<ContestedFile> files = read("both.txt", "picture").files();

        assertThat(files.get(0).local().isCut()).isTrue();
        assertThat(files.get(0).local().diff()).hasSizeBetween(16_000, 16_384).endsWith("+line\n");
        assertThat(files.get(0).remote().fate()).isEqualTo(FileFate.OPAQUE);
        assertThat(files.get(1).local().fate()).isEqualTo(FileFate.OPAQUE);
        assertThat(files.get(1).remote().fate()).isEqualTo(FileFate.ADDED);
    }

    private ConflictSides read(String... paths) throws IOException {
        try (DataRepository repository = DataRepository.open(TestRepositories.settings(git.directory(), root))
                .orElseThrow()) {
            return ConflictSides.read(
                    repository,
                    new CommitId(git.run("rev-parse", "main")),
                    new CommitId(git.run("rev-parse", "theirs")),
                    List.of(paths));
        }
    }
}
