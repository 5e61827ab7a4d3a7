package dev.reconciler.git.checkout;

import dev.reconciler.git.convert.FilterPrograms;
import dev.reconciler.git.file.DiskSync;
import dev.reconciler.git.file.FolderChain;
import dev.reconciler.git.file.PathPresence;
import dev.reconciler.git.file.PathRules;
import dev.reconciler.git.file.PrivateFiles;
import dev.reconciler.git.file.SharedPermissions;
import dev.reconciler.git.index.FileStat;
import dev.reconciler.git.repository.DataRepository;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.eclipse.jgit.lib.FileMode;
import org.eclipse.jgit.lib.Repository;

/** The files of a work tree: what is on the disk, as git compares it. What is written, a {@link WorkTreeWriter} writes. */
final class WorkTreeFiles implements AutoCloseable {
    private final Repository git;
    private final Path root;
    private final FileContents contents;
    private final boolean trustsModes;
    private final boolean runsPrograms;
    private final DiskSync syncs;
    private final Set<String> respelled;
    private final Map<String, FileStat> writtenStats = new ConcurrentHashMap<>();

    /**
     * The files of a work tree.
     *
     * @param runsPrograms whether the filters that the repository's settings name may run
     * @param syncs takes the names that are written and removed
     * @param respelled paths of which the file system may find the file by the name of another one
     */
    WorkTreeFiles(Repository git, Path root, boolean runsPrograms, DiskSync syncs, Set<String> respelled) {
        this.syncs = syncs;
        this.respelled = respelled;
        this.git = git;
        this.runsPrograms = runsPrograms;
        this.root = root;
        this.contents = new FileContents(
                git, new FilterPrograms(root, git.getDirectory().toPath()));
        this.trustsModes = git.getConfig().getBoolean("core", null, "filemode", true);
    }

    /** The files of a work tree, for a move that makes these changes. */
    static WorkTreeFiles of(DataRepository repository, Path root, List<PathChange> changes) {
        Set<String> respelled = PathRules.of(repository.git().getConfig())
                .findRespelled(changes.stream().map(PathChange::path).toList());
        return new WorkTreeFiles(repository.git(), root, repository.runsPrograms(), repository.syncs(), respelled);
    }

    Path file(String path) {
        return root.resolve(path);
    }

    /**
     * Reads what is on the disk, as the side of a change that it is; where it is neither, as the old side.
     *
     * <p>One file may be either of two blobs, by what the path is expected to hold.
     */
    PathContent read(PathChange change) throws IOException {
        PathContent asOld = read(change.path(), change.from());
        if (asOld.equals(change.from()) || asOld.equals(change.to())) {
            return asOld;
        }
        PathContent asNew = read(change.path(), change.to());
        return asNew.equals(change.to()) ? asNew : asOld;
    }

    /**
     * Reads what is on the disk; {@link PathContent#FOREIGN} for what no tree can hold there.
     *
     * @param like what the path is expected to hold: says how a file becomes a blob, and gives the mode where {@code core.fileMode} says that the disk's is
     *     not to be trusted
     */
    PathContent read(String path, PathContent like) throws IOException {
        Path file = file(path);
        // With a symbolic link a, a/b is a path of another folder: as git's has_symlink_leading_path, nothing is there.
        if (findBlockingParent(path).isPresent()) {
            return PathContent.NOTHING;
        }
        // Only what is surely not there is nothing: a file that can't be looked at may be a person's.
        Optional<BasicFileAttributes> there = PathPresence.read(file, LinkOption.NOFOLLOW_LINKS);
        // A move that renames README to Readme finds the one by the name of the other, where a disk takes them for one.
        boolean isOtherName = there.isPresent() && respelled.contains(path) && !PathPresence.isListed(file);
        if (there.isEmpty() || isOtherName) {
            return PathContent.NOTHING;
        }
        BasicFileAttributes attributes = there.get();
        if (attributes.isSymbolicLink()) {
            return new PathContent(FileMode.SYMLINK, contents.hashLink(file));
        }
        if (attributes.isDirectory() && holdsFoldersOnly(file)) {
            return PathContent.NOTHING;
        }
        if (!attributes.isRegularFile()) {
            return PathContent.FOREIGN;
        }
        return new PathContent(chooseMode(file, like), contents.hashFile(path, file, attributes.size(), like));
    }

    // As git's ce_mode_from_stat and ce_match_stat_basic: where the file system has no links, a file is a link for git.
    private FileMode chooseMode(Path file, PathContent like) throws IOException {
        if (like.mode() == FileMode.SYMLINK) {
            return contents.isLink(like) ? readMode(file) : FileMode.SYMLINK;
        }
        return trustsModes || like.isNothing() ? readMode(file) : like.mode();
    }

    /** What the disk says of a file that was written; nothing where a person has removed it since. */
    FileStat readStat(String path) throws IOException {
        try {
            return FileStat.read(file(path));
        } catch (NoSuchFileException gone) {
            return FileStat.UNKNOWN;
        }
    }

