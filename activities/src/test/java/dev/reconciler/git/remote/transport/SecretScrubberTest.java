package dev.reconciler.git.remote.transport;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SecretScrubberTest {
    /** The words of a remote's hook came to the terminal as they were: they could hide lines, or write others. */
    @ParameterizedTest
    @CsvSource({
        "'hook:\u001b[2J\u001b[31mgone', 'hook:?[2J?[31mgone'",
        "'title \u001b]0;x\u0007', 'title ?]0;x?'",
        "'over\rwritten', 'over?written'",
        "'eight bits \u009b31m', 'eight bits ?31m'",
        "'a\u0008b\u007fc\u0000d', 'a?b?c?d'",
        "'lines\r\nand\n\ttabs, caf\u00e9', 'lines\r\nand\n\ttabs, caf\u00e9'"
    })
    void whatWouldSteerATerminalIsTakenOut(String words, String shown) {
        assertThat(SecretScrubber.none().scrub(words)).isEqualTo(shown);
    }
}
