/** What the host's configuration file says: read, checked as a whole, with every problem at its place. */
@NullMarked
package dev.reconciler.worker.config;

import org.jspecify.annotations.NullMarked;
