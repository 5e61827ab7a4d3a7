package dev.reconciler.worker.config.yaml;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class YamlSectionTest extends YamlFixture {
    @Test
    void aKnownKeyHasItsValueAndAnAbsentOneNone() throws IOException {
        YamlSection section = open("host: a\n");

        assertThat(section.<String>readText("host", text -> text)).isEqualTo("a");
        assertThat(section.<String>readText("branch", text -> text)).isNull();
        assertThat(section.hasKey("host")).isTrue();
        assertThat(section.hasKey("branch")).isFalse();
        assertThat(problems()).isEmpty();
    }

    @Test
    void aRequiredKeyThatIsMissingIsAProblemAtTheStartOfItsSection() throws IOException {
        YamlSection section = open("a: b\nidentity:\n  name: x\n", "a", "identity");
        YamlSection identity = YamlSection.open(section.findEntry("identity"), "name", "email");

        assertThat(identity.<String>readRequiredText("name", "a name", text -> text))
                .isEqualTo("x");
        assertThat(identity.<String>readRequiredText("email", "an address", text -> text))
                .isNull();
        assertThat(problems()).containsExactly("3:3: identity.email: missing (expected: an address)");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "hst: x | 1:1: unknown key 'hst' (did you mean host?)",
                "Host: x | 1:1: unknown key 'Host' (did you mean host?)",
                "remote_name: x | 1:1: unknown key 'remote_name' (did you mean remoteName?)",
                "brunch: x | 1:1: unknown key 'brunch' (did you mean branch?)",
                "color: x | 1:1: unknown key 'color' (expected: one of host, branch, remoteName)",
                "s3cret: | 1:1: unknown key (expected: one of host, branch, remoteName)",
                "? [ host ] : x | 1:3: a key that is no text (expected: one of host, branch, remoteName)",
                "host: | 1:1: host: has no value (expected: a value, or no such key)",
            })
    void aKeyThatCannotBeReadIsAProblemAtItsPlace(String text, String problem) throws IOException {
        YamlSection section = open(text);

        assertThat(problems()).containsExactly(problem);
        assertThat(section.findEntry("host")).isNull();
    }

    @Test
    void ofARepeatedKeyTheFirstValueCountsAndTheSecondIsAProblem() throws IOException {
        YamlSection section = open("host: a\nbranch: main\nhost: b\n");

        assertThat(section.<String>readText("host", text -> text)).isEqualTo("a");
        assertThat(problems()).containsExactly("3:1: host: there twice (expected: once; the first is in line 1)");
    }

    @Test
    void aKeyThatIsWrongIsNotMissingAsWell() throws IOException {
        YamlSection section = open("host:\n");

        assertThat(section.requireEntry("host", "a name")).isNull();
        assertThat(section.hasKey("host")).isTrue();
        assertThat(problems()).hasSize(1);
    }

    @Test
    void aValueThatIsNoSectionIsOneProblemAndNoneOfItsKeysIsMissing() throws IOException {
        YamlSection section = open("- a\n");

        assertThat(section.requireEntry("host", "a name")).isNull();
        assertThat(problems())
                .containsExactly("1:1: a list (expected: a section with the keys host, branch, remoteName)");
    }

    @Test
    void aDurationMayBeWrittenWithoutQuotes() throws IOException {
        YamlSection section = open("host: 5\nbranch: []\n");

        assertThat(section.<String>readDuration("host", text -> text)).isEqualTo("5");
        assertThat(section.<String>readDuration("branch", text -> text)).isNull();
        assertThat(section.<String>readDuration("remoteName", text -> text)).isNull();
        assertThat(problems()).containsExactly("2:9: branch: a list (expected: a duration such as 5m)");
    }

    private YamlSection open(String text) throws IOException {
        return open(text, "host", "branch", "remoteName");
    }

    private YamlSection open(String text, String... known) throws IOException {
        return YamlSection.open(root(text), known);
    }
}
