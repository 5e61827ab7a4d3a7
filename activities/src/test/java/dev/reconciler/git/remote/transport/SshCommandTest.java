package dev.reconciler.git.remote.transport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.reconciler.git.discovery.RepositoryOwnership;
import dev.reconciler.git.error.RefusedException;
import dev.reconciler.git.error.RemoteUnavailableException;
import dev.reconciler.git.fixture.NativeGit;
import dev.reconciler.git.fixture.TestRepositories;
import dev.reconciler.git.remote.GitRemote;
import dev.reconciler.git.remote.settings.TransportSettings;
import dev.reconciler.git.repository.DataRepository;
import dev.reconciler.git.repository.RepositorySettings;
import dev.reconciler.git.settings.GitSettings;
import dev.reconciler.model.ErrorType;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.eclipse.jgit.errors.TransportException;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.transport.FetchConnection;
import org.eclipse.jgit.transport.Transport;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Programs in the place of ssh: scripts that write down how they were called, and run the command on this host. */
class SshCommandTest {
    @TempDir
    Path root;

    private NativeGit remote;
    private ObjectId tip;
    private Path script;

    @BeforeEach
    void aRemoteAndAProgram() throws IOException {
        remote = NativeGit.init(root.resolve("remote"));
        tip = remote.commit("file", "text\n");
        script = writeScript("my ssh", "for last; do :; done; exec sh -c \"$last\"");
    }

    private Path writeScript(String name, String end) throws IOException {
        Path program = root.resolve(name);
        Files.writeString(program, "#!/bin/sh\nprintf '%s|' \"$@\" >> '" + root.resolve("called") + "'\n" + end + "\n");
        Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwxr-xr-x"));
        return program;
    }

    private String called() throws IOException {
        return Files.readString(root.resolve("called"))
                .replace(remote.directory().toString(), "PATH");
    }

    private TransportSettings settings(Map<String, String> variables) throws IOException {
        Map<String, String> environment = new HashMap<>(variables);
        environment.put("GIT_CONFIG_NOSYSTEM", "1");
        return new TransportSettings(GitSettings.readProtected(environment), environment);
    }

    private SshFiles sshFiles() {
        return new SshFiles(root.resolve("home"), root.resolve("system"), "git");
    }

    /** What a user has, and below {@code system} the system, with a file. */
    private SshFiles filesOf(String name, String text) throws IOException {
        Path file = root.resolve("home").resolve(name).normalize();
        Files.createDirectories(root.resolve("home"));
        Files.createDirectories(file.getParent());
        Files.writeString(file, text);
        return sshFiles();
    }

    private ObjectId ask(String url, Map<String, String> variables, String settings) throws IOException {
        Map<String, String> environment = new HashMap<>(variables);
        environment.put("GIT_CONFIG_NOSYSTEM", "1");
        environment.put(
                "GIT_CONFIG_GLOBAL",
                Files.writeString(root.resolve("settings"), settings).toString());
        TransportOpener opener = new TransportOpener(TestRepositories.settings(root.resolve("data"), url));
        RemoteTarget target =
                opener.fetchTarget(new TransportSettings(GitSettings.readProtected(environment), environment));
        try (Transport transport = opener.open(null, Deadline.in(Duration.ofMinutes(1)), target);
                FetchConnection connection = transport.openFetch()) {
            return connection.getRef("refs/heads/main").getObjectId();
        }
    }

