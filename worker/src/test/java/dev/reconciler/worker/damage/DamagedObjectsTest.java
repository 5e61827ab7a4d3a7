package dev.reconciler.worker.damage;

import static org.assertj.core.api.Assertions.assertThat;

import dev.reconciler.activity.HostConcurrency;
import dev.reconciler.git.fixture.NativeGit;
import dev.reconciler.git.repository.CommitterIdentity;
import dev.reconciler.model.ErrorType;
import dev.reconciler.model.Outcome;
import dev.reconciler.model.ReconcileError;
import dev.reconciler.model.ReconcileResult;
import dev.reconciler.model.RepositoryId;
import dev.reconciler.worker.Assembly;
import dev.reconciler.worker.config.Configuration;
import dev.reconciler.worker.situations.RepositoryPair;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Each object of a small clone and of its remote is damaged, one at a time, and then a run is made.
 *
 * <p>Most objects of a run are not read by it: then it ends as if nothing were wrong. Where it reads the damaged one, it
 * ends as RepositoryCorrupt with the object's id. It never takes damage for a conflict or for an outage.
 */
class DamagedObjectsTest {
    /** How many runs share one service in this process. */
    private static final int BATCH = 40;

    @TempDir
    Path root;

    /** The one that a power cut leaves most often, on the course that reads most kinds of objects. */
    @Test
    @Tag("slow")
    void aReplayEndsWithTheIdOfAnEmptyObjectAndMovesNothing() throws IOException {
        RepositoryPair sound = draw(DamageCourse.REPLAY);
        // A tree that both sides have all the time is read by the sender of a push alone, which takes half a minute.
        String unread = NativeGit.in(sound.local()).run("rev-parse", "main:dir");
        List<DamagedPair> pairs = new ArrayList<>();
        for (String object : ObjectDamage.listObjects(sound.home().resolve(DamagedPair.CLONE))) {
            if (!object.equals(unread)) {
                pairs.add(damage(sound, DamagedPair.CLONE, object, ObjectDamage.EMPTY, pairs.size()));
            }
        }

        assertThat(findFaults(DamageCourse.REPLAY, pairs)).isEmpty();
    }

    @ParameterizedTest
    @EnumSource
    @Tag("long")
    void everyObjectOfEveryCourseIsDamagedInEveryWay(DamageCourse course) throws IOException {
        RepositoryPair sound = draw(course);
        List<DamagedPair> pairs = new ArrayList<>();
        for (String side : List.of(DamagedPair.CLONE, DamagedPair.REMOTE)) {
            for (String object : ObjectDamage.listObjects(sound.home().resolve(side))) {
                for (ObjectDamage damage : ObjectDamage.values()) {
                    pairs.add(damage(sound, side, object, damage, pairs.size()));
                }
            }
        }

        assertThat(findFaults(course, pairs)).isEmpty();
    }

    private RepositoryPair draw(DamageCourse course) throws IOException {
        RepositoryPair sound = new RepositoryPair(Files.createDirectory(root.resolve("sound")), "data");
        sound.script(course.script());
        return sound;
    }

    private DamagedPair damage(RepositoryPair sound, String side, String object, ObjectDamage damage, int number)
            throws IOException {
        return DamagedPair.of(sound, side, object, damage, root.resolve("pair-" + number));
    }

    private List<String> findFaults(DamageCourse course, List<DamagedPair> pairs) {
        Map<DamagedPair, ReconcileResult> results = new LinkedHashMap<>();
        for (int first = 0; first < pairs.size(); first += BATCH) {
            results.putAll(reconcile(pairs.subList(first, Math.min(pairs.size(), first + BATCH))));
        }
        return results.entrySet().stream()
                .flatMap(run -> findFault(course, run.getKey(), run.getValue()).stream())
                .toList();
    }

    private Map<DamagedPair, ReconcileResult> reconcile(List<DamagedPair> pairs) {
        Map<RepositoryId, ReconcileResult> results = new ConcurrentHashMap<>();
        Configuration configuration = new Configuration(
                "host",
                root,
                new CommitterIdentity("Data Reconciler", "reconciler@example.org"),
                HostConcurrency.ofMachine(),
                pairs.stream().map(DamagedPair::configuration).toList());
        new Assembly()
                .reconciliation()
                .run(configuration, Duration.ofMinutes(2), false, result -> results.put(result.repository(), result));
        Map<DamagedPair, ReconcileResult> byPair = new LinkedHashMap<>();
        pairs.forEach(pair -> byPair.put(pair, results.get(pair.id())));
        return byPair;
    }

    private static Optional<String> findFault(DamageCourse course, DamagedPair pair, ReconcileResult result) {
        if (result.outcome() == course.sound()) {
            return Optional.empty();
        }
        ReconcileError error = result.error();
        boolean isNamed = error != null
                && error.type() == ErrorType.REPOSITORY_CORRUPT
                && error.message().contains(pair.object());
        // The sender of a push may be the first to read an object: then the line says what moved.
        boolean isTold = !pair.hasChanged() || !Objects.equals(result.oldCommit(), result.newCommit());
        return (isNamed || isExcused(pair, result)) && isTold
                ? Optional.empty()
                : Optional.of(
                        pair + ": " + result.outcome() + (pair.hasChanged() ? " CHANGED " : " ") + result.message());
    }

    private static boolean isExcused(DamagedPair pair, ReconcileResult result) {
        boolean isDefect = result.error() != null && result.error().type() == ErrorType.INTERNAL;
        // Git does not compare an object's content with its name either when it reads one, and takes one for the other.
        // Of a commit that no ref of the remote reaches the remote says nothing but that it can't go on.
        boolean isBeyondNames = pair.damage() == ObjectDamage.FOREIGN
                || (pair.side().equals(DamagedPair.REMOTE) && result.outcome() == Outcome.FETCH_FAILED);
        return isBeyondNames && !isDefect;
    }
}
