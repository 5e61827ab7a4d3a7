package dev.reconciler.git.diff;

import static dev.reconciler.git.fixture.LetterRepository.text;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** Texts of a letter a line; a full stop at the end says that the last line has no line feed. */
class LineNumberingTest {
    private final LineNumbering lines = new LineNumbering();

    @Test
    void equalLinesHaveEqualNumbersInAllTexts() {
        assertThat(numbers("aba")).containsExactly(0, 1, 0);
        assertThat(numbers("bca")).containsExactly(1, 2, 0);
    }

    @Test
    void aLastLineWithoutLineFeedIsAnotherLine() {
        assertThat(numbers("ab")).containsExactly(0, 1);
        assertThat(numbers("ab.")).containsExactly(0, 2);
    }

    @Test
    void aTextWithoutBytesHasNoLinesAndAnEmptyLineIsOne() {
        assertThat(numbers("")).isEmpty();
        assertThat(lines.text(new byte[] {'\n'}).size()).isEqualTo(1);
    }

    @Test
    void aLineGoesFromItsStartToTheStartOfTheNext() {
        LineNumbering.NumberedText text = lines.text(new byte[] {'a', 'b', '\n', '\n', 'c'});
        assertThat(text.size()).isEqualTo(3);
        assertThat(new int[] {text.start(0), text.start(1), text.start(2), text.start(3)})
                .containsExactly(0, 3, 4, 5);
    }

    @Test
    void aPartOfTheNumbersEndsBeforeTheLastLineThatIsNamed() {
        assertThat(lines.text(text("abcd")).numbers(1, 3)).containsExactly(1, 2);
        assertThat(lines.text(text("abcd")).numbers(2, 2)).isEmpty();
    }

    private int[] numbers(String letters) {
        return lines.text(text(letters)).numbers();
    }
}
