package dev.reconciler.worker.page;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Keyboards and screen readers find their way: axe-core finds nothing in any view, in light and dark, on a desktop and on
 * a phone. The page's own policy would not let it in, so that it looks at copies of the views.
 */
@Tag("slow")
class PageAccessibilityTest {
    private static final String[] OPS = {"Authorization", "Bearer " + PageHost.TOKEN};
    private static final Pattern CONFLICT = Pattern.compile("href=\"(/conflicts/data/[^\"]+)\"");
    private static final Pattern FOUND = Pattern.compile("<title>axe:(.*?)</title>", Pattern.DOTALL);
    private static final Path AXE = Path.of("../.temporal/node_modules/axe-core/axe.min.js");
    private static final int DESKTOP = 1280;
    private static final int PHONE = 500;

    @TempDir
    static Path root;

    private static Optional<HeadlessBrowser> browser = Optional.empty();
    private static PageHost host;

    @BeforeAll
    static void start() throws IOException, InterruptedException {
        browser = HeadlessBrowser.find();
        assumeTrue(browser.isPresent(), "no Chromium is installed: apt-get install chromium");
        assumeTrue(Files.exists(AXE), "axe-core is missing: npm install --no-save --prefix .temporal axe-core@4.14.1");
        host = new PageHost(root, PageHost.TOKENS);
        host.data.script("commit $REMOTE base.txt theirs\ncommit $CLONE base.txt ours\n");
        host.other.script("commit $REMOTE theirs.txt theirs\ncommit $CLONE ours.txt ours\n");
        host.reconcile("data");
        host.reconcile("other");
    }

    @AfterAll
    static void stop() throws InterruptedException {
        if (host != null) {
            host.close();
        }
    }

    @Test
    void axeFindsNothingInAnyView() throws Exception {
        String list = host.get("/", OPS).body();
        Matcher conflict = CONFLICT.matcher(list);
        assertThat(conflict.find()).isTrue();
        List<String> views = List.of(
                host.get("/login").body(),
                list,
                host.get("/?q=nothing-of-that-name", OPS).body(),
                host.get("/repositories/other", OPS).body().replace("<details ", "<details open "),
                host.get(conflict.group(1), OPS).body(),
                host.get(conflict.group(1) + "/keep-local", OPS).body(),
                host.get("/repositories/nothing", OPS).body());
        List<String> found = new ArrayList<>();
        for (int i = 0; i < views.size(); i++) {
            found.add(look(views.get(i), false, DESKTOP));
            found.add(look(views.get(i), true, i % 2 == 0 ? PHONE : DESKTOP));
        }

        assertThat(found).hasSize(2 * views.size()).containsOnly("[]");
    }

    /** Otherwise an axe that never ran would find nothing either. */
    @Test
    void axeFindsWhatIsWrong() throws Exception {
        String broken = host.get("/login")
                .body()
                .replace("<label for=\"token\">", "<label>")
                .replace("aria-describedby", "data-x");

        assertThat(look(broken, false, DESKTOP)).contains("label");
    }

    private static String look(String view, boolean isDark, int width) throws IOException, InterruptedException {
        String style = host.get("/assets/x/page.css").body();
        String script =
                Files.readString(AXE) + "\naxe.run(document).then(found => { document.title = 'axe:' + JSON.stringify("
                        + "found.violations.map(each => each.id + ' ' + each.nodes.map(node => node.html).join(' ')))"
                        + ".replace(/</g, '('); });";
        String copy = view.replaceAll(
                        "<link rel=\"stylesheet\"[^>]*>|<script[^>]*></script>|<link rel=\"icon\"[^>]*>", "")
                .replace("</head>", "<style>" + style + "</style></head>")
                .replace("</body>", "<script>" + script + "</script></body>");
        Path file = Files.writeString(Files.createTempFile(root, "view", ".html"), copy);
        String dom = browser.orElseThrow().render(file, root, isDark, width);
        Matcher found = FOUND.matcher(dom);
        assertThat(found.find())
                .as(dom.substring(0, Math.min(2_000, dom.length())))
                .isTrue();
        return found.group(1);
    }
}
