package dev.reconciler.git.index;

import static org.assertj.core.api.Assertions.assertThat;

import dev.reconciler.git.fixture.NativeGit;
import dev.reconciler.git.tree.BytePath;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.eclipse.jgit.lib.FileMode;
import org.eclipse.jgit.lib.ObjectId;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Indexes that native git wrote, changed here, and read by native git again. */
class IndexWriterTest {
    private static final IndexWriter.StagedContent UNCHANGED = (index, entry) -> true;

    @TempDir
    Path directory;

    private NativeGit git;
    private Path file;

    @BeforeEach
    void makeIndex() {
        git = NativeGit.init(directory);
        file = directory.resolve(".git/index");
        for (String path : List.of("a", "d/b", "d/sub/c", "d.x", "e")) {
            git.write(path, "content of " + path + "\n");
        }
        git.commitAll("first");
    }

    private byte[] write(List<IndexEdit> edits) throws IOException {
        StagedPaths old = StagedPaths.read(file).orElseThrow();
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        new IndexWriter(old, edits, UNCHANGED).write(out, false);
        Files.write(file, out.toByteArray());
        return out.toByteArray();
    }

    private IndexEdit stage(String path) throws IOException {
        ObjectId id = ObjectId.fromString(git.run("hash-object", "-w", path));
        return new IndexEdit(
                BytePath.of(path),
                new IndexEdit.StagedFile(FileMode.REGULAR_FILE, id, FileStat.read(directory.resolve(path))));
    }

    @ParameterizedTest
    @ValueSource(ints = {2, 4})
    void anIndexWithoutEditsIsTheSameBytes(int version) throws IOException {
        git.run("update-index", "--index-version", String.valueOf(version));
        git.run("write-tree");
        byte[] before = Files.readAllBytes(file);

        assertThat(write(List.of())).isEqualTo(before);
    }

    @ParameterizedTest
    @CsvSource({"2, a", "2, new", "2, d/sub/new", "4, a", "4, new", "4, d/sub/c", "4, d/sub/new"})
    void whatGitWouldStageIsStagedByteForByte(int version, String path) throws IOException {
        git.run("update-index", "--index-version", String.valueOf(version));
        git.write(path, "another text\n");
        byte[] before = Files.readAllBytes(file);
        // Seconds later than the files, so that no entry has to be compared again.
        git.run("add", path);
        byte[] expected = Files.readAllBytes(file);
        Files.write(file, before);

        assertThat(write(List.of(stage(path)))).isEqualTo(expected);
    }

    @Test
    void aPathThatLeavesIsGoneAndTheOthersStay() throws IOException {
        git.run("rm", "-q", "--cached", "d/sub/c");
        byte[] expected = Files.readAllBytes(file);
        git.run("reset", "-q");

        write(List.of(IndexEdit.remove(BytePath.of("d/sub/c"))));

        String listed = git.run("ls-files", "--stage");
        Files.write(file, expected);
        assertThat(listed).isEqualTo(git.run("ls-files", "--stage"));
    }

    @Test
    void pathsLongerThanTheirLengthFieldStayWhole() throws IOException {
        String path = ("n".repeat(200) + "/").repeat(25) + "f";
        ObjectId id = ObjectId.fromString(git.run("hash-object", "-w", "a"));
        for (int version : new int[] {2, 4}) {
            git.run("update-index", "--index-version", String.valueOf(version));
            write(List.of(new IndexEdit(
                    BytePath.of(path), new IndexEdit.StagedFile(FileMode.REGULAR_FILE, id, FileStat.UNKNOWN))));

            assertThat(git.run("ls-files", "n*")).isEqualTo(path);
            git.run("reset", "-q");
        }
    }

    @Test
    void flagsOfEntriesThatNoEditNamesStay() throws IOException {
        git.run("update-index", "--assume-unchanged", "a");
        git.run("update-index", "--skip-worktree", "d/b");
        git.write("announced", "text\n").run("add", "--intent-to-add", "announced");
        String before = git.run("ls-files", "-v", "--stage");

        write(List.of(stage("e")));

        assertThat(git.run("ls-files", "-v", "--stage")).isEqualTo(before);
        assertThat(git.run("status", "--porcelain")).isEqualTo(" A announced");
    }

    @Test
    void aPathThatGitPassesOverIsPassedOverAfterwards() throws IOException {
        git.run("update-index", "--skip-worktree", "a");

        write(List.of(stage("a")));

        assertThat(git.run("ls-files", "-v", "a")).isEqualTo("S a");
    }

    @Test
    void aConflictOfThePathIsReplaced() throws IOException {
        git.run("checkout", "-q", "-b", "other");
        git.commit("a", "other\n");
        git.run("checkout", "-q", "main");
        git.commit("a", "main\n");
        git.attempt("merge", "other");
        git.write("a", "resolved\n");

        write(List.of(stage("a")));

        assertThat(git.run("ls-files", "--unmerged")).isEmpty();
        assertThat(git.run("ls-files", "a")).isEqualTo("a");
    }

    @Test
    void treesOfFoldersThatDidNotChangeAreKept() throws IOException {
        git.run("write-tree");
        git.write("e", "another text\n");

        write(List.of(stage("e")));

        StagedPaths index = StagedPaths.read(file).orElseThrow();
        assertThat(index.trees()).isPresent();
        assertThat(git.run("write-tree")).isNotEmpty();
        git.run("update-index", "--force-write-index");
        git.fsck();
    }

    @Test
    void aFolderThatBecomesAFileLeavesNoTree() throws IOException {
        git.run("write-tree");
        git.run("rm", "-q", "-r", "--cached", "d");
        git.run("reset", "-q");
        List<IndexEdit> edits = new ArrayList<>();
        for (String path : List.of("d/b", "d/sub/c")) {
            edits.add(IndexEdit.remove(BytePath.of(path)));
            Files.delete(directory.resolve(path));
        }
        Files.delete(directory.resolve("d/sub"));
        Files.delete(directory.resolve("d"));
        git.write("d", "a file\n");
        edits.add(stage("d"));

        write(edits);

        git.run("commit", "-q", "-m", "file for folder");
        assertThat(git.run("ls-tree", "--name-only", "HEAD").lines()).containsExactly("a", "d", "d.x", "e");
        assertThat(git.run("status", "--porcelain")).isEmpty();
    }

    @Test
    void withoutAChecksumGitReadsItAsWell() throws IOException {
        StagedPaths old = StagedPaths.read(file).orElseThrow();
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        new IndexWriter(old, List.of(), UNCHANGED).write(out, true);
        Files.write(file, out.toByteArray());

        assertThat(out.toByteArray()).endsWith(new byte[20]);
        assertThat(git.run("status", "--porcelain")).isEmpty();
        assertThat(StagedPaths.read(file)).isPresent();
    }

    /** Without it, an edit of the same second and size is never seen again: the application would not commit it. */
    @Test
    void anEditInTheSecondOfTheOldIndexIsStillSeen() throws IOException {
        StagedPaths old = StagedPaths.parse(Files.readAllBytes(file), Long.MIN_VALUE);
        int entry = old.find("a".getBytes(StandardCharsets.UTF_8));
        ByteArrayOutputStream out = new ByteArrayOutputStream();

        new IndexWriter(old, List.of(), (index, at) -> at != entry).write(out, false);

        StagedPaths written = StagedPaths.parse(out.toByteArray(), Long.MAX_VALUE);
        assertThat(written.stat(entry)).isEqualTo(old.stat(entry).withoutTrust());
        assertThat(written.stat(entry + 1)).isEqualTo(old.stat(entry + 1));
    }
}
