package dev.reconciler.worker.page;

import static org.assertj.core.api.Assertions.assertThat;

import dev.reconciler.git.fixture.NativeGit;
import dev.reconciler.worker.Assembly;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the page shows of conflicts that are older than the worker: what people were told, and whose they may be. */
@Tag("slow")
class PageCasesTest {
    private static final String NAME = "2026-11-20T08-00-00Z";
    private static final String[] OPS = {"Authorization", "Bearer " + PageHost.TOKEN};

    @TempDir
    static Path root;

    private static PageHost host;

    @BeforeAll
    static void start() throws IOException {
        host = new PageHost(
                root,
                PageHost.TOKENS,
                "  - { id: second, path: other/second, remote: other/remote.git, branch: main, watch: false }\n",
                new Assembly(),
                PageCasesTest::makeOldConflicts);
    }

    /** One of data's, whose case is in the book, and one that other and second may have begun. */
    private static void makeOldConflicts(PageHost made) {
        String conflict = """
                commit $CLONE base.txt ours
                git -C $CLONE push -q origin main:conflicts/%s
                commit $REMOTE base.txt theirs
                git -C $CLONE fetch -q
                git -C $CLONE reset -q --hard origin/main
                """.formatted(NAME);
        made.data.script(conflict);
        made.other.script(conflict + "git clone -q $REMOTE second\n");
        Instant now = Instant.now();
        try {
            Files.writeString(Files.createDirectory(root.resolve("state")).resolve("conflicts.json"), """
                    {"cases":[{"repository":"data","conflict":{"branch":"conflicts/%s","commit":"%s"},"open":true,\
                    "openedAt":"%s","remindedAt":"%s","escalatedAt":"%s"}]}
                    """.formatted(
                            NAME,
                            NativeGit.in(made.data.remote()).run("rev-parse", "conflicts/" + NAME),
                            now.minus(Duration.ofDays(6)),
                            now.minus(Duration.ofHours(5)),
                            now.minus(Duration.ofDays(3))));
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    @AfterAll
    static void stop() throws InterruptedException {
        if (host != null) {
            host.close();
        }
    }

    private static String look(String path) throws IOException, InterruptedException {
        return host.get(path, OPS).body();
    }

    @Test
    void aCaseShowsSinceWhenItWaitsAndWhatPeopleWereTold() throws Exception {
        String path = "/conflicts/data/" + NAME;

        assertThat(Awaitility.await().until(() -> look("/?q=data"), view -> view.contains(path)))
                .contains("escalated 3 days ago");
        assertThat(Awaitility.await().until(() -> look("/repositories/data"), view -> view.contains(path)))
                .contains("told <time", "6 days ago", "reminded <time", "5 h ago", "escalated <time", "3 days ago");
        assertThat(look(path)).contains("6 days ago</time>", "5 h ago</time>", "3 days ago</time>", "/retry\"");
    }

    @Test
    void ofAConflictOfUnknownOwnerThePageSaysWhyNothingIsDecidedHere() throws Exception {
        String path = "/conflicts/second/" + NAME;

        assertThat(Awaitility.await().until(() -> look("/repositories/second"), view -> view.contains(path)))
                .contains("conflict open", "of unknown owner");
        assertThat(look(path))
                .contains("may be of more than one repository", "with git", ">open</span>", "base.txt")
                .contains("git merge origin/conflicts/" + NAME, "git push origin --delete conflicts/" + NAME)
                .doesNotContain("<form class=\"card\"", "conflicts edit", "keep-local", "access: write");
        assertThat(look("/?state=escaped")).contains(path, "of unknown owner");
        assertThat(host.get(path + "/keep-local", OPS).statusCode()).isEqualTo(409);
        assertThat(host.call("POST", "/api/v1" + path + "/retry?wait=30s", "").body())
                .contains("may be of more than one repository");
    }
}
