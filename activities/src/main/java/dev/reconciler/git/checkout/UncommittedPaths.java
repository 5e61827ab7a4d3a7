package dev.reconciler.git.checkout;

import dev.reconciler.git.error.RefusedException;
import dev.reconciler.model.ErrorType;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Finds files of a person that are in the way of a move, before anything is touched.
 *
 * <p>The rules are those of git's {@code unpack_trees}: {@code verify_uptodate} for a file that the move changes or
 * deletes, {@code verify_absent} for one that it adds, {@code verify_clean_subdirectory} for a file that takes a
 * folder's place. In addition, what an earlier attempt of the same move has written is not in the way.
 */
final class UncommittedPaths {
    private static final int NAMED = 10;

    private final WorkTreeFiles files;
    private final Path root;

    UncommittedPaths(WorkTreeFiles files, Path root) {
        this.files = files;
        this.root = root;
    }

    /**
     * Refuses a move that would overwrite or remove something that is on no commit.
     *
     * @throws RefusedException of type WorkTreeDirty, naming the paths
     */
    void refuseUncommitted(List<PathChange> changes, IndexFile index) throws IOException {
        Set<String> leaving = changes.stream()
                .filter(change -> !change.from().isNothing())
                .map(PathChange::path)
                .collect(Collectors.toSet());
        List<String> inTheWay = new ArrayList<>();
        List<String> deleted = new ArrayList<>();
        for (PathChange change : changes) {
            if (!isFree(change, index, leaving)) {
                refuseUnsupported(change);
                (isDeleted(change) ? deleted : inTheWay).add(change.path());
            }
        }
        if (!inTheWay.isEmpty()) {
            throw newWorkTreeDirtyError(inTheWay);
        }
        if (!deleted.isEmpty()) {
            throw newDeletedError(deleted);
        }
    }

    private boolean isDeleted(PathChange change) throws IOException {
        return !change.from().isNothing() && files.read(change).isNothing();
    }

    // The file may well be what git has made of the blob. A person would look for an edit that is not there.
    private static void refuseUnsupported(PathChange change) {
        change.from().conversion().findUnsupported().ifPresent(attribute -> {
            throw CheckoutDifference.newUnsupportedError(change.path(), "has the attribute " + attribute);
        });
    }

    private boolean isFree(PathChange change, IndexFile index, Set<String> leaving) throws IOException {
        PathContent staged = index.read(change.path());
        PathContent there = files.read(change);
        // o and n are the old and the new side of the change, p is a person's. In the order (index, file): (o, o) no
        // person has touched the path; (o, n) and (n, n) an earlier attempt was killed after the file or after the
        // index; (o, p), (p, o), (p, p) and also (n, o) hold something that a person did.
        boolean isUntouched = staged.equals(change.from()) && there.equals(change.from());
        if (!isUntouched && !isDone(change, staged, there) && !isFolderThatLeaves(change, staged, leaving)) {
            return false;
        }
        // A person has staged a/x where the move adds the file a, or a where it adds a/x: one path can't be both.
        if (!change.to().isNothing() && !leaving.containsAll(index.findClashes(change.path()))) {
            return false;
        }
        // To write a/b where a is a symbolic link would write into the folder that the link names. A link or file that
        // the move itself deletes is gone by then, since removals come first. A removal of a/b finds nothing to remove.
        // Where a file is there, no link is on the way to it.
        if (!there.isNothing()) {
            return true;
        }
        Optional<Path> blocked = files.findBlockingParent(change.path());
        return change.to().isNothing() || blocked.isEmpty() || leaving.contains(relativizePath(blocked.get()));
    }

    // One file may be either side, by its attributes: with (n, o) it is asked whether it is the new one as well.
    private boolean isDone(PathChange change, PathContent staged, PathContent there) throws IOException {
        return staged.equals(change.to())
                ? there.equals(change.to()) || files.holdsNewSide(change)
                : staged.equals(change.from()) && there.equals(change.to());
    }

    // The move adds the file a, and the folder a has files: free if the move deletes each of them. With an
    // untracked a/x in the folder, a is in the way.
    private boolean isFolderThatLeaves(PathChange change, PathContent staged, Set<String> leaving) throws IOException {
        Path folder = files.file(change.path());
        if (!staged.equals(change.from()) || !change.from().isNothing() || !isFolder(folder)) {
            return false;
        }
        try (Stream<Path> all = Files.walk(folder)) {
            return all.filter(path -> !isFolder(path)).allMatch(path -> leaving.contains(relativizePath(path)));
        }
    }

    private static boolean isFolder(Path path) {
        return Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS);
    }

    private String relativizePath(Path path) {
        return root.relativize(path).toString();
    }

    static RefusedException newCutShortError(Path file, String path) {
        return new RefusedException(
                ErrorType.WORK_TREE_DIRTY,
                file
                        + " holds only a part of what a move that was stopped wrote there, as after a power cut; git checkout"
                        + " HEAD -- '" + path + "' restores it, git commit keeps it as it is");
    }

    static RefusedException newWorkTreeDirtyError(List<String> paths) {
        return new RefusedException(
                ErrorType.WORK_TREE_DIRTY,
                "uncommitted or untracked files are in the way: " + name(paths) + "; commit, move or remove them");
    }

    private static RefusedException newDeletedError(List<String> paths) {
        return new RefusedException(
                ErrorType.WORK_TREE_DIRTY,
                "files that the remote has changed were deleted here, and that is not committed: " + name(paths)
                        + "; git checkout HEAD -- PATH brings one back, git rm and git commit keep it away");
    }

    private static String name(List<String> paths) {
        String more = paths.size() > NAMED ? " and " + (paths.size() - NAMED) + " more" : "";
        return paths.stream().limit(NAMED).collect(Collectors.joining(", ")) + more;
    }
}
