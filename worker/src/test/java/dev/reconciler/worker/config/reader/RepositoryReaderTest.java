package dev.reconciler.worker.config.reader;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.reconciler.model.BranchName;
import dev.reconciler.model.RepositoryId;
import dev.reconciler.worker.config.ConfigurationProblem;
import dev.reconciler.worker.config.RemoteUrl;
import dev.reconciler.worker.config.RepositoryConfiguration;
import dev.reconciler.worker.config.reader.RepositoryReader.ReadRepository;
import dev.reconciler.worker.config.yaml.ProblemCollector;
import dev.reconciler.worker.config.yaml.YamlEntry;
import dev.reconciler.worker.config.yaml.YamlFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RepositoryReaderTest {
    private static final String REQUIRED = "id: data\npath: data\nremote: https://h/x\nbranch: main\n";

    @TempDir
    Path directory;

    private final ProblemCollector problems = new ProblemCollector("x.yaml");

    @Test
    void withTheRequiredKeysAloneEveryOtherHasItsDefault() throws IOException {
        RepositoryConfiguration whole = read(REQUIRED).whole();

        assertThat(problems()).isEmpty();
        assertThat(whole.path()).isEqualTo(directory.resolve("data"));
        assertThat(whole.remoteName()).isEqualTo("origin");
        assertThat(whole.aliases()).isEmpty();
        assertThat(whole.bare()).isFalse();
        assertThat(whole.every()).isNull();
        assertThat(whole.retryFor()).isNull();
        assertThat(whole.reload()).isNull();
    }

    @ParameterizedTest
    @CsvSource({
        "data, '', false",
        "data.git, '', true",
        "data, 'bare: true', true",
        "data.git, 'bare: false', false",
    })
    void aCloneIsBareByItsNameUnlessTheKeySaysOtherwise(String path, String key, boolean expected) throws IOException {
        assertThat(read(REQUIRED.replace("path: data", "path: " + path) + key)
                        .whole()
                        .bare())
                .isEqualTo(expected);
    }

    @Test
    void everyWrongKeyOfARepositoryIsFoundInOneRead() throws IOException {
        read("""
                id: Data
                path: ~/data
                remote: ftp://h/x
                remoteName: a/b
                aliases: [ /srv/x, ftp://h/y ]
                branch: a..b
                bare: 1
                credentials: {}
                every: 5
                retryFor: 0s
                reload: {}
                more: x
                """);

        assertThat(problems())
                .extracting(ConfigurationProblem::line)
                .containsExactly(1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12);
    }

    /** So that two repositories with one id or one path are found although another key of one is wrong too. */
    @Test
    void whatIsRightOfAWrongRepositoryIsThereForTheChecksBetweenRepositories() throws IOException {
        ReadRepository repository = read(REQUIRED.replace("https://h/x", "ftp://h/x"));

        assertThat(repository.id()).isEqualTo(new RepositoryId("data"));
        assertThat(repository.path()).isEqualTo(directory.resolve("data"));
        assertThat(repository.branch()).isEqualTo(new BranchName("main"));
        assertThat(repository.whole()).isNull();
        assertThat(problems()).hasSize(1);
    }

    @Test
    void relativePathsAndRemotesStartFromTheDirectoryOfTheFile() throws IOException {
        RepositoryConfiguration whole = read(REQUIRED.replace("https://h/x", "../x.git") + "aliases: [ y.git ]")
                .whole();

        assertThat(whole.remote()).hasToString(directory.resolveSibling("x.git").toString());
        assertThat(whole.aliases())
                .extracting(RemoteUrl::value)
                .containsExactly(directory.resolve("y.git").toString());
    }

    @Test
    void theTokenOfAReloadIsOptionalAndItsUrlIsNot() throws IOException {
        assertThat(read(REQUIRED + "reload: { url: 'http://app/reload' }")
                        .whole()
                        .reload()
                        .token())
                .isNull();
        assertThat(problems()).isEmpty();

        read(REQUIRED + "reload: { token: 'env:TOKEN' }");
        assertThat(problems())
                .extracting(ConfigurationProblem::key, ConfigurationProblem::message)
                .containsExactly(tuple("repository.reload.url", "missing (expected: the URL to call)"));
    }

    private ReadRepository read(String text) throws IOException {
        Path file = Files.writeString(directory.resolve("x.yaml"), text);
        YamlEntry entry = new YamlEntry("repository", YamlFile.readRoot(file, problems), problems);
        return new RepositoryReader(new SecretAndPathReader(directory, Map.of("TOKEN", "t"))).readRepository(entry);
    }

    private List<ConfigurationProblem> problems() {
        return problems.newException().problems();
    }
}
