package dev.reconciler.git.watch;

import dev.reconciler.git.discovery.GitDirectory;
import dev.reconciler.git.error.RefusedException;
import dev.reconciler.git.repository.RepositorySettings;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The files that hold one branch, in each way in which git stores refs: a file of its own, a line of {@code
 * packed-refs}, or a table.
 */
final class WatchedBranch {
    private static final String PACKED = "packed-refs";
    private static final String TABLES = "reftable";

    private final RepositorySettings settings;

    /** What the files held at the last look. */
    private String seen = "";

    WatchedBranch(RepositorySettings settings) {
        this.settings = settings;
    }

    RepositorySettings settings() {
        return settings;
    }

    /**
     * Whether the files hold anything else than at the last look.
     *
     * @throws IOException if they can't be read
     */
    boolean hasChanged() throws IOException {
        Optional<Path> common = findCommonDirectory();
        String now = common.isPresent() ? describe(common.get()) : "";
        boolean isChanged = !now.equals(seen);
        seen = now;
        return isChanged;
    }

    /**
     * The folders in which a change of the branch shows, as far as they are there. The branch {@code data/live} is the
     * file {@code refs/heads/data/live}, and until the first commit on it there is no folder {@code refs/heads/data}.
     */
    List<Path> folders() throws IOException {
        Optional<Path> found = findCommonDirectory();
        if (found.isEmpty()) {
            // A clone that is made later shows there.
            return List.of(findNearest(settings.path()));
        }
        Path common = found.get();
        List<Path> folders = new ArrayList<>(List.of(common));
        addFolder(folders, common.resolve(TABLES));
        Path heads = common.resolve("refs").resolve("heads");
        addFolder(folders, heads);
        Path folder = heads;
        for (Path segment : Path.of(settings.branch().value())) {
            folder = folder.resolve(segment);
            addFolder(folders, folder);
        }
        return folders;
    }

    private static Path findNearest(Path path) {
        Path parent = path.getParent();
        return Files.isDirectory(path) || parent == null ? path : findNearest(parent);
    }

    private static void addFolder(List<Path> folders, Path folder) {
        if (Files.isDirectory(folder)) {
            folders.add(folder);
        }
    }

    private Optional<Path> findCommonDirectory() throws IOException {
        try {
            return GitDirectory.find(settings.path()).map(GitDirectory::commonDir);
        } catch (RefusedException noRepository) {
            return Optional.empty();
        }
    }

    private String describe(Path common) throws IOException {
        // The content of small files, since a time is too coarse for two commits of one moment.
        return readText(common.resolve(settings.branch().ref())) + "\n"
                + readText(common.resolve(TABLES).resolve("tables.list")) + "\n"
                + describeFile(common.resolve(PACKED));
    }

    private static String readText(Path file) throws IOException {
        try {
            return Files.isDirectory(file) ? "" : Files.readString(file, StandardCharsets.ISO_8859_1);
        } catch (NoSuchFileException | NotDirectoryException absent) {
            return "";
        }
    }

    private static String describeFile(Path file) throws IOException {
        try {
            BasicFileAttributes is = Files.readAttributes(file, BasicFileAttributes.class);
            return is.lastModifiedTime() + " " + is.size() + " " + is.fileKey();
        } catch (NoSuchFileException absent) {
            return "";
        }
    }
}
