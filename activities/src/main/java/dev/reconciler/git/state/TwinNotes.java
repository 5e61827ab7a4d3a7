package dev.reconciler.git.state;

import dev.reconciler.git.error.RepositoryBusyException;
import dev.reconciler.git.repository.CommitterIdentity;
import dev.reconciler.git.repository.DataRepository;
import dev.reconciler.git.repository.RefNames;
import dev.reconciler.git.repository.RefStore;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.StreamSupport;
import org.eclipse.jgit.errors.MissingObjectException;
import org.eclipse.jgit.lib.CommitBuilder;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.ObjectInserter;
import org.eclipse.jgit.lib.ObjectReader;
import org.eclipse.jgit.lib.PersonIdent;
import org.eclipse.jgit.notes.Note;
import org.eclipse.jgit.notes.NoteMap;
import org.eclipse.jgit.revwalk.RevCommit;
import org.eclipse.jgit.revwalk.RevWalk;
import org.jspecify.annotations.Nullable;

/**
 * Which commit was replayed as which, as notes of git on the originals: {@code git notes --ref=reconciler/<branch> show
 * <original>} prints
 *
 * <pre>
 * twin 9b1c…        the commit that it was replayed as last
 * at 2026-11-26T08:00:00Z
 * </pre>
 *
 * <p>A replay whose push lost a race is replayed again, so a twin may have a twin of its own: the chain is followed from
 * note to note. A twin that never got onto a branch may be gone.
 *
 * <p>The ref {@link RefNames#twins} holds one commit without parents, so what was removed from the notes is garbage. Git
 * spreads notes over folders by the first digits of the ids: few of them are written anew for a replay. Notes are kept for
 * 90 days, or 100,000 of them, whichever is more.
 */
public final class TwinNotes {
    private static final Pattern TWIN = Pattern.compile("^twin ([0-9a-f]{40})$", Pattern.MULTILINE);
    private static final Pattern AT = Pattern.compile("^at (\\S+)$", Pattern.MULTILINE);
    private static final Pattern COUNT =
            Pattern.compile("^notes (\\d{1,9}), (\\d{1,9}) when last cleared$", Pattern.MULTILINE);
    private static final int LARGEST = 1 << 16;

    private final RefStore refs;
    private final String name;
    private final CommitterIdentity writer;
    private final ObjectReader reader;
    private final NoteBounds bounds;
    private @Nullable StoredNotes stored;

    /** The notes of that repository's branch, read when they are asked for. */
    public TwinNotes(DataRepository repository, ObjectReader reader) {
        this(repository, reader, NoteBounds.USUAL);
    }

    TwinNotes(DataRepository repository, ObjectReader reader, NoteBounds bounds) {
        this.refs = repository.refs();
        this.name = repository.names().twins();
        this.writer = repository.settings().identity();
        this.reader = reader;
        this.bounds = bounds;
    }

    /** The commit that one was replayed as last; empty where no note says so. The twin itself may be gone. */
    public Optional<ObjectId> findTwin(ObjectId original) throws IOException {
        ObjectId note = readStored().map().get(original);
        return note == null ? Optional.empty() : matchText(TWIN, readText(note)).map(ObjectId::fromString);
    }

    /**
     * Writes notes, which nobody sees until they are {@linkplain #publish published}.
     *
     * @param twins original to twin
     * @param at when they were replayed
     * @return the commit of all notes
     */
    public ObjectId write(Map<ObjectId, ObjectId> twins, Instant at, ObjectInserter inserter) throws IOException {
        StoredNotes before = readStored();
        NoteMap map = before.map();
        int count = before.count();
        for (Map.Entry<ObjectId, ObjectId> each : twins.entrySet()) {
            count += map.contains(each.getKey()) ? 0 : 1;
            map.set(each.getKey(), "twin " + each.getValue().name() + "\nat " + at + "\n", inserter);
        }
        int cleared = before.cleared();
        // Each note has to be read to know its age. So the notes are looked through once for many new ones.
        if (count >= Math.max(cleared, bounds.notes()) + bounds.notes() / 10) {
            cleared = removeOld(map, at, inserter);
            count = cleared;
        }
        return insertCommit(map.writeTree(inserter), count, cleared, at, inserter);
    }

