/**
 * The content of a file on its way between a commit and a work tree: line ends and filters, as git converts them.
 *
 * <p>Start with {@link dev.reconciler.git.convert.ContentConversion}, which is made of the attributes of one path and of
 * the repository's settings. {@link dev.reconciler.git.convert.LineEndRule} says what becomes of line ends, {@link
 * dev.reconciler.git.convert.FilterDriver} which programs filter a content, and {@link
 * dev.reconciler.git.convert.FilterPrograms} runs them.
 *
 * <p>Which attributes a path has is read in {@code git.attributes}; files are written and compared in {@code
 * git.checkout}.
 */
@NullMarked
package dev.reconciler.git.convert;

import org.jspecify.annotations.NullMarked;
