package dev.reconciler.git.replay;

import dev.reconciler.git.NativeGit;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.StringJoiner;
import java.util.stream.Collectors;
import org.eclipse.jgit.dircache.DirCache;
import org.eclipse.jgit.dircache.DirCacheBuilder;
import org.eclipse.jgit.dircache.DirCacheEntry;
import org.eclipse.jgit.lib.CommitBuilder;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.FileMode;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.ObjectInserter;
import org.eclipse.jgit.lib.ObjectReader;
import org.eclipse.jgit.lib.PersonIdent;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.storage.file.FileRepositoryBuilder;
import org.eclipse.jgit.treewalk.TreeWalk;
import org.jspecify.annotations.Nullable;

/**
 * A repository whose files and trees are written in a small notation, and native git in it.
 *
 * <p>A text is its lines, one letter each: {@code "abc"} is the lines a, b and c. A full stop at the end says that the
 * last line has no line feed, and a 0 is a NUL byte. A tree is its files in order: {@code "d/g=bc f=abc"}. A file that
 * may be executed is written {@code f*=abc}, a symbolic link {@code f@=target}, a submodule {@code f!=1}.
 */
final class LetterRepository implements AutoCloseable {
    /** What a merge gives where a person has to decide. */
    static final String CONFLICT = "conflict";

    private static final PersonIdent ANN = new PersonIdent("Ann", "ann@example.org", 1_700_000_000_000L, 0);

    private final NativeGit git;
    private final Repository repository;
    private final ObjectInserter inserter;
    private final ObjectReader reader;

    /** A new one, bare. */
    LetterRepository(Path directory) {
        try {
            git = NativeGit.initBare(directory);
            repository =
                    new FileRepositoryBuilder().setGitDir(directory.toFile()).build();
            inserter = repository.newObjectInserter();
            reader = repository.newObjectReader();
        } catch (IOException failed) {
            throw new AssertionError(failed);
        }
    }

    NativeGit git() {
        return git;
    }

    Repository repository() {
        return repository;
    }

    /** The objects, for what is tested. */
    ReplayObjects objects() {
        return new ReplayObjects(reader, inserter);
    }

    /** The bytes of a text. */
    static byte[] text(String letters) {
        boolean isUnfinished = letters.endsWith(".");
        String lines = letters.replace(".", "").replace('0', '\0').replaceAll("(?s).", "$0\n");
        return (isUnfinished ? lines.substring(0, lines.length() - 1) : lines).getBytes(StandardCharsets.UTF_8);
    }

    /** The letters of a text. */
    static String letters(byte[] text) {
        String lines = new String(text, StandardCharsets.UTF_8);
        String end = lines.isEmpty() || lines.endsWith("\n") ? "" : ".";
        return lines.replace("\n", "").replace('\0', '0') + end;
    }

    /** Writes a text. */
    ObjectId blob(String letters) throws IOException {
        return write(text(letters));
    }

    private ObjectId write(byte[] content) throws IOException {
        ObjectId id = inserter.insert(Constants.OBJ_BLOB, content);
        inserter.flush();
        return id;
    }

    /** Writes a tree of the notation. */
    ObjectId tree(String notation) throws IOException {
        Map<String, DirCacheEntry> files = new LinkedHashMap<>();
        for (String file : notation.isEmpty() ? new String[0] : notation.split(" ", -1)) {
            int equals = file.indexOf('=');
            DirCacheEntry entry = entry(file.substring(0, equals), file.substring(equals + 1));
            files.put(entry.getPathString(), entry);
        }
        return tree(files.values());
    }

    private DirCacheEntry entry(String name, String content) throws IOException {
        FileMode mode =
                switch (name.charAt(name.length() - 1)) {
                    case '*' -> FileMode.EXECUTABLE_FILE;
                    case '@' -> FileMode.SYMLINK;
                    case '!' -> FileMode.GITLINK;
                    default -> FileMode.REGULAR_FILE;
                };
        DirCacheEntry entry = new DirCacheEntry(
                mode == FileMode.REGULAR_FILE ? name : name.substring(0, name.length() - 1), DirCacheEntry.STAGE_0);
        entry.setFileMode(mode);
        entry.setObjectId(
                mode == FileMode.GITLINK
                        ? ObjectId.fromString(content.repeat(40))
                        : mode == FileMode.SYMLINK ? write(content.getBytes(StandardCharsets.UTF_8)) : blob(content));
        return entry;
    }

    /** Writes a tree of files with whole texts. */
    ObjectId treeOfTexts(Map<String, String> texts) throws IOException {
        Map<String, DirCacheEntry> files = new LinkedHashMap<>();
        for (Map.Entry<String, String> text : texts.entrySet()) {
            DirCacheEntry entry = new DirCacheEntry(text.getKey());
            entry.setFileMode(FileMode.REGULAR_FILE);
            entry.setObjectId(write(text.getValue().getBytes(StandardCharsets.UTF_8)));
            files.put(text.getKey(), entry);
        }
        return tree(files.values());
    }

