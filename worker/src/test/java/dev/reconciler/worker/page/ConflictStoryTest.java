package dev.reconciler.worker.page;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.reconciler.git.fixture.NativeGit;
import dev.reconciler.json.Json;
import dev.reconciler.worker.Assembly;
import dev.reconciler.worker.cli.command.ConflictsCommand;
import dev.reconciler.worker.cli.options.CommandContext;
import dev.reconciler.worker.config.DurationFormat;
import dev.reconciler.worker.config.reader.ConfigurationReader;
import dev.reconciler.worker.notice.NoticePace;
import dev.reconciler.worker.notice.channel.ReceivingServer;
import dev.reconciler.worker.notice.channel.ReceivingServer.Received;
import dev.reconciler.worker.situations.RepositoryPair;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/**
 * The whole story of a conflict, as people live it: an application commits while the remote moves, somebody is told, opens
 * the page, understands, and decides in each of the four ways; then it is gone from the page, and that is told too.
 */
@Tag("slow")
class ConflictStoryTest {
    private static final int DESKTOP = 1280;

    /** What passed for notices beside the real time. */
    private static final AtomicReference<Duration> PASSED = new AtomicReference<>(Duration.ZERO);

    @TempDir
    static Path root;

    private static Optional<Path> program = Optional.empty();
    private static ReceivingServer phone;
    private static RepositoryPair parks;
    private static PageHost host;
    private static HeadlessBrowser browser;

    private final List<String> told = new ArrayList<>();
    private int round;

    @BeforeAll
    static void start() throws IOException, InterruptedException {
        program = HeadlessBrowser.findProgram();
        if (program.isEmpty()) {
            return;
        }
        phone = new ReceivingServer();
        Files.writeString(root.resolve("phone"), phone.url("/ops"));
        Files.writeString(root.resolve("hush"), "hush");
        host = new PageHost(
                root,
                PageHost.TOKENS + """
                        notices:
                          channels: [ { name: ops, type: webhook, url: "file:phone", secret: "file:hush" } ]
                        """,
                "  - { id: parks, path: parks/data, remote: parks/remote.git, branch: main, watch: true }\n",
                new Assembly(new NoticePace(() -> Instant.now().plus(PASSED.get()), time -> Thread.sleep(50))),
                ConflictStoryTest::drawParks);
        browser = new HeadlessBrowser(program.get(), Files.createDirectory(root.resolve("browser")));
        browser.logInTo(host);
    }

