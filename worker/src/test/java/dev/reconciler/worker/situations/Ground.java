package dev.reconciler.worker.situations;

import dev.reconciler.git.fixture.NativeGit;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The repositories of one situation, looked at with native git. */
public record Ground(Situation row, Path home) {
    public Path local() {
        return home.resolve(row.folder());
    }

    public Path remote() {
        return home.resolve("remote.git");
    }

    /** The remote's URL in the first run, or in the second. */
    String url(boolean second, String http) {
        String url = second && row.secondUrl() != null ? row.secondUrl() : row.url();
        return url == null
                ? remote().toUri().toString()
                : url.replace("$HTTP", http).replace("$ROOT", home.toString());
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

    /** Runs a script with the row's variables; answers what it printed, and fails where it fails. */
    public void script(String script) {
        if (script.isEmpty()) {
            return;
        }
        Path log = home.resolve("script.log");
        try {
            Path prelude =
                    Path.of(Ground.class.getResource("/situations-prelude.sh").toURI());
            ProcessBuilder sh = new ProcessBuilder("sh", "-c", ". '" + prelude + "'\n" + script)
                    .directory(home.toFile())
                    .redirectErrorStream(true)
                    .redirectOutput(log.toFile());
            sh.environment().put("ROOT", home.toString());
            sh.environment().put("CLONE", row.folder());
            if (sh.start().waitFor() != 0) {
                throw new AssertionError(script + "\n" + Files.readString(log));
            }
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    /** What is there at one moment. */
    public State look() {
        return new State(
                hasClone() ? refs(local()) : Set.of(),
                hasRemote() ? refs(remote()) : Set.of(),
                hasClone() ? commits("refs/heads/main") : Set.of(),
                status(),
                files());
    }

    /**
     * What is there at one moment.
     *
     * @param commits what local's branch holds, each with author, date and subject
     * @param status what native git says of the work tree, a line a path
     * @param files what the clone's directory holds beside the git directory's
     */
    public record State(
            Set<String> localRefs, Set<String> remoteRefs, Set<Commit> commits, Set<String> status, Set<String> files) {

        /** The refs of the clone that the program must not touch in any outcome. */
        Set<String> otherRefs() {
            return localRefs.stream()
                    .filter(ref -> !ref.startsWith("refs/heads/main ")
                            && !ref.endsWith(" refs/heads/main")
                            && !ref.startsWith("refs/remotes/origin/")
                            && !isOurs(ref))
                    .collect(Collectors.toSet());
        }

        /** The refs of the clone without those that a fetch or a note of ours writes. */
        Set<String> branches() {
            return localRefs.stream()
                    .filter(ref -> !ref.startsWith("refs/remotes/origin/") && !ref.startsWith("refs/reconciler/"))
                    .collect(Collectors.toSet());
        }

        private static boolean isOurs(String ref) {
            return ref.startsWith("refs/reconciler/") || ref.startsWith("refs/rewound/");
        }
    }

    /** A commit, and what its replayed twin has in common with it. */
    public record Commit(String id, String twin) {}

    Set<Commit> commits(String... revisions) {
        return commits(local(), revisions);
    }

    private static Set<Commit> commits(Path repository, String... revisions) {
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
                        .map(line -> new Commit(line.substring(0, 40), line.substring(41)))
                        .collect(Collectors.toSet());
    }

    /** Every commit that the contract lets hold what local held. */
    public Set<Commit> held() {
        Set<Commit> held = new java.util.HashSet<>(commits(local(), "refs/heads/main", "--glob=refs/rewound"));
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
            String ids = new String(sh.getInputStream().readAllBytes(), java.nio.charset.StandardCharsets.US_ASCII);
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
                    : Files.readString(file, java.nio.charset.StandardCharsets.ISO_8859_1);
            return local().relativize(file) + ": " + content;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Locks, half-made packs and folders that nobody but the program can have left. */
    public Set<String> leftovers() {
        Set<String> found = new TreeSet<>();
        for (Path root : List.of(home)) {
            try (Stream<Path> all = Files.walk(root)) {
                all.map(path -> home.relativize(path).toString())
                        .filter(Ground::isLeftover)
                        .filter(path -> row.foreign() == null || !path.equals(row.foreign()))
                        .forEach(found::add);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        return found;
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
}
