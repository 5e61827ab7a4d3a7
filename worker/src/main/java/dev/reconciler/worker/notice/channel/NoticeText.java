package dev.reconciler.worker.notice.channel;

import dev.reconciler.worker.notice.message.CaseKind;
import dev.reconciler.worker.notice.message.Notice;
import java.time.Duration;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A notice in words.
 *
 * @param host the host that tells
 * @param pageUrl the address of its page; null: there are no links
 */
record NoticeText(String host, @Nullable String pageUrl) {
    /** Of a thousand repositories, nobody reads the names. */
    private static final int NAMED = 20;

    /** One line: what happened, and to what. */
    String subject(Notice notice) {
        return switch (notice.type()) {
            case OPENED -> notice.title();
            case REMINDER -> "Still: " + notice.title();
            case ESCALATED -> "Nobody has seen to it: " + notice.title();
            case CLOSED -> "Over: " + notice.title();
        };
    }

    /** Some lines: what to know, and what to do. */
    String body(Notice notice) {
        StringBuilder body = new StringBuilder();
        String time = describe(notice.openFor());
        if (notice.closedAt() != null) {
            body.append("Open from ")
                    .append(notice.since())
                    .append(" to ")
                    .append(notice.closedAt())
                    .append(", for ")
                    .append(time)
                    .append(".\n");
        } else {
            body.append(notice.text())
                    .append("\n\nSince ")
                    .append(notice.since())
                    .append(", for ")
                    .append(time);
            body.append(".\n");
        }
        if (notice.repositories().size() > 1) {
            body.append("Repositories: ").append(nameRepositories(notice)).append('\n');
        }
        body.append(notice.kind() == CaseKind.HOST ? "Told by host: " : "Host: ")
                .append(host)
                .append('\n');
        findLink(notice).ifPresent(link -> body.append(link).append('\n'));
        return body.toString();
    }

    private static String nameRepositories(Notice notice) {
        int more = notice.repositories().size() - NAMED;
        String named =
                notice.repositories().stream().limit(NAMED).map(String::valueOf).collect(Collectors.joining(", "));
        return more > 0 ? named + " and " + more + " more" : named;
    }

    /** The host that the case is about: the same, whichever host tells of it. */
    String findHost(Notice notice) {
        return notice.kind() == CaseKind.HOST ? findSubject(notice) : host;
    }

    private static String findSubject(Notice notice) {
        return notice.caseId().substring(notice.caseId().indexOf('/') + 1);
    }

    /** Where the page shows more of it. */
    Optional<String> findLink(Notice notice) {
        if (pageUrl == null) {
            return Optional.empty();
        }
        String base = pageUrl.endsWith("/") ? pageUrl.substring(0, pageUrl.length() - 1) : pageUrl;
        if (notice.kind() == CaseKind.CONFLICT) {
            return Optional.of(base + "/conflicts/" + findSubject(notice));
        }
        return Optional.of(
                notice.repositories().size() == 1
                        ? base + "/repositories/" + notice.repositories().get(0)
                        : base + "/");
    }

    private static String describe(Duration time) {
        if (time.compareTo(Duration.ofMinutes(1)) < 0) {
            return time.toSeconds() + " s";
        }
        if (time.compareTo(Duration.ofHours(2)) < 0) {
            return time.toMinutes() + " min";
        }
        return time.compareTo(Duration.ofDays(2)) < 0 ? time.toHours() + " h" : time.toDays() + " days";
    }
}
