package dev.reconciler.worker.transports;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.reconciler.git.error.GitException;
import dev.reconciler.git.error.RefusedException;
import dev.reconciler.git.error.RemoteUnavailableException;
import dev.reconciler.git.fixture.NativeGit;
import dev.reconciler.git.remote.GitRemote;
import dev.reconciler.git.remote.PushResult;
import dev.reconciler.git.remote.fetch.FetchedCommit;
import dev.reconciler.git.remote.transport.Deadline;
import dev.reconciler.git.repository.CommitterIdentity;
import dev.reconciler.git.repository.DataRepository;
import dev.reconciler.git.repository.RemoteCredentials;
import dev.reconciler.git.repository.RemoteCredentials.NoCredentials;
import dev.reconciler.git.repository.RemoteCredentials.PasswordCredentials;
import dev.reconciler.git.repository.RemoteCredentials.SshKeyCredentials;
import dev.reconciler.git.repository.RepositorySettings;
import dev.reconciler.model.BranchName;
import dev.reconciler.model.RepositoryId;
import dev.reconciler.worker.transports.FaultyRoute.End;
import dev.reconciler.worker.transports.FaultyRoute.Loss;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.eclipse.jgit.lib.ObjectId;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Connections that come to grief at each stage: the run waits, nothing is left behind, and what was taken is known. */
@Tag("slow")
class FaultyRouteTest {
    private static final String MAIN = "refs/heads/main";
    private static final Duration LONG = Duration.ofSeconds(20);

    /** So long a remote may be silent in tests of one that hangs. */
    private static final Duration SHORT = Duration.ofMillis(250);

    @TempDir
    static Path root;

    private static GitHttpServer http;
    private static GitSshServer ssh;
    private static GitDaemon daemon;

    private static int number;

    private NativeGit author;
    private Path remote;
    private Path local;

    @BeforeAll
    static void serve() throws Exception {
        http = new GitHttpServer(root, "token");
        ssh = new GitSshServer(Files.createDirectory(root.resolve("keys")));
        daemon = new GitDaemon(root);
    }

    @AfterAll
    static void stop() throws Exception {
        http.close();
        ssh.close();
        daemon.close();
    }

    /** The remote has a commit that the clone lacks, with a file that does not get smaller in a pack. */
    @BeforeEach
    void prepare() {
        Path folder = root.resolve("case" + ++number);
        remote = folder.resolve("remote.git");
        local = folder.resolve("local.git");
        author = NativeGit.init(folder.resolve("author"));
        author.commit("a", "1");
        NativeGit.clone(author.directory().toString(), remote, "--bare");
        NativeGit.clone(author.directory().toString(), local, "--bare");
        StringBuilder noise = new StringBuilder();
        new Random(7).ints(60_000, 32, 127).forEach(each -> noise.append((char) each));
        author.commit("noise", noise.toString());
    }

    private static int portOf(String url) {
        return Integer.parseInt(url.replaceFirst(".*?:(\\d+)/.*", "$1"));
    }

    /** The settings of the clone, whose way to the remote is the route. */
    private RepositorySettings over(String transport, FaultyRoute route) throws IOException {
        String url =
                switch (transport) {
                    case "http" -> http.url(remote);
                    case "git" -> daemon.url(remote);
                    default -> ssh.url(remote);
                };
        RemoteCredentials credentials =
                switch (transport) {
                    case "http" -> new PasswordCredentials("bot", () -> "token");
                    case "git" -> new NoCredentials();
                    default -> new SshKeyCredentials(() -> readKey(ssh.userKey()), ssh.knownOn(route.port()));
                };
        return settings(url.replaceFirst(":\\d+/", ":" + route.port() + "/"), credentials);
    }

    private RepositorySettings settings(String url, RemoteCredentials credentials) {
        return new RepositorySettings(
                new RepositoryId("one"),
                local,
                url,
                "origin",
                new BranchName("main"),
                true,
                credentials,
                new CommitterIdentity("Data Reconciler", "reconciler@example.org"));
    }

