package dev.reconciler.worker.power;

import dev.reconciler.model.ErrorType;
import dev.reconciler.model.Outcome;
import dev.reconciler.worker.power.disk.FolderDisk;
import dev.reconciler.worker.power.disk.TestDisk;
import dev.reconciler.worker.situations.RepositoryPair;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** One clone on a disk that answers with errors, and its remote, whose disk is well: the same beginning for each fault. */
final class FaultRig implements AutoCloseable {
    /** Time for another try or two. */
    private static final Duration SHORT = Duration.ofMillis(500);

    private static final Duration LONG = Duration.ofSeconds(20);

    private static final Set<String> SETTLED = Stream.of(
                    Outcome.IN_SYNC,
                    Outcome.FAST_FORWARDED,
                    Outcome.PUSHED_AHEAD,
                    Outcome.REBASED,
                    Outcome.REWOUND,
                    Outcome.CONFLICT_ESCAPED)
            .map(Outcome::wire)
            .collect(Collectors.toSet());

    private static final String ID = "data";

    private final CutScene scene;
    private final RepositoryPair pair;
    private final TestDisk disk;
    private final TestDisk remote;
    private final FaultedHost host;
    private final ToldApplication application;
    private final WholenessCheck check;

    private FaultRig(Path home, CutScene scene, FaultedHost host) throws IOException {
        this.scene = scene;
        this.host = host;
        this.disk = FolderDisk.make(home.resolve("disk"));
        this.pair = new RepositoryPair(
                home, home.relativize(disk.folder().resolve(scene.folder())).toString());
        this.remote = new FolderDisk(pair.remote());
        this.application = ToldApplication.start();
        Files.writeString(configuration(), describeRepository());
        this.check = makeRepositories();
        disk.save();
        remote.save();
    }

    /** @param home a folder of the rig's own, without links in its path */
    static FaultRig open(Path home, CutScene scene, FaultedHost host) throws IOException {
        return new FaultRig(Files.createDirectory(home), scene, host);
    }

    private String describeRepository() {
        String reload = scene.course().isTold() ? ", reload: { url: \"" + application.url(ID) + "\" }" : "";
        return "repositories:\n  - { id: %s, path: \"%s\", remote: \"%s\", branch: main, bare: %s%s }\n"
                .formatted(ID, pair.local(), pair.remote(), !scene.hasWorkTree(), reload);
    }

    private WholenessCheck makeRepositories() throws IOException {
        pair.script(scene.course().start(scene.kind()));
        if (scene.course().agreesBefore()) {
            host.run(configuration(), LONG);
        }
        Set<String> agreed = WholenessCheck.listCommits(pair);
        pair.script(scene.course().changes());
        return new WholenessCheck(scene, pair, agreed);
    }

    private Path configuration() {
        return pair.home().resolve("reconciler.yaml");
    }

    /** How many calls of a run may be answered with the error. */
    long countCalls(InjectedError error) throws IOException {
        restore();
        host.order().begin(error, disk.folder(), Long.MAX_VALUE, Long.MAX_VALUE);
        FaultedHost.End end = host.run(configuration(), LONG);
        host.order().end();
        if (!SETTLED.contains(end.word())) {
            throw new AssertionError(scene + " without a fault: " + end.text());
        }
        return host.order().count();
    }

    /**
     * Runs once with the fault, and once more on the disk that is well again.
     *
     * @return what was not as it must be
     */
    Met meet(DiskFaultPoint point) throws IOException {
        restore();
        host.order().begin(point.error(), disk.folder(), point.first(), point.last());
        FaultedHost.End end = host.run(configuration(), point.lasts() ? SHORT : LONG);
        host.order().end();
        List<String> faults = new ArrayList<>();
        if (!isTold(end, point)) {
            faults.add("told as " + end.word() + ": " + end.text());
        }
        FaultedHost.End next = host.run(configuration(), LONG);
        faults.addAll(
                check.findFaults(new RunEnd(SETTLED.contains(next.word()), next.text()), application.lastCommit(ID)));
        return new Met(host.order().where(), end.word(), faults);
    }

    // The library's sender that can't read an object waits for the answer of a remote that waits for the rest. A fault
    // that is over when the time is can't be told from a remote that hangs: the run goes on with its budget.
    private static boolean isTold(FaultedHost.End end, DiskFaultPoint point) {
        return SETTLED.contains(end.word())
                || (point.mayEndRun() && end.word().equals(ErrorType.DISK_ERROR.wire()))
                || (!point.lasts() && end.word().equals(Outcome.PUSH_FAILED.wire()));
    }

    private void restore() throws IOException {
        disk.restore();
        remote.restore();
        application.forget();
    }

    @Override
    public void close() throws IOException {
        application.close();
        disk.close();
        remote.close();
    }

    /**
     * A fault, and what came of it.
     *
     * @param where the call that was answered with the error first
     * @param word how the run ended
     */
    record Met(String where, String word, List<String> faults) {}
}
