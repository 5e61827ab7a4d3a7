package dev.reconciler.worker.notice;

import java.time.InstantSource;

/**
 * How the time passes for notices.
 *
 * @param clock tells when a case has settled, and when people are reminded
 * @param pause waits for the next look
 */
public record NoticePace(InstantSource clock, NoticePause pause) {
    /** As users have it. */
    public static final NoticePace REAL = new NoticePace(InstantSource.system(), NoticePause.REAL);
}
