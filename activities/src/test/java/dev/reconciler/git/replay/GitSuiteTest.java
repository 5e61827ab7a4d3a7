package dev.reconciler.git.replay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.reconciler.git.fixture.NativeGit;
import dev.reconciler.git.replay.RebaseOracle.Verdict;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.revwalk.RevWalk;
import org.eclipse.jgit.storage.file.FileRepositoryBuilder;
import org.eclipse.jgit.treewalk.TreeWalk;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The situations that git's own test suite makes, replayed by {@code git rebase} and by ours: before each command of the
 * suite that brings two sides together, all commits that its repository has are taken down.
 *
 * <p>{@code -Dgit.source=/path/to/git -Dgit=/path/to/bin/git} names a source of git that was built, and the git to compare
 * with. {@code -Dgit.situations=/path} keeps the situations there, and takes those that an earlier run has left.
 * {@code -Dgit.scripts=t3[4-6].*} chooses scripts by name.
 */
@Tag("long")
class GitSuiteTest {
    private static final Logger LOG = LoggerFactory.getLogger(GitSuiteTest.class);
    private static final String SOURCE = System.getProperty("git.source", "");
    private static final String GIT = System.getProperty("git", "/usr/bin/git");
    private static final String SCRIPTS = System.getProperty("git.scripts", "t[3-7].*");
    private static final int MOST_PAIRS = 60;

    @TempDir
    Path root;

    /** Two commits of one repository of the suite. */
    private record Pair(ObjectId local, ObjectId remote) {}

    @Test
    void everySituationOfGitsSuiteReplaysAsGitRebasesIt() throws IOException, InterruptedException {
        assumeTrue(!SOURCE.isEmpty(), "git.source names the source of git");
        String kept = System.getProperty("git.situations", "");
        Path situations = kept.isEmpty() ? root.resolve("situations") : Path.of(kept);
        if (!Files.exists(situations.resolve("all.git"))) {
            collect(situations);
        }
        Map<Pair, Verdict> all = compare(situations);
        tell(all);
        assertThat(select(all, verdict -> !verdict.isSafe())).isEmpty();
    }

    private void collect(Path situations) throws IOException, InterruptedException {
        NativeGit.initBare(situations.resolve("all.git"));
        Path wrapper = Files.createDirectories(situations.resolve("bin")).resolve("git");
        try (InputStream template = Objects.requireNonNull(getClass().getResourceAsStream("/git-with-snapshots"))) {
            String text = new String(template.readAllBytes(), StandardCharsets.UTF_8);
            Files.writeString(wrapper, text.replace("@GIT@", GIT));
        }
        assertThat(wrapper.toFile().setExecutable(true)).isTrue();
        List<Path> scripts;
        try (Stream<Path> files = Files.list(Path.of(SOURCE, "t"))) {
            scripts = files.filter(GitSuiteTest::bringsSidesTogether).sorted().toList();
        }
        scripts.parallelStream().forEach(script -> run(script, situations));
        LOG.info(
                "{} scripts of git's suite, {} repositories",
                scripts.size(),
                tips(situations).size());
    }

