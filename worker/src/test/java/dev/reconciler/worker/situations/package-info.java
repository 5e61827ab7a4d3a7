/** The table of situations that the program is taken through by its command line. */
@NullMarked
package dev.reconciler.worker.situations;

import org.jspecify.annotations.NullMarked;
