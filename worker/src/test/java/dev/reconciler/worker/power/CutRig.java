package dev.reconciler.worker.power;

import dev.reconciler.worker.Program;
import dev.reconciler.worker.power.disk.FolderDisk;
import dev.reconciler.worker.power.disk.SystemCommand;
import dev.reconciler.worker.power.disk.TestDisk;
import dev.reconciler.worker.situations.RepositoryPair;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;

/**
 * One clone on a disk and its remote, which is another machine: a run is cut as often as wanted, each time from the same
 * beginning.
 */
public final class CutRig implements AutoCloseable {
    /** Of so many runs after a cut, one is in a process of its own, as its users have it. */
    private static final int PROCESSES = 10;

    private static final String ID = "data";

    private final CutScene scene;
    private final RepositoryPair pair;
    private final TestDisk disk;
    private final TestDisk remoteDisk;
    private final EffectLibrary library;
    private final ToldApplication application;
    private final WholenessCheck check;

    private CutRig(Path home, CutScene scene, TestDisk disk, EffectLibrary library) throws IOException {
        this.scene = scene;
        this.disk = disk;
        this.library = library;
        this.pair = new RepositoryPair(
                home, home.relativize(disk.folder().resolve(scene.folder())).toString());
        this.remoteDisk = new FolderDisk(pair.remote());
        this.application = ToldApplication.start();
        Files.writeString(configuration(), "repositories:\n" + describeRepository(ID, pair));
        this.check = makeRepositories();
        disk.save();
        remoteDisk.save();
    }

    /** @param home a folder of the rig's own, without links in its path */
    public static CutRig open(Path home, CutScene scene, TestDisk.Maker maker, EffectLibrary library)
            throws IOException {
        Files.createDirectory(home);
        return new CutRig(home, scene, maker.make(home.resolve("disk")), library);
    }

    private String describeRepository(String id, RepositoryPair at) {
        String reload = scene.course().isTold() ? ", reload: { url: \"" + application.url(id) + "\" }" : "";
        return "  - { id: %s, path: \"%s\", remote: \"%s\", branch: main, bare: %s%s }\n"
                .formatted(id, at.local(), at.remote(), !scene.hasWorkTree(), reload);
    }

    /** The entry of a configuration for a copy of the rig's home, whose name is the repository's id. */
    public String describeCopy(Path copy) {
        return describeRepository(copy.getFileName().toString(), findPair(copy));
    }

    private RepositoryPair findPair(Path copy) {
        return new RepositoryPair(copy, pair.folder());
    }

    private WholenessCheck makeRepositories() throws IOException {
        pair.script(scene.course().start(scene.kind()));
        if (scene.course().agreesBefore()) {
            run(newProgram());
        }
        Set<String> agreed = WholenessCheck.listCommits(pair);
        pair.script(scene.course().changes());
        return new WholenessCheck(scene, pair, agreed);
    }

    private Path configuration() {
        return pair.home().resolve("reconciler.yaml");
    }

    private Path runs() {
        return pair.home().resolve("runs");
    }

    private Program newProgram() throws IOException {
        return Program.in(Files.createDirectories(runs()));
    }

    private Program.Finished run(Program program) {
        return program.run(
                "once",
                "--json",
                "--retry-for",
                RunEnd.RETRY_FOR,
                "--config",
                configuration().toString());
    }

    /**
     * The effects of a run that nothing stops, an effect a line.
     *
     * @throws AssertionError if such a run is not whole either
     */
    List<String> listEffects() throws IOException {
        restore();
        Path effects = runs().resolve("effects");
        Program.Finished run = run(library.watch(newProgram(), disk.folder(), effects));
        List<String> faults = check.findFaults(RunEnd.of(run), application.lastCommit(ID));
        if (!faults.isEmpty()) {
            throw new AssertionError(scene + " without a cut: " + faults);
        }
        return EffectLibrary.readEffects(effects);
    }

    /** In the past of that copy, the application was told of its move. */
    public void tellOf(Path copy) {
        application.copy(ID, copy.getFileName().toString());
    }

    /** What is not as it must be in a copy of the rig's home, after its last run. */
    public List<String> findFaults(Path copy, RunEnd end) throws IOException {
        return check.at(findPair(copy))
                .findFaults(end, application.lastCommit(copy.getFileName().toString()));
    }

    /** The name of the rig's folder, which is the id of its repository in a configuration of several. */
    public String name() {
        return home().getFileName().toString();
    }

    /** The rig's folder, with the clone's disk and the remote. */
    public Path home() {
        return pair.home();
    }

    public Path disk() {
        return disk.folder();
    }

    public Path remote() {
        return pair.remote();
    }

    /** Records the effects of a run that nothing stops, on the clone's disk and the remote. */
    public void record(Path record) throws IOException {
        run(library.record(newProgram(), List.of(disk(), remote()), runs().resolve("effects"), record));
    }

    /** Cuts a run, and runs on. */
    Cut cut(CutPoint point) throws IOException {
        restore();
        List<String> before = new ArrayList<>();
        for (int number : point.effects()) {
            Path effects = runs().resolve("effects-" + before.size());
            run(library.kill(newProgram(), disk.folder(), effects, number));
            before.add(describeEffect(EffectLibrary.readEffects(effects), number));
            disk.stop();
        }
        List<String> faults = check.findFaults(runOn(point), application.lastCommit(ID));
        return new Cut(point, String.join(", then ", before), faults);
    }

    private RunEnd runOn(CutPoint point) throws IOException {
        return point.effect() % PROCESSES == 0
                ? RunEnd.of(run(newProgram()))
                : Objects.requireNonNull(RunEnd.runHere(configuration()).get(ID));
    }

    private static String describeEffect(List<String> effects, int number) {
        return effects.size() < number ? "after the end" : "before " + effects.get(number - 1);
    }

    /** Returns to the beginning. */
    public void restore() throws IOException {
        disk.restore();
        remoteDisk.restore();
        application.forget();
        new SystemCommand("rm", "-rf", runs().toString()).runOrFail();
        Files.createDirectory(runs());
    }

    @Override
    public void close() throws IOException {
        application.close();
        disk.close();
        remoteDisk.close();
    }

    /**
     * A cut and what was found after it.
     *
     * @param where the effects before which it was made
     */
    record Cut(CutPoint point, String where, List<String> faults) {}
}