    @ParameterizedTest
    @CsvSource({
        "GIT_SSH_COMMAND, '''%s'' -i key', '-i|key|-p|2222|git@example.invalid|git-upload-pack ''PATH''|'",
        "GIT_SSH, %s, '-p|2222|git@example.invalid|git-upload-pack ''PATH''|'",
    })
    void theProgramOfTheEnvironmentIsCalledAsGitCallsIt(String variable, String form, String expected)
            throws IOException {
        String url = "ssh://git@example.invalid:2222" + remote.directory();

        assertThat(ask(url, Map.of(variable, form.formatted(script)), "")).isEqualTo(tip);
        assertThat(called()).isEqualTo(expected);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "git@[2001:db8::1]:%s",
                "[2001:DB8::1]:%s",
                "ssh://git@[2001:DB8::1]%s",
                "ssh://[::ffff:1.2.3.4]:22%s",
                "ssh://host:%s",
                "host:%s"
            })
    void theHostIsNamedAsGitNamesIt(String form) throws Exception {
        String url = form.formatted(remote.directory());
        Map<String, String> variables = Map.of("GIT_SSH", script.toString(), "GIT_SSH_VARIANT", "ssh");

        assertThat(ask(url, variables, "")).isEqualTo(tip);
        String ours = called();
        Files.delete(root.resolve("called"));
        ProcessBuilder git = new ProcessBuilder("git", "ls-remote", url);
        git.environment().putAll(variables);
        assertThat(git.redirectErrorStream(true).start().waitFor()).isZero();

        assertThat(ours).isEqualTo(called());
    }

    @Test
    void aCommandOfTheSettingsIsCalledAndOneOfTheEnvironmentWins() throws IOException {
        String settings = "[core]\n\tsshCommand = \"'" + script + "' -F none\"\n";
        String url = "git@example.invalid:" + remote.directory();

        assertThat(ask(url, Map.of("GIT_SSH", "/nowhere"), settings)).isEqualTo(tip);
        assertThat(called()).isEqualTo("-F|none|git@example.invalid|git-upload-pack 'PATH'|");

        assertThat(ask(url, Map.of("GIT_SSH_COMMAND", "'" + script + "' -4"), settings))
                .isEqualTo(tip);
        assertThat(called()).endsWith("|-4|git@example.invalid|git-upload-pack 'PATH'|");
    }

    @ParameterizedTest
    @CsvSource({
        "putty, -P|7|host",
        "plink, -P|7|host",
        "tortoiseplink, -batch|-P|7|host",
        "ssh, -o|SendEnv=GIT_PROTOCOL|-p|7|host"
    })
    void theVariantSaysHowAPortIsNamed(String variant, String expected) throws IOException {
        ask(
                "ssh://host:7" + remote.directory(),
                Map.of("GIT_SSH", script.toString()),
                "[ssh]\n\tvariant = " + variant + "\n");

        assertThat(called()).startsWith(expected + "|");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Host git\n  ProxyCommand nc %h %p\n",
                "Match exec \"true\"\n",
                "  include other\n",
                "Match all\r\n",
                "Host git\n  IdentityAgent ~/.agent\n",
                "HostKeyAlias=data\n",
                "CertificateFile ~/.ssh/cert.pub\n"
            })
    void aConfigurationThatOnlySshUnderstandsIsLeftToSsh(String text) throws IOException {
        SshFiles files = filesOf("config", text);
        Path folder = Files.createDirectory(root.resolve("bin"));
        TransportSettings withSsh = settings(Map.of("PATH", folder.toString()));

        assertThatThrownBy(() -> SshCommand.find(withSsh, files, null))
                .isInstanceOf(RefusedException.class)
                .hasMessageContaining("only ssh itself understands");
        Files.move(script, folder.resolve("ssh"));
        assertThat(SshCommand.find(withSsh, files, null)).isPresent();
    }

    /** Git asks the agent, which may have a key open that has a passphrase, or hold one that is in no file. */
    @Test
    void anAgentIsAskedBySsh() throws IOException {
        Path folder = Files.createDirectory(root.resolve("bin"));
        TransportSettings withAgent = settings(Map.of("PATH", folder.toString(), "SSH_AUTH_SOCK", "/run/agent"));
        assertThat(SshCommand.find(withAgent, sshFiles(), null)).isEmpty();

        Files.move(script, folder.resolve("ssh"));

        assertThat(SshCommand.find(withAgent, sshFiles(), null)).isPresent();
        assertThat(SshCommand.find(settings(Map.of("PATH", folder.toString(), "SSH_AUTH_SOCK", "")), sshFiles(), null))
                .isEmpty();
    }

    /** The library's client passes over each, and so reached another host, or nobody. It refused nothing where ssh is not. */
    @ParameterizedTest
    @CsvSource({
        "id_ed25519-cert.pub, ssh-ed25519-cert-v01@openssh.com AAAA, true",
        "../system/ssh_known_hosts, git.example.org ssh-ed25519 AAAA, true",
        "../system/ssh_config, '  ProxyCommand nc %h %p', true",
        "../system/ssh_config.d/10-port.conf, 'Host git\n  Port 2222', true",
        "../system/ssh_config.d/10-keys.conf, 'GlobalKnownHostsFile /srv/keys', true",
        "../system/ssh_config.d/10-port.conf.off, 'Port 2222', false",
        "../system/ssh_config, 'Include /etc/ssh/ssh_config.d/*.conf\nHost *\n  SendEnv LANG\n  GSSAPIAuthentication yes', false",
        "id_ed25519.pub, ssh-ed25519 AAAA, false",
    })
    void whatOnlySshTakesOfThisHostIsLeftToIt(String name, String text, boolean isLeft) throws IOException {
        SshFiles files = filesOf(name, text);
        Path folder = Files.createDirectory(root.resolve("bin"));
        TransportSettings withSsh = settings(Map.of("PATH", folder.toString()));
        assertThat(SshCommand.find(withSsh, files, null)).isEmpty();

        Files.move(script, folder.resolve("ssh"));

        assertThat(SshCommand.find(withSsh, files, null).isPresent()).isEqualTo(isLeft);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "Host git\n  HostName example.org\n  ProxyJump other\n", "# Include nothing\n"})
    void aPlainConfigurationIsReadByTheLibrary(String text) throws IOException {
        assertThat(SshCommand.find(settings(Map.of()), filesOf("config", text), null))
                .isEmpty();
        assertThat(SshCommand.find(settings(Map.of()), sshFiles(), null)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "core.gitProxy, /bin/proxy, true",
        "core.gitProxy, /bin/proxy for invalid, true",
        "core.gitProxy, /bin/proxy for example.org, false",
        "core.gitProxy, none for example.invalid, false",
        "GIT_PROXY_COMMAND, /bin/proxy, true",
    })
    void aProgramThatReachesTheHostOfAGitUrlIsRefused(String name, String value, boolean isRefused) throws IOException {
        TransportSettings settings = name.startsWith("GIT_")
                ? settings(Map.of(name, value))
                : settings(Map.of("GIT_CONFIG_COUNT", "1", "GIT_CONFIG_KEY_0", name, "GIT_CONFIG_VALUE_0", value));
        TransportOpener opener =
                new TransportOpener(TestRepositories.settings(root.resolve("data"), "git://example.invalid/data.git"));

        if (isRefused) {
            assertThatThrownBy(() -> opener.fetchTarget(settings)).hasMessageContaining("core.gitProxy");
        } else {
            assertThat(opener.fetchTarget(settings).isHttp()).isFalse();
        }
    }

    /** For a clone of another user that git's settings allow, no program of its choice is run. */
    @Test
    void theCommandOfACloneOfAnotherUserIsNotCalled() throws IOException {
        assumeTrue(Files.getAttribute(root, "unix:uid").equals(0), "only root can give a clone to another user");
        NativeGit local = NativeGit.clone(remote.directory().toString(), root.resolve("local"));
        local.run("config", "core.sshCommand", "'" + script + "'");
        local.run("config", "http.sslVerify", "false");
        local.run("config", "url.https://example.invalid/.insteadOf", "git@example.invalid:");
        for (Path file : List.of(local.directory(), local.directory().resolve(".git"))) {
            Files.setAttribute(file, "unix:uid", 12_345);
        }
        Map<String, String> allowed = Map.of(
                "GIT_CONFIG_NOSYSTEM", "1",
                "GIT_CONFIG_COUNT", "1",
                "GIT_CONFIG_KEY_0", "safe.directory",
                "GIT_CONFIG_VALUE_0", "*");
        RepositorySettings settings = TestRepositories.settings(local.directory(), "git@example.invalid:data.git");

        try (DataRepository clone =
                DataRepository.open(settings, RepositoryOwnership.of(allowed)).orElseThrow()) {
            TransportSettings counted = TransportSettings.of(clone.git());
            assertThat(clone.git().getConfig().getString("core", null, "sshCommand"))
                    .isNotNull();
            assertThat(counted.git().value("core", null, "sshCommand")).isEmpty();
            assertThat(counted.git().value("http", null, "sslVerify")).isEmpty();
            assertThat(new TransportOpener(settings).fetchTarget(counted).isHttp())
                    .isFalse();
        }
    }

    @Test
    void theCommandOfACloneOfOnesOwnIsCalled() throws IOException {
        NativeGit local = NativeGit.clone(remote.directory().toString(), root.resolve("local"));
        local.run("config", "core.sshCommand", "'" + script + "'");
        RepositorySettings settings =
                TestRepositories.settings(local.directory(), "git@example.invalid:" + remote.directory());

        try (var clone = DataRepository.open(settings).orElseThrow()) {
            ObjectId next = remote.commit("file", "more\n");
            assertThat(new GitRemote(settings)
                            .fetch(clone.git(), tip, Deadline.in(Duration.ofMinutes(1)))
                            .tip())
                    .isEqualTo(next);
        }
    }

    /** A deploy key in the clone, or a script of it, is named from there. It was looked for where this process runs. */
    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void aPathInTheCommandStartsAtTheTopOfTheClone(boolean bare) throws Exception {
        Path clone = root.resolve("local");
        String[] options = bare ? new String[] {"--bare"} : new String[0];
        NativeGit local = NativeGit.clone(remote.directory().toString(), clone, options);
        Files.move(
                writeScript(
                        "ssh.sh",
                        "pwd >> '" + root.resolve("called") + "'; for last; do :; done; exec sh -c \"$last\""),
                clone.resolve("ssh.sh"));
        local.run("config", "core.sshCommand", "./ssh.sh");
        String url = "git@example.invalid:" + remote.directory();
        local.run("ls-remote", url);
        assertThat(called()).endsWith("|" + clone.toRealPath() + "\n");
        Files.delete(root.resolve("called"));
        RepositorySettings settings = TestRepositories.settings(clone, url);

        try (var opened = DataRepository.open(settings).orElseThrow()) {
            new GitRemote(settings).fetch(opened.git(), tip, Deadline.in(Duration.ofMinutes(1)));
        }

        assertThat(called()).endsWith("|" + clone.toRealPath() + "\n");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "ssh: connect to host example.invalid port 22: Connection refused",
                "Connection to example.invalid closed by remote host.",
                "Welcome to the forge",
            })
    void aHostThatTheProgramDoesNotReachIsAway(String said) throws IOException {
        NativeGit local = NativeGit.clone(remote.directory().toString(), root.resolve("local"));
        Path fails = writeScript("fails", "echo '" + said + "' >&2; exit 255");
        local.run("config", "core.sshCommand", "'" + fails + "'");
        RepositorySettings settings = TestRepositories.settings(local.directory(), "git@example.invalid:data.git");

        try (var clone = DataRepository.open(settings).orElseThrow()) {
            assertThatThrownBy(
                            () -> new GitRemote(settings).fetch(clone.git(), tip, Deadline.in(Duration.ofMinutes(1))))
                    .isInstanceOf(RemoteUnavailableException.class)
                    .hasMessageContaining(said.replaceFirst("[.]$", ""));
        }
    }

    @ParameterizedTest
    @CsvSource({
        "core.sshCommand, no-such-ssh -i key",
        "core.sshCommand, \"$HOME/no such/ssh\" -F none",
        "GIT_SSH_COMMAND, /no/such/ssh",
        "GIT_SSH_COMMAND, \"/no/such ssh\" -4",
        "GIT_SSH, /no/such/ssh",
        "GIT_SSH, no-such-ssh",
    })
    void aProgramThatIsNotThereIsNamedWithItsSetting(String setting, String command) {
        boolean isOfFile = setting.startsWith("core");
        String settings = isOfFile ? "[core]\n\tsshCommand = " + quote(command) + "\n" : "";

        assertRefusedProgram(setting, isOfFile ? Map.of() : Map.of(setting, command), settings);
    }

    @Test
    void aProgramThatMayNotRunIsNamedWithItsSetting() throws IOException {
        Files.setPosixFilePermissions(script, PosixFilePermissions.fromString("rw-r--r--"));

        assertRefusedProgram("GIT_SSH", Map.of("GIT_SSH", script.toString()), "");
        assertRefusedProgram("GIT_SSH_COMMAND", Map.of("GIT_SSH_COMMAND", "'" + script + "' -4"), "");
    }

    private static String quote(String value) {
        return '"' + value.replace("\"", "\\\"") + '"';
    }

    private void assertRefusedProgram(String setting, Map<String, String> variables, String settings) {
        String url = "git@example.invalid:" + remote.directory();
        // The library's transport wraps what is thrown at the start of a program; RemoteErrors looks for it there.
        Throwable thrown = catchThrowable(() -> ask(url, variables, settings));
        Throwable refused = thrown instanceof TransportException ? thrown.getCause() : thrown;

        assertThat(refused)
                .isInstanceOfSatisfying(RefusedException.class, refusal -> assertThat(refusal.type())
                        .isEqualTo(ErrorType.CONFIGURATION))
                .hasMessageStartingWith(setting + " names a program")
                .hasMessageContaining("ssh");
    }

    /** An assignment, a function or a condition is the shell's: what it comes to is known only once it has run. */
    @ParameterizedTest
    @ValueSource(
            strings = {"A=1 exec '%s'", "if true; then set -- '%s' \"$@\"; fi; exec", "ssh() { '%s' \"$@\"; }; ssh"})
    void whatOnlyTheShellUnderstandsIsLeftToIt(String form) throws IOException {
        String url = "git@example.invalid:" + remote.directory();

        assertThat(ask(url, Map.of("GIT_SSH_COMMAND", form.formatted(script)), ""))
                .isEqualTo(tip);
    }
}
