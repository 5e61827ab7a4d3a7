package dev.reconciler;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Predicate;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * docs/git-settings.md names every setting that the installed git knows. {@code -Dgit=/path/to/git} asks another version.
 */
class GitSettingsPageTest {
    private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();
    private static final Path PAGE = ROOT.resolve("docs/git-settings.md");
    private static final String GIT = System.getProperty("git", "git");

    private static final Pattern QUOTED = Pattern.compile("`([^`]+)`");

    /** {@code <name>} in a key of git's list, and in one of the page. */
    private static final Pattern PLACEHOLDER = Pattern.compile("<[^>]*>|\\*");

    @Test
    void everySettingOfTheInstalledGitIsOnThePage() throws Exception {
        List<String> settings = ask("help", "--config")
                .filter(line -> line.matches("[A-Za-z0-9]+[.:].*"))
                .toList();
        assertThat(settings).hasSizeGreaterThan(500);

        assertThat(settings).allMatch(isNamedOnThePage());
    }

    @Test
    void everyVariableThatNamesARepositoryIsOnThePage() throws Exception {
        List<String> variables = ask("rev-parse", "--local-env-vars").toList();
        assertThat(variables).contains("GIT_DIR", "GIT_INDEX_FILE");

        assertThat(variables).allMatch(isNamedOnThePage());
    }

    @Test
    void everyRowSaysWhatIsDoneAndWhichTestShowsIt() throws IOException {
        String page = Files.readString(PAGE);
        String bearing = page.substring(0, page.indexOf("## Nothing to do with a run"));

        assertThat(rows(bearing))
                .hasSizeGreaterThan(50)
                .allMatch(
                        row -> row.matches("\\| `.*` \\| (honoured|refused|without effect) \\|.*\\|.*`\\w+Test`.*\\|"));
    }

    @Test
    void everyTestThatThePageNamesIsThere() throws IOException {
        List<String> tests = QUOTED.matcher(Files.readString(PAGE))
                .results()
                .map(quoted -> quoted.group(1))
                .filter(name -> name.matches("[A-Z]\\w+Test"))
                .distinct()
                .toList();
        assertThat(tests).hasSizeGreaterThan(15);

        List<String> sources = testSources();
        assertThat(tests).allMatch(test -> sources.contains(test + ".java"));
    }

    private static Predicate<String> isNamedOnThePage() throws IOException {
        List<Pattern> named = rows(Files.readString(PAGE)).stream()
                .flatMap(row -> QUOTED.matcher(row.split("\\|")[1]).results())
                .map(MatchResult::group)
                .map(quoted -> toPattern(quoted.substring(1, quoted.length() - 1)))
                .toList();
        return setting ->
                named.stream().anyMatch(pattern -> pattern.matcher(setting).matches());
    }

    private static Pattern toPattern(String name) {
        String regex =
                Stream.of(PLACEHOLDER.split(name, -1)).map(Pattern::quote).collect(Collectors.joining(".*"));
        return Pattern.compile(regex, Pattern.CASE_INSENSITIVE);
    }

    private static List<String> rows(String text) {
        return text.lines().filter(line -> line.startsWith("| `")).toList();
    }

    private static List<String> testSources() throws IOException {
        try (Stream<Path> files = Files.walk(ROOT.resolve("activities/src/test"));
                Stream<Path> more = Files.walk(ROOT.resolve("worker/src/test"))) {
            return Stream.concat(files, more)
                    .map(file -> file.getFileName().toString())
                    .toList();
        }
    }

    private static Stream<String> ask(String... arguments) throws IOException, InterruptedException {
        ProcessBuilder builder = new ProcessBuilder(GIT);
        builder.command().addAll(List.of(arguments));
        Process process = builder.redirectError(ProcessBuilder.Redirect.DISCARD).start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).isZero();
        return said.lines();
    }
}
