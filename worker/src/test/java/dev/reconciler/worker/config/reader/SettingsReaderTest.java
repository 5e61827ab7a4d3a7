package dev.reconciler.worker.config.reader;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.reconciler.git.repository.CommitterIdentity;
import dev.reconciler.worker.config.ConfigurationProblem;
import dev.reconciler.worker.config.HostPort;
import dev.reconciler.worker.config.TemporalTarget;
import dev.reconciler.worker.config.WebhookConfiguration;
import dev.reconciler.worker.config.yaml.ProblemCollector;
import dev.reconciler.worker.config.yaml.YamlEntry;
import dev.reconciler.worker.config.yaml.YamlFile;
import dev.reconciler.worker.config.yaml.YamlSection;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SettingsReaderTest {
    @TempDir
    Path directory;

    private final ProblemCollector problems = new ProblemCollector("x.yaml");

    @Test
    void anAbsentSectionHasItsDefaults() {
        SettingsReader settings = on("machine");

        assertThat(settings.readTemporal(null)).isEqualTo(TemporalTarget.UNSET);
        assertThat(settings.readIdentity(null, "data-host"))
                .isEqualTo(new CommitterIdentity("Data Reconciler", "reconciler@data-host"));
        assertThat(settings.readWebhook(null)).isEqualTo(WebhookConfiguration.UNSET);
        assertThat(problems()).isEmpty();
    }

    @Test
    void aKeyThatIsLeftOutOfASectionHasItsDefault() throws IOException {
        SettingsReader settings = on("machine");

        assertThat(settings.readTemporal(entry("namespace: data"))).isEqualTo(new TemporalTarget(null, "data"));
        assertThat(settings.readIdentity(entry("email: a@b"), "data-host"))
                .isEqualTo(new CommitterIdentity("Data Reconciler", "a@b"));
        assertThat(settings.readWebhook(entry("secret: env:TOKEN")).listen())
                .isEqualTo(new HostPort("127.0.0.1", 8080));
        assertThat(problems()).isEmpty();
    }

    @Test
    void theHostOfTheFileWinsOverTheNameOfTheMachine() throws IOException {
        assertThat(on("machine").readHost(root("host: data-host"))).isEqualTo("data-host");
        assertThat(on("machine").readHost(root("other: x"))).isEqualTo("machine");
        assertThat(problems()).isEmpty();
    }

    @Test
    void theHostIsRequiredWhereTheMachineHasNoName() throws IOException {
        assertThat(on(null).readHost(root("host: data-host"))).isEqualTo("data-host");
        assertThat(problems()).isEmpty();

        on(null).readHost(root("other: x"));
        assertThat(problems())
                .extracting(ConfigurationProblem::key, ConfigurationProblem::message)
                .containsExactly(tuple("host", "missing (expected: the host's name, since the machine has none)"));
    }

    @Test
    void anIdentityNeedsItsAddress() throws IOException {
        on("machine").readIdentity(entry("name: Robot"), "data-host");

        assertThat(problems())
                .extracting(ConfigurationProblem::key, ConfigurationProblem::message)
                .containsExactly(tuple("section.email", "missing (expected: the committer's e-mail address)"));
    }

    @Test
    void aSecretThatIsMissingIsAProblemOfItsKey() throws IOException {
        on("machine").readWebhook(entry("secret: env:NOT_SET\nreloadToken: file:nowhere"));

        assertThat(problems())
                .extracting(ConfigurationProblem::key)
                .containsExactly("section.secret", "section.reloadToken");
    }

    private SettingsReader on(String machine) {
        return new SettingsReader(
                new SecretAndPathReader(directory, Map.of("TOKEN", "t")), Optional.ofNullable(machine));
    }

    private YamlEntry entry(String text) throws IOException {
        Path file = Files.writeString(directory.resolve("x.yaml"), text);
        return new YamlEntry("section", YamlFile.readRoot(file, problems), problems);
    }

    private YamlSection root(String text) throws IOException {
        YamlEntry root = new YamlEntry("", entry(text).node(), problems);
        return YamlSection.open(root, "host", "other");
    }

    private List<ConfigurationProblem> problems() {
        return problems.newException().problems();
    }
}
