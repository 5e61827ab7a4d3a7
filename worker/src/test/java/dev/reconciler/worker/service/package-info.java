/** The long-running service: the whole program in processes of its own, on a full Temporal server. */
@NullMarked
package dev.reconciler.worker.service;

import org.jspecify.annotations.NullMarked;
