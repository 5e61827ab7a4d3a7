package dev.reconciler;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Pages send a reader to classes: each class that they name is in the tree, where they say. */
class PagesTest {
    private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();

    /** A type of at least two words, perhaps behind the folders that it is in. */
    private static final Pattern TYPE =
            Pattern.compile("`(?:…/)?([a-z/…]*)((?:[A-Z][a-z0-9]+){2,})(?:[.#][a-zA-Z]+)?`");

    private static final Pattern TEST = Pattern.compile("`(\\w+Test)#(\\w+)`");

    private static final Pattern LINK = Pattern.compile("\\]\\(([^)\\s]+)\\)");
    private static final Pattern BLOCK = Pattern.compile("(?s)```.*?```");

    /** Words of Temporal, git or this program's users that look like types. */
    private static final Set<String> NO_TYPES = Set.of(
            "RepositoryMissing",
            "RepositoryCorrupt",
            "BranchMissing",
            "UnrelatedHistories",
            "WorkTreeDirty",
            "RepositoryBusy",
            "AccessDenied",
            "PushRejected");

    @ParameterizedTest
    @ValueSource(
            strings = {
                "CONTRIBUTING.md",
                "docs/architecture.md",
                "docs/advisories.md",
                "docs/upgrading.md",
                "docs/parity.md"
            })
    void aPageNamesOnlyClassesThatAreThere(String page) throws IOException {
        List<String> sources = sources();

        List<String> missing = TYPE.matcher(Files.readString(ROOT.resolve(page)))
                .results()
                .filter(named -> !NO_TYPES.contains(named.group(2)))
                .filter(named -> sources.stream().noneMatch(source -> isNamed(source, named)))
                .map(MatchResult::group)
                .toList();

        assertThat(missing).isEmpty();
    }

    /** Who reads that something is tested finds the test. */
    @Test
    void theAdvisoriesNameOnlyTestsThatAreThere() throws IOException {
        List<String> sources = sources();

        List<String> missing = TEST.matcher(Files.readString(ROOT.resolve("docs/advisories.md")))
                .results()
                .filter(named -> sources.stream()
                        .filter(source -> source.endsWith("/" + named.group(1) + ".java"))
                        .noneMatch(source -> read(source).contains(" void " + named.group(2) + "(")))
                .map(MatchResult::group)
                .toList();

        assertThat(missing).isEmpty();
    }

    /** Nobody who follows a link meets nothing, or the top of a page. */
    @Test
    void eachLinkOfAPageLeadsToAPageAndAHeadingThatAreThere() throws IOException {
        List<Path> pages;
        try (Stream<Path> all = Stream.concat(Files.list(ROOT), Files.walk(ROOT.resolve("docs")))) {
            pages = all.filter(path -> path.toString().endsWith(".md")).toList();
        }

        List<String> dead = pages.stream()
                .flatMap(page -> LINK.matcher(
                                BLOCK.matcher(read(page.toString())).replaceAll(""))
                        .results()
                        .map(link -> link.group(1))
                        .filter(link -> !link.matches("[a-z]+:.*") && !leadsSomewhere(page, link))
                        .map(link -> ROOT.relativize(page) + ": " + link))
                .toList();

        assertThat(pages).hasSizeGreaterThan(20);
        assertThat(dead).isEmpty();
    }

    private static boolean leadsSomewhere(Path page, String link) {
        String[] parts = link.split("#", 2);
        Path target = parts[0].isEmpty() ? page : page.resolveSibling(parts[0]);
        if (!Files.exists(target) || parts.length == 1) {
            return Files.exists(target);
        }
        return read(target.toString())
                .lines()
                .filter(line -> line.startsWith("#"))
                .map(PagesTest::anchor)
                .anyMatch(parts[1]::equals);
    }

    /** As forges name a heading. */
    private static String anchor(String heading) {
        return heading.replaceFirst("^#+ ", "")
                .toLowerCase(Locale.ROOT)
                .replaceAll("[^\\w\\- ]", "")
                .replace(' ', '-');
    }

    private static String read(String source) {
        try {
            return Files.readString(Path.of(source));
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    private static boolean isNamed(String source, MatchResult named) {
        String folder = named.group(1).replaceAll(".*…/", "");
        return source.endsWith("/" + folder + named.group(2) + ".java");
    }

    private static List<String> sources() throws IOException {
        try (Stream<Path> all =
                Stream.of("client", "workflows", "activities", "worker").flatMap(PagesTest::walk)) {
            return all.map(Path::toString)
                    .filter(path -> path.endsWith(".java"))
                    .collect(Collectors.toList());
        }
    }

    private static Stream<Path> walk(String module) {
        try {
            return Files.walk(ROOT.resolve(module).resolve("src"));
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }
}
