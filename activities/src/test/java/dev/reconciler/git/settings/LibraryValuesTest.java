package dev.reconciler.git.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.reconciler.git.error.RefusedException;
import java.util.List;
import org.eclipse.jgit.lib.Config;
import org.eclipse.jgit.storage.pack.PackConfig;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class LibraryValuesTest {
    @BeforeAll
    static void install() {
        GitSystemReader.install();
    }

    private static Config config(String key, String value) {
        Config config = new Config();
        List<String> parts = List.of(key.split("\\."));
        config.setString(parts.get(0), null, parts.get(1), value);
        return config;
    }

    /** A push never ended: the library's sender gave up without a word. */
    @ParameterizedTest
    @CsvSource({"512m, 536870912", "2g, 2147483647", "4g, 2147483647", "9000000000, 2147483647"})
    void aNumberThatIsTooLargeForTheLibraryIsTheLargest(String value, int expected) {
        assertThat(new PackConfig(config("core.bigFileThreshold", value)).getBigFileThreshold())
                .isEqualTo(expected);
    }

    @ParameterizedTest
    @ValueSource(strings = {"abc", "5x", "99999999999999999999"})
    void whatIsNoNumberIsRefusedByName(String value) {
        Config config = config("core.bigFileThreshold", value);

        assertThatThrownBy(() -> new PackConfig(config))
                .isInstanceOf(RefusedException.class)
                .hasMessageContaining("core.bigfilethreshold");
    }

    @Test
    void whatIsNoTruthIsRefusedByName() {
        Config config = config("core.filemode", "perhaps");

        assertThatThrownBy(() -> config.getBoolean("core", "filemode", true))
                .isInstanceOf(RefusedException.class)
                .hasMessageContaining("core.filemode=perhaps");
    }

    /** The last line counts: the library took an empty one for none, and its own default or an earlier line for the truth. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "[core];symlinks =| false",
                "[core];symlinks| true",
                "[core];symlinks = true;symlinks =| false",
                "[core];symLinks =| false",
                "[core];other =| true"
            })
    void aTruthThatIsWrittenEmptyIsFalse(String text, boolean expected) throws Exception {
        Config config = new Config();
        config.fromText(text.replace(';', '\n') + "\n");

        assertThat(config.getBoolean("core", "symlinks", true)).isEqualTo(expected);
        assertThat(config.getBoolean("core", null, "symlinks", true)).isEqualTo(expected);
    }
}
