package dev.reconciler.worker.worlds;

import dev.reconciler.activity.HostedRepository;
import dev.reconciler.git.fixture.TestRepositories;
import dev.reconciler.git.repository.RepositorySettings;
import dev.reconciler.model.Outcome;
import dev.reconciler.model.ReconcileResult;
import dev.reconciler.model.RepositoryId;
import dev.reconciler.worker.transports.FaultyRoute;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CancellationException;
import java.util.concurrent.atomic.AtomicInteger;

/** Runs of a world, each with a look before and after it. */
final class WorldRuns {
    static final String AWAY = "git://127.0.0.1:1/remote.git";
    private static final WorldHost.Meanwhile NOTHING = (activity, isBefore) -> {};

    private WorldRuns() {}

    static void run(World world, Random random) throws Exception {
        run(world, false);
    }

    private static void run(World world, boolean isHindered) throws Exception {
        RunView before = RunView.look(world);
        Obstacles obstacles = Obstacles.look(world, before);
        world.ledger().promise();
        ReconcileResult result = world.host().run(newOrder(world, world.url(), false, isHindered), NOTHING);
        RunView after = RunView.look(world, before);
        world.ledger().check(result.toString());
        world.countRun(result);
        ResultClaims.check(before, after, result, obstacles);
        if (after.agrees() && result.outcome() != Outcome.FAILED) {
            world.ledger().agree();
        }
    }

    /** A program of somebody else holds a lock file of git for longer than the run waits. */
    static void runWhileLocked(World world, Random random) throws Exception {
        WorldLocks.take(world, random);
        run(world, true);
        world.locks().releaseAll();
    }

    private static RunOrder newOrder(World world, String remote, boolean isPlanned, boolean isHindered) {
        RepositorySettings settings = TestRepositories.settings(world.cloneFolder(), remote);
        return new RunOrder(
                settings.id(), List.of(new HostedRepository(settings, Optional.empty())), isPlanned, isHindered);
    }

    /** One or two deeds of others, or of the application, in the middle of the run. */
    static void runAndMeanwhile(World world, Random random) throws Exception {
        RunView before = RunView.look(world);
        world.ledger().promise();
        AtomicInteger turn = new AtomicInteger();
        int first = random.nextInt(10);
        int second = random.nextInt(20);
        WorldStep one = WorldStep.any(random, Deed.MEANWHILE);
        WorldStep two = WorldStep.any(random, Deed.MEANWHILE);
        WorldHost.Meanwhile meanwhile = (activity, isBefore) -> {
            int now = turn.getAndIncrement();
            if (now == first) {
                world.meanwhile(one);
            }
            if (now == second) {
                world.meanwhile(two);
            }
        };
        ReconcileResult result = world.host().run(newOrder(world, world.url(), false, false), meanwhile);
        world.locks().releaseAll();
        world.ledger().check(result.toString());
        world.countRun(result);
        ResultClaims.checkInterrupted(before, RunView.look(world), result);
    }

    static void runWithoutNetwork(World world, Random random) throws Exception {
        RunView before = RunView.look(world);
        world.ledger().promise();
        ReconcileResult result = world.host().run(newOrder(world, AWAY, false, true), NOTHING);
        world.ledger().check(result.toString());
        ResultClaims.checkAway(before, RunView.look(world), result);
    }

    static void plan(World world, Random random) throws Exception {
        RunView before = RunView.look(world);
        ReconcileResult result = world.host().run(newOrder(world, world.url(), true, false), NOTHING);
        ResultClaims.checkPlan(before, RunView.look(world), result);
    }

    /** The remote's host is there, and connections end after some bytes or after a push was taken. */
    static void runOnCutRoute(World world, Random random) throws Exception {
        if (!world.isServed()) {
            return;
        }
        if (random.nextInt(3) == 0) {
            world.places().route().losesAt("report-status", FaultyRoute.Loss.ANSWER);
        } else {
            FaultyRoute.End end = random.nextBoolean() ? FaultyRoute.End.CUT : FaultyRoute.End.RESET;
            world.places().route().endsAfter(random.nextInt(3_000), end);
        }
        runAndClear(world, () -> WorldPlaces.repair(world.places().route()));
    }

    /** The disk of the clone has no room, or just a little. */
    static void runOnFullDisk(World world, Random random) throws Exception {
        if (world.isOnSmallDisk()) {
            SmallDisk disk = world.places().disk().orElseThrow();
            disk.fill(random);
            runAndClear(world, disk::free);
        }
    }

    /** What takes a fault away. */
    private interface Clearing {
        void clear() throws Exception;
    }

    private static void runAndClear(World world, Clearing clearing) throws Exception {
        RunView before = RunView.look(world);
        world.ledger().promise();
        ReconcileResult result = world.host().run(newOrder(world, world.url(), false, true), NOTHING);
        clearing.clear();
        world.ledger().check(result.toString());
        world.countRun(result);
        ResultClaims.checkHindered(before, RunView.look(world, before), result);
    }

    /** The service and {@code once} beside it, on the same disk. */
    static void runTwiceAtOnce(World world, Random random) throws Exception {
        RunView before = RunView.look(world);
        world.ledger().promise();
        RunOrder one = newOrder(world, world.url(), false, false);
        RepositorySettings settings = one.repositories().get(0).settings();
        RepositorySettings twin = new RepositorySettings(
                new RepositoryId("twin"),
                settings.path(),
                settings.remoteUrl(),
                settings.remoteName(),
                settings.branch(),
                settings.bare(),
                settings.credentials(),
                settings.identity());
        List<ReconcileResult> results = world.host().runBoth(one, new HostedRepository(twin, Optional.empty()));
        world.ledger().check(results.toString());
        RunView after = RunView.look(world, before);
        ResultClaims.checkContents(before, after, results.toString());
        for (ReconcileResult result : results) {
            ResultClaims.checkInterrupted(before, after, result);
        }
    }

    /** A run that stops after some of its activities, as a process does that is killed between them. */
    static void runGivenUp(World world, Random random) throws Exception {
        RunView before = RunView.look(world);
        world.ledger().promise();
        AtomicInteger turn = new AtomicInteger();
        int last = random.nextInt(8);
        ReconcileResult result = world.host().run(newOrder(world, world.url(), false, false), (activity, isBefore) -> {
            if (isBefore && turn.getAndIncrement() >= last) {
                throw new CancellationException("given up");
            }
        });
        world.ledger().check(result.toString());
        ResultClaims.checkContents(before, RunView.look(world, before), result.toString());
    }
}
