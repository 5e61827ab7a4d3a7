/** The ways by which people are told: each speaks the protocol of one kind of receiver, and is tried again by its caller. */
@NullMarked
package dev.reconciler.worker.notice.channel;

import org.jspecify.annotations.NullMarked;
