/** Small repositories with a readable story, for a demonstration: fixed names and dates, so the same ids every time. */
@NullMarked
package dev.reconciler.git.sample;

import org.jspecify.annotations.NullMarked;
