package dev.reconciler.worker.config.reader;

import static org.assertj.core.api.Assertions.assertThat;

import dev.reconciler.activity.HostConcurrency;
import dev.reconciler.git.repository.CommitterIdentity;
import dev.reconciler.git.repository.RemoteCredentials;
import dev.reconciler.worker.config.Configuration;
import dev.reconciler.worker.config.HostPort;
import dev.reconciler.worker.config.RepositoryConfiguration;
import dev.reconciler.worker.config.TemporalTarget;
import dev.reconciler.worker.config.WebhookConfiguration;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ConfigurationReaderTest extends ConfigurationFixture {
    @Test
    void whatIsNotSaidHasItsDefault() throws IOException {
        Configuration configuration = read(MINIMAL);

        assertThat(configuration.temporal()).isEqualTo(new TemporalTarget(null, null));
        assertThat(configuration.host()).isEqualTo("data-host-1");
        assertThat(configuration.identity())
                .isEqualTo(new CommitterIdentity("Data Reconciler", "reconciler@data-host-1"));
        assertThat(configuration.concurrency()).isEqualTo(HostConcurrency.ofMachine());
        assertThat(configuration.webhook())
                .isEqualTo(new WebhookConfiguration(new HostPort("127.0.0.1", 8080), null, null));
        RepositoryConfiguration repository = configuration.repositories().get(0);
        assertThat(repository.path()).isEqualTo(directory.resolve("civic-data.git"));
        assertThat(repository.remoteName()).isEqualTo("origin");
        assertThat(repository.aliases()).isEmpty();
        assertThat(repository.bare()).isTrue();
        assertThat(repository.credentials()).isEqualTo(new RemoteCredentials.NoCredentials());
        assertThat(repository.every()).isNull();
        assertThat(repository.retryFor()).isNull();
        assertThat(repository.reload()).isNull();
    }

    @Test
    void oneLoginMayBeThatOfManyRepositories() throws IOException {
        StringBuilder text = new StringBuilder("repositories:\n");
        for (int i = 0; i < 60; i++) {
            text.append("  - { id: r%1$d, path: r%1$d, remote: \"https://h/r%1$d\", branch: main, credentials: %2$s }\n"
                    .formatted(i, i == 0 ? "&bot { username: bot, password: \"env:GIT_TOKEN\" }" : "*bot"));
        }

        assertThat(read(text.toString()).repositories()).hasSize(60);
    }

    @Test
    void aTokenMayBeForARepositoryThatIsWrongElsewhere() {
        String wrong = MINIMAL.replace("branch: main", "branch: a..b")
                + "api: { tokens: [ { name: app, token: 'env:GIT_TOKEN', repositories: [ civic-data ] } ] }\n";

        assertThat(failure(() -> read(wrong)).problems())
                .singleElement()
                .asString()
                .contains("repositories[0].branch");
    }

    @Test
    void everyKeyIsRead() throws IOException {
        Files.writeString(directory.resolve("secret"), "from a file\n");
        Configuration configuration = read("""
                temporal: { address: "temporal.example.org:7233", namespace: data }
                host: other-host
                identity: { name: Robot, email: robot@example.org }
                concurrency: { runs: 3, perRemote: 2 }
                repositories:
                  - id: civic-data
                    path: /srv/civic-data
                    remote: https://git.example.org/civic-data.git
                    remoteName: upstream
                    aliases: [ "git@git.example.org:org/civic-data.git" ]
                    branch: data/live
                    bare: true
                    credentials: { username: bot, password: "env:GIT_TOKEN" }
                    every: 5m
                    retryFor: PT12H
                    reload: { url: "http://127.0.0.1:3001/reload", token: "file:secret" }
                webhook: { listen: "[::1]:0", secret: "file:secret", reloadToken: "env:GIT_TOKEN" }
                """);

        assertThat(configuration.temporal())
                .hasToString("TemporalTarget[address=temporal.example.org:7233, namespace=data]");
        assertThat(configuration.host()).isEqualTo("other-host");
        assertThat(configuration.identity()).isEqualTo(new CommitterIdentity("Robot", "robot@example.org"));
        assertThat(configuration.concurrency()).isEqualTo(new HostConcurrency(3, 2));
        RepositoryConfiguration repository = configuration.repositories().get(0);
        assertThat(repository.path()).isEqualTo(Path.of("/srv/civic-data"));
        assertThat(repository.remoteName()).isEqualTo("upstream");
        assertThat(repository.aliases()).hasToString("[git@git.example.org:org/civic-data.git]");
        assertThat(repository.branch().value()).isEqualTo("data/live");
        assertThat(repository.bare()).isTrue();
        assertThat(repository.every()).isEqualTo(Duration.ofMinutes(5));
        assertThat(repository.retryFor()).isEqualTo(Duration.ofHours(12));
        assertThat(repository.reload().token().get()).isEqualTo("from a file");
        assertThat(((RemoteCredentials.PasswordCredentials) repository.credentials())
                        .password()
                        .get())
                .isEqualTo(CANARY);
        assertThat(configuration.webhook().listen()).isEqualTo(new HostPort("::1", 0));
        assertThat(configuration.webhook().reloadToken()).hasToString("env:GIT_TOKEN");
        assertThat(configuration.toString()).doesNotContain(CANARY).doesNotContain("from a file");
    }

    @Test
    void everyProblemIsReportedAtOnceAtItsPlace() throws IOException {
        assertThat(problems("""
                        temporal: { adress: "x:1" }
                        repositories:
                          - id: Civic
                            path: a
                            remote: ext::sh -c id
                            branch: a..b
                            retryFor: 0s
                          - id: b
                            id: c
                            path: b
                            branch: main
                            bare: maybe
                        webhook:
                          secret: env:NOT_SET
                        """))
                .containsExactly(
                        "1:13: temporal: unknown key 'adress' (did you mean address?)",
                        "3:9: repositories[0].id: 'Civic' (expected: lower-case letters, digits, '.', '_' and '-',"
                                + " starting with a letter or digit)",
                        "5:13: repositories[0].remote: 'ext::sh -c id' (expected: a path, file:///PATH, http://, https://,"
                                + " ssh://, git:// or user@host:path)",
                        "6:13: repositories[0].branch: 'a..b' (expected: a branch's short name that git allows, such as"
                                + " main)",
                        "7:15: repositories[0].retryFor: '0s' (expected: longer than zero, such as 5m)",
                        "8:5: repositories[1].remote: missing (expected: the remote's URL or path)",
                        "9:5: repositories[1].id: there twice (expected: once; the first is in line 8)",
                        "12:11: repositories[1].bare: 'maybe' (expected: true or false)",
                        "14:11: webhook.secret: the environment variable NOT_SET is not set (expected: set to the"
                                + " secret)");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "remoteName: a..b| 6:17: repositories[0].remoteName: 'a..b' (expected: the name",
                "aliases: x| 6:14: repositories[0].aliases: text (expected: a list)",
                "aliases: [ 'ftp://x/y' ]| 6:16: repositories[0].aliases[0]: 'ftp://…' (expected: a path",
                "bare: 1| 6:11: repositories[0].bare: a number (expected: true or false)",
                "every: 5| 6:12: repositories[0].every: '5' (expected: a duration",
                "every: -5m| 6:12: repositories[0].every: '-5m' (expected: a duration",
                "every: 500ms| 6:12: repositories[0].every: '500ms' (expected: at least 1s)",
                "retryFor: PT-1H| 6:15: repositories[0].retryFor: 'PT-1H' (expected: longer than zero",
                "retryFor: [ 1h ]| 6:15: repositories[0].retryFor: a list (expected: a duration",
                "reload: { token: 'env:GIT_TOKEN' }| 6:13: repositories[0].reload.url: missing",
                "reload: { url: 'ftp://x' }| 6:20: repositories[0].reload.url: 'ftp://…' (expected: http://",
                "reload: { url: 3001 }| 6:20: repositories[0].reload.url: a number (expected: a URL, such as http://",
                "watch: !!bool yes| 6:12: repositories[0].watch: true or false (expected: true or false)",
                "reload: x| 6:13: repositories[0].reload: text (expected: a section with the keys url, token, before)",
                "credentials:| 6:5: repositories[0].credentials: has no value",
                "credentials: { password: 'env:GIT_TOKEN' }| 6:18: repositories[0].credentials.username: missing",
                "credentials: { username: bot }| 6:18: repositories[0].credentials.password: missing",
                "credentials: { username: bot, sshKey: 'env:GIT_TOKEN' }| a password and an SSH key (expected: one",
                "credentials: { sshKey: 'env:SSH_KEY' }| an SSH key for a remote that takes none",
                "credentials: { username: b, password: 'env:EMPTY' }| env:EMPTY is empty (expected: the secret)",
                "credentials: { username: b, password: 'file:nowhere' }| nowhere does not exist (expected: a file",
                "credentials: { username: b, password: 'file:.' }| is no regular file (expected: a file",
                "1: 2| 6:5: repositories[0]: unknown key '1' (expected: one of id, path",
            })
    void aWrongValueIsNamedWithItsKeyAndPlace(String line, String expected) throws IOException {
        assertThat(problems(MINIMAL + "    " + line + "\n"))
                .singleElement()
                .asString()
                .contains(expected);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "temporal: { address: temporal }| 6:22: temporal.address: 'temporal' (expected: HOST:PORT",
                "temporal: { namespace: 'a b' }| 6:24: temporal.namespace: 'a b' (expected: a namespace",
                "host: a/b| 6:7: host: 'a/b' (expected: a host name",
                "host: 7| 6:7: host: a number (expected: text, in quotes)",
                "concurrency: { runs: 0 }| 6:22: concurrency.runs: '0' (expected: a whole number from 1 to 1000)",
                "concurrency: { perRemote: many }| concurrency.perRemote: 'many' (expected: a whole number",
                "concurrency: { perRemote: [8] }| concurrency.perRemote: a list (expected: a whole number",
                "concurrency: { runs: !!int eight }| 6:22: concurrency.runs: 'eight' (expected: a whole number",
                "concurrency: { runs: !!int 0x8 }| 6:22: concurrency.runs: '0x8' (expected: a whole number",
                "concurrency: { run: 8 }| unknown key 'run' (did you mean runs?)",
                "identity: { name: Robot }| 6:11: identity.email: missing (expected: the committer's e-mail",
                "identity: { email: robot }| 6:20: identity.email: 'robot' (expected: an e-mail address",
                "identity: { email: a@b, name: '<x>' }| identity.name: '<x>' (expected: a name without",
                "webhook: { listen: 8080 }| 6:20: webhook.listen: a number (expected: HOST:PORT, such as 127.0.0.1:8080",
                "temporal: { address: 7233 }| 6:22: temporal.address: a number (expected: HOST:PORT, such as 127.0.0.1",
                "identity: { email: 5 }| 6:20: identity.email: a number (expected: an e-mail address, such as",
                "webhook: { listen: '127.0.0.1:99999' }| 6:20: webhook.listen: '127.0.0.1:99999' (expected: HOST:PORT",
                "webhook: { reloadToken: 'file:nowhere' }| nowhere does not exist",
                "webhok: 1| 6:1: unknown key 'webhok' (did you mean webhook?)",
                "? [ a ] : b| a key that is no text (expected: one of temporal, host",
            })
    void aWrongSettingIsNamedWithItsKeyAndPlace(String line, String expected) throws IOException {
        assertThat(problems(MINIMAL + line + "\n")).singleElement().asString().contains(expected);
    }

    @Test
    void sameIdAndSameCloneAreNamedWithTheOther() throws IOException {
        Files.createSymbolicLink(directory.resolve("link"), directory);
        String second = MINIMAL.substring(MINIMAL.indexOf("  - "))
                .replace("civic-data.git\n    r", "link/civic-data.git/.git\n    r");

        assertThat(problems(MINIMAL + second))
                .containsExactly(
                        "6:9: repositories[1].id: 'civic-data' is the id of repositories[0] too (expected: unique)",
                        "7:11: repositories[1].path: '" + directory.resolve("link/civic-data.git/.git")
                                + "' with branch 'main' is repositories[0] too (expected: each branch of a repository"
                                + " once)");
    }

    @Test
    void sameIdAndSameCloneAreNamedAlsoWhereSomethingElseIsWrong() throws IOException {
        String broken = MINIMAL.replace("https://", "https://user:x@");
        String second = broken.substring(broken.indexOf("  - "));

        assertThat(problems(broken + second))
                .hasSize(4)
                .anyMatch(problem -> problem.contains("is the id of repositories[0] too"))
                .anyMatch(problem -> problem.contains("with branch 'main' is repositories[0] too"));
    }

    @Test
    void repositoryIsNotItsOwnRemote() throws IOException {
        assertThat(problems(MINIMAL.replace("https://git.example.org/", "./")))
                .containsExactly("4:13: repositories[0].remote: '" + directory.resolve("civic-data.git")
                        + "' is the repository itself (expected: another one)");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/srv/x.git",
                "../x.git",
                "file:///srv/x.git",
                "http://127.0.0.1:3000/x",
                "https://git.example.org/a/b.git",
                "ssh://git@git.example.org:2222/x",
                "git@git.example.org:a/b.git",
                "host:x",
                "git://git.example.org/x",
                "http://[::1]:3000/x"
            })
    void aRemoteOfEveryAllowedKindIsRead(String remote) throws IOException {
        assertThat(read(MINIMAL.replace("https://git.example.org/civic-data.git", "'" + remote + "'"))
                        .repositories())
                .hasSize(1);
    }

    @Test
    void whatIsNoYamlIsNamedWithItsPlace() throws IOException {
        assertThat(problems("repositories: [\n  a: b: c\n"))
                .singleElement()
                .asString()
                .startsWith("2:7: not valid YAML: ");
        assertThat(problems("")).containsExactly("empty (expected: at least the key repositories)");
        assertThat(problems("- a")).singleElement().asString().startsWith("1:1: a list (expected: a section");
        assertThat(problems("repositories: []"))
                .containsExactly("1:15: repositories: an empty list (expected: at least one repository)");
        assertThat(problems("host: a")).singleElement().asString().startsWith("1:1: repositories: missing");
    }

    @Test
    void hostIsAskedForWhereTheMachineHasNoName() throws IOException {
        ConfigurationReader nameless = new ConfigurationReader(Map.of(), Optional::empty);
        Path file = Files.writeString(directory.resolve("reconciler.yaml"), MINIMAL);

        assertThat(failure(() -> nameless.read(file)).getMessage())
                .isEqualTo(file + ":1:1: host: missing (expected: the host's name, since the machine has none)");
    }
}
