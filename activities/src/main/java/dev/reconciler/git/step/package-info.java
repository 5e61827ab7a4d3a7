/** The steps of a run, each as one repeatable effect on a repository: what the activities run. Knows no Temporal. */
@NullMarked
package dev.reconciler.git.step;

import org.jspecify.annotations.NullMarked;
