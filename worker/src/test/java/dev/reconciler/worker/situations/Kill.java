package dev.reconciler.worker.situations;

import dev.reconciler.worker.Program;
import dev.reconciler.worker.cli.KilledMain;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** A run of the program that is killed at one point. */
final class Kill {
    /** How often a point is tried that is there for a moment only: a miss costs a run, and repositories anew. */
    static final int TRIES = 30;

    private static final int KILLED = 128 + 9;

    private final KillCourse course;
    private final String point;
    private RepositoryPair pair;
    private RepositoryPair.Snapshot before;
    private Program.@Nullable Finished lastRun;
    private @Nullable AssertionError failure;
    private String note = "";

    private Kill(KillCourse course, String point, Path home) {
        this.course = course;
        this.point = point;
        this.pair = new RepositoryPair(home, course.folder());
    }

    /** Runs until the kill hits its point, or so many runs have missed it. */
    static Kill at(KillCourse course, String point, int tries, Path root) throws IOException {
        Kill kill = new Kill(course, point, root);
        for (int i = 1; i <= tries && !kill.isHit() && kill.failure == null; i++) {
            kill.tryOnce(Files.createDirectory(root.resolve(kill.id() + "-" + i)));
        }
        return kill;
    }

    private void tryOnce(Path home) {
        pair = new RepositoryPair(home, course.folder());
        try {
            pair.script(course.given());
            before = pair.look();
            Files.writeString(home.resolve("reconciler.yaml"), "repositories:\n" + entry());
            lastRun = KilledMain.at(point, Program.in(home)).run("once", "--json", "--retry-for", "60s");
            note = Files.readString(home.resolve(KilledMain.NOTE));
        } catch (Exception | AssertionError e) {
            failure = new AssertionError(e.getMessage(), e);
        }
    }

    String name() {
        return course.name() + ", killed " + point + (point.startsWith("when ") ? " is there" : "");
    }

    String id() {
        return name().toLowerCase(java.util.Locale.ROOT).replaceAll("[^a-z0-9]+", "-");
    }

    /** The entry of the configuration. */
    String entry() {
        return "  - { id: \"%s\", path: \"%s\", remote: \"%s\", branch: main }\n"
                .formatted(id(), pair.local(), pair.remote().toUri());
    }

    /** Whether the last run died by the signal, and noted before that it had reached its point. */
    boolean isHit() {
        return lastRun != null && lastRun.status() == KILLED && note.equals(point);
    }

    KillCourse course() {
        return course;
    }

    RepositoryPair pair() {
        return pair;
    }

    RepositoryPair.Snapshot before() {
        return before;
    }

    Program.@Nullable Finished lastRun() {
        return lastRun;
    }

    /** What kept the program from being run, or null. */
    @Nullable
    AssertionError failure() {
        return failure;
    }
}
