package dev.reconciler.worker.config.reader;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What docs/configuration.md shows is what the program reads. */
class ConfigurationPageTest {
    private static final Path PAGE = Path.of("../docs/configuration.md");
    private static final Pattern EXAMPLE = Pattern.compile("```yaml\n(.*?)```", Pattern.DOTALL);

    @TempDir
    Path directory;

    @Test
    void everyExampleIsAccepted() throws IOException {
        Path secrets = Files.createDirectory(directory.resolve("secrets"));
        for (String name : List.of("webhook", "key", "known_hosts", "api", "ops")) {
            Files.writeString(secrets.resolve(name), "something\n");
        }
        Files.writeString(secrets.resolve("signing"), ConfigurationFixture.PRIVATE_KEY);
        Files.writeString(secrets.resolve("key"), ConfigurationFixture.PRIVATE_KEY);
        Map<String, String> environment = Stream.of(
                        "GIT_TOKEN",
                        "RELOAD_TOKEN",
                        "CI_RELOAD_TOKEN",
                        "OPS_URL",
                        "SLACK_URL",
                        "ALERTMANAGER_URL",
                        "MAIL_PASSWORD")
                .collect(Collectors.toMap(Function.identity(), name -> "something"));
        ConfigurationReader reader = new ConfigurationReader(environment, () -> Optional.of("host"));

        List<String> examples = EXAMPLE.matcher(Files.readString(PAGE))
                .results()
                .map(match -> match.group(1))
                .toList();

        assertThat(examples).hasSizeGreaterThanOrEqualTo(3).allSatisfy(example -> {
            String here = example.replace("/run/secrets/", Matcher.quoteReplacement(secrets + "/"));
            Path file = Files.writeString(directory.resolve("reconciler.yaml"), here);
            assertThat(reader.read(file).repositories()).isNotEmpty();
        });
    }

    @Test
    void theFileThatAStrangerWritesFirstIsAccepted() throws IOException {
        Matcher written = Pattern.compile("(?s)cat >reconciler.yaml <<'END'\n(.*?)END\n")
                .matcher(Files.readString(Path.of("../docs/getting-started.md")));
        assertThat(written.find()).isTrue();

        Path file = Files.writeString(directory.resolve("reconciler.yaml"), written.group(1));

        assertThat(new ConfigurationReader(Map.of(), Optional::empty).read(file).repositories())
                .hasSize(1);
    }
}
