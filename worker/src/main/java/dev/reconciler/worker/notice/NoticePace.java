package dev.reconciler.worker.notice;

import dev.reconciler.worker.notice.channel.NoticeChannel;
import java.time.Duration;

/**
 * How notices wait.
 *
 * @param sleep for the next look, and before a channel is tried again
 * @param patience for the answer of a channel
 */
record NoticePace(Sleep sleep, Duration patience) {
    static final NoticePace REAL = new NoticePace(time -> Thread.sleep(time.toMillis()), NoticeChannel.PATIENCE);

    /** @throws InterruptedException if the caller is to stop */
    void pause(Duration time) throws InterruptedException {
        sleep.sleep(time);
    }

    /** Lets time pass. */
    @FunctionalInterface
    interface Sleep {
        void sleep(Duration time) throws InterruptedException;
    }
}
