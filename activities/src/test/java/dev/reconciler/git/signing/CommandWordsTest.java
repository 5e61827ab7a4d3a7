package dev.reconciler.git.signing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.reconciler.git.fixture.NativeGit;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Git splits an alias as it splits the command of a setting, and prints the words. */
class CommandWordsTest {
    @TempDir
    Path directory;

    @ParameterizedTest
    @ValueSource(
            strings = {
                "ssh-add -L",
                "  a\tb",
                "'a b' c",
                "\"a b\" c",
                "a' 'b\" \"c",
                "a\\ b",
                "'a\\b'",
                "\"a\\\"b\"",
                "'' x",
                "$HOME ~ | ;",
                "\\'",
                "'open",
                "\"open",
                "end\\"
            })
    void aLineIsSplitAsGitSplitsIt(String line) {
        NativeGit git = NativeGit.init(directory);
        NativeGit.Result printed = git.attempt("-c", "alias.words=rev-parse --sq-quote " + line, "words");

        Optional<List<String>> words = CommandWords.split(line);

        assertThat(words.map(CommandWordsTest::quote))
                .isEqualTo(printed.status() == 0 ? Optional.of(printed.output().strip()) : Optional.empty());
    }

    private static String quote(List<String> words) {
        return words.stream()
                .map(word -> "'" + word.replace("'", "'\\''") + "'")
                .reduce((all, word) -> all + " " + word)
                .orElse("");
    }

    @Test
    void anEmptyLineHasNoWords() {
        assertThat(CommandWords.split("  ")).contains(List.of());
    }
}
