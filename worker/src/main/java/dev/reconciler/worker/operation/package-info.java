/** What the commands ask for, apart from how it is done. */
@NullMarked
package dev.reconciler.worker.operation;

import org.jspecify.annotations.NullMarked;
