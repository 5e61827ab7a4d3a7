@NullMarked
package dev.reconciler.worker.temporal;

import org.jspecify.annotations.NullMarked;
