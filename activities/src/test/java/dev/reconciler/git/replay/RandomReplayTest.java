package dev.reconciler.git.replay;

import static org.assertj.core.api.Assertions.assertThat;

import dev.reconciler.git.NativeGit;
import dev.reconciler.git.replay.RebaseOracle.Verdict;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

/** Seeded divergences, replayed by {@code git rebase} and by ours. */
class RandomReplayTest {
    private static final int WORKERS = 2;

    @TempDir
    Path root;

    private record Seen(long seed, Verdict verdict) {}

    @Test
    void whatIsCleanHereIsCleanInGitWithTheSameCommits() {
        // A conflict that git would not have is an escape that was not needed: the ceiling is 1 in 100.
        check(1, 300, 3);
    }

    @Test
    @Tag("long")
    void thousandsOfThemToo() {
        check(10_000, 5_000, 50);
    }

    private void check(long firstSeed, int count, int ceiling) {
        List<Seen> all = IntStream.range(0, WORKERS)
                .parallel()
                .mapToObj(worker -> compare(worker, firstSeed, count))
                .flatMap(List::stream)
                .toList();
        for (Seen seen : all) {
            assertThat(seen.verdict().isSafe())
                    .as(() -> report(seen, verdict -> !verdict.isSafe()))
                    .isTrue();
        }
        List<Seen> needless =
                all.stream().filter(seen -> seen.verdict().isNeedlessConflict()).toList();
        long clean =
                all.stream().filter(seen -> seen.verdict().git().isPresent()).count();
        LoggerFactory.getLogger(RandomReplayTest.class)
                .info("{} divergences, {} clean in git, {} of those a conflict here", count, clean, needless.size());
        assertThat(clean).as("clean ones, or nothing is compared").isGreaterThan(count / 4L);
        assertThat(clean).as("conflicts, or nothing is refused").isLessThan(count * 9L / 10);
        assertThat(needless)
                .as(() -> report(needless.get(0), Verdict::isNeedlessConflict))
                .hasSizeLessThanOrEqualTo(ceiling);
    }

    private List<Seen> compare(int worker, long firstSeed, int count) {
        RebaseOracle oracle = oracle("worker" + worker);
        List<Long> seeds = LongStream.range(firstSeed, firstSeed + count)
                .filter(seed -> seed % WORKERS == worker)
                .boxed()
                .toList();
        StringBuilder stream = new StringBuilder();
        for (int i = 0; i < seeds.size(); i++) {
            stream.append(Story.stream("s" + seeds.get(i), RandomDivergence.of(seeds.get(i)), i * 100));
        }
        oracle.load(stream.toString());
        oracle.pack();
        List<Seen> seen = new ArrayList<>();
        for (long seed : seeds) {
            seen.add(new Seen(seed, oracle.compare("s" + seed + "/local", "s" + seed + "/remote")));
        }
        return seen;
    }

    private RebaseOracle oracle(String name) {
        return new RebaseOracle(NativeGit.init(root.resolve(name)));
    }

    /** The seed, and the smallest divergence that shows the same, as commands. */
    private String report(Seen seen, Predicate<Verdict> shows) {
        RebaseOracle oracle = oracle("shrink" + seen.seed());
        AtomicInteger tried = new AtomicInteger();
        Divergence smallest = RandomDivergence.of(seen.seed());
        boolean isSmaller = true;
        while (isSmaller) {
            isSmaller = false;
            for (Divergence candidate : smallest.smaller()) {
                if (shows.test(verdict(oracle, candidate, tried.incrementAndGet()))) {
                    smallest = candidate;
                    isSmaller = true;
                    break;
                }
            }
        }
        Verdict verdict = verdict(oracle, smallest, tried.incrementAndGet());
        return "seed " + seen.seed() + ", " + smallest.commits() + " commits\n" + Story.commands(smallest)
                + "git: " + verdict.git().orElse("conflict") + "\nours: "
                + verdict.ours().orElse("conflict: " + verdict.detail());
    }

    private static Verdict verdict(RebaseOracle oracle, Divergence divergence, int number) {
        oracle.load(Story.stream("t" + number, divergence, 0));
        return oracle.compare("t" + number + "/local", "t" + number + "/remote");
    }
}
