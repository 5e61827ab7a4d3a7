package dev.reconciler.worker.notice;

import dev.reconciler.model.RepositoryId;
import dev.reconciler.worker.board.OpenConflict;
import dev.reconciler.worker.board.RepositoryBoard;
import dev.reconciler.worker.config.Configuration;
import dev.reconciler.worker.notice.CaseFinder.ChannelFailure;
import dev.reconciler.worker.notice.channel.NoticeChannel;
import dev.reconciler.worker.notice.host.HostWatch;
import dev.reconciler.worker.notice.message.CaseKind;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Looks for cases from time to time, and has people told of them, until it is closed. */
public final class Notices implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Notices.class);
    private static final Duration BETWEEN_LOOKS = Duration.ofSeconds(5);

    private final RepositoryBoard board;
    private final CaseFinder finder;
    private final Optional<HostCases> hosts;
    private final CaseBook book;
    private final List<ChannelQueue> queues;
    private final InstantSource clock;
    private final NoticePause pause;
    private final Thread thread;

    /**
     * Prepares the notices of a host's repositories. Nothing is looked at yet.
     *
     * @param board how they are
     * @param conflicts those of a repository whose cases are open
     * @param hosts looks after other hosts; empty where there can be none
     */
    public Notices(
            Configuration configuration,
            RepositoryBoard board,
            Function<RepositoryId, List<OpenConflict>> conflicts,
            Optional<HostWatch> hosts,
            NoticePace pace) {
        this.board = board;
        this.hosts = hosts.map(HostCases::new);
        this.clock = pace.clock();
        this.pause = pace.pause();
        this.finder = new CaseFinder(configuration, conflicts, clock.instant());
        this.book = new CaseBook(configuration.notices(), new CaseFile(configuration.state()), clock);
        this.queues = configuration.notices().channels().stream()
                .map(channel -> new ChannelQueue(
                        channel,
                        NoticeChannel.of(
                                channel.target(),
                                configuration.host(),
                                configuration.notices().pageUrl(),
                                NoticeChannel.PATIENCE),
                        book,
                        clock,
                        pause))
                .toList();
        this.thread = new Thread(this::lookUntilInterrupted, "notices");
        thread.setDaemon(true);
    }

    /** Begins to look, and to tell. */
    public void start() {
        queues.forEach(ChannelQueue::start);
        thread.start();
    }

    private void lookUntilInterrupted() {
        try {
            while (!Thread.currentThread().isInterrupted()) {
                lookOnce();
                pause.pause(BETWEEN_LOOKS);
            }
        } catch (InterruptedException closed) {
            // The book is on the disk.
        }
    }

    private void lookOnce() {
        try {
            Situation here = finder.find(board.read(any -> true), listFailures(), clock.instant());
            book.update(hosts.map(others -> here.and(findHosts(others))).orElse(here));
        } catch (RuntimeException defect) {
            // The next look may do better, and nobody would be told anything any more without one.
            LOG.error("notices: a look failed", defect);
        }
    }

    private Situation findHosts(HostCases others) {
        return others.find(book.listKnown(CaseKind.HOST), clock.instant());
    }

    private Map<String, ChannelFailure> listFailures() {
        Map<String, ChannelFailure> failures = new TreeMap<>();
        queues.forEach(queue -> queue.findFailure().ifPresent(failure -> failures.put(queue.name(), failure)));
        return failures;
    }

    @Override
    public void close() {
        thread.interrupt();
        queues.forEach(ChannelQueue::close);
    }
}
