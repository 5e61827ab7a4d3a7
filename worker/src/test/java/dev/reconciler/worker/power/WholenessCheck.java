package dev.reconciler.worker.power;

import dev.reconciler.git.fixture.NativeGit;
import dev.reconciler.worker.situations.RepositoryPair;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What must be true of a clone and its remote once a run has come after a cut, whatever the cut has left. */
final class WholenessCheck {
    private static final String FORMAT = "--format=%an %at %s";
    private static final Path NO_INPUT = Path.of("/dev/null");

    private final CutScene scene;
    private final RepositoryPair pair;
    private final NativeGit remote;
    private final NativeGit local;
    private final Set<String> own;
    private final String remoteCommit;
    private final Set<String> dropped;

    /**
     * Remembers what is there before the run that is cut.
     *
     * @param agreed the ids of the commits that the remote held when the clone was made
     */
    WholenessCheck(CutScene scene, RepositoryPair pair, Set<String> agreed) {
        this.scene = scene;
        this.pair = pair;
        this.remote = NativeGit.in(pair.remote());
        this.local = NativeGit.in(pair.local());
        this.own = scene.course().hasClone() ? listLines(local.run("log", FORMAT, "main")) : Set.of();
        this.remoteCommit = remote.run("rev-parse", "main");
        this.dropped = new HashSet<>(agreed);
        dropped.removeAll(listCommits(pair));
    }

    private WholenessCheck(WholenessCheck other, RepositoryPair pair) {
        this.scene = other.scene;
        this.pair = pair;
        this.remote = NativeGit.in(pair.remote());
        this.local = NativeGit.in(pair.local());
        this.own = other.own;
        this.remoteCommit = other.remoteCommit;
        this.dropped = other.dropped;
    }

    /** The same for a copy of both. */
    WholenessCheck at(RepositoryPair copy) {
        return new WholenessCheck(this, copy);
    }

    /** The ids of the commits that the remote holds, on whichever branch. */
    static Set<String> listCommits(RepositoryPair pair) {
        return listLines(NativeGit.in(pair.remote()).run("rev-list", "--all"));
    }

    private static Set<String> listLines(String output) {
        return output.lines().collect(Collectors.toCollection(TreeSet::new));
    }

    /**
     * What is not as it must be.
     *
     * @param told the commit that the application was told of last
     */
    List<String> findFaults(RunEnd run, String told) throws IOException {
        List<String> faults = new ArrayList<>();
        if (!run.isSettled()) {
            faults.add("the run after it: " + run.text());
        }
        if (!Files.isDirectory(pair.local())) {
            faults.add("no clone");
            return faults;
        }
        try {
            addFaults(faults, told);
        } catch (AssertionError unreadable) {
            faults.add("git can't read it: " + unreadable.getMessage());
        }
        return faults;
    }

    private void addFaults(List<String> faults, String told) throws IOException {
        expectNothing(faults, "both sides differ", local.run("rev-parse", "main"), remote.run("rev-parse", "main"));
        expectNothing(faults, "git fsck of the clone", checkObjects(local), "");
        expectNothing(faults, "git fsck of the remote", checkObjects(remote), "");
        expectNothing(faults, "commits lost", listLost(), Set.of());
        expectNothing(faults, "pushed back", listPushedBack(), Set.of());
        expectNothing(
                faults,
                "conflict branches",
                countRefs(remote, "refs/heads/conflicts/"),
                scene.course().conflicts());
        expectNothing(faults, "leftovers", listLeftovers(), Set.of());
        if (remote.attempt("merge-base", "--is-ancestor", remoteCommit, "main").status() != 0) {
            faults.add("the remote has moved back from " + remoteCommit);
        }
        if (scene.hasWorkTree()) {
            expectNothing(faults, "git status", readStatus(Map.of()), "");
            expectNothing(faults, "files", compareFiles(), "");
        }
        if (scene.course().isTold()) {
            expectNothing(faults, "the application was told of another commit", told, local.run("rev-parse", "main"));
        }
    }

    private static void expectNothing(List<String> faults, String what, Object found, Object expected) {
        if (!found.equals(expected)) {
            faults.add(what + ": " + found + (expected.toString().length() > 2 ? ", not " + expected : ""));
        }
    }

    private static String checkObjects(NativeGit git) {
        return git.attempt("fsck", "--strict", "--no-dangling", "--no-progress").output();
    }

    // A replayed commit keeps author, time and message.
    private Set<String> listLost() {
        Set<String> lost = new TreeSet<>(own);
        lost.removeAll(listLines(local.run("log", FORMAT, "main", "--glob=refs/rewound")));
        lost.removeAll(listLines(remote.run("log", FORMAT, "main", "--glob=refs/heads/conflicts")));
        return lost;
    }

    private Set<String> listPushedBack() {
        Set<String> back = new TreeSet<>(dropped);
        back.retainAll(listCommits(pair));
        return back;
    }

    private static int countRefs(NativeGit git, String prefix) {
        return listLines(git.run("for-each-ref", "--format=%(refname)", prefix)).size();
    }

    private String readStatus(Map<String, String> environment) {
        return local.attempt(environment, NO_INPUT, "status", "--porcelain", "-uall")
                .output();
    }

    // With an index that knows no times and sizes, git reads every file.
    private String compareFiles() throws IOException {
        Path index = pair.home().resolve("index-of-check");
        Map<String, String> environment = Map.of("GIT_INDEX_FILE", index.toString());
        local.attempt(environment, NO_INPUT, "read-tree", "main");
        String differences = readStatus(environment);
        Files.deleteIfExists(index);
        return differences;
    }

    private Set<String> listLeftovers() throws IOException {
        Set<String> found = listLines(local.run("for-each-ref", "--format=%(refname)", "refs/reconciler/"));
        found.removeIf(ref -> !ref.contains("/move/") && !ref.endsWith("/replayed"));
        found.addAll(findLeftFiles(pair.local().getParent()));
        found.addAll(findLeftFiles(pair.local()));
        found.addAll(findLeftFiles(pair.remote()));
        return found;
    }

    private Set<String> findLeftFiles(Path folder) throws IOException {
        try (Stream<Path> all = Files.walk(folder)) {
            return all.filter(WholenessCheck::isLeftover)
                    .map(file -> pair.home().relativize(file).toString())
                    .collect(Collectors.toCollection(TreeSet::new));
        }
    }

    private static boolean isLeftover(Path file) {
        String name = file.getFileName().toString();
        return LeftoverNames.isOurs(file)
                || (name.endsWith(".pack") && !Files.exists(file.resolveSibling(name.replace(".pack", ".idx"))));
    }
}
