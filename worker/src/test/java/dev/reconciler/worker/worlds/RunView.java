package dev.reconciler.worker.worlds;

import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;
import org.eclipse.jgit.lib.ObjectId;
import org.jspecify.annotations.Nullable;

/**
 * What a run finds, or leaves.
 *
 * @param files what is not as HEAD has it, by path: what git says of it, and its content
 * @param contents what those paths hold in the work tree that were not as HEAD had them before the run, nor as a move
 *     that a killed run has begun
 */
record RunView(
        @Nullable ObjectId local,
        @Nullable ObjectId remote,
        String head,
        Map<String, ObjectId> localRefs,
        Map<String, ObjectId> remoteRefs,
        int ahead,
        int behind,
        Map<String, String> files,
        Map<String, String> contents) {

    static RunView look(World world) throws IOException {
        Map<String, String> files = world.isBare() ? Map.of() : UncommittedFiles.list(world);
        return look(world, files, world.isBare() ? Set.of() : UncommittedFiles.withoutMoved(world, files.keySet()));
    }

    /** After a run that found a view. */
    static RunView look(World world, RunView found) throws IOException {
        return look(
                world,
                world.isBare() ? Map.of() : UncommittedFiles.list(world),
                found.contents().keySet());
    }

    private static RunView look(World world, Map<String, String> files, Set<String> watched) throws IOException {
        try (ObjectPlumbing clone = world.openClone();
                ObjectPlumbing remote = world.openRemote()) {
            ObjectId ours = clone.readRef(World.MAIN);
            ObjectId theirs = remote.readRef(World.MAIN);
            int ahead = 0;
            int behind = 0;
            if (ours != null && theirs != null && !ours.equals(theirs)) {
                Set<ObjectId> local = clone.reach(List.of(ours)).keySet();
                Set<ObjectId> upstream = remote.reach(List.of(theirs)).keySet();
                ahead = (int)
                        local.stream().filter(id -> !upstream.contains(id)).count();
                behind = (int)
                        upstream.stream().filter(id -> !local.contains(id)).count();
            }
            return new RunView(
                    ours,
                    theirs,
                    clone.readHead(),
                    clone.listRefs("refs/"),
                    remote.listRefs("refs/"),
                    ahead,
                    behind,
                    files,
                    UncommittedFiles.read(world, watched));
        }
    }

    boolean agrees() {
        return local != null && local.equals(remote);
    }

    /** Whether a run was killed in a move of the branch. */
    boolean isHalfMoved() {
        return localRefs.containsKey(UncommittedFiles.MOVE_TARGET);
    }

    /** Both branches. */
    List<Object> branches() {
        return Arrays.asList(local, remote, head);
    }

    /** The refs of the clone that no run may touch. */
    Map<String, ObjectId> otherLocalRefs() {
        return without(
                localRefs,
                name -> name.equals(World.MAIN)
                        || name.startsWith("refs/remotes/origin/")
                        || name.startsWith("refs/reconciler/")
                        || name.startsWith("refs/notes/reconciler/")
                        || name.startsWith("refs/rewound/"));
    }

    /** The refs of the remote that no run may touch. */
    Map<String, ObjectId> otherRemoteRefs() {
        return without(remoteRefs, name -> name.equals(World.MAIN) || name.startsWith("refs/heads/conflicts/"));
    }

    /** What earlier runs have kept, on both sides. */
    Map<String, ObjectId> preservedRefs() {
        Map<String, ObjectId> kept = without(localRefs, name -> !name.startsWith("refs/rewound/"));
        kept.putAll(without(remoteRefs, name -> !name.startsWith("refs/heads/conflicts/")));
        return kept;
    }

    private static Map<String, ObjectId> without(Map<String, ObjectId> refs, Predicate<String> left) {
        Map<String, ObjectId> others = new TreeMap<>(refs);
        others.keySet().removeIf(left);
        return others;
    }
}
