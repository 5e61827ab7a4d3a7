package dev.reconciler.git.edit;

import dev.reconciler.git.discovery.GitDirectory;
import dev.reconciler.git.discovery.RepositoryOwnership;
import dev.reconciler.git.file.PathPresence;
import dev.reconciler.git.history.CommitIds;
import dev.reconciler.git.index.StagedPaths;
import dev.reconciler.git.index.StagedPaths.BrokenIndexException;
import dev.reconciler.git.index.StagedPaths.UnsupportedIndexException;
import dev.reconciler.model.CommitId;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.Repository;
import org.jspecify.annotations.Nullable;

/**
 * What a person has left in a folder, read file by file. Nothing there is followed or run: a symbolic link among what is
 * read below {@code .git} is refused, and its configuration, hooks, attributes of its own and alternates are not looked at.
 */
public final class EditedFolder {
    private static final int LONGEST_REF = 4096;
    private static final int LONGEST_LIST = 64 << 20;
    private static final String REF = "ref: ";

    /** All that is read below {@code .git}. */
    private static final List<String> READ = List.of(
            Constants.HEAD,
            Constants.PACKED_REFS,
            "refs",
            "index",
            "objects",
            Constants.CONFIG,
            Constants.MERGE_MSG,
            "rebase-merge",
            FolderNote.NAME);

    /** What git keeps of something that is under way and no rebase of ours, with the command that ends it. */
    private static final List<List<String>> OTHER_WORK = List.of(
            List.of("rebase-apply", "git rebase --continue"),
            List.of("MERGE_HEAD", "git commit"),
            List.of("CHERRY_PICK_HEAD", "git cherry-pick --continue"),
            List.of("REVERT_HEAD", "git revert --continue"),
            List.of("BISECT_LOG", "git bisect reset"));

    private final Path root;
    private final Path gitDir;
    private final FolderNote note;

    private EditedFolder(Path root, Path gitDir, FolderNote note) {
        this.root = root;
        this.gitDir = gitDir;
        this.note = note;
    }

    /**
     * Opens a folder that {@link EditFolder} has made.
     *
     * @throws dev.reconciler.git.error.RefusedException of type Configuration if it is none, of type Unsupported if it is
     *     another user's
     */
    public static EditedFolder open(Path folder) throws IOException {
        if (!PathPresence.isFolder(folder)) {
            throw EditProblems.newForeignError(folder, "is no folder");
        }
        Path root = folder.toRealPath();
        Path gitDir = root.resolve(Constants.DOT_GIT);
        if (!PathPresence.isFolder(gitDir, LinkOption.NOFOLLOW_LINKS)) {
            throw EditProblems.newForeignError(folder, "has no .git");
        }
        RepositoryOwnership.ofThisProcess().check(new GitDirectory(gitDir, gitDir, root));
        refuseLinks(gitDir);
        if (FolderNote.isUnfinished(gitDir)) {
            throw EditProblems.newUnfinishedError(folder);
        }
        FolderNote note =
                FolderNote.read(gitDir).orElseThrow(() -> EditProblems.newForeignError(folder, "is of no conflict"));
        return new EditedFolder(root, gitDir, note);
    }

    // Hooks are often links, and nobody looks at them here.
    private static void refuseLinks(Path gitDir) throws IOException {
        for (String each : READ) {
            Path read = gitDir.resolve(each);
            if (!PathPresence.isThere(read, LinkOption.NOFOLLOW_LINKS)) {
                continue;
            }
            try (Stream<Path> all = Files.walk(read)) {
                Optional<Path> link = all.filter(Files::isSymbolicLink).findFirst();
                if (link.isPresent()) {
                    throw EditProblems.newForeignError(link.get(), "is a symbolic link, which is not followed there");
                }
            }
        }
    }

    /** The conflict that the folder says it is of. */
    public FolderNote note() {
        return note;
    }

    /** What the person has come to, where git has nothing under way there and there is something new. */
    Optional<CommitId> finishedTip() throws IOException {
        if (isRebased()) {
            return Optional.empty();
        }
        refuseOtherWork();
        return Optional.of(CommitIds.of(head())).filter(tip -> !tip.equals(note.remote()));
    }

    Path root() {
        return root;
    }

    Path gitDir() {
        return gitDir;
    }

    Path objects() {
        return gitDir.resolve("objects");
    }

    /** The commit that is checked out. */
    ObjectId head() throws IOException {
        String name = Constants.HEAD;
        Optional<String> text = readSmallFile(gitDir.resolve(name), LONGEST_REF);
        if (text.isPresent() && text.get().startsWith(REF)) {
            name = text.get().substring(REF.length()).strip();
            if (!name.startsWith(Constants.R_HEADS) || !Repository.isValidRefName(name)) {
                throw EditProblems.newForeignError(root, "has a HEAD that names no branch");
            }
            text = readSmallFile(gitDir.resolve(name), LONGEST_REF);
        }
        Optional<String> id = text.isPresent() ? text.map(String::strip) : findPackedRef(name);
        return id.filter(ObjectId::isId)
                .map(ObjectId::fromString)
                .orElseThrow(() -> EditProblems.newForeignError(root, "has a HEAD without a commit"));
    }

