package dev.reconciler.worker;

import dev.reconciler.contract.cases.ToldCase;
import dev.reconciler.model.RepositoryId;
import dev.reconciler.worker.board.OpenConflict;
import dev.reconciler.worker.board.RepositoryBoard;
import dev.reconciler.worker.config.Configuration;
import dev.reconciler.worker.conflict.ConflictCases;
import dev.reconciler.worker.event.EventLog;
import dev.reconciler.worker.metrics.HostMetrics;
import dev.reconciler.worker.notice.NoticePace;
import dev.reconciler.worker.notice.Notices;
import dev.reconciler.worker.notice.NotifyingService;
import dev.reconciler.worker.notice.host.HostWatch;
import dev.reconciler.worker.port.HostService;
import dev.reconciler.worker.state.ConflictBook;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/** Puts together who is told of what waits for a person, for the {@link Assembly}. */
final class NoticeAssembly {
    /** Commits that wait for an hour are seen soon enough; a thousand clones are not opened all the time. */
    private static final Duration FRESH_FOR_NOTICES = Duration.ofMinutes(5);

    private NoticeAssembly() {}

    /** The service, with notices where the configuration has channels. */
    static HostService addNotices(
            HostService service,
            Configuration configuration,
            EventLog log,
            ConflictCases cases,
            ConflictBook book,
            HostMetrics metrics,
            NoticePace pace) {
        if (configuration.notices().channels().isEmpty()) {
            return service;
        }
        RepositoryBoard board = new RepositoryBoard(
                configuration.repositories(),
                configuration.identity(),
                log,
                service.statuses(),
                cases,
                pace.clock(),
                FRESH_FOR_NOTICES);
        Optional<HostWatch> hosts = service.hosts().map(roster -> new HostWatch(configuration.host(), roster));
        hosts.ifPresent(watch -> metrics.showGoneHosts(watch::countGone));
        return new NotifyingService(
                service, new Notices(configuration, board, id -> listConflicts(book, id), hosts, pace));
    }

    private static List<OpenConflict> listConflicts(ConflictBook book, RepositoryId id) {
        return book.listOpen(id).stream()
                .map(conflict -> {
                    ToldCase told = book.findTold(id, conflict);
                    Instant since = Objects.requireNonNullElse(told.openedAt(), Instant.now());
                    return new OpenConflict(id, conflict.branch().value(), conflict.commit(), null, since, told, true);
                })
                .toList();
    }
}
