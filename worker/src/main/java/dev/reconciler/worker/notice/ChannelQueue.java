package dev.reconciler.worker.notice;

import dev.reconciler.retry.ExponentialBackoff;
import dev.reconciler.worker.config.notice.ChannelConfiguration;
import dev.reconciler.worker.notice.CaseFinder.ChannelFailure;
import dev.reconciler.worker.notice.channel.NoticeChannel;
import dev.reconciler.worker.notice.message.Notice;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells the notices of one channel, one after the other, on a thread of its own: a channel that is slow or down holds no
 * other one up.
 */
final class ChannelQueue implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(ChannelQueue.class);
    /** So long an end waits for a channel that is slow. */
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    private static final Duration LOOK = Duration.ofMinutes(1);
    private static final ExponentialBackoff BACKOFF =
            new ExponentialBackoff(Duration.ofSeconds(5), Duration.ofMinutes(15));

    /** So often in a row a channel has to fail before that is a case: a restart of it is none. */
    private static final int FAILURES_OF_A_CASE = 3;

    private final ChannelConfiguration configuration;
    private final NoticeChannel channel;
    private final CaseBook book;
    private final InstantSource clock;
    private final NoticePause pause;
    private final Thread thread;
    private boolean isClosed;
    private boolean isTelling;
    private int failures;
    private @Nullable ChannelFailure failure;

    ChannelQueue(
            ChannelConfiguration configuration,
            NoticeChannel channel,
            CaseBook book,
            InstantSource clock,
            NoticePause pause) {
        this.configuration = configuration;
        this.channel = channel;
        this.book = book;
        this.clock = clock;
        this.pause = pause;
        this.thread = new Thread(this::tellUntilInterrupted, "notices-" + configuration.name());
        thread.setDaemon(true);
    }

    String name() {
        return configuration.name();
    }

    void start() {
        thread.start();
    }

    private void tellUntilInterrupted() {
        try {
            while (!isClosed()) {
                List<Notice> next = book.awaitPending(name(), channel.most(), LOOK);
                Optional<Instant> quietEnd = configuration.quiet().flatMap(quiet -> quiet.findEnd(clock.instant()));
                if (quietEnd.isPresent()) {
                    pause.pause(LOOK);
                } else if (!next.isEmpty()) {
                    tell(next);
                }
            }
        } catch (InterruptedException closed) {
            // What is left is told after the next start.
        }
    }

    private void tell(List<Notice> notices) throws InterruptedException {
        if (!begin()) {
            return;
        }
        Duration wait = Duration.ZERO;
        try {
            channel.tell(notices);
            book.remove(notices);
            succeed();
        } catch (IOException | RuntimeException refused) {
            wait = fail(String.valueOf(refused.getMessage()));
        } finally {
            end();
        }
        if (!wait.isZero() && !isClosed()) {
            pause.pause(wait);
        }
    }

    private synchronized boolean isClosed() {
        return isClosed;
    }

    private synchronized boolean begin() {
        isTelling = !isClosed;
        return isTelling;
    }

    private synchronized void end() {
        isTelling = false;
    }

    private synchronized void succeed() {
        if (failures > 0) {
            LOG.info("notices: the channel {} takes them again", name());
        }
        failures = 0;
        failure = null;
    }

    /** @return how long to wait */
    private synchronized Duration fail(String why) {
        failures++;
        failure = new ChannelFailure(failure == null ? clock.instant() : failure.since(), why);
        Duration wait = BACKOFF.waitAfter(failures - 1);
        LOG.warn("notices: the channel {} takes none, next try in {} s: {}", name(), wait.toSeconds(), why);
        return wait;
    }

    /** Why the channel takes no notices; empty where it does. */
    synchronized Optional<ChannelFailure> findFailure() {
        return failures < FAILURES_OF_A_CASE ? Optional.empty() : Optional.ofNullable(failure);
    }

    /** Ends, once the notice that is being told is noted as told: it would be told again. */
    @Override
    public void close() {
        synchronized (this) {
            isClosed = true;
            if (!isTelling) {
                thread.interrupt();
            }
        }
        try {
            thread.join(PATIENCE.toMillis());
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
        }
        thread.interrupt();
    }
}
