package dev.reconciler.worker.page;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Who is shown what, over HTTP. */
@Tag("slow")
class PageAccessTest {
    private static final Pattern SEAL = Pattern.compile("name=\"seal\" value=\"([0-9a-f]+)\"");
    private static final String BEARER = "Authorization";

    @TempDir
    static Path root;

    private static PageHost host;

    @BeforeAll
    static void start() throws IOException {
        host = new PageHost(root, PageHost.TOKENS);
    }

    @AfterAll
    static void stop() throws InterruptedException {
        if (host != null) {
            host.close();
        }
    }

    @Test
    void aStrangerGetsTheLoginAndLearnsNothingElse() throws Exception {
        for (String path : List.of("/", "/?q=data")) {
            HttpResponse<String> answer = host.get(path);

            assertThat(answer.statusCode()).as(path).isEqualTo(401);
            assertThat(answer.body()).contains("name=\"token\"").doesNotContain("/repositories/");
        }
    }

    @Test
    void aLoginIsAnsweredWithACookieThatNoScriptReads() throws Exception {
        HttpResponse<String> answer = host.post("/login", "token=" + PageHost.TOKEN);

        assertThat(answer.statusCode()).isEqualTo(303);
        assertThat(answer.headers().firstValue("Location")).contains("/");
        assertThat(answer.headers().firstValue("Set-Cookie").orElseThrow())
                .matches("reconciler-session=[\\w-]{43}; Path=/; Max-Age=43200; HttpOnly; SameSite=Lax");
        String secure = host.post("/login", "token=" + PageHost.TOKEN, "X-Forwarded-Proto", "https")
                .headers()
                .firstValue("Set-Cookie")
                .orElseThrow();
        assertThat(secure).endsWith("; Secure");
    }

    @Test
    void aSessionShowsTheRepositoriesOfItsToken() throws Exception {
        String all = host.get("/", "Cookie", host.logIn(PageHost.TOKEN)).body();
        String some = host.get("/", "Cookie", host.logIn(PageHost.DATA_ONLY)).body();

        assertThat(all).contains("/repositories/data", "/repositories/other");
        assertThat(some).contains("/repositories/data").doesNotContain("/repositories/other");
    }