    private static boolean bringsSidesTogether(Path script) {
        if (!script.getFileName().toString().matches(SCRIPTS + "\\.sh")) {
            return false;
        }
        try {
            String text = Files.readString(script, StandardCharsets.ISO_8859_1);
            return Stream.of("rebase", "merge", "cherry-pick", "pull").anyMatch(each -> text.contains("git " + each));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Whether the script ends well is not asked: its situations are wanted, not its verdict. */
    private static void run(Path script, Path situations) {
        Path trash = situations.resolve("trash");
        ProcessBuilder builder = new ProcessBuilder("sh", script.toString(), "-q", "--root=" + trash)
                .directory(script.getParent().toFile())
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD);
        builder.environment().put("SITUATIONS", situations.toString());
        builder.environment()
                .put("GIT_TEST_INSTALLED", situations.resolve("bin").toString());
        builder.environment().put("TEST_OUTPUT_DIRECTORY", trash.toString());
        try {
            Process process = builder.start();
            if (!process.waitFor(20, TimeUnit.MINUTES)) {
                process.destroy();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static List<Path> tips(Path situations) throws IOException {
        try (Stream<Path> files = Files.list(situations)) {
            return files.filter(file -> file.toString().endsWith(".tips"))
                    .sorted()
                    .toList();
        }
    }

    private Map<Pair, Verdict> compare(Path situations) throws IOException {
        NativeGit git = NativeGit.init(root.resolve("compare"));
        Files.writeString(
                git.directory().resolve(".git/objects/info/alternates"), situations.resolve("all.git/objects") + "\n");
        git.commitAll("something to start from");
        Map<Pair, Verdict> all = new LinkedHashMap<>();
        try (Repository repository = new FileRepositoryBuilder()
                .setWorkTree(git.directory().toFile())
                .build()) {
            RebaseOracle oracle = new RebaseOracle(git);
            for (Pair pair : listPairs(repository, tips(situations))) {
                Verdict verdict = oracle.compare(repository, pair.local(), pair.remote());
                all.put(pair, verdict);
                if (!verdict.isSafe() || verdict.isNeedlessConflict()) {
                    LOG.info("{}", describe(pair, verdict));
                }
            }
        }
        return all;
    }

    private static Collection<Pair> listPairs(Repository repository, List<Path> tips) throws IOException {
        Set<Pair> pairs = new LinkedHashSet<>();
        for (Path file : tips) {
            List<ObjectId> ids = Files.readAllLines(file).stream()
                    .filter(line -> line.matches("[0-9a-f]{40}"))
                    .map(ObjectId::fromString)
                    .toList();
            List<Pair> here = new ArrayList<>();
            for (ObjectId local : ids) {
                ids.stream().filter(id -> !id.equals(local)).forEach(remote -> here.add(new Pair(local, remote)));
            }
            for (Pair pair : here.subList(0, Math.min(MOST_PAIRS, here.size()))) {
                if (!pairs.contains(pair)
                        && HistoryCutter.isDivergence(repository, pair.local(), pair.remote())
                        && !ignoresSubmodules(repository, pair.local())) {
                    pairs.add(pair);
                }
            }
        }
        return pairs;
    }

    /**
     * With {@code ignore = all} in the checked out {@code .gitmodules}, git sees no change in a commit of a submodule,
     * takes any two such commits for the same patch, and loses those of local. Ours keeps them: nothing to compare.
     */
    private static boolean ignoresSubmodules(Repository repository, ObjectId commit) throws IOException {
        try (RevWalk walk = new RevWalk(repository);
                TreeWalk found = TreeWalk.forPath(
                        repository, ".gitmodules", walk.parseCommit(commit).getTree())) {
            return found != null
                    && new String(repository.open(found.getObjectId(0)).getBytes(), StandardCharsets.UTF_8)
                            .contains("ignore = all");
        }
    }

    private static void tell(Map<Pair, Verdict> all) {
        LOG.info(
                "{} situations: clean in both {}, conflict in both {}, conflict here only {}, not as git {}, no answer of"
                        + " git {}",
                all.size(),
                select(
                                all,
                                verdict -> verdict.isSafe()
                                        && verdict.ours().isPresent()
                                        && verdict.git().isPresent())
                        .size(),
                select(all, verdict -> verdict.ours().isEmpty() && verdict.git().isEmpty() && !verdict.isUnanswered())
                        .size(),
                select(all, Verdict::isNeedlessConflict).size(),
                select(all, verdict -> !verdict.isSafe()).size(),
                select(all, Verdict::isUnanswered).size());
    }

    private static List<String> select(Map<Pair, Verdict> all, Predicate<Verdict> is) {
        return all.entrySet().stream()
                .filter(each -> is.test(each.getValue()))
                .map(each -> describe(each.getKey(), each.getValue()))
                .toList();
    }

    private static String describe(Pair pair, Verdict verdict) {
        return "git rebase %s %s%ngit: %s%nours: %s%n%s"
                .formatted(
                        pair.remote().name(),
                        pair.local().name(),
                        verdict.git().orElse("conflict"),
                        verdict.ours().orElse("conflict"),
                        verdict.detail());
    }
}
