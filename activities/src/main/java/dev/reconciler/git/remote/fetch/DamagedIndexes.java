package dev.reconciler.git.remote.fetch;

import dev.reconciler.git.lock.RepositoryLock;
import dev.reconciler.git.repository.DataRepository;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;

/**
 * The indexes of packs that a disk has damaged or lost. An index says nothing that its pack does not, so it is written anew;
 * of a pack that is not whole nothing is touched.
 *
 * <p>To be asked where a repository lacks objects: to read every index costs time.
 */
public final class DamagedIndexes {
    /** A program that packs gives the pack its name, and at once the index. */
    private static final Duration AT_WORK = Duration.ofMinutes(1);

    private DamagedIndexes() {}

    /**
     * Writes them anew, under the repository's lock.
     *
     * @return whether there was one
     */
    public static boolean mend(DataRepository repository) throws IOException {
        return mend(repository, Instant.now().minus(AT_WORK));
    }

    /** @param idle no program is at work on a pack that has had its name since before that */
    static boolean mend(DataRepository repository, Instant idle) throws IOException {
        try (RepositoryLock lock = repository.lock()) {
            OrphanPacks packs = new OrphanPacks(repository.git());
            boolean isMended = false;
            for (Path pack : packs.listDamaged()) {
                isMended |= packs.writeIndexIfWhole(pack);
            }
            for (Path pack : packs.list()) {
                isMended |= OrphanPacks.isOlder(pack, idle) && packs.writeIndexIfWhole(pack);
            }
            return isMended;
        }
    }
}
