/** The activities: the one place where git's answers become Temporal's. */
@NullMarked
package dev.reconciler.activity;

import org.jspecify.annotations.NullMarked;
