/**
 * Git's patterns of wildcards, as attribute files and conditions of settings have them.
 *
 * <p>{@link dev.reconciler.git.pattern.WildcardPattern} matches, once {@link dev.reconciler.git.pattern.WildcardParser} has
 * made each part of it a {@link dev.reconciler.git.pattern.MatchStep}. What a pattern is about, and against what it is
 * matched, is decided where the pattern was read: in {@code git.attributes} and {@code git.settings}.
 */
@NullMarked
package dev.reconciler.git.pattern;

import org.jspecify.annotations.NullMarked;
