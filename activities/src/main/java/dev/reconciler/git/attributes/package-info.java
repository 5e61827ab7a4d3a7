/**
 * What git's attribute files say of a path: read, matched and looked up as git does.
 *
 * <p>Start with {@link dev.reconciler.git.attributes.RepositoryAttributes}, which holds the files outside of the commits,
 * and with {@link dev.reconciler.git.attributes.PathAttributes}, which answers for a path. The {@code .gitattributes}
 * files come from an {@link dev.reconciler.git.attributes.AttributesSource}: a tree, a work tree, or one and then the
 * other. Below that are {@link dev.reconciler.git.attributes.AttributesFile} with its {@link
 * dev.reconciler.git.attributes.AttributesLine lines}, and {@link dev.reconciler.git.pattern.WildcardPattern}.
 *
 * <p>What a merge makes of an attribute is decided in {@code git.merge}; what a checkout makes of it, in {@link
 * dev.reconciler.git.checkout}. The reference is {@code attr.c} and {@code wildmatch.c} of git.
 */
@NullMarked
package dev.reconciler.git.attributes;

import org.jspecify.annotations.NullMarked;
