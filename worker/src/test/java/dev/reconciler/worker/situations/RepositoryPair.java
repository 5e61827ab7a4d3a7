package dev.reconciler.worker.situations;

import dev.reconciler.git.fixture.NativeGit;
import dev.reconciler.model.BranchName;
import dev.reconciler.model.RepositoryId;
import dev.reconciler.worker.config.RemoteUrl;
import dev.reconciler.worker.config.RepositoryConfiguration;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A clone and its remote in a folder of their own, looked at with native git.
 *
 * @param home the folder of both
 * @param folder the name of the clone's folder
 */
public record RepositoryPair(Path home, String folder) {
    /** The commands that make a remote with one commit and a clone of it with a work tree. */
    public static final String WORK_TREE = """
            git init -q --bare -b main $REMOTE
            commit $REMOTE base.txt 'one\\ntwo\\nthree'
            git clone -q $REMOTE $CLONE
            """;

    public Path local() {
        return home.resolve(folder);
    }

    public Path remote() {
        return home.resolve("remote.git");
    }

    /** How a host is told of the clone: its branch main, and the defaults. */
    public RepositoryConfiguration configure(RepositoryId id) {
        return new RepositoryConfiguration(
                id, local(), RemoteUrl.parse(remote().toString(), home), new BranchName("main"), false);
    }

    public boolean hasClone() {
        return Files.isDirectory(gitDirectory().resolve("objects"));
    }

    boolean hasRemote() {
        return Files.isDirectory(remote());
    }

    public Path gitDirectory() {
        Path dotGit = local().resolve(".git");
        return Files.exists(dotGit) ? dotGit : local();
    }

