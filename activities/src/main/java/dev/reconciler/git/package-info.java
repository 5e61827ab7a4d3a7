/** A data repository on the disk: opened, locked, read, and its refs moved by compare-and-swap. Knows no Temporal. */
@NullMarked
package dev.reconciler.git;

import org.jspecify.annotations.NullMarked;
