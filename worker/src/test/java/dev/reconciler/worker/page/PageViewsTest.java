package dev.reconciler.worker.page;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the views show of real repositories after real runs. */
@Tag("slow")
class PageViewsTest {
    private static final String[] OPS = {"Authorization", "Bearer " + PageHost.TOKEN};
    private static final Pattern CONFLICT = Pattern.compile("href=\"(/conflicts/data/[^\"]+)\"");

    @TempDir
    static Path root;

    private static PageHost host;

    @BeforeAll
    static void start() throws IOException, InterruptedException {
        host = new PageHost(root, PageHost.TOKENS);
        // The other repository has texts that nobody should believe, and a replay.
        host.other.script("""
                commit $REMOTE theirs.txt theirs
                git -C $CLONE commit -q --allow-empty -m '<script>alert(1)</script> & "quotes"'
                git -C $CLONE commit -q --allow-empty -m "$(printf 'turned \\342\\200\\256 round \\033[31m red')"
                head -c 1048576 /dev/zero | tr '\\0' x | git -C $CLONE commit -q --allow-empty -F -
                git -C $CLONE -c i18n.commitEncoding=utf-8 commit -q --allow-empty -m "$(printf 'no text \\377\\376')"
                """);
        host.reconcile("other");
        host.data.script("""
                commit $REMOTE base.txt theirs
                commit $CLONE base.txt ours
                """);
        host.reconcile("data");
    }

    @AfterAll
    static void stop() throws InterruptedException {
        if (host != null) {
            host.close();
        }
    }

    @Test
    void aReplayIsDrawnWithWhatWasReplayed() throws Exception {
        String view = host.get("/repositories/other", OPS).body();

        assertThat(view)
                .contains("rebased", "replayed as another commit", "class=\"stroke twin\"", "before the last run");
        assertThat(view).contains("theirs.txt: theirs", "1 step", "Fetch");
    }

    @Test
    void textsOfOthersAreShownAsText() throws Exception {
        HttpResponse<String> answer = host.get("/repositories/other", OPS);

        assertThat(answer.body())
                .contains("&lt;script&gt;alert(1)&lt;/script&gt; &amp; \"quotes\"")
                .contains("turned ⟨U+202E⟩ round ␛[31m red")
                .contains("x".repeat(120) + "…")
                .doesNotContain("<script>alert", "\u202e", "\u001b", "x".repeat(130));
        assertThat(answer.body().length()).isLessThan(60_000);
    }

    @Test
    void aConflictLeadsToAViewOfBothSides() throws Exception {
        Matcher link = CONFLICT.matcher(host.get("/", OPS).body());
        assertThat(link.find()).isTrue();

        HttpResponse<String> conflict = host.get(link.group(1), OPS);

        assertThat(conflict.statusCode()).isEqualTo(200);
        assertThat(conflict.body()).contains("base.txt: ours", "base.txt: theirs", "git merge origin/conflicts/");
        assertThat(host.get("/conflicts/data/2020-01-01T00-00-00Z", OPS).statusCode())
                .isEqualTo(404);
    }

    @Test
    void whatSomebodyMayNotSeeIsNotThere() throws Exception {
        String[] app = {"Authorization", "Bearer " + PageHost.DATA_ONLY};

        assertThat(host.get("/repositories/data", app).statusCode()).isEqualTo(200);
        assertThat(host.get("/repositories/other", app).body())
                .isEqualTo(host.get("/repositories/nothing", app).body());
        assertThat(host.get("/repositories/other", app).statusCode()).isEqualTo(404);
        assertThat(host.get("/repositories/other").statusCode()).isEqualTo(401);
    }

    @Test
    void onlyWhoMayActStartsARun() throws Exception {
        assertThat(host.post("/repositories/data/runs", "", "Authorization", "Bearer " + PageHost.DATA_ONLY)
                        .statusCode())
                .isEqualTo(403);
        assertThat(host.post("/repositories/data/runs", "", "Cookie", host.logIn(PageHost.TOKEN))
                        .statusCode())
                .isEqualTo(403);
        assertThat(host.post("/repositories/data/runs", "", OPS).statusCode()).isEqualTo(303);
        assertThat(host.post("/repositories/nothing/runs", "", OPS).statusCode())
                .isEqualTo(404);
    }

    @Test
    void theListIsFoundAgainByItsAddress() throws Exception {
        assertThat(host.get("/?q=oth", OPS).body())
                .contains("/repositories/other")
                .doesNotContain("/repositories/data\"");
        assertThat(host.get("/?state=escaped", OPS).body())
                .contains("/repositories/data", "aria-current=\"true\"")
                .doesNotContain("/repositories/other\"");
        assertThat(host.get("/?q=%3Cb%3E&state=nonsense&page=-1", OPS).body())
                .contains("value=\"&lt;b>\"", "Nothing here fits");
    }
}
