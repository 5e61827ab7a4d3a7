/** The command line: what is typed, what is printed, and the exit status. */
@NullMarked
package dev.reconciler.worker.cli;

import org.jspecify.annotations.NullMarked;
