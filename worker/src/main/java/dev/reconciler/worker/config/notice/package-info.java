/** What the configuration says of notices: who is told of what waits for a person, how, and when not. */
@NullMarked
package dev.reconciler.worker.config.notice;

import org.jspecify.annotations.NullMarked;
