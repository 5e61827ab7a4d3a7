package dev.reconciler.worker.worlds;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.eclipse.jgit.dircache.DirCache;
import org.eclipse.jgit.dircache.DirCacheEditor;
import org.eclipse.jgit.dircache.DirCacheEntry;
import org.eclipse.jgit.lib.CommitBuilder;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.FileMode;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.ObjectInserter;
import org.eclipse.jgit.lib.ObjectReader;
import org.eclipse.jgit.lib.PersonIdent;
import org.eclipse.jgit.lib.Ref;
import org.eclipse.jgit.lib.RefUpdate;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.revwalk.RevCommit;
import org.eclipse.jgit.revwalk.RevWalk;
import org.eclipse.jgit.storage.file.FileRepositoryBuilder;
import org.eclipse.jgit.treewalk.TreeWalk;
import org.eclipse.jgit.treewalk.filter.TreeFilter;
import org.jspecify.annotations.Nullable;

/** Objects and refs of one repository, read and written without a program: what is there now, whoever wrote it. */
final class ObjectPlumbing implements AutoCloseable {
    private static final long BEGIN = 1_700_000_000_000L;
    private static final int MINUTE = 60_000;

    private final Repository repository;

    private ObjectPlumbing(Repository repository) {
        this.repository = repository;
    }

    /** @param gitDirectory opened anew, so that nothing is remembered from before */
    static ObjectPlumbing open(Path gitDirectory) throws IOException {
        return new ObjectPlumbing(
                new FileRepositoryBuilder().setGitDir(gitDirectory.toFile()).build());
    }

    @Nullable
    ObjectId readRef(String name) throws IOException {
        Ref ref = repository.exactRef(name);
        return ref == null ? null : ref.getObjectId();
    }

    /** What HEAD is on: a branch's full name, or a commit. */
    String readHead() throws IOException {
        return String.valueOf(repository.getFullBranch());
    }

    /** The refs below a prefix, by their full names. */
    Map<String, ObjectId> listRefs(String prefix) throws IOException {
        Map<String, ObjectId> refs = new LinkedHashMap<>();
        for (Ref ref : repository.getRefDatabase().getRefsByPrefix(prefix)) {
            refs.put(ref.getName(), ref.getObjectId());
        }
        return refs;
    }

    void setRef(String name, ObjectId commit) throws IOException {
        RefUpdate update = repository.updateRef(name);
        update.setNewObjectId(commit);
        update.setForceUpdate(true);
        expect(name, update.update());
    }

    void deleteRef(String name) throws IOException {
        RefUpdate update = repository.updateRef(name);
        update.setForceUpdate(true);
        expect(name, update.delete());
    }

    private static void expect(String name, RefUpdate.Result result) {
        switch (result) {
            case NEW, FORCED, FAST_FORWARD, NO_CHANGE -> {}
            default -> throw new AssertionError(name + ": " + result);
        }
    }

    Set<String> listFiles(ObjectId commit) throws IOException {
        Set<String> files = new TreeSet<>();
        try (TreeWalk walk = new TreeWalk(repository)) {
            walk.addTree(parse(commit).getTree());
            walk.setRecursive(true);
            while (walk.next()) {
                files.add(walk.getPathString());
            }
        }
        return files;
    }

    FileMode modeOf(ObjectId commit, String path) throws IOException {
        try (TreeWalk walk = TreeWalk.forPath(repository, path, parse(commit).getTree())) {
            return walk.getFileMode(0);
        }
    }

    byte[] read(ObjectId commit, String path) throws IOException {
        try (TreeWalk walk = TreeWalk.forPath(repository, path, parse(commit).getTree())) {
            return repository.open(walk.getObjectId(0)).getBytes();
        }
    }

    /** What the second commit has of each path where the two differ. */
    List<FileChange> difference(ObjectId before, ObjectId after) throws IOException {
        List<FileChange> changes = new ArrayList<>();
        try (TreeWalk walk = new TreeWalk(repository)) {
            walk.addTree(parse(before).getTree());
            walk.addTree(parse(after).getTree());
            walk.setRecursive(true);
            walk.setFilter(TreeFilter.ANY_DIFF);
            while (walk.next()) {
                changes.add(
                        FileMode.MISSING.equals(walk.getFileMode(1))
                                ? FileChange.deletion(walk.getPathString())
                                : new FileChange(
                                        walk.getPathString(),
                                        walk.getFileMode(1),
                                        repository.open(walk.getObjectId(1)).getBytes()));
            }
        }
        return changes;
    }

