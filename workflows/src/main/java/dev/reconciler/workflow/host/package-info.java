/** What the hosts that use one Temporal namespace tell each other of themselves. */
@NullMarked
package dev.reconciler.workflow.host;

import org.jspecify.annotations.NullMarked;
