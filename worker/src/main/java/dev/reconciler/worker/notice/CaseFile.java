package dev.reconciler.worker.notice;

import com.fasterxml.jackson.databind.JsonNode;
import dev.reconciler.git.file.ReplacedFile;
import dev.reconciler.json.Json;
import dev.reconciler.model.RepositoryId;
import dev.reconciler.worker.notice.message.CaseKind;
import dev.reconciler.worker.notice.message.Notice;
import dev.reconciler.worker.notice.message.NoticeType;
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
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The file of a {@link CaseBook}, in the state directory of its host. */
final class CaseFile {
    private static final Logger LOG = LoggerFactory.getLogger(CaseFile.class);

    private final Path file;

    /** @param state the state directory */
    CaseFile(Path state) {
        this.file = state.resolve("cases.json");
    }

    /** Reads what was written last; nothing where there is no file, or one that is none of this program. */
    Content read() {
        try {
            JsonNode read = Json.read(Files.readAllBytes(file));
            return new Content(
                    stream(read.required("cases")).map(CaseFile::parseCase).toList(),
                    stream(read.required("pending")).map(CaseFile::parseNotice).toList());
        } catch (NoSuchFileException none) {
            return new Content(List.of(), List.of());
        } catch (IOException | RuntimeException broken) {
            LOG.warn("{} can't be read, so people are told anew of each open case: {}", file, broken.toString());
            return new Content(List.of(), List.of());
        }
    }

    private static Stream<JsonNode> stream(JsonNode array) {
        return StreamSupport.stream(array.spliterator(), false);
    }

    /** Writes it, so that it is on the disk afterwards. A disk that refuses keeps nobody from being told. */
    void write(Content content) {
        Map<String, Object> all = new LinkedHashMap<>();
        all.put("cases", content.cases().stream().map(CaseFile::describeCase).toList());
        all.put(
                "pending",
                content.pending().stream().map(CaseFile::describeNotice).toList());
        try {
            ReplacedFile.write(file, Json.write(all));
        } catch (IOException refused) {
            LOG.warn("{} can't be written, and a restart tells people again: {}", file, refused.toString());
        }
    }

    private static Map<String, @Nullable Object> describeCase(KnownCase known) {
        FoundCase found = known.found();
        Map<String, @Nullable Object> described = new LinkedHashMap<>();
        described.put("id", found.id());
        described.put("kind", found.kind().name());
        described.put("title", found.title());
        described.put("text", found.text());
        described.put("repositories", found.repositories());
        described.put("since", found.since().toString());
        described.put("seenAt", known.seenAt().toString());
        described.put("announcedAt", write(known.announcedAt()));
        described.put("escalatedAt", write(known.escalatedAt()));
        described.put("goneSince", write(known.goneSince()));
        Map<String, @Nullable String> told = new LinkedHashMap<>();
        known.toldChannels().forEach(channel -> told.put(channel, write(known.toldAt(channel))));
        described.put("told", told);
        return described;
    }

    private static @Nullable String write(@Nullable Instant time) {
        return time == null ? null : time.toString();
    }

    private static KnownCase parseCase(JsonNode read) {
        FoundCase found = new FoundCase(
                text(read, "id"),
                CaseKind.valueOf(text(read, "kind")),
                text(read, "title"),
                text(read, "text"),
                parseRepositories(read),
                Instant.parse(text(read, "since")),
                false);
        KnownCase known = new KnownCase(found, Instant.parse(text(read, "seenAt")));
        time(read, "announcedAt").ifPresent(known::announce);
        time(read, "escalatedAt").ifPresent(known::escalate);
        time(read, "goneSince").ifPresent(known::miss);
        read.required("told")
                .fields()
                .forEachRemaining(told ->
                        known.tell(told.getKey(), Instant.parse(told.getValue().textValue())));
        return known;
    }

    private static Map<String, @Nullable Object> describeNotice(Notice notice) {
        Map<String, @Nullable Object> described = new LinkedHashMap<>();
        described.put("id", notice.id());
        described.put("channel", notice.channel());
        described.put("type", notice.type().name());
        described.put("caseId", notice.caseId());
        described.put("kind", notice.kind().name());
        described.put("title", notice.title());
        described.put("text", notice.text());
        described.put("repositories", notice.repositories());
        described.put("since", notice.since().toString());
        described.put("at", notice.at().toString());
        described.put("closedAt", write(notice.closedAt()));
        return described;
    }

    private static Notice parseNotice(JsonNode read) {
        return new Notice(
                text(read, "id"),
                text(read, "channel"),
                NoticeType.valueOf(text(read, "type")),
                text(read, "caseId"),
                CaseKind.valueOf(text(read, "kind")),
                text(read, "title"),
                text(read, "text"),
                parseRepositories(read),
                Instant.parse(text(read, "since")),
                Instant.parse(text(read, "at")),
                time(read, "closedAt").orElse(null));
    }

    private static List<RepositoryId> parseRepositories(JsonNode read) {
        List<RepositoryId> repositories = new ArrayList<>();
        read.required("repositories").forEach(id -> repositories.add(new RepositoryId(id.textValue())));
        return repositories;
    }

    private static String text(JsonNode read, String key) {
        return read.required(key).textValue();
    }

    private static Optional<Instant> time(JsonNode read, String key) {
        return Optional.ofNullable(read.required(key).textValue()).map(Instant::parse);
    }

    /** @param pending in their order */
    record Content(List<KnownCase> cases, List<Notice> pending) {
        Content {
            cases = List.copyOf(cases);
            pending = List.copyOf(pending);
        }
    }
}
