package dev.reconciler.worker.notice.host;

import java.time.Instant;

/**
 * A host whose worker asks for no work any more.
 *
 * @param repositories how many it serves
 * @param since when it last asked for work, or where nobody knows, when that was first noticed
 */
public record GoneHost(String name, int repositories, Instant since) {}
