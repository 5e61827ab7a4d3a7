package dev.reconciler.worker.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import dev.reconciler.worker.cli.CommandLineFixture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ConflictsCommandTest extends CommandLineFixture {
    @ParameterizedTest
    @CsvSource({
        "merge, 'merge' (expected: list",
        "retry, retry of which conflict?",
        "list one/x, list takes no conflict",
        "retry three/x, 'three/x' (expected: REPOSITORY/UTC",
        "show x, 'x' (expected: REPOSITORY/UTC",
        "keep-remote one/x --preview, --preview shows what keep-local would change",
    })
    void aWrongCommandLineSaysWhatWasExpected(String words, String said) {
        assertThat(conflicts(words.split(" "))).isEqualTo(2);
        assertThat(err.toString()).contains(said);
        assertThat(out.toString()).isEmpty();
    }

    @Test
    void repositoriesWithoutACloneHaveNoConflict() {
        assertThat(conflicts()).isZero();
        assertThat(out).hasToString("no open conflict\n");
    }

    @Test
    void aConflictThatIsNotOpenIsSaid() {
        assertThat(conflicts("keep-local", "one/2026-11-27T08-00-00Z")).isEqualTo(1);
        assertThat(err.toString()).contains("one/2026-11-27T08-00-00Z is no open conflict");
    }

    private int conflicts(String... words) {
        String[] arguments = new String[words.length + 3];
        arguments[0] = "conflicts";
        System.arraycopy(words, 0, arguments, 1, words.length);
        arguments[words.length + 1] = "--config";
        arguments[words.length + 2] = config.toString();
        return run(arguments);
    }
}