    /**
     * Remembers what the disk says of a file right after this move has written it, for the index: an edit of a person that
     * comes later changes the disk's word, and git sees the edit.
     */
    void rememberStat(String path) throws IOException {
        writtenStats.put(path, readStat(path));
    }

    /**
     * Whether a file holds neither side of a change, but a part of the new one, as a power cut leaves it where it was not
     * synced.
     */
    boolean isCutShort(PathChange change) throws IOException {
        PathContent there = read(change);
        return there.mode() == change.to().mode()
                && !there.equals(change.to())
                && !there.equals(change.from())
                && !contents.isLink(change.to())
                && contents.isCutShort(change.path(), file(change.path()), change.to());
    }

    /**
     * Whether the file already holds the new side of a change. What the disk said before its content was read is {@linkplain
     * #rememberStat remembered}.
     */
    boolean holdsNewSide(PathChange change) throws IOException {
        if (!change.to().isNothing() && findBlockingParent(change.path()).isEmpty()) {
            rememberStat(change.path());
        }
        return read(change.path(), change.to()).equals(change.to());
    }

    /**
     * What the index shall say of a file that holds the new side of its change. An edit since it was written may be one
     * that git would not see, see {@link FileStat#differsForEveryGit}: git is to compare the content of such a file.
     */
    FileStat findStatForIndex(String path) throws IOException {
        FileStat now = readStat(path);
        FileStat written = writtenStats.getOrDefault(path, now);
        return now.equals(written) ? written : written.withoutTrust();
    }

    /** Whether a file that is not part of the move holds what the index has for it. */
    boolean isAsStaged(String path, PathContent staged) throws IOException {
        // In doubt git compares the file by itself.
        boolean wouldRunForeignProgram =
                !runsPrograms && staged.conversion().findProgram().isPresent();
        return !wouldRunForeignProgram && read(path, staged).equals(staged);
    }

    /** Whether git sees by what the disk says, and under any settings, that a file is not the one that was staged. */
    boolean isSeenByGit(String path, FileStat staged) throws IOException {
        return findBlockingParent(path).isPresent() || readStat(path).differsForEveryGit(staged);
    }

    /** Whether a folder has nothing but folders in it. Git tracks files only, so for git such a folder is not there. */
    private static boolean holdsFoldersOnly(Path folder) throws IOException {
        try (Stream<Path> all = Files.walk(folder)) {
            return all.allMatch(path -> Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS));
        }
    }

    // By the owner's bit, as git's ce_mode_from_stat: what this process may execute depends on the user that runs it.
    private static FileMode readMode(Path file) throws IOException {
        return Files.getPosixFilePermissions(file).contains(PosixFilePermission.OWNER_EXECUTE)
                ? FileMode.EXECUTABLE_FILE
                : FileMode.REGULAR_FILE;
    }

    /** Finds the first name above a path that is a file or a symbolic link: a move never writes through it. */
    Optional<Path> findBlockingParent(String path) throws IOException {
        Path folder = root;
        String[] names = path.split("/", -1);
        for (int i = 0; i < names.length - 1; i++) {
            folder = folder.resolve(names[i]);
            Optional<BasicFileAttributes> there = PathPresence.read(folder, LinkOption.NOFOLLOW_LINKS);
            if (there.isEmpty()) {
                return Optional.empty();
            }
            if (!there.get().isDirectory()) {
                return Optional.of(folder);
            }
        }
        return Optional.empty();
    }

    /**
     * Opens a writer for these changes. The caller holds the repository's lock.
     *
     * @throws IOException if the work tree can't be opened, or the list of private files can't be written
     */
    WorkTreeWriter openWriter(List<PathChange> changes) throws IOException {
        return openWriter(listFolders(changes));
    }

    /** Opens a writer of a work tree that no other process knows. */
    WorkTreeWriter openFirstWriter() throws IOException {
        return openWriter(Set.of());
    }

    private WorkTreeWriter openWriter(Set<String> folders) throws IOException {
        PrivateFiles privates = PrivateFiles.begin(
                git.getCommonDirectory().toPath(), root, folders, SharedPermissions.of(git.getConfig()), syncs);
        return new WorkTreeWriter(root, contents, new FolderChain(root), privates, syncs);
    }

    /** Each folder that may get a private file: those above a file that is written, up to the root. */
    private static Set<String> listFolders(List<PathChange> changes) {
        Set<String> folders = new LinkedHashSet<>();
        folders.add("");
        for (PathChange change : changes) {
            String path = change.path();
            int slash = path.lastIndexOf('/');
            // Where a folder is listed, those above it are.
            while (!change.to().isNothing() && slash > 0 && folders.add(path.substring(0, slash))) {
                slash = path.lastIndexOf('/', slash - 1);
            }
        }
        return folders;
    }

    /** Ends the programs that filtered contents. */
    @Override
    public void close() {
        contents.close();
    }
}
