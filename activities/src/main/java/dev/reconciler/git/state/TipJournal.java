package dev.reconciler.git.state;

import dev.reconciler.git.file.PathPresence;
import dev.reconciler.git.lock.RepositoryLock;
import dev.reconciler.git.repository.DataRepository;
import dev.reconciler.git.repository.RefNames;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.time.temporal.ChronoUnit;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.eclipse.jgit.errors.InvalidObjectIdException;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.ObjectId;

/**
 * The file {@code reconciler/<branch>.tips} in a git directory: when the runs came upon which commit, a line each.
 *
 * <pre>
 * remote 9b1c… 2026-11-27T08:00:00Z    the remote's branch held it
 * local 41d0… 2026-11-27T08:00:00Z     the local branch held it, and the remote's another one
 * kept 41d0… 2026-11-27T08:00:01Z      the branch left it, and a ref below refs/rewound/ holds it
 * </pre>
 *
 * <p>Lines are added at the end, under the {@link RepositoryLock}, and reach the disk with what the step syncs anyway.
 * What is no whole line, since a power cut came in between, says nothing. Of a long journal the newest lines are kept, those
 * of 90 days, and what the branch left.
 * Nothing that a run decides hangs on it: without the file only the times are unknown, and what the remote held last is
 * told from the refs.
 */
public final class TipJournal {
    private static final String ENDING = ".tips";
    private static final String KEPT = "kept";

    /** A commit of the application has two lines: seen here, and on the remote. */
    private static final int MOST = 200_000;

    private static final Duration LONGEST = Duration.ofDays(90);
    private static final int LINE = 72;
    private static final int TAIL = 400;

    private final NoteFile file;
    private final int most;

    /** The journal of that repository's branch. */
    public TipJournal(DataRepository repository) {
        this(repository, MOST);
    }

    /** @param most how many lines are kept however old they are; a tenth more may be there */
    TipJournal(DataRepository repository, int most) {
        this.file = NoteFile.of(repository, ENDING);
        this.most = most;
    }

    /** Notes that the remote's branch holds the commit. */
    public void addRemote(ObjectId commit) throws IOException {
        addLine("remote", commit);
    }

    /** Notes that the local branch holds the commit, and the remote's another one. */
    public void addLocal(ObjectId commit) throws IOException {
        addLine("local", commit);
    }

    /** Notes that the branch left the commit, which a ref below {@link RefNames#REWOUND} holds. */
    public void addKept(ObjectId commit) throws IOException {
        addLine(KEPT, commit);
    }

    /** What the remote's branch held, the oldest first. */
    public List<SeenTip> remoteTips() throws IOException {
        return readLines(file.path(), "remote");
    }

    /** What the local branch held while the remote's held another commit, the oldest first. */
    public List<SeenTip> localTips() throws IOException {
        return readLines(file.path(), "local");
    }

    /** The commits that other branches of the repository have left, and this one has not. */
    public Set<ObjectId> listKeptByOthers() throws IOException {
        Set<ObjectId> kept = new HashSet<>();
        Path folder = file.path().resolveSibling(".");
        if (Files.isDirectory(folder)) {
            try (DirectoryStream<Path> journals = Files.newDirectoryStream(folder, "*" + ENDING)) {
                for (Path journal : journals) {
                    kept.addAll(readKept(journal));
                }
            }
        }
        kept.removeAll(readKept(file.path()));
        return kept;
    }

    private static Set<ObjectId> readKept(Path journal) throws IOException {
        return readLines(journal, KEPT).stream().map(SeenTip::commit).collect(Collectors.toSet());
    }

    private static List<SeenTip> readLines(Path journal, String kind) throws IOException {
        return readText(journal)
                .lines()
                .filter(line -> line.startsWith(kind))
                .flatMap(TipJournal::parseLine)
                .toList();
    }

    // By hand, since a long journal has so many lines that a pattern is slow.
    private static Stream<SeenTip> parseLine(String line) {
        int commit = line.indexOf(' ') + 1;
        int time = commit + Constants.OBJECT_ID_STRING_LENGTH + 1;
        try {
            return line.length() > time
                    ? Stream.of(new SeenTip(
                            ObjectId.fromString(line.substring(commit, time - 1)), Instant.parse(line.substring(time))))
                    : Stream.empty();
        } catch (DateTimeParseException | InvalidObjectIdException cutShort) {
            return Stream.empty();
        }
    }

    private static String readText(Path journal) throws IOException {
        return PathPresence.isFile(journal) ? Files.readString(journal, StandardCharsets.ISO_8859_1) : "";
    }

    private void addLine(String kind, ObjectId commit) throws IOException {
        Path path = file.path();
        // A person's folder of that name is in nobody's way but the journal's.
        if (PathPresence.isFolder(path)) {
            return;
        }
        boolean isNew = !file.exists();
        String tail = isNew ? "" : readTail(path);
        if (findLast(tail, kind).filter(commit::equals).isPresent()) {
            return;
        }
        file.permissions().createFolders(path.resolveSibling("."));
        String line = kind + " " + commit.name() + " " + Instant.now().truncatedTo(ChronoUnit.MILLIS) + "\n";
        // Behind a line that a power cut has cut short the next one begins anew.
        Files.writeString(
                path,
                tail.isEmpty() || tail.endsWith("\n") ? line : "\n" + line,
                StandardOpenOption.CREATE,
                StandardOpenOption.APPEND);
        file.syncs().get().add(path);
        if (isNew) {
            file.permissions().adjustIfOurs(path);
            file.syncs().get().addName(path);
        } else if (isLongAtLast(Files.size(path), line.length())) {
            dropOld();
        }
    }

    // A journal that is long, since all of it is young, is not read through again for each line.
    private boolean isLongAtLast(long size, int added) {
        long step = (long) Math.max(1, most / 10) * LINE;
        return size > (long) most * LINE + step && size / step != (size - added) / step;
    }

    private void dropOld() throws IOException {
        List<String> lines = readText(file.path()).lines().toList();
        Instant oldest = Instant.now().minus(LONGEST);
        int older = Math.max(0, lines.size() - most);
        Stream<String> left = lines.subList(0, older).stream()
                .filter(line -> line.startsWith(KEPT)
                        || parseLine(line).anyMatch(tip -> tip.at().isAfter(oldest)));
        String text = Stream.concat(left, lines.subList(older, lines.size()).stream())
                .collect(Collectors.joining("\n", "", "\n"));
        file.replaceBy(file.writeBeside(text));
    }

    private static Optional<ObjectId> findLast(String tail, String kind) {
        return tail.lines()
                .filter(line -> line.startsWith(kind))
                .flatMap(TipJournal::parseLine)
                .reduce((earlier, later) -> later)
                .map(SeenTip::commit);
    }

    private static String readTail(Path path) throws IOException {
        try (RandomAccessFile journal = new RandomAccessFile(path.toFile(), "r")) {
            byte[] tail = new byte[(int) Math.min(TAIL, journal.length())];
            journal.seek(journal.length() - tail.length);
            journal.readFully(tail);
            return new String(tail, StandardCharsets.ISO_8859_1);
        }
    }

    /**
     * A commit that a branch held.
     *
     * @param at when a run came upon it first
     */
    public record SeenTip(ObjectId commit, Instant at) {}
}