    /** Whether another repository's commit has the same at a path. */
    boolean hasSame(ObjectId commit, ObjectPlumbing other, ObjectId otherCommit, String path) throws IOException {
        return entry(commit, path).equals(other.entry(otherCommit, path));
    }

    private String entry(ObjectId commit, String path) throws IOException {
        try (TreeWalk walk = TreeWalk.forPath(repository, path, parse(commit).getTree())) {
            return walk == null
                    ? ""
                    : walk.getFileMode(0) + " " + walk.getObjectId(0).name();
        }
    }

    RevCommit parse(ObjectId commit) throws IOException {
        try (RevWalk walk = new RevWalk(repository)) {
            RevCommit parsed = walk.parseCommit(commit);
            walk.parseBody(parsed);
            return parsed;
        }
    }

    /** Makes a commit, whose tree is that of its first parent with some changes, and which no ref holds yet. */
    ObjectId commit(List<ObjectId> parents, List<FileChange> changes, String message, int number) throws IOException {
        try (ObjectInserter inserter = repository.newObjectInserter()) {
            CommitBuilder commit = new CommitBuilder();
            commit.setTreeId(writeTree(inserter, parents, changes));
            commit.setParentIds(parents);
            PersonIdent person = new PersonIdent("Ann Author", "ann@example.org", BEGIN + (long) number * MINUTE, 60);
            commit.setAuthor(person);
            commit.setCommitter(person);
            commit.setMessage(message);
            ObjectId id = inserter.insert(commit);
            inserter.flush();
            return id;
        }
    }

    private ObjectId writeTree(ObjectInserter inserter, List<ObjectId> parents, List<FileChange> changes)
            throws IOException {
        try (ObjectReader reader = repository.newObjectReader()) {
            DirCache cache = parents.isEmpty()
                    ? DirCache.newInCore()
                    : DirCache.read(reader, parse(parents.get(0)).getTree());
            DirCacheEditor editor = cache.editor();
            for (FileChange change : changes) {
                editor.add(edit(inserter, change));
            }
            editor.finish();
            return cache.writeTree(inserter);
        }
    }

    private static DirCacheEditor.PathEdit edit(ObjectInserter inserter, FileChange change) throws IOException {
        if (change.content() == null) {
            return new DirCacheEditor.DeletePath(change.path());
        }
        ObjectId blob = inserter.insert(Constants.OBJ_BLOB, change.content());
        return new DirCacheEditor.PathEdit(change.path()) {
            @Override
            public void apply(DirCacheEntry entry) {
                entry.setFileMode(change.mode());
                entry.setObjectId(blob);
            }
        };
    }

    /** Every commit that can be reached from some, with its message. */
    Map<ObjectId, RevCommit> reach(Collection<ObjectId> tips) throws IOException {
        Map<ObjectId, RevCommit> reached = new LinkedHashMap<>();
        try (RevWalk walk = new RevWalk(repository)) {
            Deque<ObjectId> pending = new ArrayDeque<>(tips);
            while (!pending.isEmpty()) {
                ObjectId id = pending.remove();
                if (reached.containsKey(id)) {
                    continue;
                }
                RevCommit commit = walk.parseCommit(id);
                walk.parseBody(commit);
                reached.put(commit.getId(), commit);
                pending.addAll(List.of(commit.getParents()));
            }
        }
        return reached;
    }

    /** The commits of the first line, newest first. */
    List<ObjectId> listFirstParents(ObjectId tip) throws IOException {
        List<ObjectId> line = new ArrayList<>();
        for (RevCommit at = parse(tip); ; at = parse(at.getParent(0))) {
            line.add(at.getId());
            if (at.getParentCount() == 0) {
                return line;
            }
        }
    }

    @Override
    public void close() {
        repository.close();
    }
}
