package dev.reconciler.worker.worlds;

import dev.reconciler.git.fixture.NativeGit;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.revwalk.RevCommit;
import org.jspecify.annotations.Nullable;

/** What other writers, and those who administer it, do to the remote. */
final class OtherDeeds {
    private static final String CONFLICTS = "refs/heads/conflicts/";
    private static final List<String> HOOKS = List.of("pre-receive", "update", "post-receive");

    private OtherDeeds() {}

    static void commit(World world, Random random) throws IOException {
        String mark = world.nextMark();
        try (ObjectPlumbing objects = world.openRemote()) {
            ObjectId tip = findTip(world, objects);
            if (tip != null) {
                List<FileChange> changes = new RandomChanges(objects, tip, random, mark).choose();
                objects.setRef(World.MAIN, objects.commit(List.of(tip), changes, mark, world.number()));
            }
        }
    }

    private static @Nullable ObjectId findTip(World world, ObjectPlumbing objects) throws IOException {
        return world.locks().anyIn(world.remote()) ? null : objects.readRef(World.MAIN);
    }

    /** The change of the clone's newest commit comes to the remote as a commit of somebody else. */
    static void pick(World world, Random random) throws IOException {
        String mark = world.nextMark();
        try (ObjectPlumbing clone = world.openClone();
                ObjectPlumbing objects = world.openRemote()) {
            ObjectId tip = findTip(world, objects);
            ObjectId local = clone.readRef(World.MAIN);
            if (tip == null || local == null) {
                return;
            }
            RevCommit picked = clone.parse(local);
            if (picked.getParentCount() != 1) {
                return;
            }
            List<FileChange> changes = new ArrayList<>();
            for (FileChange change : clone.difference(picked.getParent(0), picked)) {
                // Only what is the same there: as a cherry-pick that needs no merge.
                if (!clone.hasSame(picked.getParent(0), objects, tip, change.path())) {
                    return;
                }
                changes.add(change);
            }
            objects.setRef(World.MAIN, objects.commit(List.of(tip), changes, mark, world.number()));
        }
    }

    static void rewind(World world, Random random) throws IOException {
        try (ObjectPlumbing objects = world.openRemote()) {
            ObjectId tip = findTip(world, objects);
            if (tip != null) {
                List<ObjectId> line = objects.listFirstParents(tip);
                objects.setRef(World.MAIN, line.get(Math.min(line.size() - 1, 1 + random.nextInt(3))));
            }
        }
    }

    /** The newest commits are replaced by one. */
    static void rewrite(World world, Random random) throws IOException {
        String mark = world.nextMark();
        try (ObjectPlumbing objects = world.openRemote()) {
            ObjectId tip = findTip(world, objects);
            if (tip == null) {
                return;
            }
            List<ObjectId> line = objects.listFirstParents(tip);
            ObjectId base = line.get(Math.min(line.size() - 1, 1 + random.nextInt(3)));
            List<FileChange> changes = new RandomChanges(objects, base, random, mark).choose();
            objects.setRef(World.MAIN, objects.commit(List.of(base), changes, mark, world.number()));
        }
    }

    static void deleteBranch(World world, Random random) throws IOException {
        try (ObjectPlumbing objects = world.openRemote()) {
            ObjectId tip = findTip(world, objects);
            if (tip != null) {
                objects.setRef("refs/kept/main", tip);
                objects.deleteRef(World.MAIN);
            }
        }
    }

    static void makeBranch(World world, Random random) throws IOException {
        try (ObjectPlumbing objects = world.openRemote()) {
            ObjectId last = objects.readRef("refs/kept/main");
            if (last != null
                    && objects.readRef(World.MAIN) == null
                    && !world.locks().anyIn(world.remote())) {
                List<ObjectId> line = objects.listFirstParents(last);
                objects.setRef(World.MAIN, line.get(random.nextInt(Math.min(3, line.size()))));
            }
        }
    }

    static void tag(World world, Random random) throws IOException {
        try (ObjectPlumbing objects = world.openRemote()) {
            ObjectId tip = objects.readRef(World.MAIN);
            if (tip != null) {
                objects.setRef("refs/tags/" + world.nextMark(), tip);
                objects.setRef("refs/heads/other", tip);
            }
        }
    }

    static void deleteConflict(World world, Random random) throws IOException {
        try (ObjectPlumbing objects = world.openRemote()) {
            List<String> conflicts = List.copyOf(objects.listRefs(CONFLICTS).keySet());
            if (!conflicts.isEmpty()) {
                String ref = conflicts.get(random.nextInt(conflicts.size()));
                world.ledger()
                        .forgive(objects.reach(List.of(objects.readRef(ref))).keySet());
                objects.deleteRef(ref);
            }
        }
    }

    /** A person merges a conflict: its commits come to the branch. */
    static void mergeConflict(World world, Random random) throws IOException {
        String mark = world.nextMark();
        try (ObjectPlumbing objects = world.openRemote()) {
            ObjectId tip = findTip(world, objects);
            List<String> conflicts = List.copyOf(objects.listRefs(CONFLICTS).keySet());
            if (tip != null && !conflicts.isEmpty()) {
                String ref = conflicts.get(random.nextInt(conflicts.size()));
                List<ObjectId> parents = List.of(tip, objects.readRef(ref));
                objects.setRef(World.MAIN, objects.commit(parents, List.of(), mark, world.number()));
                if (random.nextBoolean()) {
                    objects.deleteRef(ref);
                }
            }
        }
    }

    static void collectGarbage(World world, Random random) throws IOException {
        if (!world.locks().anyIn(world.remote())) {
            NativeGit.in(world.remote()).run("gc", "-q", "--prune=now");
        }
    }

    /** A hook that refuses everything, conflict branches or nothing, and is slow or talks. */
    static void addHook(World world, Random random) throws IOException {
        removeHooks(world, random);
        switch (random.nextInt(4)) {
            case 0 -> write(world, "pre-receive", "echo 'nobody pushes here' >&2; exit 1");
            case 1 ->
                write(world, "update", "case $1 in refs/heads/conflicts/*) echo 'no such branch' >&2; exit 1;; esac");
            case 2 -> write(world, "post-receive", "seq 1000; exit 1");
            default -> write(world, "pre-receive", "sleep 0.05");
        }
    }

    private static void write(World world, String name, String commands) throws IOException {
        Path hook = world.remote().resolve("hooks").resolve(name);
        Files.createDirectories(hook.getParent());
        Files.writeString(hook, "#!/bin/sh\n" + commands + "\n");
        if (!hook.toFile().setExecutable(true)) {
            throw new IOException(hook + " can't be made executable");
        }
    }

    static void removeHooks(World world, Random random) throws IOException {
        for (String name : HOOKS) {
            Files.deleteIfExists(world.remote().resolve("hooks").resolve(name));
        }
    }

    /** Whether a hook refuses some pushes. */
    static boolean refuses(World world) throws IOException {
        for (String name : HOOKS) {
            Path hook = world.remote().resolve("hooks").resolve(name);
            if (Files.exists(hook) && Files.readString(hook).contains("exit 1") && !name.equals("post-receive")) {
                return true;
            }
        }
        return false;
    }
}
