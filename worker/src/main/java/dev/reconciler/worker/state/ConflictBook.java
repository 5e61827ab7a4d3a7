package dev.reconciler.worker.state;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.databind.JsonNode;
import dev.reconciler.contract.PreservedConflict;
import dev.reconciler.contract.cases.CaseNotice;
import dev.reconciler.contract.cases.CaseNotice.NoticeKind;
import dev.reconciler.contract.cases.CaseState;
import dev.reconciler.contract.cases.ToldCase;
import dev.reconciler.git.conflict.ConflictMemory;
import dev.reconciler.git.conflict.SeenMerge;
import dev.reconciler.git.file.ReplacedFile;
import dev.reconciler.json.Json;
import dev.reconciler.model.CommitId;
import dev.reconciler.model.RepositoryId;
import dev.reconciler.workflow.cases.CaseInput;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What people of this host were told of its conflicts, in a file of the state directory: a Temporal service inside the
 * process forgets its cases, and nobody is to be told twice. Safe for use by several threads.
 */
public final class ConflictBook implements ConflictMemory {
    private static final Logger LOG = LoggerFactory.getLogger(ConflictBook.class);

    private static final String FILE = "conflicts.json";

    /** A branch that nobody deletes after it was merged is remembered, and the oldest of very many are not. */
    private static final int MOST_CLOSED = 200;

    private final Path file;
    private final Map<String, BookedCase> cases = new LinkedHashMap<>();
    private final List<News> unsaid = new ArrayList<>();

    private ConflictBook(Path file) {
        this.file = file;
    }

    /**
     * What is to be said of a case, and is written down before.
     *
     * @param event as JSON
     */
    @JsonIgnoreProperties(ignoreUnknown = true)
    public record News(RepositoryId repository, String event) {}

    /** A conflict that people were told of, or one that is merged and whose branch may still be there. */
    @JsonIgnoreProperties(ignoreUnknown = true)
    record BookedCase(
            RepositoryId repository,
            PreservedConflict conflict,
            boolean open,
            @Nullable String openedAt,
            @Nullable String remindedAt,
            @Nullable String escalatedAt,
            @Nullable CommitId mergedInto) {
        private static BookedCase opened(RepositoryId repository, PreservedConflict conflict, ToldCase told) {
            return new BookedCase(
                    repository,
                    conflict,
                    true,
                    format(told.openedAt()),
                    format(told.remindedAt()),
                    format(told.escalatedAt()),
                    null);
        }

        private static BookedCase merged(RepositoryId repository, PreservedConflict conflict, CommitId remote) {
            return new BookedCase(repository, conflict, false, null, null, null, remote);
        }

        private String name() {
            return CaseInput.nameOf(repository, conflict);
        }

        private ToldCase told() {
            return new ToldCase(parse(openedAt), parse(remindedAt), parse(escalatedAt));
        }

        private static @Nullable String format(@Nullable Instant at) {
            return at == null ? null : at.toString();
        }

        private static @Nullable Instant parse(@Nullable String at) {
            return at == null ? null : Instant.parse(at);
        }
    }

    /**
     * Opens the book in a state directory. One that can't be understood is begun anew: what is open is told again.
     *
     * @throws IOException if the directory can't be used
     */
    public static ConflictBook open(Path state) throws IOException {
        ConflictBook book = new ConflictBook(state.resolve(FILE));
        book.load();
        return book;
    }

    /** Reads the book, for who only looks at conflicts: where that user may not read it, it is as one of a new host. */
    public static ConflictBook look(Path state) {
        try {
            return open(state);
        } catch (IOException refused) {
            LOG.debug("what was told of conflicts is not known here", refused);
            return new ConflictBook(state.resolve(FILE));
        }
    }

    private void load() throws IOException {
        try {
            JsonNode all = Json.read(Files.readAllBytes(file));
            for (JsonNode each : all.required("cases")) {
                BookedCase booked = Json.convert(each, BookedCase.class);
                cases.put(booked.name(), booked);
            }
            for (JsonNode each : all.path("unsaid")) {
                unsaid.add(Json.convert(each, News.class));
            }
        } catch (NoSuchFileException none) {
            LOG.debug("{}: nobody was told of a conflict yet", file);
        } catch (IOException | RuntimeException broken) {
            if (!Files.isReadable(file)) {
                throw broken instanceof IOException refused ? refused : new IOException(broken);
            }
            LOG.warn("{} can't be understood, and is begun anew: {}", file, broken.toString());
        }
    }

