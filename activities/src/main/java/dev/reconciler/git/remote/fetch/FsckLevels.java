package dev.reconciler.git.remote.fetch;

import dev.reconciler.git.remote.settings.TransportSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.eclipse.jgit.lib.ObjectId;

/**
 * Which faults of received objects are refused, by git's names of them ({@code FOREACH_FSCK_MSG_ID} in git's {@code
 * fsck.h}).
 *
 * <p>Git itself checks received objects only where {@code fetch.fsckObjects} or {@code transfer.fsckObjects} says so,
 * and old histories have faults that nobody minds: modes with a zero before them, a person without an e-mail. So those
 * are taken, unless a setting asks for the checks. Faults that can write outside of a work tree, run a program, or make
 * a tree mean two things are refused always. Only a setting that no repository can change lets one of them in.
 *
 * <p>Follows {@code fetch_pack_config} and {@code fetch_pack_fsck_objects} in git's {@code fetch-pack.c}, and {@code
 * fsck_set_msg_type} in {@code fsck.c}.
 */
final class FsckLevels {
    /** Refused whatever the clone's own settings say. */
    private static final Set<String> DANGEROUS = Set.of(
            "hasdotgit",
            "hasdot",
            "hasdotdot",
            "emptyname",
            "fullpathname",
            "duplicateentries",
            "treenotsorted",
            "nullsha1",
            "gitmodulesname",
            "gitmodulespath",
            "gitmodulesurl",
            "gitmodulesupdate",
            "gitmodulessymlink",
            "gitmoduleslarge");

    /** Without these an object can't be read: git's own parser refuses them when it walks the history. */
    private static final Set<String> UNREADABLE =
            Set.of("missingtree", "badtreesha1", "badparentsha1", "badobjectsha1", "missingobject", "unknowntype");

    /** Git reports these and takes the object. */
    private static final Set<String> REPORTED = Set.of("gitmodulesparse");

    private static final String SKIP_LIST = "skipList";

    private final TransportSettings settings;
    private final TransportSettings outside;
    private final boolean asksForChecks;

    /**
     * The levels for one fetch.
     *
     * @param settings all that count for the clone
     * @param outside those of them that no repository can change
     */
    FsckLevels(TransportSettings settings, TransportSettings outside) {
        this.settings = settings;
        this.outside = outside;
        String asking = settings.git().value("fetch", null, "fsckObjects").isPresent() ? "fetch" : "transfer";
        this.asksForChecks = settings.git().isTrue(asking, null, "fsckObjects");
    }

    /**
     * Whether an object with that fault is refused.
     *
     * @param fault git's name, such as {@code zeroPaddedFilemode}
     */
    boolean isRefused(String fault) {
        boolean isReported = REPORTED.contains(fault.toLowerCase(Locale.ROOT));
        return isRefusedAnyway(fault)
                || (asksForChecks && isError(settings, fault).orElse(!isReported));
    }

    /** Whether the clone's settings ask for the checks that git makes only when it is asked to. */
    boolean asksForChecks() {
        return asksForChecks;
    }

    /** Whether an object with that fault is refused even where the clone's settings ask for no checks. */
    boolean isRefusedAnyway(String fault) {
        String name = fault.toLowerCase(Locale.ROOT);
        return UNREADABLE.contains(name)
                || (DANGEROUS.contains(name) && isError(outside, fault).orElse(true));
    }

    private static Optional<Boolean> isError(TransportSettings settings, String fault) {
        return settings.git().value("fetch", "fsck", fault).map("error"::equalsIgnoreCase);
    }

    /**
     * The objects whose faults do not count, by the files that {@code fetch.fsck.skipList} names in settings that no
     * repository can change.
     *
     * @throws IOException if a file can't be read
     */
    Set<ObjectId> readSkipList() throws IOException {
        return readSkipList(outside);
    }

    /** The objects whose faults do not count unless they are dangerous: those that any setting skips. */
    Set<ObjectId> readOwnSkipList() throws IOException {
        return asksForChecks ? readSkipList(settings) : Set.of();
    }

    private static Set<ObjectId> readSkipList(TransportSettings settings) throws IOException {
        Set<ObjectId> skipped = new HashSet<>();
        for (String file : settings.git().values("fetch", "fsck", SKIP_LIST)) {
            addSkipped(settings.expandPath(file), skipped);
        }
        return skipped;
    }

    // As oidset_parse_file_carefully: one id a line; what follows a number sign is a comment.
    private static void addSkipped(Path file, Set<ObjectId> skipped) throws IOException {
        for (String line : Files.readAllLines(file)) {
            String id = line.replaceFirst("#.*", "").strip();
            if (ObjectId.isId(id)) {
                skipped.add(ObjectId.fromString(id));
            } else if (!id.isEmpty()) {
                throw new IOException(file + " (fetch.fsck.skipList): '" + id + "' is no object id");
            }
        }
    }
}
