/** What people are told: one notice of one case, whatever the channel. */
@NullMarked
package dev.reconciler.worker.notice.message;

import org.jspecify.annotations.NullMarked;
