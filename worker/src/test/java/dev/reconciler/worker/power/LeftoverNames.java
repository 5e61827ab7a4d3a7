package dev.reconciler.worker.power;

import java.nio.file.Path;

/** Tells the files that a run makes for itself, and that no run leaves behind, by their names. */
public final class LeftoverNames {
    private LeftoverNames() {}

    /** Whether a file of a git directory is one of them. */
    public static boolean isOurs(Path file) {
        String name = file.getFileName().toString();
        return (name.endsWith(".lock") && !name.equals("reconciler.lock"))
                || name.endsWith(".keep")
                || name.endsWith(".new")
                || name.endsWith(".tmp")
                || name.startsWith("incoming_")
                || name.startsWith("tmp_")
                || name.contains("reconciler-")
                || file.getParent().endsWith("reconciler/held")
                || file.getParent().endsWith("reconciler/fetching")
                || file.getParent().endsWith("main/move")
                || file.endsWith("reconciler/checkout")
                || file.endsWith("reconciler/locks");
    }
}
