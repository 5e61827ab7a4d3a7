package dev.reconciler.git.index;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.reconciler.git.fixture.NativeGit;
import dev.reconciler.git.index.StagedPaths.BrokenIndexException;
import dev.reconciler.git.index.StagedPaths.UnsupportedIndexException;
import dev.reconciler.git.tree.BytePath;
import dev.reconciler.git.tree.TreeDiff.FileChange;
import dev.reconciler.git.tree.TreeEntry;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.FileMode;
import org.eclipse.jgit.lib.ObjectId;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Index files that native git wrote, whole and broken. */
class StagedPathsTest {
    private static final int RANDOM_EDITS = 3000;

    @TempDir
    Path directory;

    private NativeGit git;
    private Path file;

    @BeforeEach
    void makeIndex() {
        git = NativeGit.init(directory);
        git.write("a", "1\n").write("a-b", "2\n").write("dir/f", "3\n").write("dir.x", "4\n");
        git.commit("dir/sub/é", "5\n");
        file = directory.resolve(".git/index");
    }

    @ParameterizedTest
    @ValueSource(ints = {2, 3, 4})
    void readsWhatGitLists(int version) throws IOException {
        if (version == 3) {
            git.run("update-index", "--skip-worktree", "dir/f");
        } else {
            git.run("update-index", "--index-version", String.valueOf(version));
        }
        StagedPaths index = read();

        List<String> listed = IntStream.range(0, index.size())
                .mapToObj(i ->
                        Integer.toOctalString(index.mode(i)) + " " + index.id(i).name() + " " + index.stage(i) + "\t"
                                + new String(index.path(i), StandardCharsets.UTF_8))
                .toList();

        assertThat(index.version()).isEqualTo(version);
        assertThat(listed)
                .containsExactlyElementsOf(git.run("-c", "core.quotePath=false", "ls-files", "--stage")
                        .lines()
                        .toList());
        for (int i = 0; i < index.size(); i++) {
            assertThat(index.find(index.path(i))).isEqualTo(i);
        }
    }

    @Test
    void aPathThatIsNotThereHasThePlaceWhereItWouldStand() throws IOException {
        StagedPaths index = read();

        assertThat(index.find(bytes("A"))).isEqualTo(-1);
        assertThat(index.find(bytes("b"))).isEqualTo(-3);
        assertThat(index.find(bytes("z"))).isEqualTo(-index.size() - 1);
    }

    @Test
    void aFileClashesWithFilesBelowItAndWithAFileAboveIt() throws IOException {
        StagedPaths index = read();

        assertThat(index.findClashes(bytes("dir"))).containsExactly(bytes("dir/f"), bytes("dir/sub/é"));
        assertThat(index.findClashes(bytes("a/new"))).containsExactly(bytes("a"));
        assertThat(index.findClashes(bytes("dir/new"))).isEmpty();
    }

    @Test
    void changesAreHeldWhoseFilesAreStagedAsTheyAreAfterThem() throws IOException {
        assertThat(read().holdAll(changesToA())).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"rm -q --cached a", "mv -f a-b a", "update-index --chmod=+x a", "mv dir.x gone"})
    void changesOfWhichOneFileIsStagedInAnotherWayAreNotHeld(String edit) throws IOException {
        List<FileChange> changes = changesToA();

        git.run(edit.split(" "));

        assertThat(read().holdAll(changes)).isFalse();
    }

    /** Its entry has the id of the empty file. */
    @Test
    void aFileThatIsOnlyAnnouncedIsNotHeld() throws IOException {
        git.commit("a", "");
        List<FileChange> changes = changesToA();

        git.run("rm", "-q", "--cached", "a");
        git.run("add", "-N", "a");

        assertThat(read().holdAll(changes)).isFalse();
    }

    private List<FileChange> changesToA() {
        TreeEntry file =
                new TreeEntry(FileMode.REGULAR_FILE.getBits(), ObjectId.fromString(git.run("rev-parse", "HEAD:a")));
        return List.of(new FileChange(BytePath.of("a"), null, file), new FileChange(BytePath.of("gone"), file, null));
    }

    @Test
    void whatGitMustUnderstandAndIsNotKnownHereIsUnsupported() throws IOException {
        git.run("update-index", "--split-index");

        assertThatThrownBy(this::read)
                .isInstanceOf(UnsupportedIndexException.class)
                .hasMessageContaining("--no-split-index");
    }

    @Test
    void entriesOutOfOrderAreBroken() throws IOException {
        byte[] bytes = Files.readAllBytes(file);
        int path = new String(bytes, StandardCharsets.ISO_8859_1).indexOf("dir/f");
        bytes[path] = 'z';

        assertThatThrownBy(() -> StagedPaths.parse(withChecksum(bytes), 0))
                .isInstanceOf(BrokenIndexException.class)
                .hasMessageContaining("out of order");
    }

    /** A reader that went on with garbage would take every file for deleted. */
    @ParameterizedTest
    @ValueSource(ints = {2, 4})
    void anyBytesAreReadOrRefusedAndNeverAnErrorOfOurs(int version) throws IOException {
        git.run("update-index", "--index-version", String.valueOf(version));
        byte[] whole = Files.readAllBytes(file);
        Random random = new Random(20261126);
        int refused = 0;
        for (int i = 0; i < RANDOM_EDITS; i++) {
            byte[] bytes = random.nextInt(4) == 0 ? Arrays.copyOf(whole, random.nextInt(whole.length)) : whole.clone();
            for (int edits = random.nextInt(3); edits >= 0 && bytes.length > 0; edits--) {
                bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
            }
            try {
                StagedPaths.parse(withChecksum(bytes), 0);
            } catch (BrokenIndexException | UnsupportedIndexException expected) {
                refused++;
            }
        }
        assertThat(refused).isPositive();
    }

    private StagedPaths read() throws IOException {
        return StagedPaths.read(file).orElseThrow();
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static byte[] withChecksum(byte[] index) {
        int body = index.length - Constants.OBJECT_ID_LENGTH;
        if (body > 0) {
            var checksum = Constants.newMessageDigest();
            checksum.update(index, 0, body);
            System.arraycopy(checksum.digest(), 0, index, body, Constants.OBJECT_ID_LENGTH);
        }
        return index;
    }
}
