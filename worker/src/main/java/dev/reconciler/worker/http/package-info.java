/** The worker's HTTP endpoint: the server, its routes, and whether this host is ready. */
@NullMarked
package dev.reconciler.worker.http;

import org.jspecify.annotations.NullMarked;
