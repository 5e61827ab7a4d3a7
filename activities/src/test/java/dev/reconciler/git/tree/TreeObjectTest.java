package dev.reconciler.git.tree;

import static org.assertj.core.api.Assertions.assertThat;

import dev.reconciler.git.fixture.LetterRepository;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.ObjectId;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TreeObjectTest {
    @TempDir
    Path directory;

    @Test
    void namesAreOrderedByByteAndWrittenBackInTheOrderOfGit() throws IOException {
        try (LetterRepository repository = new LetterRepository(directory)) {
            // Git orders the directory d as if its name were "d/", so after d-e and before d0.
            ObjectId id = repository.tree("d-e=a d/f=a d0=a");
            byte[] raw = repository.repository().open(id, Constants.OBJ_TREE).getCachedBytes();
            TreeObject tree = TreeObject.parse(raw);
            assertThat(names(tree)).isEqualTo("d d-e d0");
            assertThat(tree.format()).isEqualTo(raw);
            assertThat(repository.git().run("ls-tree", "--name-only", id.name()))
                    .isEqualTo("d-e\nd\nd0");
        }
    }

    @Test
    void eachNameIsFoundAndNoOther() {
        TreeObject tree = TreeObject.parse(raw("100644 a", "40000 b", "100755 c", "120000 d", "160000 e"));
        assertThat(tree.size()).isEqualTo(5);
        for (TreeObject.NamedEntry entry : tree.entries()) {
            assertThat(tree.find(entry.name())).isEqualTo(entry.entry());
        }
        assertThat(tree.find(BytePath.of("0"))).isNull();
        assertThat(tree.find(BytePath.of("bb"))).isNull();
        assertThat(tree.find(BytePath.of("f"))).isNull();
        assertThat(TreeObject.EMPTY.find(BytePath.of("a"))).isNull();
    }

    @Test
    void modesOfOldTreesBecomeThoseThatGitWritesToday() {
        TreeObject tree = TreeObject.parse(raw("100664 a", "100775 b", "100600 c", "120000 d"));
        assertThat(tree.entries().stream()
                        .map(entry -> Integer.toOctalString(entry.entry().mode()))
                        .collect(Collectors.joining(" ")))
                .isEqualTo("100644 100755 100644 120000");
    }

    @Test
    void aNameIsKeptAsItsBytes() {
        TreeObject tree = TreeObject.parse(raw("100644 \u00ff"));
        assertThat(tree.entries().get(0).name().bytes()).containsExactly(0xff);
    }

    @Test
    void anEmptyTreeHasNoBytes() {
        assertThat(TreeObject.EMPTY.format()).isEmpty();
        assertThat(TreeObject.parse(new byte[0]).entries()).isEqualTo(List.of());
    }

    private static byte[] raw(String... entries) {
        ByteArrayOutputStream raw = new ByteArrayOutputStream();
        for (String entry : entries) {
            raw.writeBytes((entry + "\0").getBytes(StandardCharsets.ISO_8859_1));
            raw.writeBytes(new byte[20]);
        }
        return raw.toByteArray();
    }

    private static String names(TreeObject tree) {
        return tree.entries().stream().map(entry -> entry.name().toString()).collect(Collectors.joining(" "));
    }
}
