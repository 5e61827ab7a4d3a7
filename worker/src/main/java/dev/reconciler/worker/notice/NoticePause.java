package dev.reconciler.worker.notice;

import java.time.Duration;

/** How notices wait: for their next look, and before a channel is tried again. */
@FunctionalInterface
public interface NoticePause {
    /** Waits for that long. */
    NoticePause REAL = time -> Thread.sleep(time.toMillis());

    /** @throws InterruptedException if the caller is to stop */
    void pause(Duration time) throws InterruptedException;
}
