package dev.reconciler.git.remote.transport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.reconciler.git.error.RefusedException;
import dev.reconciler.git.fixture.NativeGit;
import dev.reconciler.git.fixture.TestRepositories;
import dev.reconciler.git.repository.DataRepository;
import dev.reconciler.git.repository.RepositorySettings;
import dev.reconciler.model.ErrorType;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import org.eclipse.jgit.lib.NullProgressMonitor;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.transport.FetchConnection;
import org.eclipse.jgit.transport.RemoteRefUpdate;
import org.eclipse.jgit.transport.Transport;
import org.eclipse.jgit.transport.URIish;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Transports to a bare repository on the disk and to servers that are not asked, for a clone with one commit. */
class TransportOpenerTest {
    private static final String MAIN = "refs/heads/main";
    private static final Duration LONG = Duration.ofMinutes(1);

    @TempDir
    Path root;

    private NativeGit remote;
    private NativeGit local;
    private ObjectId commit;

    @BeforeEach
    void aCloneAndItsRemote() {
        remote = NativeGit.initBare(root.resolve("remote.git"));
        local = NativeGit.init(root.resolve("local"));
        commit = local.commit("file", "text\n");
    }

    private DataRepository openClone(String url) throws IOException {
        return DataRepository.open(settings(url)).orElseThrow();
    }

    private RepositorySettings settings(String url) {
        return TestRepositories.settings(local.directory(), url);
    }

    /** The version of the protocol that a transport to that URL asks for; null: JGit's own. */
    private String protocolAfterOpening(String url) throws IOException {
        try (DataRepository repository = openClone(url);
                Transport transport = new TransportOpener(settings(url)).open(repository.git(), Deadline.in(LONG))) {
            return repository.git().getConfig().getString("protocol", null, "version");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "ftp://user:s3cret@example.org/data.git",
                "sftp://user:s3cret@example.org/data.git",
                "amazon-s3://user:s3cret@example.org/data.git"
            })
    void aUrlOfAnotherKindIsRefusedWithoutItsSecrets(String url) {
        RefusedException refused =
                catchThrowableOfType(RefusedException.class, () -> new TransportOpener(settings(url)));

        assertThat(refused.type()).isEqualTo(ErrorType.CONFIGURATION);
        assertThat(refused)
                .hasMessageContaining("example.org/data.git")
                .message()
                .doesNotContain("s3cret");
    }

    @Test
    void aUrlThatTheCloneRewritesLeadsWhereGitGoes() throws IOException {
        String url = "https://example.invalid/team/data.git";
        local.run("push", "-q", remote.directory().toString(), "main");
        local.run("config", "url." + remote.directory() + ".insteadOf", url);
        local.run("config", "url.file:///nowhere/.insteadOf", "https://example.invalid/");
        local.run("config", "url.file:///nowhere/.pushInsteadOf", url);

        try (DataRepository repository = openClone(url);
                Transport transport = new TransportOpener(settings(url)).open(repository.git(), Deadline.in(LONG));
                FetchConnection connection = transport.openFetch()) {
            assertThat(connection.getRef(MAIN).getObjectId()).isEqualTo(commit);
            assertThat(local.run("ls-remote", url, MAIN)).startsWith(commit.name());
        }
    }

    @Test
    void aPushGoesWherePushInsteadOfLeads() throws IOException {
        String url = "https://example.invalid/team/data.git";
        local.run("config", "url." + remote.directory() + ".pushInsteadOf", url);
        local.run("config", "url.file:///nowhere/.insteadOf", url);

        try (DataRepository repository = openClone(url);
                Transport transport =
                        new TransportOpener(settings(url)).openPush(repository.git(), Deadline.in(LONG))) {
            transport.push(
                    NullProgressMonitor.INSTANCE,
                    List.of(new RemoteRefUpdate(repository.git(), MAIN, commit, MAIN, false, null, ObjectId.zeroId())));
        }

        assertThat(remote.id(MAIN)).isEqualTo(commit);
    }

