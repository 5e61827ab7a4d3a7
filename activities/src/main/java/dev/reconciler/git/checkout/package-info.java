/** A checked-out branch moved by difference, with a journal that the next run can finish. */
@NullMarked
package dev.reconciler.git.checkout;

import org.jspecify.annotations.NullMarked;
