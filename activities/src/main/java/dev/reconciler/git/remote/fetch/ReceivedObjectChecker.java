package dev.reconciler.git.remote.fetch;

import dev.reconciler.git.remote.settings.TransportSettings;
import java.io.IOException;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.Set;
import org.eclipse.jgit.errors.CorruptObjectException;
import org.eclipse.jgit.errors.MissingObjectException;
import org.eclipse.jgit.lib.AnyObjectId;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.FileMode;
import org.eclipse.jgit.lib.ObjectChecker;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.ObjectLoader;
import org.eclipse.jgit.lib.ObjectReader;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.treewalk.AbstractTreeIterator;
import org.eclipse.jgit.util.RawParseUtils;
import org.jspecify.annotations.Nullable;

/**
 * Checks objects while they are received, and refuses those with a fault that {@link FsckLevels} does not let in. A pack
 * with one of them never comes into the repository. A {@code .gitmodules} is read when all is there, by {@link
 * ConnectivityCheck}, and no ref ever names what is refused.
 *
 * <p>The library's own checker knows most of git's rules. It does not see a {@code .git} in the spelling of Windows or
 * of a Mac, nor a {@code .gitmodules} that is a link, and it does not read a {@code .gitmodules}. To be used for one
 * fetch by one thread.
 */
public final class ReceivedObjectChecker extends ObjectChecker {
    /** Git has no such limit, but a file of that size has no honest use. */
    private static final int LARGEST_GITMODULES = 8 << 20;

    private static final String LINK = ".gitmodules is a symbolic link";

    /** The library has no name for most faults of a header. */
    private static final ErrorType NEAREST = ErrorType.BAD_DATE;

    private final FsckLevels levels;
    private final Set<ObjectId> skipped;
    private final Set<ObjectId> partlySkipped;
    private final ObjectChecker dangersOnly = new ObjectChecker();
    private final Set<ObjectId> gitmodules = new HashSet<>();

    /** The checker for a fetch into a repository. */
    public static ReceivedObjectChecker of(Repository local) throws IOException {
        return new ReceivedObjectChecker(new FsckLevels(TransportSettings.of(local), TransportSettings.ofThisHost()));
    }

    /** @throws IOException if a file with objects that are not checked can't be read */
    ReceivedObjectChecker(FsckLevels levels) throws IOException {
        this.levels = levels;
        this.skipped = levels.readSkipList();
        this.partlySkipped = levels.readOwnSkipList();
        Set<ErrorType> taken = EnumSet.noneOf(ErrorType.class);
        Set<ErrorType> harmless = EnumSet.noneOf(ErrorType.class);
        for (ErrorType fault : ErrorType.values()) {
            if (!levels.isRefused(fault.getMessageId())) {
                taken.add(fault);
            }
            if (!levels.isRefusedAnyway(fault.getMessageId())) {
                harmless.add(fault);
            }
        }
        // HeaderFaults has a look at the persons. The library's own reads beyond the end of a header that is cut off.
        setIgnore(taken).setAllowInvalidPersonIdent(true);
        dangersOnly.setIgnore(harmless).setAllowInvalidPersonIdent(true);
    }

    @Override
    public void check(@Nullable AnyObjectId id, int type, byte[] raw) throws CorruptObjectException {
        if (id != null && skipped.contains(id)) {
            return;
        }
        if (id != null && partlySkipped.contains(id)) {
            dangersOnly.check(id, type, raw);
        } else {
            super.check(id, type, raw);
            checkHeader(id, type, raw);
        }
        if (type == Constants.OBJ_TREE) {
            checkNames(id, raw);
        }
    }

    private void checkHeader(@Nullable AnyObjectId id, int type, byte[] raw) throws CorruptObjectException {
        if (!levels.asksForChecks() || type == Constants.OBJ_TREE || type == Constants.OBJ_BLOB) {
            return;
        }
        for (String fault : type == Constants.OBJ_TAG ? HeaderFaults.findInTag(raw) : HeaderFaults.findInCommit(raw)) {
            if (levels.isRefused(fault)) {
                throw newError(NEAREST, id, fault);
            }
        }
    }