    @Test
    void aBearerTokenShowsItsRepositoriesToo() throws Exception {
        HttpResponse<String> answer = host.get("/", BEARER, "Bearer " + PageHost.DATA_ONLY);

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.body()).contains("/repositories/data").doesNotContain("/repositories/other");
    }

    @Test
    void theInterfaceOfApplicationsTakesNoCookie() throws Exception {
        String session = host.logIn(PageHost.TOKEN);

        assertThat(host.get("/api/v1/repositories", "Cookie", session).statusCode())
                .isEqualTo(401);
        assertThat(host.get("/api/v1/events", "Cookie", session).statusCode()).isEqualTo(401);
    }

    @Test
    void theStreamOfThePageIsForThoseWhoSeeIt() throws Exception {
        HttpResponse<java.util.stream.Stream<String>> stream = HttpClient.newHttpClient()
                .send(
                        host.request("/live", "Cookie", host.logIn(PageHost.DATA_ONLY))
                                .GET()
                                .build(),
                        HttpResponse.BodyHandlers.ofLines());
        try (var lines = stream.body()) {
            assertThat(stream.statusCode()).isEqualTo(200);
            host.reconcile("other");
            host.reconcile("data");
            String event =
                    lines.filter(line -> line.startsWith("data:")).findFirst().orElseThrow();
            assertThat(event).contains("\"repository\":\"data\"");
        }
        assertThat(host.get("/live").statusCode()).isEqualTo(401);
    }

    @Test
    void aSessionEndsWhereItsTokenIsRotated() throws Exception {
        String session = host.logIn(PageHost.DATA_ONLY);

        Files.writeString(root.resolve("data-only"), "canary-rotated");
        try {
            assertThat(host.get("/", "Cookie", session).statusCode()).isEqualTo(401);
        } finally {
            Files.writeString(root.resolve("data-only"), PageHost.DATA_ONLY);
        }
    }

    @Test
    void onlyAFormOfThePageLogsOut() throws Exception {
        String session = host.logIn(PageHost.TOKEN);
        Matcher seal = SEAL.matcher(host.get("/", "Cookie", session).body());
        assertThat(seal.find()).isTrue();

        host.post("/logout", "", "Cookie", session);
        host.post("/logout", "seal=" + seal.group(1), "Cookie", session, "Sec-Fetch-Site", "cross-site");
        assertThat(host.get("/", "Cookie", session).statusCode()).isEqualTo(200);

        HttpResponse<String> out = host.post("/logout", "seal=" + seal.group(1), "Cookie", session);
        assertThat(out.statusCode()).isEqualTo(303);
        assertThat(host.get("/", "Cookie", session).statusCode()).isEqualTo(401);
    }

    @Test
    void anotherSiteLogsNobodyIn() throws Exception {
        HttpResponse<String> answer = host.post("/login", "token=" + PageHost.TOKEN, "Sec-Fetch-Site", "cross-site");

        assertThat(answer.statusCode()).isEqualTo(403);
        assertThat(answer.headers().firstValue("Set-Cookie").orElse("")).doesNotContain("reconciler-session");
    }

    @Test
    void wrongLoginsAreRefusedAndSlowed() throws Exception {
        HttpResponse<String> wrong = host.post("/login", "token=wrong");
        assertThat(wrong.statusCode()).isEqualTo(401);
        assertThat(wrong.body()).contains("role=\"alert\"");
        assertThat(host.post("/login", "").statusCode()).isIn(401, 429);
        assertThat(host.post("/login", "token=%ZZ&&=&token").statusCode()).isIn(401, 429);
        // Who knows a token is let in once the waits are over, and they begin anew.
        org.awaitility.Awaitility.await()
                .until(() -> host.post("/login", "token=" + PageHost.TOKEN).statusCode() == 303);
    }

    @Test
    void aLoginLeadsOnToAViewOfThisPageOnly() throws Exception {
        for (String next :
                List.of("https://evil.example.org/", "//evil.example.org", "/\\evil.example.org", "/login")) {
            assertThat(host.post("/login", "token=" + PageHost.TOKEN + "&next=" + next)
                            .headers()
                            .firstValue("Location"))
                    .contains("/");
        }
        assertThat(host.post("/login", "token=" + PageHost.TOKEN + "&next=%2Frepositories%2Fdata")
                        .headers()
                        .firstValue("Location"))
                .contains("/repositories/data");
    }

    @Test
    void everyAnswerForbidsWhatThePageDoesNotNeed() throws Exception {
        List<HttpResponse<String>> answers = List.of(
                host.get("/"),
                host.get("/", BEARER, "Bearer " + PageHost.TOKEN),
                host.get("/login"),
                host.get("/assets/x/page.css"),
                host.get("/assets/x/nothing"),
                host.post("/login", "token=" + PageHost.TOKEN));

        assertThat(answers).allSatisfy(answer -> {
            assertThat(answer.headers().firstValue("Content-Security-Policy").orElseThrow())
                    .contains("default-src 'none'", "frame-ancestors 'none'", "form-action 'self'")
                    .doesNotContain("unsafe", "http:", "https:", "data:", "*");
            assertThat(answer.headers().firstValue("X-Content-Type-Options")).contains("nosniff");
            assertThat(answer.headers().firstValue("Referrer-Policy")).contains("no-referrer");
            assertThat(answer.headers().firstValue("Cache-Control").orElse("no-store"))
                    .contains("no-store");
        });
    }

    /** The policy would forbid them, and a browser only say so in its console. */
    @Test
    void noViewHasStylesOrScriptsWithinItself() throws Exception {
        String all = host.get("/").body()
                + host.get("/", BEARER, "Bearer " + PageHost.TOKEN).body();

        assertThat(all).doesNotContain(" style=", "<style", "javascript:", " on");
        assertThat(all.replaceAll("<script src=\"/assets/[0-9a-f]+/page.js\" defer></script>", ""))
                .doesNotContain("<script");
    }

    @Test
    void filesOfThisVersionAreKeptByBrowsers() throws Exception {
        String view = host.get("/login").body();
        Matcher link =
                Pattern.compile("href=\"(/assets/[0-9a-f]{16}/page.css)\"").matcher(view);
        assertThat(link.find()).isTrue();

        HttpResponse<String> style = host.get(link.group(1));

        assertThat(style.headers().firstValue("Cache-Control")).contains("public, max-age=31536000, immutable");
        assertThat(style.headers().firstValue("Content-Type").orElseThrow()).startsWith("text/css");
        assertThat(style.body()).contains("prefers-color-scheme: dark").doesNotContain("url(", "@import");
    }
}