    private static void drawParks(PageHost made) {
        try {
            parks = made.draw("parks");
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    @AfterAll
    static void stop() throws InterruptedException {
        if (browser != null) {
            browser.close();
        }
        if (host != null) {
            host.close();
        }
        if (phone != null) {
            phone.close();
        }
    }

    @BeforeEach
    void needBrowser() {
        assumeTrue(program.isPresent(), "no Chromium is installed: apt-get install chromium");
        browser.setLook(false, DESKTOP);
    }

    @Test
    void aConflictIsToldShownDecidedEachWayAndOver() throws Exception {
        String retried = meetConflict();
        assertThat(browser.text()).contains("base.txt", "+remote-1", "+local-1", "This host", "The remote");
        browser.pressAndGo("form[action$='/retry'] button");
        browser.untilShown("conflicts still");
        // Somebody makes room on the remote, as the view says that one may.
        parks.script("commit $REMOTE base.txt \"$(git --git-dir=$REMOTE show main~1:base.txt)\"\n");
        browser.pressAndGo("form[action$='/retry'] button");
        seeEnd(retried, "replayed 1 commit of conflicts/", "local-1");

        String remotes = meetConflict();
        browser.pressAndGo("form[action$='/keep-remote'] button");
        seeEnd(remotes, "kept its commits under refs/rewound/", "remote-2");

        String locals = meetConflict();
        browser.pressAndGo("a[href$='/keep-local']");
        assertThat(browser.text()).contains("one file changes", "-remote-3", "+local-3");
        browser.pressAndGo("form.decide button");
        seeEnd(locals, "replayed 1 commit of conflicts/", "local-3");

        String edited = meetConflict();
        List<String> commands = listCommands();
        assertThat(run(commands.get(0))).contains("a rebase of 1 commit on ");
        Path folder = root.resolve(edited.replace('/', '-'));
        assertThat(Files.readString(folder.resolve("base.txt"))).contains("<<<<<<<", "remote-4", "local-4");
        NativeGit.in(folder).write("base.txt", "one\nboth-4\nthree\n").run("add", "base.txt");
        assertThat(run(commands.get(1))).contains("rebased");
        seeEnd(edited, "took 1 commit", "both-4");
        assertThat(run(commands.get(1))).contains("is decided already", " as ");

        assertThat(told)
                .containsExactlyElementsOf(List.of(
                        "case.opened conflict/" + retried, "case.closed conflict/" + retried,
                        "case.opened conflict/" + remotes, "case.closed conflict/" + remotes,
                        "case.opened conflict/" + locals, "case.closed conflict/" + locals,
                        "case.opened conflict/" + edited, "case.closed conflict/" + edited));
        assertThat(browser.complaints()).noneMatch(each -> each.contains("Content Security Policy"));
    }

    /** It appears in the list while somebody has it open, is told, and is opened from there; answers its name. */
    private String meetConflict() throws Exception {
        round++;
        browser.open(host.address());
        browser.until("!document.querySelector('a.case') && document.getElementById('live').textContent === 'live'");
        // The application's commit is seen by the worker, which starts a run.
        parks.script("""
                commit $REMOTE base.txt 'one\\nremote-%1$d\\nthree'
                commit $CLONE base.txt 'one\\nlocal-%1$d\\nthree'
                """.formatted(round));
        browser.until("!!document.querySelector(\"a.case[href^='/conflicts/parks/']\")");
        String path = browser.evaluate("document.querySelector('a.case').getAttribute('href')")
                .asText();
        String name = path.substring("/conflicts/".length());
        awaitNotice("case.opened conflict/" + name);
        browser.untilShown(", told ");
        browser.pressAndGo("a.case[href='" + path + "']");
        assertThat(browser.text()).contains("open", "· told ");
        return name;
    }

    /** The view that is open says how it ended, the list has it no more, and that is told. */
    private void seeEnd(String name, String how, String content) throws Exception {
        browser.untilShown("closed", how);
        assertThat(NativeGit.in(parks.remote()).run("show", "main:base.txt")).contains(content);
        assertThat(NativeGit.in(parks.remote()).run("branch", "--list", "conflicts/*"))
                .isEmpty();
        awaitNotice("case.closed conflict/" + name);
    }

    /** Time passes until somebody's phone has a notice; each that comes is noted. */
    private void awaitNotice(String expected) {
        Awaitility.await(expected).pollInterval(Duration.ofMillis(100)).until(() -> {
            PASSED.updateAndGet(passed -> passed.plusSeconds(30));
            for (Optional<Received> next = phone.poll(); next.isPresent(); next = phone.poll()) {
                var body = Json.read(next.get().body().getBytes(StandardCharsets.UTF_8));
                told.add(body.path("type").textValue() + " "
                        + body.path("data").path("case").textValue());
            }
            return told.contains(expected);
        });
    }

    /** The commands that the view has for an edit, as somebody copies them. */
    private static List<String> listCommands() {
        return List.of(
                browser.evaluate("[...document.querySelectorAll('.edit pre')].map(each => each.innerText).join('\\n')")
                        .asText()
                        .split("\n"));
    }

    /** Runs a command in the folder of the configuration; answers what it printed. */
    private static String run(String copied) {
        String[] words = copied.split(" ");
        assertThat(words).startsWith("reconciler", "conflicts", "edit");
        List<String> arguments = new ArrayList<>(List.of(words).subList(2, words.length));
        arguments.addAll(List.of("--config", root.resolve("reconciler.yaml").toString()));
        StringWriter out = new StringWriter();
        CommandContext context =
                new CommandContext(new ConfigurationReader(Map.of(), Optional::empty), root, System.getenv());
        Assembly assembly = new Assembly();
        int status = new CommandLine(new ConflictsCommand(context, assembly::nearestRuns, assembly::hosts))
                .registerConverter(Duration.class, DurationFormat::parse)
                .setOut(new PrintWriter(out))
                .setErr(new PrintWriter(out))
                .execute(arguments.toArray(String[]::new));
        assertThat(status).as(out.toString()).isZero();
        return out.toString();
    }
}
