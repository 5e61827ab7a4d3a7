package dev.reconciler.worker.worlds;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.eclipse.jgit.lib.FileMode;
import org.eclipse.jgit.lib.ObjectId;

/** What the application does that owns the clone, with git where there is a work tree. */
final class ApplicationDeeds {
    private static final String OTHER_BRANCH = "work";

    private ApplicationDeeds() {}

    static void commit(World world, Random random) throws IOException {
        String mark = world.nextMark();
        if (world.isBare()) {
            try (ObjectPlumbing objects = world.openClone()) {
                ObjectId tip = objects.readRef(World.MAIN);
                List<FileChange> changes = new RandomChanges(objects, tip, random, mark).choose();
                objects.setRef(World.MAIN, objects.commit(List.of(tip), changes, mark, world.number()));
            }
        } else if (isFree(world)) {
            stage(world, random, mark);
            world.git("commit", "-q", "--allow-empty", "-m", mark);
        }
    }

    /** Whether git may write: nobody holds a lock, nor did a run that was killed, whose lock the next run removes. */
    static boolean isFree(World world) {
        return !world.locks().anyIn(world.cloneFolder())
                && !Files.exists(world.gitDirectory().resolve("index.lock"));
    }

    private static boolean hasFreeWorkTree(World world) {
        return !world.isBare() && isFree(world);
    }

    static void stage(World world, Random random) throws IOException {
        if (hasFreeWorkTree(world)) {
            stage(world, random, world.nextMark());
        }
    }

    private static void stage(World world, Random random, String mark) throws IOException {
        List<String> add = new ArrayList<>(List.of("add", "-f", "-A", "--"));
        for (FileChange change : chooseChanges(world, random, mark)) {
            // A deletion of a file that is not there, and that the index does not know, is refused by git.
            if (writeFile(world, change)) {
                add.add(change.path());
            }
        }
        if (add.size() > 4) {
            world.git().attempt(add.toArray(String[]::new));
        }
    }

    private static List<FileChange> chooseChanges(World world, Random random, String mark) throws IOException {
        try (ObjectPlumbing objects = world.openClone()) {
            return new RandomChanges(objects, objects.readRef("HEAD"), random, mark).choose();
        }
    }

    private static boolean writeFile(World world, FileChange change) throws IOException {
        Path file = world.cloneFolder().resolve(change.path());
        boolean wasThere = Files.exists(file, LinkOption.NOFOLLOW_LINKS);
        Files.deleteIfExists(file);
        if (change.content() == null) {
            return wasThere;
        }
        Files.createDirectories(file.getParent());
        if (FileMode.SYMLINK.equals(change.mode())) {
            Files.createSymbolicLink(file, Path.of(new String(change.content(), StandardCharsets.UTF_8)));
        } else {
            Files.write(file, change.content());
            file.toFile().setExecutable(FileMode.EXECUTABLE_FILE.equals(change.mode()));
        }
        return true;
    }

    static void leaveDirty(World world, Random random) throws IOException {
        if (!world.isBare()) {
            for (FileChange change : chooseChanges(world, random, world.nextMark())) {
                writeFile(world, change);
            }
        }
    }

    static void clean(World world, Random random) throws IOException {
        if (hasFreeWorkTree(world)) {
            world.git("reset", "-q", "--hard");
            world.git("clean", "-q", "-ffdx");
        }
    }

    static void stash(World world, Random random) throws IOException {
        if (hasFreeWorkTree(world)) {
            if (random.nextBoolean()) {
                world.git().attempt("stash", "push", "-q", "-u");
            } else if (world.git().attempt("stash", "pop", "-q").status() != 0) {
                clean(world, random);
            }
        }
    }

    static void amend(World world, Random random) throws IOException {
        String mark = world.nextMark();
        try (ObjectPlumbing objects = world.openClone()) {
            List<ObjectId> line = objects.listFirstParents(objects.readRef("HEAD"));
            if (line.size() < 3 || !isFree(world)) {
                return;
            }
            if (world.isBare()) {
                List<FileChange> changes = new RandomChanges(objects, line.get(1), random, mark).choose();
                objects.setRef(World.MAIN, objects.commit(line.subList(1, 2), changes, mark, world.number()));
                return;
            }
        }
        stage(world, random, mark);
        world.git("commit", "-q", "--amend", "--allow-empty", "-m", mark);
    }

