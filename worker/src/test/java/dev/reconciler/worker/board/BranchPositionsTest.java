package dev.reconciler.worker.board;

import static org.assertj.core.api.Assertions.assertThat;

import dev.reconciler.git.repository.CommitterIdentity;
import dev.reconciler.model.RepositoryId;
import dev.reconciler.worker.config.RepositoryConfiguration;
import dev.reconciler.worker.situations.RepositoryPair;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** When a clone is looked at again. */
class BranchPositionsTest {
    private static final Duration FRESH = Duration.ofMinutes(5);

    @TempDir
    Path root;

    private Instant now = Instant.parse("2026-11-27T08:00:00Z");
    private int looks;
    private final BranchPositions positions = new BranchPositions(
            new CommitterIdentity("Reconciler", "reconciler@example.org"), this::look, () -> now, FRESH);

    private void look(Runnable work) {
        looks++;
        work.run();
    }

    private int countLooksAt(Instant time) {
        now = time;
        RepositoryConfiguration data = new RepositoryPair(root, "data").configure(new RepositoryId("data"));
        positions.refresh(List.of(data)).join();
        return looks;
    }

    @Test
    void aLookCountsForItsTimeAndNotWhereTheClockWasSetBackSince() {
        Instant start = now;

        assertThat(countLooksAt(start)).isEqualTo(1);
        assertThat(countLooksAt(start.plus(FRESH))).isEqualTo(1);
        assertThat(countLooksAt(start.plus(FRESH).plusMillis(1))).isEqualTo(2);
        assertThat(countLooksAt(start)).isEqualTo(3);
    }
}