    // The library's check comes first, so each entry is whole: mode, space, name, zero, id.
    private void checkNames(@Nullable AnyObjectId id, byte[] raw) throws CorruptObjectException {
        int position = 0;
        while (position < raw.length) {
            int name = RawParseUtils.next(raw, position, ' ');
            int end = RawParseUtils.next(raw, name, '\0') - 1;
            checkName(id, raw, position, name, end);
            position = end + 1 + Constants.OBJECT_ID_LENGTH;
        }
    }

    private void checkName(@Nullable AnyObjectId id, byte[] raw, int entry, int name, int end)
            throws CorruptObjectException {
        if (DisguisedNames.isDotGit(raw, name, end)) {
            report(ErrorType.HAS_DOTGIT, id, "contains '" + RawParseUtils.decode(raw, name, end) + "'");
        }
        if (!DisguisedNames.isGitmodules(raw, name, end)) {
            return;
        }
        if (FileMode.SYMLINK.equals(parseMode(raw, entry, name))) {
            report(ErrorType.GITMODULES_SYMLINK, id, LINK);
        } else {
            gitmodules.add(ObjectId.fromRaw(raw, end + 1));
        }
    }

    private static int parseMode(byte[] raw, int entry, int name) {
        int mode = 0;
        for (int i = entry; i < name - 1; i++) {
            mode = (mode << 3) + raw[i] - '0';
        }
        return mode;
    }

    /**
     * Checks the {@code .gitmodules} files of all trees that were received. To be called after the fetch, when their
     * contents are there, and before any ref names them.
     *
     * @throws CorruptObjectException if one is refused
     */
    void checkGitmodules(Repository repository) throws IOException {
        try (ObjectReader reader = repository.newObjectReader()) {
            for (ObjectId id : gitmodules) {
                checkText(reader, id);
            }
        }
    }

    /**
     * Checks an entry of a tree, where its name is that of a {@code .gitmodules}.
     *
     * @throws CorruptObjectException if it is refused
     */
    void checkGitmodules(ObjectReader reader, AbstractTreeIterator entry) throws IOException {
        if (DisguisedNames.isGitmodules(
                entry.getEntryPathBuffer(), entry.getNameOffset(), entry.getEntryPathLength())) {
            if (entry.getEntryFileMode() == FileMode.SYMLINK) {
                report(ErrorType.GITMODULES_SYMLINK, entry.getEntryObjectId(), LINK);
            } else {
                checkText(reader, entry.getEntryObjectId());
            }
        }
    }

    private void checkText(ObjectReader reader, ObjectId id) throws IOException {
        if (skipped.contains(id)) {
            return;
        }
        ObjectLoader loader;
        try {
            loader = reader.open(id);
        } catch (MissingObjectException submodule) {
            // A submodule of that name, or an object whose absence the check of the whole fetch tells.
            return;
        }
        if (loader.getType() != Constants.OBJ_BLOB) {
            report(ErrorType.GITMODULES_BLOB, id, ".gitmodules is no file");
        } else if (loader.getSize() > LARGEST_GITMODULES) {
            report(ErrorType.GITMODULES_LARGE, id, ".gitmodules is too large");
        } else {
            for (GitmodulesFaults.GitmodulesFault fault :
                    GitmodulesFaults.find(RawParseUtils.decode(loader.getCachedBytes()))) {
                if (levels.isRefused(fault.name())) {
                    throw newError(fault.type(), id, fault.name() + ": " + fault.words());
                }
            }
        }
    }

    private void report(ErrorType fault, @Nullable AnyObjectId id, String words) throws CorruptObjectException {
        if (levels.isRefused(fault.getMessageId())) {
            throw newError(fault, id, fault.getMessageId() + ": " + words);
        }
    }

    private static CorruptObjectException newError(ErrorType type, @Nullable AnyObjectId id, String words) {
        return id == null ? new CorruptObjectException(words) : new CorruptObjectException(type, id, words);
    }
}
