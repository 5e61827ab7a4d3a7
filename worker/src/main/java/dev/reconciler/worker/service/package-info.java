/** What {@code worker} runs: a host's part in the service, on a full Temporal service or on one in this process. */
@NullMarked
package dev.reconciler.worker.service;

import org.jspecify.annotations.NullMarked;
