package dev.reconciler.git.settings;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Native git is the reference for environments that git accepts. */
class EnvironmentSettingsTest {
    private static final String PARAMETERS = "GIT_CONFIG_PARAMETERS";

    @TempDir
    Path directory;

    static Stream<Arguments> parameters() {
        return Stream.of(
                Arguments.of("'a.b=c'", List.of("c")),
                Arguments.of("'a.b'='c'", List.of("c")),
                Arguments.of("'a.b'='c' 'a.b'='d'", List.of("c", "d")),
                Arguments.of("'a.b=c' 'a.b'='d'", List.of("c", "d")),
                Arguments.of("'A.B=c'  ", List.of("c")),
                Arguments.of("'a.b=c=d'", List.of("c=d")),
                Arguments.of("'a.b'='c=d'", List.of("c=d")),
                Arguments.of("'a.b='", List.of("")),
                Arguments.of("'a.b'=''", List.of("")),
                Arguments.of("'a.b'", List.of("")),
                Arguments.of("'a.b'=", List.of("")),
                Arguments.of("'a.b'='it'\\''s'", List.of("it's")),
                Arguments.of("'a.b'='stop'\\!''", List.of("stop!")),
                Arguments.of("'a.b'='two words'", List.of("two words")),
                Arguments.of("'a.b'='C:\\x'", List.of("C:\\x")),
                Arguments.of("'a.x.b'='c'", List.of()));
    }

    @ParameterizedTest
    @MethodSource("parameters")
    void parametersAreReadAsGitReadsThem(String text, List<String> values) throws Exception {
        Map<String, String> environment = Map.of(PARAMETERS, text);

        assertThat(readValues(environment)).isEqualTo(values);
        assertThat(readValuesByGit(environment)).isEqualTo(values);
    }

    @Test
    void aSubsectionKeepsItsDotsAndItsCase() throws Exception {
        Map<String, String> environment = Map.of(PARAMETERS, "'URL.https://Git.example.org/.insteadOf'='eg:'");

        assertThat(EnvironmentSettings.read(environment))
                .containsExactly(new Setting("URL", "https://Git.example.org/", "insteadOf", "eg:"));
        assertThat(runGit(environment, "url.https://Git.example.org/.insteadof"))
                .isEqualTo("eg:\0");
    }

    @Test
    void countedSettingsComeBeforeParameters() throws Exception {
        Map<String, String> environment = new HashMap<>(counted("2", "a.b", "one", "a.b", "two"));
        environment.put(PARAMETERS, "'a.b'='three'");

        assertThat(readValues(environment)).containsExactly("one", "two", "three");
        assertThat(readValuesByGit(environment)).containsExactly("one", "two", "three");
    }

    /** A regular expression of Java ran out of stack at a few thousand characters, as a token in a header may have. */
    @Test
    void aLongValueIsReadWhole() throws Exception {
        String value = "it's a token, ".repeat(4_000);
        Map<String, String> environment = Map.of(PARAMETERS, "'a.b'='" + value.replace("'", "'\\''") + "'");

        assertThat(readValues(environment)).containsExactly(value);
        assertThat(readValuesByGit(environment)).containsExactly(value);
    }

    static Stream<Arguments> counts() {
        return Stream.of(
                Arguments.of("0", List.of()),
                Arguments.of("", List.of()),
                Arguments.of("1", List.of("one")),
                Arguments.of("2", List.of("one", "two")));
    }

    @ParameterizedTest
    @MethodSource("counts")
    void asManySettingsAreReadAsTheCountSays(String count, List<String> values) throws Exception {
        Map<String, String> environment = counted(count, "a.b", "one", "a.b", "two");

        assertThat(readValues(environment)).isEqualTo(values);
        assertThat(readValuesByGit(environment)).isEqualTo(values);
    }

    static Stream<Arguments> faults() {
        return Stream.of(
                // The text ends within a word.
                Arguments.of(Map.of(PARAMETERS, "'a.b'='one' 'a.b'='two"), List.of("one")),
                Arguments.of(Map.of(PARAMETERS, "'a.b'='one' a.b=two 'a.b'='three'"), List.of("one")),
                Arguments.of(Map.of(PARAMETERS, "'a.b'='one''a.b'='two'"), List.of()),
                Arguments.of(Map.of(PARAMETERS, " 'a.b'='one'"), List.of()),
                Arguments.of(Map.of(PARAMETERS, "'a.b'='one' 'nodot'='two' 'a.b'='three'"), List.of("one")),
                // The count promises a pair that is not there.
                Arguments.of(counted("3", "a.b", "one", "a.b", "two"), List.of("one", "two")),
                Arguments.of(counted("many", "a.b", "one"), List.of()),
                Arguments.of(counted("1", "a.", "one"), List.of()),
                Arguments.of(counted("2", "a.1b", "one", "a.b", "two"), List.of()),
                Arguments.of(counted("2", "a_.b", "one", "a.b", "two"), List.of()),
                Arguments.of(counted("1", "nodot", "one"), List.of()));
    }

    /** Git does not start at all. A reader that skipped the fault would let a doubtful setting allow a repository. */
    @ParameterizedTest
    @MethodSource("faults")
    void nothingIsReadFromAFaultOn(Map<String, String> environment, List<String> values) throws Exception {
        assertThat(readValues(environment)).isEqualTo(values);
        assertThat(runGit(environment, "a.b")).contains("fatal: ");
    }

    @Test
    void anEnvironmentWithoutSettingsHasNone() {
        assertThat(EnvironmentSettings.read(Map.of())).isEmpty();
    }

    private static Map<String, String> counted(String count, String... pairs) {
        Map<String, String> environment = new HashMap<>();
        environment.put("GIT_CONFIG_COUNT", count);
        for (int i = 0; i < pairs.length / 2; i++) {
            environment.put("GIT_CONFIG_KEY_" + i, pairs[2 * i]);
            environment.put("GIT_CONFIG_VALUE_" + i, pairs[2 * i + 1]);
        }
        return environment;
    }

    private static List<String> readValues(Map<String, String> environment) {
        return EnvironmentSettings.read(environment).stream()
                .filter(setting -> setting.isNamed("a", null, "b"))
                .map(setting -> setting.value() == null ? "" : setting.value())
                .toList();
    }

    private List<String> readValuesByGit(Map<String, String> environment) throws Exception {
        String output = runGit(environment, "a.b");
        return output.isEmpty()
                ? List.of()
                : Arrays.asList(output.substring(0, output.length() - 1).split("\0", -1));
    }

    /** What {@code git config} prints of a key, each value with a zero byte after it; or its complaint. */
    private String runGit(Map<String, String> environment, String key) throws IOException, InterruptedException {
        ProcessBuilder builder = new ProcessBuilder("git", "config", "-z", "--get-all", key)
                .directory(directory.toFile())
                .redirectErrorStream(true);
        builder.environment().keySet().removeIf(name -> name.startsWith("GIT_"));
        builder.environment().putAll(Map.of("GIT_CONFIG_NOSYSTEM", "1", "GIT_CONFIG_GLOBAL", "/dev/null"));
        builder.environment().put("LC_ALL", "C.UTF-8");
        builder.environment().putAll(environment);
        Process process = builder.start();
        String output = new String(process.getInputStream().readAllBytes());
        process.waitFor();
        return output;
    }
}