    /**
     * Runs commands of git, the shell and repository-commands.sh.
     *
     * @throws AssertionError when one of them fails, with what they printed
     */
    public void script(String commands) {
        if (commands.isEmpty()) {
            return;
        }
        Path log = home.resolve("script.log");
        try {
            Path functions = Path.of(Objects.requireNonNull(RepositoryPair.class.getResource("/repository-commands.sh"))
                    .toURI());
            ProcessBuilder sh = new ProcessBuilder("sh", "-c", ". '" + functions + "'\n" + commands)
                    .directory(home.toFile())
                    .redirectErrorStream(true)
                    .redirectOutput(log.toFile());
            sh.environment().put("ROOT", home.toString());
            sh.environment().put("REMOTE", remote().toString());
            sh.environment().put("CLONE", local().toString());
            if (sh.start().waitFor() != 0) {
                throw new AssertionError("these commands failed:\n" + commands + Files.readString(log));
            }
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    /** What is there now. */
    public Snapshot look() {
        return new Snapshot(
                hasClone() ? refs(local()) : Set.of(),
                hasRemote() ? refs(remote()) : Set.of(),
                hasClone() ? commits("refs/heads/main") : Set.of(),
                status(),
                files());
    }

    Set<HeldCommit> commits(String... revisions) {
        return commits(local(), revisions);
    }

    private static Set<HeldCommit> commits(Path repository, String... revisions) {
        List<String> command = Stream.concat(
                        Stream.of("log", "--format=%H %an <%ae> %at %B%x00", "-z", "--ignore-missing"),
                        Stream.of(revisions))
                .toList();
        NativeGit.Result log = NativeGit.in(repository).attempt(command.toArray(String[]::new));
        return log.status() != 0
                ? Set.of()
                : Stream.of(log.output().split("\0+"))
                        .map(String::strip)
                        .filter(line -> !line.isEmpty())
                        .map(line -> new HeldCommit(line.substring(0, 40), line.substring(41)))
                        .collect(Collectors.toSet());
    }

    /** Every commit in the places where the contract lets the commits of the clone be. */
    public Set<HeldCommit> held() {
        Set<HeldCommit> held = new HashSet<>(commits(local(), "refs/heads/main", "--glob=refs/rewound"));
        if (hasRemote()) {
            held.addAll(commits(remote(), "refs/heads/main", "--glob=refs/heads/conflicts"));
        }
        return held;
    }

    /** The patches that those revisions bring, as git identifies them. */
    Set<String> patches(Path repository, String revisions) {
        try {
            Process sh = new ProcessBuilder("sh", "-c", "git log -p " + revisions + " | git patch-id --stable")
                    .directory(repository.toFile())
                    .start();
            String ids = new String(sh.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
            return ids.lines().map(line -> line.substring(0, 40)).collect(Collectors.toSet());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Set<String> refs(Path repository) {
        NativeGit.Result refs =
                NativeGit.in(repository).attempt("for-each-ref", "--format=%(refname) %(objectname) %(symref)");
        return refs.output().lines().map(String::strip).collect(Collectors.toCollection(TreeSet::new));
    }

    private Set<String> status() {
        if (!hasClone() || gitDirectory().equals(local())) {
            return Set.of();
        }
        return NativeGit.in(local())
                .attempt("status", "--porcelain", "-uall")
                .output()
                .lines()
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private Set<String> files() {
        if (!Files.exists(local()) || (hasClone() && gitDirectory().equals(local()))) {
            return Set.of();
        }
        try (Stream<Path> all = Files.walk(local())) {
            return all.filter(path -> !path.startsWith(local().resolve(".git")) && !Files.isDirectory(path))
                    .map(this::describe)
                    .collect(Collectors.toCollection(TreeSet::new));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private String describe(Path file) {
        try {
            String content = Files.isSymbolicLink(file)
                    ? "-> " + Files.readSymbolicLink(file)
                    : Files.readString(file, StandardCharsets.ISO_8859_1);
            return local().relativize(file) + ": " + content;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Locks, half-made packs and folders that only the program can have left. */
    public Set<String> leftovers() {
        try (Stream<Path> all = Files.walk(home)) {
            return all.map(path -> home.relativize(path).toString())
                    .filter(RepositoryPair::isLeftover)
                    .collect(Collectors.toCollection(TreeSet::new));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static boolean isLeftover(String path) {
        String name = path.substring(path.lastIndexOf('/') + 1);
        return (name.endsWith(".lock") && !name.equals("reconciler.lock"))
                || name.endsWith(".keep")
                || name.startsWith("incoming_")
                || name.startsWith("reconciler-replay-")
                || name.startsWith("tmp_")
                || name.contains(".reconciler-")
                || name.endsWith(".tmp");
    }

    /**
     * What is there at one moment.
     *
     * @param commits what the clone's branch holds
     * @param status what native git says of the work tree, a line a path
     * @param files what the clone's directory holds beside the git directory's
     */
    public record Snapshot(
            Set<String> localRefs,
            Set<String> remoteRefs,
            Set<HeldCommit> commits,
            Set<String> status,
            Set<String> files) {

        /** The refs of the clone that the program must not touch in any outcome. */
        Set<String> otherRefs() {
            return localRefs.stream()
                    .filter(ref -> !ref.startsWith("refs/heads/main ")
                            && !ref.endsWith(" refs/heads/main")
                            && !ref.startsWith("refs/remotes/origin/")
                            && !isOwn(ref))
                    .collect(Collectors.toSet());
        }

        /** The refs of the clone without those that a fetch or a note of the program writes. */
        Set<String> branches() {
            return localRefs.stream()
                    .filter(ref -> !ref.startsWith("refs/remotes/origin/") && !ref.startsWith("refs/reconciler/"))
                    .collect(Collectors.toSet());
        }

        private static boolean isOwn(String ref) {
            return ref.startsWith("refs/reconciler/") || ref.startsWith("refs/rewound/");
        }
    }

    /** A commit by its id, and the author, time and message that a replay of it keeps. */
    public record HeldCommit(String id, String kept) {}
}
