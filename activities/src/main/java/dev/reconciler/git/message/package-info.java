/**
 * What git makes of the text of a commit that it writes again: the encoding, and the lines of the message.
 *
 * <p>Start with {@link dev.reconciler.git.message.CommitText}. {@link dev.reconciler.git.message.TextEncoding} turns a
 * text from one encoding into another, and {@link dev.reconciler.git.message.MessageCleanup} takes lines out. Headers and
 * signatures of a commit are in {@code git.replay}.
 */
@NullMarked
package dev.reconciler.git.message;

import org.jspecify.annotations.NullMarked;
