/** The activity contracts: what the workflow may ask of a repository's host, with the time-outs and retries of each. */
@NullMarked
package dev.reconciler.contract;

import org.jspecify.annotations.NullMarked;