    /** What people were told of a conflict. */
    public synchronized ToldCase findTold(RepositoryId repository, PreservedConflict conflict) {
        return findTold(CaseInput.nameOf(repository, conflict));
    }

    /**
     * The same, of the conflict of that name.
     *
     * @param name {@code <repository>/<UTC>}
     */
    public synchronized ToldCase findTold(String name) {
        return findOpen(name).map(BookedCase::told).orElse(ToldCase.NOTHING);
    }

    private Optional<BookedCase> findOpen(String name) {
        return Optional.ofNullable(cases.get(name)).filter(BookedCase::open);
    }

    /**
     * Writes down what people are told now, before they are. The news are unsaid until it is said that they were.
     *
     * @param event as JSON. A conflict that was over before anybody was told of it is no news
     * @throws IOException if the disk refuses; nothing is remembered then
     */
    public synchronized ToldCase record(CaseNotice notice, String event) throws IOException {
        String name = CaseInput.nameOf(notice.repository(), notice.conflict());
        ToldCase before = findTold(name);
        ToldCase told = before.with(notice.kind(), notice.at());
        boolean isOver = notice.kind() == NoticeKind.CLOSED;
        boolean isForgotten = isOver && notice.look().state() == CaseState.DELETED;
        List<News> news = new ArrayList<>(unsaid);
        if (!isOver || before.openedAt() != null) {
            news.add(new News(notice.repository(), event));
        }
        replace(name, isForgotten ? null : newEntry(notice, told), news);
        return told;
    }

    private static BookedCase newEntry(CaseNotice notice, ToldCase told) {
        return notice.kind() == NoticeKind.CLOSED
                ? BookedCase.merged(
                        notice.repository(), notice.conflict(), notice.look().remote())
                : BookedCase.opened(notice.repository(), notice.conflict(), told);
    }

    /** What was written down and is not said yet, as where the worker was killed between both; the oldest first. */
    public synchronized List<News> listUnsaid() {
        return List.copyOf(unsaid);
    }

    /** These news were said. */
    public synchronized void noteSaid(News news) throws IOException {
        List<News> left = new ArrayList<>(unsaid);
        left.remove(news);
        write(cases, left);
        unsaid.clear();
        unsaid.addAll(left);
    }

    @Override
    public synchronized void recordMerge(RepositoryId repository, PreservedConflict conflict, CommitId remote) {
        try {
            replace(
                    CaseInput.nameOf(repository, conflict),
                    BookedCase.merged(repository, conflict, remote),
                    List.copyOf(unsaid));
        } catch (IOException refused) {
            LOG.debug("{}: {} will be looked at again", repository, conflict.branch(), refused);
        }
    }

    @Override
    public synchronized Optional<SeenMerge> findMerge(RepositoryId repository, PreservedConflict conflict) {
        return Optional.ofNullable(cases.get(CaseInput.nameOf(repository, conflict)))
                .filter(booked -> !booked.open() && booked.conflict().equals(conflict))
                .map(booked -> new SeenMerge(booked.mergedInto()));
    }

    @Override
    public synchronized List<PreservedConflict> listOpen(RepositoryId repository) {
        return cases.values().stream()
                .filter(each -> each.open() && each.repository().equals(repository))
                .map(BookedCase::conflict)
                .toList();
    }

    /** When people were first told of each open conflict of the repository. */
    public synchronized List<Instant> listOpened(RepositoryId repository) {
        return cases.values().stream()
                .filter(each -> each.open() && each.repository().equals(repository))
                .flatMap(each -> Optional.ofNullable(each.told().openedAt()).stream())
                .toList();
    }

    private void replace(String name, @Nullable BookedCase next, List<News> news) throws IOException {
        Map<String, BookedCase> after = new LinkedHashMap<>(cases);
        // The newest is the last, however often it was there before.
        after.remove(name);
        if (next != null) {
            after.put(name, next);
        }
        List<String> closed = after.values().stream()
                .filter(each -> !each.open())
                .map(BookedCase::name)
                .toList();
        closed.subList(0, Math.max(0, closed.size() - MOST_CLOSED)).forEach(after::remove);
        write(after, news);
        cases.clear();
        cases.putAll(after);
        unsaid.clear();
        unsaid.addAll(news);
    }

    private void write(Map<String, BookedCase> all, List<News> news) throws IOException {
        ReplacedFile.write(file, Json.write(Map.of("cases", new ArrayList<>(all.values()), "unsaid", news)) + "\n");
    }
}
