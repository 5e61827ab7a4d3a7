package dev.reconciler.worker.config.yaml;

import dev.reconciler.worker.config.ConfigurationProblem;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.io.TempDir;

/** A YAML text as an entry, and the problems that reads of it found. */
abstract class YamlFixture {
    @TempDir
    Path directory;

    private final ProblemCollector problems = new ProblemCollector("x.yaml");

    final YamlEntry root(String text) throws IOException {
        Path file = Files.writeString(directory.resolve("x.yaml"), text);
        return new YamlEntry("", Objects.requireNonNull(YamlFile.readRoot(file, problems)), problems);
    }

    final YamlEntry entry(String key, String value) throws IOException {
        return Objects.requireNonNull(
                YamlSection.open(root(key + ": " + value), key).findEntry(key));
    }

    /** In the order of the file, without its name. */
    final List<String> problems() {
        return problems.newException().problems().stream()
                .map(ConfigurationProblem::toString)
                .map(line -> line.substring("x.yaml:".length()))
                .toList();
    }
}
