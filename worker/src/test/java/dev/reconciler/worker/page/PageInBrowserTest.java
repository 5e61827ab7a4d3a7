package dev.reconciler.worker.page;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The page as people have it: in a browser, with its script, its policy, its cookies and its events. */
@Tag("slow")
class PageInBrowserTest {
    private static final Path AXE = Path.of("../.temporal/node_modules/axe-core/axe.min.js");
    private static final int DESKTOP = 1280;
    private static final int PHONE = 400;

    @TempDir
    static Path root;

    private static Optional<Path> program = Optional.empty();
    private static PageHost host;
    private static HeadlessBrowser browser;

    @BeforeAll
    static void start() throws IOException, InterruptedException {
        program = HeadlessBrowser.findProgram();
        if (program.isEmpty()) {
            return;
        }
        browser = new HeadlessBrowser(program.get(), Files.createDirectory(root.resolve("browser")));
        host = new PageHost(root, PageHost.TOKENS);
        host.other.script("commit $REMOTE theirs.txt theirs\ncommit $CLONE ours.txt ours\n");
        host.reconcile("other");
        host.reconcile("data");
        browser.logInTo(host);
    }

    @AfterAll
    static void stop() throws InterruptedException {
        if (browser != null) {
            browser.close();
        }
        if (host != null) {
            host.close();
        }
    }

    @BeforeEach
    void needBrowser() {
        assumeTrue(program.isPresent(), "no Chromium is installed: apt-get install chromium");
        browser.setLook(false, DESKTOP);
    }

    @AfterEach
    void nothingWasForbidden() {
        if (browser != null) {
            // The browser writes down each answer that is no success, and what the policy forbids.
            assertThat(browser.complaints()).noneMatch(each -> each.contains("Content Security Policy"));
        }
    }

    @Test
    void aRowFollowsEventsWithoutAReload() throws Exception {
        open("/");
        browser.until("document.getElementById('live').textContent === 'live'");
        int marks = browser.evaluate(marksOf("other")).asInt();
        browser.evaluate("window.isTheSamePage = true");

        host.other.script("commit $CLONE another.txt ours\n");
        host.reconcile("other");

        browser.until(marksOf("other") + " === " + (marks + 1));
        assertThat(browser.evaluate("window.isTheSamePage === true").asBoolean())
                .isTrue();
    }

    private static String marksOf(String id) {
        return "document.querySelectorAll('[aria-label^=\"Last runs of " + id + "\"] li').length";
    }

    /** Keyboards and screen readers find their way: in every view, in light and dark, on a desktop and on a phone. */
    @Test
    void axeFindsNothingInAnyView() throws Exception {
        needAxe();
        String conflict = host.makeConflict();
        List<String> found = new ArrayList<>();
        List<String> views = List.of(
                "/",
                "/?q=nothing-of-that-name",
                "/repositories/other",
                conflict,
                conflict + "/keep-local",
                "/repositories/nothing");
        for (String view : views) {
            open(view);
            browser.evaluate("document.querySelectorAll('details').forEach(each => each.open = true)");
            found.add(view + lookByAxe(false, DESKTOP) + lookByAxe(true, PHONE));
        }
        host.call("POST", "/api/v1" + conflict + "/keep-remote?wait=30s", "");
        open(conflict);
        found.add("closed " + lookByAxe(false, DESKTOP) + lookByAxe(true, PHONE));
        browser.pressAndGo("form[action='/logout'] button");
        found.add("login " + lookByAxe(false, DESKTOP) + lookByAxe(true, PHONE));
        browser.logInTo(host);

        assertThat(found).allMatch(each -> each.endsWith("[][]"));
    }

    /** Otherwise an axe that never ran would find nothing either. */
    @Test
    void axeFindsWhatIsWrong() throws Exception {
        needAxe();
        open("/");
        browser.evaluate("document.querySelector('label[for=q]').remove()");
        browser.evaluate("document.getElementById('q').removeAttribute('placeholder')");

        assertThat(lookByAxe(false, DESKTOP)).contains("label");
    }

    private static void needAxe() {
        assumeTrue(Files.exists(AXE), "axe-core is missing: npm install --no-save --prefix .temporal axe-core@4.14.1");
    }

    private static String lookByAxe(boolean isDark, int width) throws IOException {
        browser.setLook(isDark, width);
        if (!browser.evaluate("typeof axe !== 'undefined'").asBoolean()) {
            browser.evaluate(Files.readString(AXE) + "\n;true");
        }
        JsonNode found = browser.evaluate("axe.run(document).then(found => found.violations.map("
                + "each => each.id + ' ' + each.nodes.map(node => node.html).join(' ')))");
        return found.toString();
    }

    private static void open(String path) {
        browser.open(URI.create(host.address() + path));
    }
}
