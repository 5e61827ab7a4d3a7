package dev.reconciler.git.remote.transport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Which sections of the files for ssh count on the way to a host. */
class SshFilesTest {
    private static final String HOST = "git.example.org";

    /** As systemd has it from version 256 on: for machines of this host alone. */
    private static final String OF_SYSTEMD = """
            # machines of this host, which have no address
            Host .host machine/.host
                    ProxyCommand /usr/lib/systemd/systemd-ssh-proxy unix/run/ssh-unix-local/socket %p
                    ProxyUseFdpass yes
                    CheckHostIP no

            Host unix/* unix%* vsock/* vsock%* vsock-mux/* vsock-mux%* machine/* machine%*
                    ProxyCommand /usr/lib/systemd/systemd-ssh-proxy %h %p
                    ProxyUseFdpass yes
                    CheckHostIP no
                    StrictHostKeyChecking no
                    UserKnownHostsFile /dev/null
            """;

    @TempDir
    Path root;

    private SshFiles filesOf(String host, String user, String system) throws IOException {
        Files.writeString(Files.createDirectory(root.resolve("home")).resolve("config"), user);
        Files.writeString(
                Files.createDirectories(root.resolve("system/ssh_config.d")).resolve("20-part.conf"), system);
        return new SshFiles(root.resolve("home"), root.resolve("system"), host);
    }

    /** With that file ssh was the program for every host, and a remote was not reached where the system's ssh could not. */
    @ParameterizedTest
    @CsvSource({
        "git.example.org, false",
        "machine, false",
        "host, false",
        ".host, true",
        "machine/.host, true",
        "vsock/3, true",
        "unix/run/socket, true"
    })
    void whatSystemdHasForMachinesOfThisHostIsForThemAlone(String host, boolean counts) throws IOException {
        assertThat(filesOf(host, "", OF_SYSTEMD).hasMore()).isEqualTo(counts);
    }

    static Stream<String> sectionsForTheHost() {
        return Stream.of(
                "Host git.example.org",
                "Host *",
                "Host *.example.org",
                "host git?example.org",
                "Host=git.example.org",
                "  Host  other\tgit.example.org",
                "Host \"git.example.org\"",
                "Host * !git",
                "Host other\nHost git.example.org",
                "Host other\nMatch all",
                "Match host other,*.example.org",
                "Match Host GIT.example.org",
                "Match originalhost=git.example.org",
                "Match !host other",
                "Match host *,!other");
    }

    static Stream<String> sectionsForOtherHosts() {
        return Stream.of(
                "Host git.example",
                "Host GIT.example.org",
                "Host git.example.org.",
                "Host ?",
                "Host !other",
                "Host * !git.example.org",
                "Host !*.org git.example.org",
                "Host other,git.example.org",
                "Host other # git.example.org",
                "Host git.example.org\nHost other",
                "Match all\nHost other",
                "Match host other",
                "Match host \"other,git\"",
                "Match !host *.example.org",
                "Match host *,!git.example.org",
                "Match originalhost other user git",
                "Match user root host other",
                "Match host git.example.org originalhost other");
    }

    @ParameterizedTest
    @MethodSource("sectionsForTheHost")
    void aSectionForTheHostCounts(String section) throws Exception {
        String text = section + "\n  ProxyCommand nc %h %p\n";

        assertThat(filesOf(HOST, "", text).hasMore()).isTrue();

        assertThat(askSsh()).contains("\nproxycommand nc");
    }

    @ParameterizedTest
    @MethodSource("sectionsForOtherHosts")
    void aSectionForOtherHostsDoesNotCount(String section) throws Exception {
        String text = section + "\n  ProxyCommand nc %h %p\n";

        assertThat(filesOf(HOST, "", text).hasMore()).isFalse();

        assertThat(askSsh()).contains("\nhostname ").doesNotContain("\nproxycommand nc");
    }

    /** What ssh itself makes of the file. */
    private String askSsh() throws Exception {
        Path config = root.resolve("system/ssh_config.d/20-part.conf");
        Process ssh = new ProcessBuilder(
                        "sh",
                        "-c",
                        "command -v ssh >/dev/null || exit 99; exec ssh -G -F \"$0\" " + HOST,
                        config.toString())
                .redirectErrorStream(true)
                .start();
        String said = new String(ssh.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assumeTrue(ssh.waitFor() != 99, "ssh is not here");
        return "\n" + said;
    }

    @ParameterizedTest
    @CsvSource({
        "Match user git, true",
        "Match exec \"test -e /nowhere\", true",
        "Match final all, true",
        "Match exec \"test a = b\" host other, false",
        "Match user git !host *, false",
    })
    void whatOnlySshCanTellCountsWhereTheHostIsNotAnother(String section, boolean counts) throws IOException {
        assertThat(filesOf(HOST, "", section + "\n  Port 2222\n").hasMore()).isEqualTo(counts);
    }

    @ParameterizedTest
    @CsvSource({
        "Host other, ProxyCommand, false",
        "Host git.example.org, ProxyCommand, true",
        "Host other, Include, false",
        "'Host other\nMatch host other', IdentityAgent, false",
    })
    void aSectionOfTheUsersForOtherHostsLeavesTheHostToTheLibrary(String section, String word, boolean counts)
            throws IOException {
        assertThat(filesOf(HOST, section + "\n  " + word + " some\n", "").findSpecial())
                .isEqualTo(counts ? Optional.of(word) : Optional.empty());
    }

    /** The library's client reads past the word, and would go to the port of another host. */
    @ParameterizedTest
    @ValueSource(strings = {"", "Host *.example.org\n  User git\n"})
    void aMatchBehindLinesForTheHostIsLeftToSsh(String before) throws IOException {
        assertThat(filesOf(HOST, before + "Match host other\n  Port 2222\n", "").findSpecial())
                .contains("Match");
    }

    @ParameterizedTest
    @ValueSource(strings = {"Host bastion", "Match host bastion"})
    void theSectionOfAJumpHostCountsToo(String section) throws IOException {
        String user =
                "Host git.example.org\n  ProxyJump bastion\nHost other\n" + section + "\n  ProxyCommand nc %h %p\n";

        assertThat(filesOf(HOST, user, section + "\n  Port 2222\n").findSpecial())
                .isPresent();
        assertThat(new SshFiles(root.resolve("home"), root.resolve("system"), HOST).hasMore())
                .isTrue();
    }

    /** {@code Match host} is of the name that HostName says, and {@code Match originalhost} of the one in the URL. */
    @ParameterizedTest
    @CsvSource({"Match host real, true", "Match originalhost real, false", "Host real, false"})
    void aMatchOfTheNameToWhichTheUsersFileLeadsCounts(String section, boolean counts) throws IOException {
        SshFiles files = filesOf(HOST, "Host git.example.org\n  HostName real\n", section + "\n  Port 2222\n");

        assertThat(files.hasMore()).isEqualTo(counts);
    }
}