    static void reset(World world, Random random) throws IOException {
        try (ObjectPlumbing objects = world.openClone()) {
            List<ObjectId> line = objects.listFirstParents(objects.readRef("HEAD"));
            int back = 1 + random.nextInt(2);
            if (line.size() < back + 2 || !isFree(world)) {
                return;
            }
            ObjectId target = line.get(back);
            if (world.isBare()) {
                objects.setRef(World.MAIN, target);
                return;
            }
            String how = random.nextInt(3) == 0 ? "--mixed" : "--hard";
            world.git("reset", "-q", how, target.name());
        }
    }

    static void revert(World world, Random random) throws IOException {
        if (hasFreeWorkTree(world)
                && world.git().attempt("revert", "--no-edit", "HEAD").status() != 0) {
            world.git().attempt("revert", "--abort");
        }
    }

    /** Merges a side branch that begins one commit before; what conflicts is resolved by hand. */
    static void merge(World world, Random random) throws IOException {
        String side = world.nextMark();
        try (ObjectPlumbing objects = world.openClone()) {
            List<ObjectId> line = objects.listFirstParents(objects.readRef("HEAD"));
            if (line.size() < 2 || !isFree(world)) {
                return;
            }
            List<FileChange> changes = new RandomChanges(objects, line.get(1), random, side).choose();
            ObjectId commit = objects.commit(line.subList(1, 2), changes, side, world.number());
            String mark = world.nextMark();
            if (world.isBare()) {
                ObjectId merge = objects.commit(List.of(line.get(0), commit), List.of(), mark, world.number());
                objects.setRef(World.MAIN, merge);
            } else if (world.git()
                                    .attempt("merge", "-q", "-m", mark, commit.name())
                                    .status()
                            != 0
                    && Files.exists(world.gitDirectory().resolve("MERGE_HEAD"))) {
                world.git("add", "-f", "-A");
                world.git("commit", "-q", "-m", mark);
            }
        }
    }

    static void collectGarbage(World world, Random random) throws IOException {
        if (!isFree(world)) {
            return;
        }
        switch (random.nextInt(3)) {
            case 0 -> {
                world.git("reflog", "expire", "--expire=now", "--all");
                world.git("gc", "-q", "--prune=now");
            }
            case 1 -> {
                world.git("repack", "-adq");
                // As gc does it. Else git's fsck complains of commits that are gone and that the old one has.
                world.git("commit-graph", "write", "--reachable");
            }
            default -> world.git("pack-refs", "--all");
        }
    }

    static void checkOut(World world, Random random) throws IOException {
        if (hasFreeWorkTree(world)) {
            if (random.nextInt(4) == 0) {
                world.git().attempt("checkout", "-q", "--detach");
            } else if (world.git().attempt("checkout", "-q", OTHER_BRANCH).status() != 0) {
                world.git().attempt("checkout", "-q", "-b", OTHER_BRANCH);
            }
        }
    }

    static void checkOutMain(World world, Random random) throws IOException {
        if (hasFreeWorkTree(world)) {
            world.git().attempt("checkout", "-q", "main");
        }
    }

    static void fetchOrPush(World world, Random random) throws IOException {
        if (isFree(world)) {
            switch (random.nextInt(3)) {
                case 0 -> world.git().attempt("fetch", "-q", "--prune", "origin");
                case 1 -> world.git().attempt("push", "-q", "origin", "main");
                default -> {
                    if (!world.isBare()
                            && world.git()
                                            .attempt("pull", "-q", "--rebase", "origin", "main")
                                            .status()
                                    != 0) {
                        world.git().attempt("rebase", "--abort");
                    }
                }
            }
        }
    }

    static void linkWorkTree(World world, Random random) throws IOException {
        if (isFree(world) && !Files.exists(world.linkedFolder())) {
            String linked = world.linkedFolder().toString();
            if (random.nextBoolean()) {
                world.git().attempt("worktree", "add", "-q", linked, "main");
            } else {
                world.git().attempt("worktree", "add", "-q", "--detach", linked);
            }
        }
    }

    static void unlinkWorkTree(World world, Random random) throws IOException {
        if (Files.exists(world.linkedFolder())) {
            world.git("worktree", "remove", "--force", world.linkedFolder().toString());
        }
    }

    static void forgetRewound(World world, Random random) throws IOException {
        if (isFree(world)) {
            try (ObjectPlumbing objects = world.openClone()) {
                for (String ref : objects.listRefs("refs/rewound/").keySet()) {
                    objects.deleteRef(ref);
                }
            }
        }
    }
}
