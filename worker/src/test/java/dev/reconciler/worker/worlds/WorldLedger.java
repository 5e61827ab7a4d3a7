package dev.reconciler.worker.worlds;

import java.io.IOException;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.revwalk.RevCommit;
import org.jspecify.annotations.Nullable;

/** What the program owes: commits that it found on the local branch, and those that the remote has dropped. */
final class WorldLedger {
    private final World world;

    /** By id, the commits that a run has found on the local branch, and that nobody has taken away since. */
    private final Map<ObjectId, RevCommit> promised = new LinkedHashMap<>();

    /** What both sides held at the end of a run. */
    private final Set<ObjectId> agreed = new HashSet<>();

    private final Set<ObjectId> dropped = new HashSet<>();
    private @Nullable ObjectId remoteTip;

    WorldLedger(World world) {
        this.world = world;
    }

    /** A run comes upon what is there: from now on it must not get lost. */
    void promise() throws IOException {
        try (ObjectPlumbing clone = world.openClone();
                ObjectPlumbing remote = world.openRemote()) {
            ObjectId local = clone.readRef(World.MAIN);
            if (local != null) {
                promised.putAll(clone.reach(List.of(local)));
            }
            remoteTip = remote.readRef(World.MAIN);
        }
    }

    /** Somebody has done something: what is not there any more was taken away by them. */
    void settle() throws IOException {
        try (ObjectPlumbing clone = world.openClone();
                ObjectPlumbing remote = world.openRemote()) {
            Set<ObjectId> lost =
                    listLost(clone, remote).stream().map(RevCommit::getId).collect(Collectors.toSet());
            promised.keySet().removeAll(lost);
            dropped.addAll(agreed);
            dropped.removeAll(
                    remote.reach(remote.listRefs("refs/heads/").values()).keySet());
            remoteTip = remote.readRef(World.MAIN);
        }
    }

    /** A person deletes the branch that holds them, maybe while a run relies on it. */
    void forgive(Collection<ObjectId> commits) {
        promised.keySet().removeAll(commits);
    }

    /** Both sides hold the same now, and the program knows. */
    void agree() throws IOException {
        try (ObjectPlumbing clone = world.openClone()) {
            agreed.addAll(clone.reach(List.of(clone.readRef(World.MAIN))).keySet());
        }
    }

    void watchRemote(String result) throws IOException {
        try (ObjectPlumbing remote = world.openRemote()) {
            checkRemoteMovedForward(remote, result);
            checkNothingIsPushedBack(remote, result);
        }
    }

    void check(String result) throws IOException {
        try (ObjectPlumbing clone = world.openClone();
                ObjectPlumbing remote = world.openRemote()) {
            checkRemoteMovedForward(remote, result);
            checkNothingIsPushedBack(remote, result);
            checkNothingIsLost(clone, remote, result);
        }
        promise();
    }

    private void checkRemoteMovedForward(ObjectPlumbing remote, String result) throws IOException {
        ObjectId now = remote.readRef(World.MAIN);
        ObjectId before = remoteTip;
        if (before == null
                ? now != null
                : now == null || !remote.reach(List.of(now)).containsKey(before)) {
            throw new WorldViolation("the remote branch was at " + before + " and is now at " + now, result);
        }
    }

    private void checkNothingIsPushedBack(ObjectPlumbing remote, String result) throws IOException {
        Set<ObjectId> back = new HashSet<>(
                remote.reach(remote.listRefs("refs/heads/").values()).keySet());
        back.retainAll(dropped);
        if (!back.isEmpty()) {
            throw new WorldViolation("pushed back: " + back, result);
        }
    }

    private void checkNothingIsLost(ObjectPlumbing clone, ObjectPlumbing remote, String result) throws IOException {
        Collection<RevCommit> lost = listLost(clone, remote);
        if (!lost.isEmpty()) {
            throw new WorldViolation(
                    "lost: "
                            + lost.stream()
                                    .map(commit -> commit.name() + " " + commit.getShortMessage())
                                    .collect(Collectors.joining(", ")),
                    result);
        }
    }

    private Collection<RevCommit> listLost(ObjectPlumbing clone, ObjectPlumbing remote) throws IOException {
        Map<ObjectId, RevCommit> held = listHeld(clone, remote);
        Set<String> marks =
                held.values().stream().map(RevCommit::getFullMessage).collect(Collectors.toSet());
        List<RevCommit> missing = promised.values().stream()
                .filter(commit -> !held.containsKey(commit.getId()) && !marks.contains(commit.getFullMessage()))
                .toList();
        return missing.isEmpty() ? missing : world.patches().without(missing, held.keySet());
    }

    private static Map<ObjectId, RevCommit> listHeld(ObjectPlumbing clone, ObjectPlumbing remote) throws IOException {
        Set<ObjectId> tips = new HashSet<>(clone.listRefs("refs/rewound/").values());
        ObjectId local = clone.readRef(World.MAIN);
        if (local != null) {
            tips.add(local);
        }
        Set<ObjectId> there =
                new HashSet<>(remote.listRefs("refs/heads/conflicts/").values());
        ObjectId upstream = remote.readRef(World.MAIN);
        if (upstream != null) {
            there.add(upstream);
        }
        Map<ObjectId, RevCommit> held = clone.reach(tips);
        held.putAll(remote.reach(there));
        return held;
    }
}
