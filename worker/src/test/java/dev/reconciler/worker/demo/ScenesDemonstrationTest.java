package dev.reconciler.worker.demo;

import static org.assertj.core.api.Assertions.assertThat;

import dev.reconciler.model.Outcome;
import dev.reconciler.model.ReconcileResult;
import dev.reconciler.model.Trigger;
import dev.reconciler.worker.config.RepositoryConfiguration;
import dev.reconciler.worker.port.DemoOptions;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The frame of the demonstration, with a reconciliation that answers by the repository's name. */
@Tag("slow")
class ScenesDemonstrationTest {
    @TempDir
    Path directory;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @Test
    void everyOutcomeAppearsOnceWithinAHundredColumns() {
        assertThat(run(false, false, "")).isZero();

        for (DemoScene scene : DemoScene.all()) {
            assertThat(out.toString().lines().filter(line -> line.startsWith(scene.id() + " ")))
                    .hasSize(1);
        }
        assertThat(DemoScene.all()).hasSize(8);
        assertThat(out.toString().lines()).allMatch(line -> line.length() <= 100);
    }

    @Test
    void nothingIsLeftBehind() {
        run(false, false, "");

        assertThat(directory).isEmptyDirectory();
    }

    @Test
    void keepLeavesWhatItNames() {
        run(true, false, "");

        Path kept = Path.of(out.toString()
                .lines()
                .filter(line -> line.startsWith("  cd "))
                .findFirst()
                .orElseThrow()
                .substring(5));
        assertThat(kept.resolve("rebased/data/stations/oslo.json")).exists();
        assertThat(kept.resolve("conflict-escaped/remote.git")).isDirectory();
    }

    @Test
    void jsonPutsResultsAloneOnStandardOutput() {
        run(false, true, "");

        assertThat(out.toString().lines()).hasSize(8).allMatch(line -> line.startsWith("{\"repository\":"));
    }

    @Test
    void anotherOutcomeThanAnnouncedIsNamed() {
        assertThat(run(false, false, "rebased")).isOne();
        assertThat(err.toString()).contains("rebased: came out otherwise: in-sync");
    }

    private int run(boolean keep, boolean json, String wrong) {
        return new ScenesDemonstration((configuration, budget, planned, sink) -> configuration.repositories().stream()
                        .map(repository -> result(repository, wrong))
                        .forEach(sink))
                .run(new DemoOptions(directory, keep, json), new PrintWriter(out, true), new PrintWriter(err, true));
    }

    private static ReconcileResult result(RepositoryConfiguration repository, String wrong) {
        String id = repository.id().value();
        Outcome outcome = id.equals(wrong) ? Outcome.IN_SYNC : Outcome.of(id);
        return ReconcileResult.builder(repository.id(), repository.branch(), Trigger.MANUAL)
                .outcome(outcome, "as told")
                .duration(Duration.ofMillis(1))
                .build();
    }
}
