package dev.reconciler.worker.config.yaml;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class YamlEntryTest extends YamlFixture {
    @Test
    void aTextIsWhatParseMakesOfIt() throws IOException {
        assertThat(entry("a", "three").<Integer>readText(String::length)).isEqualTo(5);
        assertThat(entry("a", "'7'").<String>readText(text -> text)).isEqualTo("7");
        assertThat(problems()).isEmpty();
    }

    @Test
    void theMessageOfParseIsAProblemAtThePlaceOfTheValue() throws IOException {
        assertThat(entry("port", "many").<Integer>readText(Integer::valueOf)).isNull();
        assertThat(problems()).containsExactly("1:7: port: For input string: \"many\"");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "7 | a number (expected: text, in quotes)",
                "1.5 | a number (expected: text, in quotes)",
                "true | true or false (expected: text, in quotes)",
                "!name x | a value with a tag (expected: text, in quotes)",
                "[ x ] | a list (expected: text)",
                "{ x: y } | a section (expected: text)",
            })
    void aValueThatIsNoTextIsNamedByItsKindAndNotShown(String value, String problem) throws IOException {
        assertThat(entry("a", value).<String>readText(text -> text)).isNull();
        assertThat(problems()).containsExactly("1:4: a: " + problem);
    }

    @Test
    void aScalarMayBeANumber() throws IOException {
        assertThat(entry("every", "5").<String>readScalar("a duration", text -> text + "m"))
                .isEqualTo("5m");
        assertThat(entry("every", "[ 5 ]").<String>readScalar("a duration", text -> text))
                .isNull();
        assertThat(problems()).containsExactly("1:8: every: a list (expected: a duration)");
    }

    @Test
    void onlyTrueAndFalseAreBooleans() throws IOException {
        assertThat(entry("bare", "true").readBoolean()).isTrue();
        assertThat(entry("bare", "false").readBoolean()).isFalse();
        assertThat(entry("bare", "'true'").readBoolean()).isNull();
        assertThat(entry("bare", "1").readBoolean()).isNull();
        assertThat(problems())
                .containsExactly(
                        "1:7: bare: 'true' (expected: true or false)", "1:7: bare: a number (expected: true or false)");
    }

    @Test
    void theItemsOfAListAreNumberedFromZero() throws IOException {
        List<YamlEntry> items = entry("a", "[ x, y ]").readItems();

        assertThat(items).extracting(YamlEntry::key).containsExactly("a[0]", "a[1]");
        assertThat(items.get(1).<String>readText(text -> text)).isEqualTo("y");
        assertThat(entry("a", "x").readItems()).isEmpty();
        assertThat(problems()).containsExactly("1:4: a: text (expected: a list)");
    }

    @Test
    void anEmptyListIsAListAndASectionIsNone() throws IOException {
        assertThat(entry("a", "[]").isList()).isTrue();
        assertThat(entry("a", "{}").isList()).isFalse();
    }

    @Test
    void aProblemWithAnAbsentChildStandsAtTheSectionItself() throws IOException {
        YamlEntry section = entry("a", "{ b: x }");

        section.findChild("b").addProblem("wrong");
        section.findChild("c").addProblem("absent");

        assertThat(problems()).containsExactly("1:4: a: absent", "1:9: a.b: wrong");
    }
}
