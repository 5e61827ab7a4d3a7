package dev.reconciler.worker.damage;

import dev.reconciler.git.fixture.NativeGit;
import dev.reconciler.model.RepositoryId;
import dev.reconciler.worker.config.RepositoryConfiguration;
import dev.reconciler.worker.situations.RepositoryPair;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A copy of a clone and its remote, in which one object is damaged.
 *
 * @param side the git directory of the damaged object, from the folder of both
 * @param before the branches and files before the run
 */
record DamagedPair(RepositoryPair pair, String side, String object, ObjectDamage damage, Set<String> before) {
    static final String CLONE = "data/.git";
    static final String REMOTE = "remote.git";

    private static final List<String> NOT_OF_BRANCHES =
            List.of("refs/reconciler/", "refs/notes/reconciler/", "refs/remotes/");

    static DamagedPair of(RepositoryPair sound, String side, String object, ObjectDamage damage, Path home)
            throws IOException {
        copy(sound.home(), home);
        RepositoryPair pair = new RepositoryPair(home, sound.folder());
        if (pair.hasClone()) {
            // Another URL than at the last agreement would be another repository.
            NativeGit.in(pair.local())
                    .run("config", "remote.origin.url", pair.remote().toString());
        }
        Set<String> before = look(pair);
        damage.apply(home.resolve(side), object);
        return new DamagedPair(pair, side, object, damage, before);
    }

    private static void copy(Path from, Path to) throws IOException {
        try (Stream<Path> all = Files.walk(from)) {
            for (Path each : all.toList()) {
                Files.copy(each, to.resolve(from.relativize(each).toString()));
            }
        }
    }

    /** Whether a branch of the clone or of the remote, or a file of the work tree, is another one than before. */
    boolean hasChanged() {
        return !look(pair).equals(before);
    }

    // Refs of ours don't count: a replay that no branch holds yet, and its notes, are found again by the next run.
    private static Set<String> look(RepositoryPair pair) {
        RepositoryPair.Snapshot now = pair.look();
        return Stream.of(now.localRefs(), now.remoteRefs(), now.files())
                .flatMap(Set::stream)
                .filter(line -> NOT_OF_BRANCHES.stream().noneMatch(line::startsWith))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    RepositoryId id() {
        return new RepositoryId(pair.home().getFileName().toString());
    }

    RepositoryConfiguration configuration() {
        return pair.configure(id());
    }

    @Override
    public String toString() {
        return damage + " " + object + " in " + side + " of " + id();
    }
}
