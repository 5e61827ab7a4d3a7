/** Where the parts of the program are put together. */
@NullMarked
package dev.reconciler.worker;

import org.jspecify.annotations.NullMarked;
