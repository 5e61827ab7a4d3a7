package dev.reconciler.worker.config.yaml;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SpellingSuggestionTest {
    @ParameterizedTest
    @CsvSource({
        "abdef, abcdef", // a letter is missing
        "abcxdef, abcdef", // a letter is too many
        "abxdef, abcdef", // a letter is another one
        "xbcdex, abcdef", // two of six letters: a third
        "ABC_DEF, abcdef", // another convention
        "i, id", // one edit is allowed however short the word is
    })
    void aWordOfWhichAtMostAThirdDiffersIsSuggested(String word, String meant) {
        assertThat(SpellingSuggestion.findNearest(word, List.of("abcdef", "id", "unrelated")))
                .contains(meant);
    }

    @ParameterizedTest
    @CsvSource({"xbcxex", "abc", "xy", "fedcba"})
    void aWordThatDiffersMoreIsNoMistypedOne(String word) {
        assertThat(SpellingSuggestion.findNearest(word, List.of("abcdef", "id")))
                .isEmpty();
    }

    @Test
    void theNearestOfSeveralIsSuggestedAndTheFirstOfEquals() {
        assertThat(SpellingSuggestion.findNearest("abcdxx", List.of("abcdef", "abcdxy")))
                .contains("abcdxy");
        assertThat(SpellingSuggestion.findNearest("abcdex", List.of("abcdef", "abcdey")))
                .contains("abcdef");
    }
}
