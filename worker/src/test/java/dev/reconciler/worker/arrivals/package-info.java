/**
 * How long repositories wait while another of their host hangs, is large, or has a remote that is down.
 *
 * <p>Start with {@link dev.reconciler.worker.arrivals.ArrivalsBenchmark}.
 */
@NullMarked
package dev.reconciler.worker.arrivals;

import org.jspecify.annotations.NullMarked;
