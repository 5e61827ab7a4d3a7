package dev.reconciler.worker.worlds;

import dev.reconciler.model.ErrorType;
import dev.reconciler.model.Outcome;
import java.io.IOException;
import java.nio.file.Files;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.eclipse.jgit.lib.ObjectId;

/**
 * What is in a run's way: how it may end beside being settled.
 *
 * @param failures the errors that may be its end; empty where it has to settle
 */
record Obstacles(Set<ErrorType> failures, Set<Outcome> unsettled) {
    static Obstacles look(World world, RunView found) throws IOException {
        Set<ErrorType> failures = EnumSet.noneOf(ErrorType.class);
        Set<Outcome> unsettled = EnumSet.noneOf(Outcome.class);
        if (world.locks().anyIn(world.cloneFolder()) || isOperationUnderWay(world)) {
            failures.add(ErrorType.REPOSITORY_BUSY);
        }
        if (world.locks().anyIn(world.remote())) {
            unsettled.add(Outcome.PUSH_FAILED);
        }
        if (OtherDeeds.refuses(world)) {
            failures.add(ErrorType.PUSH_REJECTED);
        }
        if (!found.files().isEmpty()) {
            failures.add(ErrorType.WORK_TREE_DIRTY);
        }
        if (Files.exists(world.linkedFolder())) {
            failures.add(ErrorType.UNSUPPORTED);
        }
        addBranches(world, found, failures);
        return new Obstacles(failures, unsettled);
    }

    private static boolean isOperationUnderWay(World world) {
        return List.of("MERGE_HEAD", "REVERT_HEAD", "CHERRY_PICK_HEAD", "rebase-merge", "rebase-apply").stream()
                .anyMatch(name -> Files.exists(world.gitDirectory().resolve(name)));
    }

    private static void addBranches(World world, RunView found, Set<ErrorType> failures) throws IOException {
        ObjectId ours = found.local();
        ObjectId theirs = found.remote();
        if (ours == null || theirs == null) {
            failures.add(ErrorType.BRANCH_MISSING);
            return;
        }
        try (ObjectPlumbing clone = world.openClone();
                ObjectPlumbing remote = world.openRemote()) {
            Set<ObjectId> common = new HashSet<>(clone.reach(List.of(ours)).keySet());
            common.retainAll(remote.reach(List.of(theirs)).keySet());
            if (common.isEmpty()) {
                failures.add(ErrorType.UNRELATED_HISTORIES);
            }
        }
    }
}
