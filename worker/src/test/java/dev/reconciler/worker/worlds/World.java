package dev.reconciler.worker.worlds;

import dev.reconciler.git.fixture.NativeGit;
import dev.reconciler.model.BranchName;
import dev.reconciler.model.ReconcileResult;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.eclipse.jgit.lib.ObjectId;

/** A clone, its remote, and what is known of both. */
final class World {
    static final BranchName BRANCH = new BranchName("main");
    static final String MAIN = "refs/heads/main";
    private static final int ACTIONS_PER_FSCK = 50;

    private static final int SMALL_DISKS = 6;
    private static final int SERVED = 8;

    private final WorldPlaces places;
    private final Path home;
    private final Path clone;
    private final boolean bare;
    private final boolean onSmallDisk;
    private final String url;
    private final WorldHost host;
    private final NativeGit git;
    private final WorldLedger ledger = new WorldLedger(this);
    private final WorldLocks locks = new WorldLocks();
    private final Map<String, Integer> outcomes = new TreeMap<>();
    private int number;
    private int actions;

    private World(WorldPlaces places, long seed, Random random, WorldHost host) throws IOException {
        this.places = places;
        this.home = places.newHome(seed);
        this.bare = random.nextInt(3) == 0;
        this.onSmallDisk = random.nextInt(SMALL_DISKS) == 0 && places.disk().isPresent();
        Path folder = onSmallDisk ? places.disk().get().folder().resolve("world-" + seed) : home;
        this.clone = Files.createDirectories(folder).resolve(bare ? "data.git" : "data");
        this.url = random.nextInt(SERVED) == 0 ? places.url(remote()) : remote().toString();
        this.host = host;
        this.git = NativeGit.in(clone);
    }

    /** Makes the world of a seed: a remote with a few commits and a clone of it. */
    static World make(WorldPlaces places, long seed, WorldHost host) throws IOException {
        Random random = new Random(~seed);
        World world = new World(places, seed, random, host);
        // Garbage is collected by deeds only: git would look for it after each commit and each push.
        NativeGit.initBare(world.remote()).run("config", "receive.autogc", "false");
        try (ObjectPlumbing objects = world.openRemote()) {
            ObjectId first = objects.commit(List.of(), List.of(), world.nextMark(), world.number);
            objects.setRef(MAIN, first);
        }
        for (int i = 0; i < 3; i++) {
            OtherDeeds.commit(world, random);
        }
        NativeGit.clone(world.url, world.clone, world.bare ? "--bare" : "--no-bare");
        world.git("config", "maintenance.auto", "false");
        if (!world.bare) {
            // Git itself complains of it where the remote's branch was deleted and pruned.
            world.git("remote", "set-head", "origin", "-d");
        }
        return world;
    }

    Path cloneFolder() {
        return clone;
    }

    /** A folder for the programs that are started. */
    Path programFolder() throws IOException {
        return Files.createDirectories(home.resolve("programs"));
    }

    /** What the configuration says of the remote. */
    String url() {
        return url;
    }

    boolean isServed() {
        return url.startsWith("git:");
    }

    boolean isOnSmallDisk() {
        return onSmallDisk;
    }

    WorldPlaces places() {
        return places;
    }

    Path gitDirectory() {
        return bare ? clone : clone.resolve(".git");
    }

    Path remote() {
        return home.resolve("remote.git");
    }

    boolean isBare() {
        return bare;
    }

    int number() {
        return number;
    }

    /** A word for the next commit, which no other one of this world has. */
    String nextMark() {
        return "c" + ++number;
    }

    NativeGit git() {
        return git;
    }

    /** The application's git. */
    String git(String... arguments) {
        return git.run(arguments);
    }

    ObjectPlumbing openClone() throws IOException {
        return ObjectPlumbing.open(gitDirectory());
    }

    ObjectPlumbing openRemote() throws IOException {
        return ObjectPlumbing.open(remote());
    }

    /** Does it; what a person or the application takes away, the program owes no longer. */
    void perform(WorldStep step) throws Exception {
        step.deed().act(this, step.random());
        if (!step.deed().runs()) {
            ledger.settle();
        }
        actions++;
        if (actions % ACTIONS_PER_FSCK == 0) {
            checkObjects();
        }
    }

    /** Does it in the middle of a run. */
    void meanwhile(WorldStep step) throws Exception {
        ledger.watchRemote("the first part of a run, before " + step);
        ledger.promise();
        step.deed().act(this, step.random());
        ledger.settle();
    }

    /** Clears what is in the way, as a person does in the end: then a run has to settle. */
    void end() throws Exception {
        Random random = new Random(0);
        locks.releaseAll();
        OtherDeeds.removeHooks(this, random);
        OtherDeeds.makeBranch(this, random);
        ApplicationDeeds.unlinkWorkTree(this, random);
        if (!bare) {
            if (!ApplicationDeeds.isFree(this)) {
                // The lock of a run that was killed: the next one removes it.
                ledger.settle();
                WorldRuns.run(this, random);
            }
            ApplicationDeeds.clean(this, random);
            git("checkout", "-q", "main");
        }
        ledger.settle();
        WorldRuns.run(this, random);
        checkObjects();
        WorldLeftovers.check(this);
    }

    private void checkObjects() {
        git.fsck();
        NativeGit.in(remote()).fsck();
    }

    void countRun(ReconcileResult result) {
        countRun(
                result.error() == null
                        ? result.outcome().toString()
                        : result.error().type().toString());
    }

    void countRun(String end) {
        outcomes.merge(end.replace(' ', '-'), 1, Integer::sum);
    }

    /** How runs ended, with their numbers. */
    Map<String, Integer> outcomes() {
        return outcomes;
    }

    WorldLedger ledger() {
        return ledger;
    }

    CommitPatches patches() {
        return new CommitPatches(gitDirectory(), remote());
    }

    WorldLocks locks() {
        return locks;
    }

    WorldHost host() {
        return host;
    }

    Path linkedFolder() {
        return home.resolve("linked");
    }
}
