/** The remote: reached, read, pushed to. Errors are sorted here by who must act. */
@NullMarked
package dev.reconciler.git.remote;

import org.jspecify.annotations.NullMarked;
