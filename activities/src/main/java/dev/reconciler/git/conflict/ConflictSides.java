package dev.reconciler.git.conflict;

import dev.reconciler.git.history.CommitIds;
import dev.reconciler.git.history.HistoryComparison;
import dev.reconciler.git.repository.DataRepository;
import dev.reconciler.git.state.SharedHistory;
import dev.reconciler.model.CommitId;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.eclipse.jgit.lib.ObjectId;
import org.jspecify.annotations.Nullable;

/**
 * What each side has made of the files of a conflict since both came apart, for a person who decides. Bounded, whatever
 * the files and histories are.
 *
 * @param files in the order of the conflict, the first 25 at most
 */
public record ConflictSides(List<ContestedFile> files) {
    private static final int MOST_FILES = 25;

    public ConflictSides {
        files = List.copyOf(files);
    }

    /**
     * Reads it from the clone, without its lock. Nothing is fetched: whoever has found the conflict has done that.
     *
     * @param local the commit on the conflict branch
     * @param remote the commit of the remote's own branch
     * @param paths the files in conflict
     * @throws org.eclipse.jgit.errors.MissingObjectException if the clone lacks one of the commits
     */
    public static ConflictSides read(DataRepository repository, CommitId local, CommitId remote, List<String> paths)
            throws IOException {
        HistoryComparison history =
                new SharedHistory(repository).compareConflict(CommitIds.of(local), CommitIds.of(remote));
        ObjectId base = history.mergeBase();
        if (base == null) {
            return new ConflictSides(List.of());
        }
        Set<String> shown = new LinkedHashSet<>(paths.subList(0, Math.min(MOST_FILES, paths.size())));
        try (SideReader reader = new SideReader(repository, base, shown)) {
            SideReader.ReadSide here = reader.readSide(CommitIds.of(local), history.own());
            SideReader.ReadSide there = reader.readSide(CommitIds.of(remote), history.upstream());
            List<ContestedFile> files = new ArrayList<>();
            for (String path : shown) {
                files.add(new ContestedFile(path, here.describe(path), there.describe(path)));
            }
            return new ConflictSides(files);
        }
    }

    /** A file in conflict, and what became of it on each side. */
    public record ContestedFile(String path, SideChange local, SideChange remote) {}

    /**
     * What one side has made of a file.
     *
     * @param diff how its lines changed, as git shows it without the header; empty where there are no lines to be shown
     * @param isCut whether there is more of the difference
     * @param commits those that changed it, the newest first, three at most
     * @param commitsTotal how many there are, as far as was looked
     */
    public record SideChange(FileFate fate, String diff, boolean isCut, List<SideCommit> commits, int commitsTotal) {
        public SideChange {
            commits = List.copyOf(commits);
        }
    }

    /** What became of a file. */
    public enum FileFate {
        UNTOUCHED,
        ADDED,
        CHANGED,
        DELETED,
        /** Changed or added, and its content is not shown: no text, or too much of it. */
        OPAQUE
    }

    /**
     * A commit that changed a file.
     *
     * @param subject the first line of its message, as others wrote it
     * @param author the name of its author, as others wrote it
     * @param authoredAt null where the commit does not say it
     */
    public record SideCommit(
            CommitId commit,
            String subject,
            String author,
            @Nullable Instant authoredAt) {}
}