    /**
     * Lets the ref hold what was written, if it holds what was read.
     *
     * @throws RepositoryBusyException if another process has changed the notes meanwhile
     */
    public void publish(ObjectId commit) throws IOException {
        if (!refs.swap(name, readStored().commit(), commit, "twins")) {
            throw new RepositoryBusyException(name + " was changed by another process at this moment");
        }
    }

    private StoredNotes readStored() throws IOException {
        StoredNotes known = stored;
        if (known == null) {
            known = readCommit(refs.read(name));
            stored = known;
        }
        return known;
    }

    private StoredNotes readCommit(ObjectId id) throws IOException {
        if (id.equals(ObjectId.zeroId())) {
            return new StoredNotes(id, NoteMap.newEmptyMap(), 0, 0);
        }
        try (RevWalk walk = new RevWalk(reader)) {
            RevCommit commit = walk.parseCommit(id);
            NoteMap map = NoteMap.read(reader, commit);
            Matcher count = COUNT.matcher(commit.getFullMessage());
            return count.find()
                    ? new StoredNotes(id, map, Integer.parseInt(count.group(1)), Integer.parseInt(count.group(2)))
                    // A person has changed the notes with git, which writes a message of its own.
                    : new StoredNotes(id, map, countNotes(map), 0);
        } catch (MissingObjectException gone) {
            // They only save work: without them a replay is signed again.
            return new StoredNotes(id, NoteMap.newEmptyMap(), 0, 0);
        }
    }

    private static int countNotes(NoteMap map) {
        return (int) StreamSupport.stream(map.spliterator(), false).count();
    }

    /** Removes what is too old and not among the newest, and answers how many notes are left. */
    private int removeOld(NoteMap map, Instant now, ObjectInserter inserter) throws IOException {
        List<DatedNote> dated = new ArrayList<>();
        // Some of the notes were written a moment ago, and only the inserter knows them.
        try (ObjectReader all = inserter.newReader()) {
            for (Note each : map) {
                dated.add(new DatedNote(each.copy(), readTime(all, each.getData())));
            }
        }
        dated.sort(Comparator.comparing(DatedNote::at).reversed());
        int left = dated.size();
        Instant oldest = now.minus(bounds.age());
        while (left > bounds.notes() && dated.get(left - 1).at().isBefore(oldest)) {
            left--;
            map.remove(dated.get(left).original());
        }
        return left;
    }

    private String readText(ObjectId note) throws IOException {
        return readText(reader, note);
    }

    private static String readText(ObjectReader reader, ObjectId note) throws IOException {
        return new String(reader.open(note, Constants.OBJ_BLOB).getCachedBytes(LARGEST), StandardCharsets.UTF_8);
    }

    // A note that a person has written has no time of ours: it counts as the oldest.
    private static Instant readTime(ObjectReader reader, ObjectId note) throws IOException {
        try {
            return matchText(AT, readText(reader, note)).map(Instant::parse).orElse(Instant.EPOCH);
        } catch (DateTimeException unreadable) {
            return Instant.EPOCH;
        }
    }

    private static Optional<String> matchText(Pattern pattern, String text) {
        Matcher matcher = pattern.matcher(text);
        return matcher.find() ? Optional.of(matcher.group(1)) : Optional.empty();
    }

    private ObjectId insertCommit(ObjectId tree, int count, int cleared, Instant at, ObjectInserter inserter)
            throws IOException {
        PersonIdent person = new PersonIdent(writer.name(), writer.email(), at, ZoneOffset.UTC);
        CommitBuilder commit = new CommitBuilder();
        commit.setTreeId(tree);
        commit.setAuthor(person);
        commit.setCommitter(person);
        commit.setMessage("twins of replayed commits\n\nnotes " + count + ", " + cleared + " when last cleared\n");
        return inserter.insert(commit);
    }

    /**
     * How long notes are kept: for that time, and that many in any case.
     *
     * @param notes how many are kept however old they are; a tenth more may be there
     * @param age how long each is kept however many there are
     */
    record NoteBounds(int notes, Duration age) {
        static final NoteBounds USUAL = new NoteBounds(100_000, Duration.ofDays(90));
    }

    /**
     * The notes as they were read.
     *
     * @param commit what the ref held; the zero id where there are no notes yet
     * @param count how many notes there are
     * @param cleared how many were left when old ones were last removed
     */
    private record StoredNotes(ObjectId commit, NoteMap map, int count, int cleared) {}

    private record DatedNote(ObjectId original, Instant at) {}
}