    private ObjectId tree(Iterable<DirCacheEntry> entries) throws IOException {
        DirCache index = DirCache.newInCore();
        DirCacheBuilder builder = index.builder();
        entries.forEach(builder::add);
        builder.finish();
        ObjectId id = index.writeTree(inserter);
        inserter.flush();
        return id;
    }

    /** The notation of a tree. */
    String show(ObjectId tree) throws IOException {
        StringJoiner files = new StringJoiner(" ");
        try (TreeWalk walk = new TreeWalk(repository, reader)) {
            walk.addTree(tree);
            walk.setRecursive(true);
            while (walk.next()) {
                files.add(walk.getPathString() + show(walk.getFileMode(0), walk.getObjectId(0)));
            }
        }
        return files.toString();
    }

    private String show(FileMode mode, ObjectId id) throws IOException {
        if (mode == FileMode.GITLINK) {
            return "!=" + id.name().charAt(0);
        }
        byte[] content = reader.open(id, Constants.OBJ_BLOB).getBytes();
        if (mode == FileMode.SYMLINK) {
            return "@=" + new String(content, StandardCharsets.UTF_8);
        }
        return (mode == FileMode.EXECUTABLE_FILE ? "*=" : "=") + letters(content);
    }

    /** Writes a commit of a tree. */
    ObjectId commit(ObjectId tree, ObjectId... parents) throws IOException {
        CommitBuilder commit = new CommitBuilder();
        commit.setTreeId(tree);
        commit.setParentIds(parents);
        commit.setAuthor(ANN);
        commit.setCommitter(ANN);
        commit.setMessage("commit\n");
        ObjectId id = inserter.insert(commit);
        inserter.flush();
        return id;
    }

    /** Writes the commits of a divergence. */
    Divergence diverge(String base, String ours, String theirs) throws IOException {
        ObjectId start = commit(tree(base));
        return new Divergence(start, commit(tree(ours), start), commit(tree(theirs), start));
    }

    /** Three commits: where the sides went apart, and the sides. */
    record Divergence(ObjectId base, ObjectId ours, ObjectId theirs) {}

    /** What {@code git merge-tree} makes of three trees: a tree, or {@link #CONFLICT}. */
    String mergeByGit(String base, String ours, String theirs) throws IOException {
        Divergence sides = diverge(base, ours, theirs);
        NativeGit.Result merge = git.attempt(
                "merge-tree",
                "--write-tree",
                sides.ours().name(),
                sides.theirs().name());
        return switch (merge.status()) {
            case 0 -> show(ObjectId.fromString(merge.output()));
            case 1 -> CONFLICT;
            default -> throw new AssertionError("git merge-tree ended " + merge.status() + ": " + merge.output());
        };
    }

    /**
     * What {@code git diff --histogram} makes of two texts: its hunks as {@code "-2,1+2,0"}, with the first line and the
     * number of lines of each side. A side without lines is given the line that would be the next.
     */
    String diffByGit(String before, String after) throws IOException {
        return git.run(
                        "diff",
                        "--histogram",
                        "--no-indent-heuristic",
                        "-U0",
                        blob(before).name(),
                        blob(after).name())
                .lines()
                .filter(line -> line.startsWith("@@"))
                .map(LetterRepository::hunk)
                .collect(Collectors.joining(" "));
    }

    private static String hunk(String header) {
        String[] sides = header.split(" ", -1);
        return side(sides[1]) + side(sides[2]);
    }

    // Git leaves out a number of one, and names the line before where there is none.
    private static String side(String side) {
        String[] numbers = side.substring(1).split(",", -1);
        int count = numbers.length == 1 ? 1 : Integer.parseInt(numbers[1]);
        int first = Integer.parseInt(numbers[0]) + (count == 0 ? 1 : 0);
        return side.charAt(0) + "" + first + "," + count;
    }

    /** The renames that {@code git diff -M} finds between two trees, as {@code "f>g h>i"}. */
    String renamesByGit(String before, String after) throws IOException {
        return git.run(
                        "diff-tree",
                        "-r",
                        "-M",
                        "--diff-filter=R",
                        "--name-status",
                        tree(before).name(),
                        tree(after).name())
                .lines()
                .map(line -> line.replaceFirst("R\\d+\t(.*)\t(.*)", "$1>$2"))
                .sorted()
                .collect(Collectors.joining(" "));
    }

    /** What the merge that is tested makes of three trees: a tree, or {@link #CONFLICT}. */
    String mergeByOurs(String base, String ours, String theirs) throws IOException {
        try (ReplayObjects objects = objects()) {
            TreeMerge.Merged merged =
                    TreeMerge.merge(objects, MergeRules.of(repository), tree(base), tree(ours), tree(theirs));
            inserter.flush();
            return showOrConflict(merged.tree());
        }
    }

    /** The notation of what a merge gave. */
    String showOrConflict(@Nullable ObjectId tree) throws IOException {
        return tree == null ? CONFLICT : show(tree);
    }

    @Override
    public void close() {
        reader.close();
        inserter.close();
        repository.close();
    }
}
