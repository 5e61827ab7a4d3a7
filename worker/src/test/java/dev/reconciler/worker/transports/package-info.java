/** The program against real servers of each transport. */
@NullMarked
package dev.reconciler.worker.transports;

import org.jspecify.annotations.NullMarked;
