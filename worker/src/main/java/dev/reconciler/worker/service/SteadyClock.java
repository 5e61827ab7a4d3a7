package dev.reconciler.worker.service;

import java.time.Instant;
import java.time.InstantSource;

/**
 * A clock that only runs on, by which durations are measured: what waits for a time of the host's clock waits longer where
 * that is set back.
 */
final class SteadyClock implements InstantSource {
    private final Instant begun = Instant.now();
    private final long begunNanos = System.nanoTime();

    @Override
    public Instant instant() {
        return begun.plusNanos(System.nanoTime() - begunNanos);
    }
}
