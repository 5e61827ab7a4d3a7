package dev.reconciler.worker.worlds;

import dev.reconciler.worker.Program;
import dev.reconciler.worker.cli.KilledMain;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;

/** Runs of a world in a process of their own. */
final class ProgramRuns {
    private static final List<String> ACTIVITIES =
            List.of("Fetch", "Classify", "Replay", "Advance", "Push", "Preserve", "Verify", "Adopt");
    private static final List<String> FILES = List.of(
            "index.lock",
            "refs/heads/main.lock",
            "refs/reconciler/main/move/to",
            "refs/reconciler/main/replayed",
            "refs/rewound",
            "objects/incoming_*",
            "reconciler/checkout",
            "objects/reconciler-replay-*");

    /** A version before this one may be named, which is then on the same disk now and then. */
    private static final String BEFORE = System.getProperty("worlds.before", "");

    private ProgramRuns() {}

    /** Killed at a point that it may reach. */
    static void runKilled(World world, Random random) throws Exception {
        String point = random.nextBoolean()
                ? (random.nextBoolean() ? "before " : "after ") + ACTIVITIES.get(random.nextInt(ACTIVITIES.size()))
                : "when " + world.gitDirectory().resolve(FILES.get(random.nextInt(FILES.size())));
        RunView before = RunView.look(world);
        world.ledger().promise();
        Program.Finished run = KilledMain.at(point, Program.in(world.programFolder()))
                .run(arguments(world).toArray(String[]::new));
        world.ledger().check(run.toString());
        ResultClaims.checkContents(before, RunView.look(world, before), run.toString());
        world.countRun(run.status() > 100 ? "killed" : "not killed");
    }

    private static List<String> arguments(World world) {
        return List.of(
                "once",
                "--json",
                "--retry-for",
                "5s",
                "--path",
                world.cloneFolder().toString(),
                "--remote",
                world.url(),
                "--branch",
                World.BRANCH.toString());
    }

    /** A worker of the version before finds what this one has left, and leaves it something. */
    static void runVersionBefore(World world, Random random) throws Exception {
        if (BEFORE.isEmpty()) {
            return;
        }
        RunView before = RunView.look(world);
        world.ledger().promise();
        List<String> command = new ArrayList<>(
                List.of(System.getProperty("java.home") + "/bin/java", "-XX:TieredStopAtLevel=1", "-jar", BEFORE));
        command.addAll(arguments(world));
        Process run = new ProcessBuilder(command)
                .directory(world.programFolder().toFile())
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        String said = new String(run.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (!run.waitFor(1, TimeUnit.MINUTES)) {
            throw new IOException("the version before does not end");
        }
        world.ledger().check("the version before: " + said);
        ResultClaims.checkContents(before, RunView.look(world, before), said);
        world.countRun("version before");
    }
}