    private Optional<String> findPackedRef(String name) throws IOException {
        return readSmallFile(gitDir.resolve(Constants.PACKED_REFS), LONGEST_LIST).stream()
                .flatMap(String::lines)
                .filter(line -> line.endsWith(" " + name))
                .map(line -> line.substring(0, line.indexOf(' ')))
                .findFirst();
    }

    /**
     * The index.
     *
     * @throws dev.reconciler.git.error.RefusedException of type Configuration if it can't be read
     */
    StagedPaths index() throws IOException {
        Path file = gitDir.resolve("index");
        try {
            return StagedPaths.read(file).orElseThrow(() -> EditProblems.newForeignError(root, "has no index"));
        } catch (BrokenIndexException broken) {
            throw EditProblems.newForeignError(file, String.valueOf(broken.getMessage()));
        } catch (UnsupportedIndexException other) {
            throw EditProblems.newForeignError(root, "has " + other.getMessage() + ", which is not read");
        }
    }

    /** The paths that the index holds as a conflict, each once. */
    static List<String> listUnmerged(StagedPaths index) {
        List<String> unmerged = new ArrayList<>();
        for (int entry = 0; entry < index.size(); entry++) {
            String path = new String(index.path(entry), StandardCharsets.UTF_8);
            if (index.stage(entry) != 0
                    && (unmerged.isEmpty() || !unmerged.get(unmerged.size() - 1).equals(path))) {
                unmerged.add(path);
            }
        }
        return unmerged;
    }

    /**
     * Refuses what git has begun there and not ended, but for a rebase.
     *
     * @throws dev.reconciler.git.error.RefusedException that says how it is ended
     */
    void refuseOtherWork() throws IOException {
        boolean isRebased = isRebased();
        for (List<String> other : OTHER_WORK) {
            if (!isRebased && PathPresence.isThere(gitDir.resolve(other.get(0)))) {
                throw EditProblems.newUnresolvedError(
                        root + " has work of git's under way (" + other.get(0) + "); end it with " + other.get(1));
            }
        }
    }

    private boolean isRebased() throws IOException {
        return PathPresence.isFolder(gitDir.resolve("rebase-merge"));
    }

    /** The rebase that has stopped; empty where none is under way. */
    Optional<StoppedRebase> rebase() throws IOException {
        if (!isRebased()) {
            return Optional.empty();
        }
        List<String> left = new ArrayList<>();
        Optional<String> steps = readSmallFile(gitDir.resolve("rebase-merge/git-rebase-todo"), LONGEST_LIST);
        for (String line : steps.orElse("").lines().map(String::strip).toList()) {
            if (!line.isEmpty() && !line.startsWith("#")) {
                left.add(requirePick(line));
            }
        }
        // Git removes the message as soon as the step has its commit.
        boolean isOpen = PathPresence.isFile(gitDir.resolve(Constants.MERGE_MSG));
        String stopped = readSmallFile(gitDir.resolve("rebase-merge/stopped-sha"), LONGEST_REF)
                .map(String::strip)
                .orElse("");
        return Optional.of(new StoppedRebase(isOpen && !stopped.isEmpty() ? stopped : null, left));
    }

    private String requirePick(String line) {
        String[] words = line.split(" ", 3);
        if (words.length < 2 || !(words[0].equals("pick") || words[0].equals("p"))) {
            throw EditProblems.newUnresolvedError(root + " has a rebase under way with a step of its own ('" + line
                    + "'); end it with git rebase --continue");
        }
        return words[1];
    }

    /** Empty where there is no file; what is longer is no file that git writes there. */
    static Optional<String> readSmallFile(Path file, int longest) throws IOException {
        if (!PathPresence.isFile(file, LinkOption.NOFOLLOW_LINKS)) {
            return Optional.empty();
        }
        try (InputStream in = Files.newInputStream(file, LinkOption.NOFOLLOW_LINKS)) {
            byte[] read = in.readNBytes(longest + 1);
            if (read.length > longest) {
                throw EditProblems.newForeignError(file, "is too long");
            }
            return Optional.of(new String(read, StandardCharsets.UTF_8));
        }
    }

    /**
     * A rebase of git's that waits for the person.
     *
     * @param stopped the commit of the step that has no commit yet; null where it has one
     * @param left the commits of the steps that are left; names that may be abbreviated
     */
    record StoppedRebase(@Nullable String stopped, List<String> left) {
        StoppedRebase {
            left = List.copyOf(left);
        }
    }
}
