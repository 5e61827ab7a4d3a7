package dev.reconciler.worker.power;

import java.util.stream.Stream;

/** A course of a run, on one kind of clone. */
public record CutScene(CutCourse course, CloneKind kind) {
    public static Stream<CutScene> all() {
        return Stream.of(CutCourse.values())
                .flatMap(course -> course.kinds().stream().map(kind -> new CutScene(course, kind)));
    }

    /** The clone's folder, from that of the disk; empty where it is the disk's own. */
    String folder() {
        return course == CutCourse.FIRST_CLONE_IN_EMPTY_MOUNT ? "" : kind.folder();
    }

    boolean hasWorkTree() {
        return kind != CloneKind.BARE;
    }

    @Override
    public String toString() {
        return course + " " + kind;
    }
}
