/** What forges and CI jobs say, whether they are who they say they are, and which run it asks for. */
@NullMarked
package dev.reconciler.worker.webhook;

import org.jspecify.annotations.NullMarked;
