package dev.reconciler.git.lease;

import dev.reconciler.git.discovery.GitDirectory;
import dev.reconciler.git.repository.DataRepository;
import dev.reconciler.git.state.NoteFile;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The file {@code reconciler/lease} in a git directory: the fencing number of the last lease, and the lease as it was
 * taken. It is written under the repository's lock only.
 *
 * <p>Until when the lease counts since it was renewed or released is in a file of its own, {@code lease.} and its number.
 * That one is written by the holder alone, without the lock: a run that replays for minutes must not cost a lease.
 */
final class LeaseNote {
    private static final String NAME = "lease";
    private static final String RENEWAL = NAME + ".";
    /** Not the notes of a branch that is named so: lease.agreed, lease.7.agreed. */
    private static final Pattern RENEWALS = Pattern.compile("lease[.][0-9]+([.]new)?");

    private static final String FENCE = "fence";
    private static final String HASH = "sha256";
    private static final String TAKEN = "taken";
    private static final String RENEWED = "renewed";
    private static final String ENDS = "ends";
    private static final String HOLDER = "holder";

    private final Function<String, NoteFile> files;

    private LeaseNote(Function<String, NoteFile> files) {
        this.files = files;
    }

    static LeaseNote of(DataRepository repository) {
        return new LeaseNote(name -> NoteFile.ofRepository(repository, name));
    }

    /** The note of a repository that is not opened, to be read only. */
    static LeaseNote toRead(GitDirectory directory) {
        return new LeaseNote(name -> NoteFile.toRead(directory, name));
    }

    /** What is noted; empty where there is no file, and where a person or a broken disk has left no note of ours in it. */
    Optional<NotedLease> read() throws IOException {
        try {
            Optional<NotedLease> taken = files.apply(NAME).read().map(LeaseNote::parse);
            return taken.isPresent() ? Optional.of(addRenewal(taken.get())) : taken;
        } catch (IllegalArgumentException | DateTimeParseException noNote) {
            return Optional.empty();
        }
    }

    private NotedLease addRenewal(NotedLease taken) throws IOException {
        LeaseTerm term = taken.term();
        Optional<String> renewal = renewalOf(taken).read();
        if (term == null || renewal.isEmpty()) {
            return taken;
        }
        Map<String, String> lines = splitLines(renewal.get());
        return new NotedLease(
                taken.fence(),
                new LeaseTerm(
                        term.hash(),
                        term.holder(),
                        Instant.parse(find(lines, TAKEN)),
                        Instant.parse(find(lines, RENEWED)),
                        Instant.parse(find(lines, ENDS))));
    }

    private NoteFile renewalOf(NotedLease lease) {
        return files.apply(RENEWAL + lease.fence());
    }

    /** Writes a lease that is taken now. The caller has the repository's lock. */
    void write(NotedLease taken) throws IOException {
        NoteFile file = files.apply(NAME);
        file.replaceBy(file.writeBeside(format(taken)));
        // Those of the leases before it. A holder whose lease is over may write one more, which nobody reads.
        try (DirectoryStream<Path> notes = Files.newDirectoryStream(file.path().resolveSibling("."))) {
            for (Path note : notes) {
                if (RENEWALS.matcher(note.getFileName().toString()).matches()) {
                    Files.deleteIfExists(note);
                }
            }
        }
    }

    /** Writes from when to when a lease counts now. Needs no lock. */
    void writeRenewal(NotedLease lease) throws IOException {
        LeaseTerm term = lease.term();
        if (term != null) {
            NoteFile file = renewalOf(lease);
            file.replaceBy(file.writeBeside(formatTimes(term)));
        }
    }

    private static String format(NotedLease noted) {
        String fence = formatLine(FENCE, noted.fence());
        LeaseTerm term = noted.term();
        return term == null
                ? fence
                : fence + formatLine(HASH, term.hash()) + formatTimes(term) + formatLine(HOLDER, term.holder());
    }

    private static String formatTimes(LeaseTerm term) {
        return formatLine(TAKEN, term.taken()) + formatLine(RENEWED, term.renewed()) + formatLine(ENDS, term.ends());
    }

    private static String formatLine(String key, Object value) {
        return key + " " + value + "\n";
    }

    private static NotedLease parse(String text) {
        Map<String, String> lines = splitLines(text);
        long fence = Long.parseLong(find(lines, FENCE));
        return new NotedLease(fence, lines.containsKey(HASH) ? parseTerm(key -> find(lines, key)) : null);
    }

    private static Map<String, String> splitLines(String text) {
        return text.lines()
                .map(line -> line.split(" ", 2))
                .filter(words -> words.length == 2)
                .collect(Collectors.toMap(words -> words[0], words -> words[1], (first, last) -> last));
    }

    private static LeaseTerm parseTerm(Function<String, String> lines) {
        return new LeaseTerm(
                lines.apply(HASH),
                lines.apply(HOLDER),
                Instant.parse(lines.apply(TAKEN)),
                Instant.parse(lines.apply(RENEWED)),
                Instant.parse(lines.apply(ENDS)));
    }

    private static String find(Map<String, String> lines, String key) {
        String value = lines.get(key);
        if (value == null) {
            throw new IllegalArgumentException("no line '" + key + "'");
        }
        return value;
    }

    /**
     * What the file says.
     *
     * @param fence of the last lease
     * @param term of the last lease, which may be over; null where the note has none
     */
    record NotedLease(long fence, @Nullable LeaseTerm term) {}
}
