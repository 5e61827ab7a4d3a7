package dev.reconciler.git.replay;

import static org.assertj.core.api.Assertions.assertThat;

import dev.reconciler.git.fixture.NativeGit;
import dev.reconciler.git.replay.RebaseOracle.Verdict;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.LongFunction;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Seeded divergences, replayed by {@code git rebase} and by ours.
 *
 * <p>{@code -Dreplay.seed=1234 -Dreplay.count=1} chooses the first seed and how many of the long run.
 */
@Tag("slow")
class RandomReplayTest {
    private static final Logger LOG = LoggerFactory.getLogger(RandomReplayTest.class);
    private static final int WORKERS = 2;
    private static final int FEW = 250;
    private static final int FEW_GRAPHS = 100;
    private static final int MANY = 5_000;
    private static final long FIRST_OF_MANY = 10_000;

    @TempDir
    Path root;

    private record Seen(long seed, Verdict verdict) {}

    @Test
    void whatIsCleanHereIsCleanInGitWithTheSameCommits() {
        check(RandomDivergence::of, 1, FEW);
    }

    @Test
    void sideBranchesAndMergesBecomeTheLineThatGitMakesOfThem() {
        check(RandomGraph::of, 1, FEW_GRAPHS);
    }

    @Test
    @Tag("long")
    void thousandsOfThemToo() {
        check(
                RandomDivergence::of,
                Long.getLong("replay.seed", FIRST_OF_MANY),
                Integer.getInteger("replay.count", MANY));
    }

    @Test
    @Tag("long")
    void thousandsWithMergesToo() {
        check(RandomGraph::of, Long.getLong("replay.seed", FIRST_OF_MANY), Integer.getInteger("replay.count", MANY));
    }

    /** With the newest git: older ones pass over some of the settings when they rebase. */
    @Test
    @Tag("long")
    void thousandsWithSettingsToo() {
        check(
                RandomGraph::withSettings,
                Long.getLong("replay.seed", FIRST_OF_MANY),
                Integer.getInteger("replay.count", MANY));
    }

    private void check(LongFunction<DivergedHistory> generator, long firstSeed, int count) {
        List<Seen> all = IntStream.range(0, WORKERS)
                .parallel()
                .mapToObj(worker -> compare(generator, worker, firstSeed, count))
                .flatMap(List::stream)
                .toList();
        List<Seen> unsafe =
                all.stream().filter(seen -> !seen.verdict().isSafe()).toList();
        List<Seen> needless =
                all.stream().filter(seen -> seen.verdict().isNeedlessConflict()).toList();
        tell(firstSeed, all, unsafe, needless);
        assertThat(unsafe)
                .as(() -> report(generator, unsafe.get(0), verdict -> !verdict.isSafe()))
                .isEmpty();
        // A conflict that git would not have is an escape that was not needed: at most 1 in 125.
        assertThat(needless)
                .as(() -> report(generator, needless.get(0), Verdict::isNeedlessConflict))
                .hasSizeLessThanOrEqualTo(count / 125);
        if (count >= FEW) {
            assertThat(clean(all)).as("clean ones, or nothing is compared").isGreaterThan(count / 4L);
            assertThat(clean(all)).as("conflicts, or nothing is refused").isLessThan(count * 9L / 10);
        }
    }

    private static long clean(List<Seen> all) {
        return all.stream().filter(seen -> seen.verdict().git().isPresent()).count();
    }

    private static void tell(long firstSeed, List<Seen> all, List<Seen> unsafe, List<Seen> needless) {
        LOG.info(
                "seeds {} to {}: clean in both {}, conflict in both {}, conflict here only {} {}, not as git {} {}",
                firstSeed,
                firstSeed + all.size() - 1,
                clean(all) - needless.size() - unsafe.size(),
                all.size() - clean(all),
                needless.size(),
                seeds(needless),
                unsafe.size(),
                seeds(unsafe));
    }

    private static List<String> seeds(List<Seen> seen) {
        return seen.stream()
                .map(each -> each.seed() + " " + each.verdict().detail())
                .limit(20)
                .toList();
    }

    private List<Seen> compare(LongFunction<DivergedHistory> generator, int worker, long firstSeed, int count) {
        RebaseOracle oracle = oracle("worker" + worker);
        List<Long> seeds = LongStream.range(firstSeed, firstSeed + count)
                .filter(seed -> seed % WORKERS == worker)
                .boxed()
                .toList();
        StringBuilder stream = new StringBuilder();
        for (int i = 0; i < seeds.size(); i++) {
            stream.append(FastImportStream.of("s" + seeds.get(i), generator.apply(seeds.get(i)), i * 100));
        }
        oracle.load(stream.toString());
        oracle.pack();
        List<Seen> seen = new ArrayList<>();
        for (long seed : seeds) {
            oracle.configure(generator.apply(seed).settings());
            Verdict verdict = oracle.compare("s" + seed + "/local", "s" + seed + "/remote");
            seen.add(new Seen(seed, verdict));
            if (!verdict.isSafe() || verdict.isNeedlessConflict()) {
                LOG.info("seed {} is not as git: {}", seed, verdict.detail());
            }
        }
        return seen;
    }

    private RebaseOracle oracle(String name) {
        NativeGit git = NativeGit.init(root.resolve(name));
        git.commitAll("something to start from");
        return new RebaseOracle(git);
    }

    /** The seed, and the smallest divergence that shows the same, as commands. */
    private String report(LongFunction<DivergedHistory> generator, Seen seen, Predicate<Verdict> shows) {
        RebaseOracle oracle = oracle("shrink" + seen.seed());
        AtomicInteger tried = new AtomicInteger();
        DivergedHistory smallest = generator.apply(seen.seed());
        boolean isSmaller = true;
        while (isSmaller) {
            isSmaller = false;
            for (DivergedHistory candidate : smallest.smaller()) {
                if (shows.test(verdict(oracle, candidate, tried.incrementAndGet()))) {
                    smallest = candidate;
                    isSmaller = true;
                    break;
                }
            }
        }
        Verdict verdict = verdict(oracle, smallest, tried.incrementAndGet());
        return "seed " + seen.seed() + ", " + smallest.commits().size() + " commits\n" + ReproductionScript.of(smallest)
                + "git: " + verdict.git().orElse("conflict") + "\nours: "
                + verdict.ours().orElse("conflict: " + verdict.detail());
    }

    private static Verdict verdict(RebaseOracle oracle, DivergedHistory divergence, int number) {
        oracle.configure(divergence.settings());
        oracle.load(FastImportStream.of("t" + number, divergence, 0));
        return oracle.compare("t" + number + "/local", "t" + number + "/remote");
    }
}
