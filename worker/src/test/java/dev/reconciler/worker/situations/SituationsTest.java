package dev.reconciler.worker.situations;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicContainer.dynamicContainer;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicContainer;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/**
 * Every situation of the folder {@code situations}: planned, reconciled and reconciled again.
 *
 * <p>All share the processes of the program. A situation that fails is reported under its own sentence, with its
 * story; the others go on without it.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Tag("slow")
class SituationsTest {
    /** So many situations that get no result even alone show that the program is broken, and not a situation. */
    private static final int GIVE_UP = 3;

    /**
     * What a run ends in after it has waited in vain, with the budget that it waits for. A failure that comes at once is
     * among them, so that the exit status weighs both.
     */
    private static final Set<String> WAITING =
            Set.of("fetch-failed", "push-failed", "RepositoryBusy", "RepositoryMissing");

    private static final String WAITING_BUDGET = "10s";

    /** No other run uses its budget up, even where the machine is slow. */
    private static final String BUDGET = "60s";

    @TempDir
    static Path root;

    private final Map<Situation, SituationRun> runs = new LinkedHashMap<>();
    private final List<SituationBatch> batches = new ArrayList<>();

    @BeforeAll
    void takeAllThroughTheProgram() throws Exception {
        Map<Boolean, List<Situation>> waiting =
                Situation.all().stream().collect(Collectors.partitioningBy(SituationsTest::isWaiting));
        ExecutorService two = Executors.newFixedThreadPool(2);
        try (FaultyServer server = new FaultyServer()) {
            Future<SituationBatch> slow = two.submit(() -> take(waiting.get(true), WAITING_BUDGET, server));
            batches.add(take(waiting.get(false), BUDGET, server));
            batches.add(slow.get());
            batches.forEach(batch -> batch.runs().forEach(run -> runs.put(run.situation(), run)));
            takeAlone(server);
        } finally {
            two.shutdownNow();
        }
    }

    private static boolean isWaiting(Situation situation) {
        return WAITING.contains(situation.first().verdict());
    }

    private static SituationBatch take(List<Situation> situations, String budget, FaultyServer server)
            throws IOException {
        return SituationBatch.take(situations, Files.createTempDirectory(root, "batch"), budget, server);
    }

    /** One situation can stop the shared process. Those that lost their result by that are taken once more, alone. */
    private void takeAlone(FaultyServer server) throws IOException {
        List<Situation> lost = runs.values().stream()
                .filter(SituationRun::isWithoutResult)
                .map(SituationRun::situation)
                .toList();
        int silent = 0;
        for (Situation situation : lost) {
            if (silent == GIVE_UP) {
                return;
            }
            String budget = isWaiting(situation) ? WAITING_BUDGET : BUDGET;
            SituationRun run = take(List.of(situation), budget, server).runs().get(0);
            runs.put(situation, run);
            silent += run.isWithoutResult() ? 1 : 0;
        }
    }

    @TestFactory
    Stream<DynamicContainer> situations() {
        return runs.values().stream()
                .map(run -> dynamicContainer(
                        run.situation().name(),
                        run.situation().source(),
                        run.claims().stream().map(claim -> test(run, claim))));
    }

    private static DynamicTest test(SituationRun run, SituationRun.Claim claim) {
        return dynamicTest(run.situation().name() + ": " + claim.name(), () -> {
            if (claim.failure() != null) {
                throw claim.failure();
            }
        });
    }

    @Test
    void theProgramEndsWithTheWorstStatus() {
        assertThat(batches)
                .allSatisfy(batch -> assertThat(batch.statuses().subList(0, 2)).containsExactly(1, 1));
    }
}
