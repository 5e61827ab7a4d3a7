package dev.reconciler.git.replay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.reconciler.git.fixture.NativeGit;
import dev.reconciler.git.replay.HistoryCutter.Cut;
import dev.reconciler.git.replay.RebaseOracle.Verdict;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.Ref;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.storage.file.FileRepositoryBuilder;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Divergences out of histories that people have made, replayed by {@code git rebase} and by ours.
 *
 * <p>{@code -Dhistories.repository=/path/a.git:/path/b.git -Dhistories.count=500 -Dhistories.seed=1} names the
 * repositories, and how many divergences are cut out of each. They are read and never changed.
 */
@Tag("long")
class PublicHistoriesTest {
    private static final Logger LOG = LoggerFactory.getLogger(PublicHistoriesTest.class);
    private static final String REPOSITORIES = System.getProperty("histories.repository", "");
    private static final int COUNT = Integer.getInteger("histories.count", 100);
    private static final long SEED = Long.getLong("histories.seed", 1);

    @TempDir
    Path root;

    private record Seen(Cut cut, Verdict verdict) {}

    @Test
    void whatIsCleanHereIsCleanInGitWithTheSameCommits() {
        assumeTrue(!REPOSITORIES.isEmpty(), "histories.repository names repositories");
        List<String> unsafe = Stream.of(REPOSITORIES.split(":"))
                .parallel()
                .map(Path::of)
                .map(this::compare)
                .flatMap(List::stream)
                .toList();
        assertThat(unsafe).isEmpty();
    }

    /** Answers what is not safe. */
    private List<String> compare(Path history) {
        try {
            return compareCuts(history);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private List<String> compareCuts(Path history) throws IOException {
        NativeGit git = NativeGit.init(root.resolve(history.toString().replace('/', '-')));
        Files.writeString(git.directory().resolve(".git/objects/info/alternates"), history.resolve("objects") + "\n");
        git.commitAll("something to start from");
        // Merges are made of trees. Without most files in the work tree, git spends its time on them.
        git.run("config", "core.sparseCheckout", "true");
        git.write(".git/info/sparse-checkout", "/.gitattributes\n");
        List<Seen> all = new ArrayList<>();
        try (Repository repository = new FileRepositoryBuilder()
                        .setWorkTree(git.directory().toFile())
                        .build();
                HistoryCutter cutter = new HistoryCutter(repository, tips(history), SEED)) {
            RebaseOracle oracle = new RebaseOracle(git);
            for (int i = 0; i < COUNT; i++) {
                Cut cut = cutter.next();
                Verdict verdict = oracle.compare(repository, cut.local(), cut.remote());
                all.add(new Seen(cut, verdict));
                if (!verdict.isSafe() || verdict.isNeedlessConflict()) {
                    LOG.info("{}", describe(all.get(all.size() - 1)));
                }
            }
        }
        tell(history, all);
        return all.stream()
                .filter(seen -> !seen.verdict().isSafe())
                .map(seen -> history + " " + describe(seen))
                .toList();
    }

    private static List<ObjectId> tips(Path history) throws IOException {
        try (Repository repository =
                new FileRepositoryBuilder().setGitDir(history.toFile()).build()) {
            return repository.getRefDatabase().getRefs().stream()
                    .filter(ref -> ref.getName().startsWith("refs/heads/")
                            || ref.getName().equals("HEAD"))
                    .map(Ref::getObjectId)
                    .distinct()
                    .toList();
        }
    }

    private static void tell(Path history, List<Seen> all) {
        LOG.info(
                "{}: {} divergences of seed {}: clean in both {}, conflict in both {}, conflict here only {}, not as"
                        + " git {}, no answer of git {}; clean and kept {}, without a merge that git makes otherwise {}",
                history,
                all.size(),
                SEED,
                count(
                        all,
                        verdict -> verdict.isSafe()
                                && verdict.ours().isPresent()
                                && verdict.git().isPresent()),
                count(
                        all,
                        verdict -> verdict.isSafe()
                                && verdict.ours().isEmpty()
                                && verdict.git().isEmpty()),
                count(all, Verdict::isNeedlessConflict),
                count(all, verdict -> !verdict.isSafe()),
                count(all, Verdict::isUnanswered),
                count(all, verdict -> verdict.ours().isPresent() && verdict.isKept()),
                count(all, verdict -> verdict.ours().isPresent() && verdict.isKept() && !verdict.mustBeKept()));
    }

    private static long count(List<Seen> all, Predicate<Verdict> is) {
        return all.stream().map(Seen::verdict).filter(is).count();
    }

    private static String describe(Seen seen) {
        return "%s: git rebase %s %s%ngit: %s%nours: %s%n%s"
                .formatted(
                        seen.cut().how(),
                        seen.cut().remote().name(),
                        seen.cut().local().name(),
                        seen.verdict()
                                .git()
                                .map(PublicHistoriesTest::firstLines)
                                .orElse("conflict"),
                        seen.verdict()
                                .ours()
                                .map(PublicHistoriesTest::firstLines)
                                .orElse("conflict"),
                        seen.verdict().detail());
    }

    private static String firstLines(String log) {
        return String.join("\n", Arrays.stream(log.split("\n")).limit(60).toList());
    }
}