    /** As the URLs on the command line of git: the section of a remote in the clone's settings has no part in it. */
    @Test
    void theUrlsOfTheClonesOwnRemoteDoNotCount() throws IOException {
        String url = remote.directory().toString();
        local.run("push", "-q", url, "main");
        local.run("config", "remote.origin.url", "/nowhere");
        local.run("config", "remote.origin.pushurl", "/nowhere");
        local.run("config", "remote.origin.uploadpack", "touch ran; git-upload-pack");

        try (DataRepository repository = openClone(url);
                Transport transport = new TransportOpener(settings(url)).open(repository.git(), Deadline.in(LONG));
                FetchConnection connection = transport.openFetch()) {
            assertThat(connection.getRef(MAIN).getObjectId()).isEqualTo(commit);
        }
    }

    @Test
    void aRemoteIsAskedForItsRefsWithoutARepository() throws IOException {
        String url = remote.directory().toString();
        local.run("push", "-q", url, "main");

        try (Transport transport = new TransportOpener(settings(url)).open(null, Deadline.in(LONG));
                FetchConnection connection = transport.openFetch()) {
            assertThat(connection.getRef(MAIN).getObjectId()).isEqualTo(commit);
        }
    }

    /** JGit's own receive-pack runs no hook: what a hook of the remote forbids came in all the same. */
    @Test
    void aPushToAPathRunsTheHooksOfTheRemote() throws IOException {
        Path hook = Files.createDirectories(remote.directory().resolve("hooks")).resolve("post-receive");
        Files.writeString(hook, "#!/bin/sh\ncat > ran\n");
        Files.setPosixFilePermissions(hook, PosixFilePermissions.fromString("rwxr-xr-x"));
        String url = remote.directory().toString();

        try (DataRepository repository = openClone(url);
                Transport transport =
                        new TransportOpener(settings(url)).openPush(repository.git(), Deadline.in(LONG))) {
            transport.push(
                    NullProgressMonitor.INSTANCE,
                    List.of(new RemoteRefUpdate(repository.git(), MAIN, commit, MAIN, false, null, ObjectId.zeroId())));
        }

        assertThat(remote.directory().resolve("ran"))
                .hasContent(ObjectId.zeroId().name() + " " + commit.name() + " " + MAIN);
    }

    @ParameterizedTest
    @CsvSource({"3600000, 30", "5000, 4", "10, 1"})
    void aReadMayTakeTheRestOfTheDeadlineAndHalfAMinuteAtMost(long left, int seconds) throws IOException {
        String url = "https://example.org/data.git";

        try (DataRepository repository = openClone(url);
                Transport transport = new TransportOpener(settings(url))
                        .open(repository.git(), Deadline.in(Duration.ofMillis(left)))) {
            assertThat(transport.getTimeout()).isBetween(1, seconds);
        }
    }

    /** The library packs a large repository of this disk without a word, and gave up after half a minute of it. */
    @Test
    void aRepositoryOnThisDiskMayBeSilentForTheRestOfTheDeadline() throws IOException {
        try (DataRepository repository = openClone(remote.directory().toString());
                Transport transport = new TransportOpener(
                                settings(remote.directory().toString()))
                        .open(repository.git(), Deadline.in(Duration.ofHours(1)))) {
            assertThat(transport.getTimeout()).isBetween(3_500, 3_600);
        }
    }

    @Test
    void aRemoteOverHttpIsAskedOnceUnlessItHasManyRefs() throws IOException {
        String url = "https://example.org/once.git";
        assertThat(protocolAfterOpening(url)).isEqualTo("0");

        new TransportOpener(settings(url)).recordRefCount(1_000);
        assertThat(protocolAfterOpening(url)).isEqualTo("0");

        new TransportOpener(settings(url)).recordRefCount(1_001);
        assertThat(protocolAfterOpening(url)).isNull();
        assertThat(protocolAfterOpening("https://example.org/another.git")).isEqualTo("0");
    }

    @Test
    void theProtocolThatTheCloneIsSetToStays() throws IOException {
        local.run("config", "protocol.version", "1");

        assertThat(protocolAfterOpening("https://example.org/set.git")).isEqualTo("1");
    }

    @Test
    void theCloneIsNotSetToTheProtocolOfOneRequest() throws IOException {
        protocolAfterOpening("https://example.org/unset.git");

        assertThat(local.attempt("config", "--local", "protocol.version").status())
                .isEqualTo(1);
    }