    private FaultyRoute routeTo(String transport) throws IOException {
        return new FaultyRoute(
                switch (transport) {
                    case "http" -> portOf(http.url(remote));
                    case "git" -> portOf(daemon.url(remote));
                    default -> ssh.port();
                });
    }

    private static String readKey(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    private void growRemote() {
        author.run("push", "-q", remote.toString(), "main");
    }

    private ObjectId fetch(RepositorySettings settings, Duration limit) throws IOException {
        try (DataRepository clone = DataRepository.open(settings).orElseThrow();
                FetchedCommit fetched = new GitRemote(settings).fetch(clone.git(), clone.local(), Deadline.in(limit))) {
            return fetched.tip();
        }
    }

    private GitException failFetch(RepositorySettings settings, Duration limit) {
        return catchThrowableOfType(GitException.class, () -> fetch(settings, limit));
    }

    /** Pushes what the author has; the clone gets it first. */
    private PushResult push(RepositorySettings settings) throws IOException {
        ObjectId expected = NativeGit.in(remote).id("main");
        author.run("push", "-q", local.toString(), "main");
        try (DataRepository clone = DataRepository.open(settings).orElseThrow()) {
            return new GitRemote(settings).push(clone.git(), MAIN, expected, author.id("main"), Deadline.in(LONG));
        }
    }

    private GitException failPush(RepositorySettings settings) {
        return catchThrowableOfType(GitException.class, () -> push(settings));
    }

    private List<String> leftovers() throws IOException {
        try (Stream<Path> files = Files.walk(local)) {
            return files.filter(Files::isRegularFile)
                    .map(file -> local.relativize(file).toString())
                    .filter(name -> name.contains("incoming_")
                            || name.contains("tmp_")
                            || name.endsWith(".keep")
                            || name.endsWith(".lock")
                            || name.contains("reconciler/fetching/"))
                    .filter(name -> !name.equals("reconciler.lock"))
                    .toList();
        }
    }

    @ParameterizedTest
    @CsvSource({"http, CUT", "git, CUT", "ssh, CUT", "http, RESET", "git, RESET", "ssh, RESET"})
    void aFetchThatIsCutInMidPackIsWaitedForAndLeavesNothing(String transport, End how) throws IOException {
        growRemote();
        try (FaultyRoute cut = routeTo(transport).endsAfter(20_000, how);
                FaultyRoute whole = routeTo(transport).endsAfter(Long.MAX_VALUE, how)) {
            assertThat(failFetch(over(transport, cut), LONG)).isInstanceOf(RemoteUnavailableException.class);
            assertThat(leftovers()).isEmpty();

            assertThat(fetch(over(transport, whole), LONG)).isEqualTo(author.id("main"));
        }
        NativeGit.in(local).fsck();
    }

    @ParameterizedTest
    @ValueSource(strings = {"http", "git", "ssh"})
    void aFetchThatHangsInMidPackIsGivenUpInTime(String transport) throws IOException {
        growRemote();
        try (FaultyRoute hanging = routeTo(transport).endsAfter(20_000, End.HANG)) {
            assertThat(failFetch(over(transport, hanging), SHORT)).isInstanceOf(RemoteUnavailableException.class);
        }
    }

    /** Before and after the server's first line, in the exchange of keys, in the login, and before git's first word. */
    @ParameterizedTest
    @ValueSource(longs = {0, 5, 40, 700, 1_600, 2_000})
    void sshThatEndsOrHangsAtAnyStageIsWaitedFor(long bytes) throws IOException {
        for (End how : End.values()) {
            try (FaultyRoute route = routeTo("ssh").endsAfter(bytes, how)) {
                assertThat(failFetch(over("ssh", route), how == End.HANG ? SHORT : LONG))
                        .as(how.name())
                        .isInstanceOf(RemoteUnavailableException.class);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"http", "git"})
    void aPushThatIsCutInMidPackIsWaitedForAndTheRemoteStays(String transport) throws IOException {
        ObjectId before = NativeGit.in(remote).id("main");
        try (FaultyRoute route = routeTo(transport).losesAt("PACK", Loss.REQUEST)) {
            assertThat(failPush(over(transport, route))).isInstanceOf(RemoteUnavailableException.class);
        }
        assertThat(NativeGit.in(remote).id("main")).isEqualTo(before);
        NativeGit.in(remote).fsck();
    }

    @ParameterizedTest
    @ValueSource(strings = {"http", "git"})
    void aPushWhoseAnswerIsLostIsAPush(String transport) throws IOException {
        try (FaultyRoute route = routeTo(transport).losesAt("PACK", Loss.ANSWER)) {
            assertThat(push(over(transport, route))).isEqualTo(PushResult.DONE);
        }
        assertThat(NativeGit.in(remote).id("main")).isEqualTo(author.id("main"));
    }

    @ParameterizedTest
    @CsvSource({
        "413 Content Too Large, too-large",
        "422 Unprocessable Content, ''",
        "411 Length Required, unknown-length",
    })
    void aPackThatTheServerRefusesForGoodEndsThePush(String status, String reason) throws IOException {
        String answer = "HTTP/1.1 " + status + "\r\nContent-Length: 0\r\nConnection: close\r\n\r\n";
        try (FaultyRoute route = routeTo("http").answersAt("POST /", answer)) {
            assertThat(failPush(over("http", route))).isInstanceOfSatisfying(RefusedException.class, refused -> {
                assertThat(refused.type().wire()).isEqualTo("PushRejected");
                assertThat(refused.reason().orElse("")).isEqualTo(reason);
            });
        }
    }

    @ParameterizedTest
    @CsvSource({
        "500 Internal Server Error, ''",
        "502 Bad Gateway, <html>upstream is gone</html>",
        "200 OK, <html>a page</html>",
        "200 OK, ''",
    })
    void anAnswerThatIsNoneIsWaitedFor(String status, String body) throws IOException {
        String answer = "HTTP/1.1 " + status + "\r\nContent-Type: text/html\r\nContent-Length: " + body.length()
                + "\r\nConnection: close\r\n\r\n" + body;
        growRemote();
        for (String words : List.of("GET /", "POST /")) {
            try (FaultyRoute route = routeTo("http").answersAt(words, answer)) {
                assertThat(failFetch(over("http", route), LONG))
                        .as(words)
                        .isInstanceOf(RemoteUnavailableException.class);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"http", "git", "ssh"})
    void aNameThatDoesNotResolveAndAPortThatIsClosedAreWaitedFor(String transport) throws IOException {
        FaultyRoute closed = routeTo(transport);
        closed.close();
        RepositorySettings settings = over(transport, closed);
        assertThat(failFetch(settings, LONG)).isInstanceOf(RemoteUnavailableException.class);

        String unknown = settings.remoteUrl().replace("127.0.0.1", "nowhere.invalid");
        assertThat(failFetch(settings(unknown, settings.credentials()), LONG))
                .isInstanceOf(RemoteUnavailableException.class);
    }

    @Test
    void othersAreServedWhileManyHang() throws Exception {
        growRemote();
        ExecutorService threads = Executors.newFixedThreadPool(16);
        try (FaultyRoute hanging = routeTo("git").endsAfter(0, End.HANG);
                FaultyRoute whole = routeTo("git").endsAfter(Long.MAX_VALUE, End.CUT)) {
            RepositorySettings hung = over("git", hanging);
            List<Future<GitException>> waiting = IntStream.range(0, 16)
                    .mapToObj(i -> threads.submit(() -> failFetch(hung, LONG)))
                    .toList();

            assertThat(fetch(over("git", whole), LONG)).isEqualTo(author.id("main"));

            assertThat(waiting).noneMatch(Future::isDone);
            hanging.close();
            for (Future<GitException> ended : waiting) {
                assertThat(ended.get()).isInstanceOf(RemoteUnavailableException.class);
            }
        } finally {
            threads.shutdownNow();
        }
    }
}
