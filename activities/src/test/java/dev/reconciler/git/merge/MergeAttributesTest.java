package dev.reconciler.git.merge;

import static org.assertj.core.api.Assertions.assertThat;

import dev.reconciler.git.fixture.LetterTest;
import dev.reconciler.git.merge.MergeAttributes.MergeDriver;
import dev.reconciler.git.tree.BytePath;
import java.io.IOException;
import java.util.Map;
import org.eclipse.jgit.lib.Constants;
import org.junit.jupiter.api.Test;

/** Who merges a file, by the attributes that the commits and the repository have. */
class MergeAttributesTest extends LetterTest {
    @Test
    void aFileWithoutAnAttributeIsMergedAsText() throws IOException {
        assertThat(driver("f", Map.of("f", "a\n"))).isEqualTo(MergeDriver.TEXT);
    }

    @Test
    void eachStateOfTheAttributeHasItsDriver() throws IOException {
        assertThat(driver("f", attributes("f merge"))).isEqualTo(MergeDriver.TEXT);
        assertThat(driver("f", attributes("f merge=text"))).isEqualTo(MergeDriver.TEXT);
        assertThat(driver("f", attributes("f merge=union"))).isEqualTo(MergeDriver.UNION);
        assertThat(driver("f", attributes("f merge=binary"))).isEqualTo(MergeDriver.BINARY);
        assertThat(driver("f", attributes("f -merge"))).isEqualTo(MergeDriver.BINARY);
    }

    @Test
    void aDriverIsAProgramOnlyWhereTheConfigurationDefinesIt() throws Exception {
        assertThat(driver("f", attributes("f merge=mine"))).isEqualTo(MergeDriver.TEXT);
        repository.git().run("config", "merge.mine.driver", "false");
        repository.git().run("config", "merge.union.name", "without a program");
        repository.repository().getConfig().load();
        assertThat(driver("f", attributes("f merge=mine"))).isEqualTo(MergeDriver.CUSTOM);
        assertThat(driver("f", attributes("f merge=union"))).isEqualTo(MergeDriver.CUSTOM);
        assertThat(driver("f", attributes("f merge"))).isEqualTo(MergeDriver.TEXT);
    }

    @Test
    void theLastLineThatMatchesWins() throws IOException {
        assertThat(driver("f", attributes("f merge=union\n* merge=binary"))).isEqualTo(MergeDriver.BINARY);
        assertThat(driver("f", attributes("* merge=binary\nf merge=union"))).isEqualTo(MergeDriver.UNION);
        assertThat(driver("f", attributes("* merge=binary\nf !merge"))).isEqualTo(MergeDriver.TEXT);
    }

    @Test
    void theDirectoryNextToTheFileWins() throws IOException {
        Map<String, String> files =
                Map.of(".gitattributes", "*.x merge=binary\n", "d/.gitattributes", "*.x merge=union\n");
        assertThat(driver("d/f.x", files)).isEqualTo(MergeDriver.UNION);
        assertThat(driver("d/e/f.x", files)).isEqualTo(MergeDriver.UNION);
        assertThat(driver("f.x", files)).isEqualTo(MergeDriver.BINARY);
        assertThat(driver("da/f.x", files)).isEqualTo(MergeDriver.BINARY);
    }

    @Test
    void aMacroSetsWhatItNames() throws IOException {
        assertThat(driver("f", attributes("f binary"))).isEqualTo(MergeDriver.BINARY);
        assertThat(driver("f", attributes("[attr]both merge=union\nf both"))).isEqualTo(MergeDriver.UNION);
        assertThat(driver("f", attributes("f both"))).isEqualTo(MergeDriver.TEXT);
    }

    @Test
    void attributesOfTheRepositoryWinOverThoseOfTheCommits() throws IOException {
        repository.git().write("info/attributes", "f merge=union\n");
        assertThat(driver("f", attributes("f merge=binary"))).isEqualTo(MergeDriver.UNION);
        assertThat(driver("g", attributes("g merge=binary"))).isEqualTo(MergeDriver.BINARY);
    }

    @Test
    void theConfigurationSaysWhoMergesTheRest() throws Exception {
        repository.git().run("config", "merge.default", "union");
        repository.repository().getConfig().load();
        assertThat(driver("f", Map.of("f", "a\n"))).isEqualTo(MergeDriver.UNION);
        assertThat(driver("f", attributes("f merge=binary"))).isEqualTo(MergeDriver.BINARY);
    }

    private static Map<String, String> attributes(String lines) {
        return Map.of(".gitattributes", lines + "\n");
    }

    private MergeDriver driver(String path, Map<String, String> files) throws IOException {
        MergeSettings rules = MergeSettings.of(repository.repository());
        return new MergeAttributes(objects, rules, null, repository.treeOfTexts(files), Constants.EMPTY_TREE_ID)
                .chooseDriver(BytePath.of(path));
    }
}
