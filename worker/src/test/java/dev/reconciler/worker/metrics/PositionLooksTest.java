package dev.reconciler.worker.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import dev.reconciler.git.fixture.NativeGit;
import dev.reconciler.git.repository.CommitterIdentity;
import dev.reconciler.git.repository.RemoteCredentials;
import dev.reconciler.git.repository.RepositorySettings;
import dev.reconciler.git.state.BranchPosition;
import dev.reconciler.model.BranchName;
import dev.reconciler.model.RepositoryId;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PositionLooksTest {
    private static final RepositoryId ONE = new RepositoryId("one");
    private static final RepositoryId TWO = new RepositoryId("two");

    @TempDir
    Path root;

    private final List<String> told = new ArrayList<>();
    private final List<RepositoryId> toldNext = new ArrayList<>();

    private PositionLooks newLooks() {
        PositionLooks looks = new PositionLooks(List.of(settings(ONE), settings(TWO)));
        looks.tell(this::noteAndFail);
        looks.tell((repository, position) -> toldNext.add(repository));
        return looks;
    }

    private void noteAndFail(RepositoryId repository, @Nullable BranchPosition position) {
        told.add(repository + " at "
                + (position == null ? "nothing" : position.local().hex()));
        throw new IllegalStateException("a listener that fails");
    }

    private RepositorySettings settings(RepositoryId id) {
        return new RepositorySettings(
                id,
                root.resolve(id.value()),
                "https://git.example.org/data.git",
                "origin",
                new BranchName("main"),
                true,
                new RemoteCredentials.NoCredentials(),
                new CommitterIdentity("n", "e"));
    }

    @Test
    void aListenerThatFailsIsToldOnceAndHoldsUpNeitherAnotherNorARepository() {
        NativeGit git = NativeGit.init(root.resolve("one"));
        git.run("commit", "-q", "--allow-empty", "-m", "first");
        PositionLooks looks = newLooks();
        looks.want(ONE);
        looks.want(TWO);

        looks.lookAtWanted();
        looks.lookAtWanted();

        assertThat(told).containsExactly("one at " + git.run("rev-parse", "HEAD"), "two at nothing");
        assertThat(toldNext).containsExactly(ONE, TWO);
    }

    @Test
    void theRoundComesToEachRepositoryInTurn() {
        PositionLooks looks = newLooks();

        looks.lookAtNext();
        looks.lookAtNext();
        looks.lookAtNext();

        assertThat(told).containsExactly("one at nothing", "two at nothing", "one at nothing");
    }
}