    /** The library cut the ids, missed the objects, and told a person to restore them. */
    @Test
    void aRemoteOnThisDiskThatNamesItsObjectsByAnotherHashIsRefused() throws IOException {
        local.run(
                "init",
                "-q",
                "--bare",
                "--object-format=sha256",
                root.resolve("long.git").toString());
        String url = root.resolve("long.git").toString();

        try (DataRepository repository = openClone(url)) {
            assertThatThrownBy(() -> new TransportOpener(settings(url)).open(repository.git(), Deadline.in(LONG)))
                    .isInstanceOf(RefusedException.class)
                    .hasMessageContaining("names its objects by sha256");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "init -q --separate-git-dir ../apart.git ../pointed",
                "worktree add -q --detach ../pointed",
                "clone -q --separate-git-dir ../apart.git . ../pointed"
            })
    void theHooksOfARemoteWhoseGitDirectoryIsElsewhereAreRun(String command) throws IOException {
        local.run(command.split(" "));
        NativeGit pointed = NativeGit.in(root.resolve("pointed"));
        Path hook = Files.createDirectories(root.resolve("hooks")).resolve("post-receive");
        Files.writeString(hook, "#!/bin/sh\ncat > " + root.resolve("ran") + "\n");
        Files.setPosixFilePermissions(hook, PosixFilePermissions.fromString("rwxr-xr-x"));
        pointed.run("config", "core.hooksPath", hook.getParent().toString());
        pointed.commit("theirs", "theirs\n");
        pointed.run("branch", "-f", "theirs");
        String url = pointed.directory().toString();

        try (DataRepository repository = openClone(url)) {
            TransportOpener opener = new TransportOpener(settings(url));
            try (Transport transport = opener.open(repository.git(), Deadline.in(LONG));
                    FetchConnection connection = transport.openFetch()) {
                assertThat(connection.getRef("refs/heads/theirs").getObjectId()).isEqualTo(pointed.id("theirs"));
            }
            try (Transport transport = opener.openPush(repository.git(), Deadline.in(LONG))) {
                transport.push(
                        NullProgressMonitor.INSTANCE,
                        List.of(new RemoteRefUpdate(
                                repository.git(), MAIN, commit, "refs/heads/ours", false, null, ObjectId.zeroId())));
            }
        }
        assertThat(pointed.id("ours")).isEqualTo(commit);
        assertThat(root.resolve("ran")).content().contains("refs/heads/ours");
    }

    @Test
    void aBundleIsNotPushedTo() throws IOException {
        local.run("bundle", "create", "-q", root.resolve("data.bundle").toString(), "main");
        String url = root.resolve("data.bundle").toString();

        try (DataRepository repository = openClone(url)) {
            TransportOpener opener = new TransportOpener(settings(url));
            assertThatThrownBy(() -> opener.openPush(repository.git(), Deadline.in(LONG)))
                    .isInstanceOf(RefusedException.class)
                    .hasMessageContaining("is a bundle");
            try (Transport transport = opener.open(repository.git(), Deadline.in(LONG));
                    FetchConnection connection = transport.openFetch()) {
                assertThat(connection.getRef(MAIN).getObjectId()).isEqualTo(commit);
            }
        }
    }

    @ParameterizedTest
    @CsvSource({
        "http://[::FFFF:127.0.0.1]:8080/data.git, [::FFFF:127.0.0.1], 8080, /data.git",
        "https://user@[2001:DB8::1]/data.git, [2001:DB8::1], -1, /data.git",
        "ssh://git@[2001:DB8::1]:22/data.git, 2001:DB8::1, 22, /data.git",
        "git://[2001:db8::1]/data.git, [2001:db8::1], -1, /data.git",
        "git@[2001:db8::1]:team/data.git, 2001:db8::1, -1, team/data.git",
        "[2001:DB8::1]:/data.git, 2001:DB8::1, -1, /data.git",
    })
    void anAddressOfIpv6IsAHost(String url, String host, int port, String path) {
        URIish read = GitUrl.parse(url);

        assertThat(read.getHost()).isEqualTo(host);
        assertThat(read.getPort()).isEqualTo(port);
        assertThat(read.getPath()).isEqualTo(path);
    }

    @ParameterizedTest
    @ValueSource(strings = {"https://", "ssh:///srv/data.git", "https://git.example.org:80443/x", "ssh://h:65536/x"})
    void aUrlWithoutAHostIsNoPathAndOneOfNoPortIsRefused(String url) {
        assertThatThrownBy(() -> GitUrl.parse(url)).hasMessageContaining("expected: a path, or a URL");
    }
}
