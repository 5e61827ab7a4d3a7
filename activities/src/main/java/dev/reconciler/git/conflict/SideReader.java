package dev.reconciler.git.conflict;

import dev.reconciler.git.conflict.ConflictSides.FileFate;
import dev.reconciler.git.conflict.ConflictSides.SideChange;
import dev.reconciler.git.conflict.ConflictSides.SideCommit;
import dev.reconciler.git.graph.CommitWords;
import dev.reconciler.git.history.CommitIds;
import dev.reconciler.git.repository.DataRepository;
import dev.reconciler.git.tree.BytePath;
import dev.reconciler.git.tree.MergeObjects;
import dev.reconciler.git.tree.TreeDiff;
import dev.reconciler.git.tree.TreeDiff.FileChange;
import dev.reconciler.git.tree.TreeEntry;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.eclipse.jgit.diff.DiffFormatter;
import org.eclipse.jgit.diff.EditList;
import org.eclipse.jgit.diff.HistogramDiff;
import org.eclipse.jgit.diff.RawText;
import org.eclipse.jgit.diff.RawTextComparator;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.ObjectReader;
import org.eclipse.jgit.revwalk.RevCommit;
import org.eclipse.jgit.revwalk.RevWalk;
import org.jspecify.annotations.Nullable;

/** Reads what one side has made of some files since the merge base. */
final class SideReader implements AutoCloseable {
    private static final int LARGEST_TEXT = 256 << 10;
    private static final int LONGEST_DIFF = 16 << 10;
    private static final int MOST_COMMITS = 500;
    private static final int SHOWN_COMMITS = 3;

    private final ObjectReader reader;
    private final RevWalk walk;
    private final MergeObjects objects;
    private final ObjectId base;
    private final Set<String> paths;

    /** @param paths the files that are looked at */
    SideReader(DataRepository repository, ObjectId base, Set<String> paths) {
        this.reader = repository.git().newObjectReader();
        this.walk = new RevWalk(reader);
        this.objects = MergeObjects.readOnly(reader);
        this.base = base;
        this.paths = paths;
    }

    /** @param commits those of the side that the other one has not, the newest first */
    ReadSide readSide(ObjectId tip, Collection<ObjectId> commits) throws IOException {
        Map<String, FileChange> changes = compareTrees(readTree(base), readTree(tip)).stream()
                .collect(Collectors.toMap(change -> change.path().toString(), change -> change, (one, other) -> one));
        Map<String, SideChange> described = new HashMap<>();
        Map<String, List<ObjectId>> authors = findAuthors(commits);
        for (Map.Entry<String, FileChange> each : changes.entrySet()) {
            described.put(each.getKey(), describe(each.getValue(), authors.getOrDefault(each.getKey(), List.of())));
        }
        return new ReadSide(described);
    }

    private List<FileChange> compareTrees(@Nullable ObjectId before, ObjectId after) throws IOException {
        return TreeDiff.between(objects, BytePath.ROOT, before, after).stream()
                .filter(change -> paths.contains(change.path().toString()))
                .toList();
    }

    private ObjectId readTree(ObjectId commit) throws IOException {
        return walk.parseCommit(commit).getTree().getId();
    }

    private Map<String, List<ObjectId>> findAuthors(Collection<ObjectId> commits) throws IOException {
        Map<String, List<ObjectId>> authors = new HashMap<>();
        int looked = 0;
        for (ObjectId id : commits) {
            RevCommit commit = walk.parseCommit(id);
            // What a merge brings along, others have changed.
            if (looked++ < MOST_COMMITS && commit.getParentCount() < 2) {
                ObjectId before = commit.getParentCount() == 0 ? null : readTree(commit.getParent(0));
                for (FileChange change : compareTrees(before, commit.getTree().getId())) {
                    authors.computeIfAbsent(change.path().toString(), path -> new ArrayList<>())
                            .add(id);
                }
            }
        }
        return authors;
    }

    private SideChange describe(FileChange change, List<ObjectId> authors) throws IOException {
        List<SideCommit> commits = new ArrayList<>();
        for (ObjectId id : authors.subList(0, Math.min(SHOWN_COMMITS, authors.size()))) {
            CommitWords words = CommitWords.read(reader, id);
            commits.add(new SideCommit(CommitIds.of(id), words.subject(), words.author(), words.authoredAt()));
        }
        RawText before = readText(change.before());
        RawText after = readText(change.after());
        String diff = before == null || after == null ? "" : formatDifference(before, after);
        boolean isCut = diff.length() > LONGEST_DIFF;
        return new SideChange(
                judgeFate(change, before != null && after != null),
                isCut ? diff.substring(0, diff.lastIndexOf('\n', LONGEST_DIFF) + 1) : diff,
                isCut,
                commits,
                authors.size());
    }

    private static FileFate judgeFate(FileChange change, boolean isText) {
        if (change.after() == null) {
            return FileFate.DELETED;
        } else if (!isText) {
            return FileFate.OPAQUE;
        }
        return change.before() == null ? FileFate.ADDED : FileFate.CHANGED;
    }

    /** The lines of a file, none where there is no file; null where it has no lines that a person could read. */
    private @Nullable RawText readText(@Nullable TreeEntry entry) throws IOException {
        if (entry == null) {
            return new RawText(new byte[0]);
        }
        if (entry.isGitlink()) {
            return new RawText(("Subproject commit " + entry.id().name() + "\n").getBytes(StandardCharsets.US_ASCII));
        }
        if (objects.blobSize(entry.id()) > LARGEST_TEXT) {
            return null;
        }
        byte[] content = objects.blob(entry.id());
        return RawText.isBinary(content) ? null : new RawText(content);
    }

    private static String formatDifference(RawText before, RawText after) throws IOException {
        EditList edits = new HistogramDiff().diff(RawTextComparator.DEFAULT, before, after);
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (DiffFormatter formatter = new DiffFormatter(out)) {
            formatter.format(edits, before, after);
        }
        return out.toString(StandardCharsets.UTF_8);
    }

    @Override
    public void close() {
        objects.close();
        walk.close();
        reader.close();
    }

    /** @param byPath of the files that the side has touched */
    record ReadSide(Map<String, SideChange> byPath) {
        private static final SideChange UNTOUCHED = new SideChange(FileFate.UNTOUCHED, "", false, List.of(), 0);

        SideChange describe(String path) {
            return byPath.getOrDefault(path, UNTOUCHED);
        }
    }
}
