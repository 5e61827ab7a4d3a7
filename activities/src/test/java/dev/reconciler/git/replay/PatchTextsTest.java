package dev.reconciler.git.replay;

import static org.assertj.core.api.Assertions.assertThat;

import dev.reconciler.git.attributes.AttributesSource;
import dev.reconciler.git.attributes.RepositoryAttributes;
import dev.reconciler.git.fixture.LetterRepository;
import dev.reconciler.git.fixture.LetterTest;
import dev.reconciler.git.tree.BytePath;
import dev.reconciler.git.tree.MergeObjects;
import dev.reconciler.git.tree.TreeEntry;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.eclipse.jgit.lib.ObjectId;
import org.junit.jupiter.api.Test;

/**
 * Which files are texts for a patch id. Each answer is also that of {@code git diff}, which says "Binary files differ"
 * for the others.
 */
class PatchTextsTest extends LetterTest {
    private static final String BINARY = "binary";

    /** The texts of a replay whose own tip has that tree. */
    static PatchTexts readTexts(MergeObjects objects, LetterRepository repository, ObjectId tree) throws IOException {
        return new PatchTexts(
                objects,
                PatchSettings.of(repository.repository().getConfig()),
                RepositoryAttributes.of(repository.repository())
                        .within(AttributesSource.ofCheckedOutTree(objects, tree)));
    }

    @Test
    void aContentWithoutNulIsAText() throws IOException {
        assertThat(read("", "a\n")).isEqualTo("a\n");
        assertThat(read("", "a\0\n")).isEqualTo(BINARY);
    }

    @Test
    void theAttributeDecidesWhateverTheContentIs() throws IOException {
        assertThat(read("f -diff", "a\n")).isEqualTo(BINARY);
        assertThat(read("f binary", "a\n")).isEqualTo(BINARY);
        assertThat(read("f diff", "a\0\n")).isEqualTo("a\0\n");
        assertThat(read("f !diff", "a\0\n")).isEqualTo(BINARY);
    }

    @Test
    void aDriverMaySayThatItsFilesAreBinaryOrTexts() throws IOException {
        set("diff.yes.binary", "true");
        set("diff.no.binary", "false");
        set("diff.auto.binary", "AUTO");
        set("diff.silent.xfuncname", "x");
        assertThat(read("f diff=yes", "a\n")).isEqualTo(BINARY);
        assertThat(read("f diff=no", "a\0\n")).isEqualTo("a\0\n");
        for (String driver : new String[] {"auto", "silent", "unknown", "java"}) {
            assertThat(read("f diff=" + driver, "a\n")).isEqualTo("a\n");
            assertThat(read("f diff=" + driver, "a\0\n")).isEqualTo(BINARY);
        }
    }

    @Test
    void theDefaultDriverIsThatOfFilesWithoutOneAndOfUnknownOnes() throws IOException {
        set("diff.default.binary", "true");
        set("diff.silent.xfuncname", "x");
        assertThat(read("", "a\n")).isEqualTo(BINARY);
        assertThat(read("f diff=unknown", "a\n")).isEqualTo(BINARY);
        assertThat(read("f diff=silent", "a\n")).isEqualTo("a\n");
        assertThat(read("f diff", "a\n")).isEqualTo("a\n");
    }

    @Test
    void aFileAboveTheThresholdIsBinary() throws IOException {
        set("core.bigFileThreshold", "3");
        assertThat(read("", "ab\n")).isEqualTo("ab\n");
        assertThat(read("", "abc\n")).isEqualTo(BINARY);
    }

    @Test
    void aProgramThatConvertsTextsIsNotRun() throws IOException {
        set("diff.program.textconv", "echo converted");
        set("diff.program.command", "echo compared");
        assertThat(readByOurs(objects, "f diff=program", "a\n")).isEqualTo("a\n");
    }

    private void set(String key, String value) {
        repository.git().run("config", key, value);
    }

    private String read(String attributes, String content) throws IOException {
        String ours = readByOurs(objects, attributes, content);
        assertThat(ours.equals(BINARY)).isEqualTo(isBinaryForGit(attributes, content));
        return ours;
    }

    private String readByOurs(MergeObjects objects, String attributes, String content) throws IOException {
        ObjectId tree = repository.treeOfTexts(Map.of(".gitattributes", attributes + "\n", "f", content));
        BytePath file = BytePath.of("f");
        TreeEntry entry = objects.find(tree, file);
        byte[] read = readTexts(objects, repository, tree).read(file, entry);
        return read == null ? BINARY : new String(read, StandardCharsets.UTF_8);
    }

    private boolean isBinaryForGit(String attributes, String content) throws IOException {
        // A bare repository reads attributes from there alone.
        repository.git().write("info/attributes", attributes + "\n");
        String before = repository.treeOfTexts(Map.of("f", "")).name();
        String after = repository.treeOfTexts(Map.of("f", content)).name();
        String patch = repository.git().run("diff-tree", "-p", "--no-ext-diff", "--no-textconv", before, after);
        repository.git().write("info/attributes", "");
        return patch.contains("Binary files");
    }
}
