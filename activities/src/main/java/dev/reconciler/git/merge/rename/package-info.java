/**
 * The renames between the merge base and one side, found as git finds them.
 *
 * <p>Start with {@link dev.reconciler.git.merge.rename.RenameDetection}: first {@link
 * dev.reconciler.git.merge.rename.ExactRenames}, then {@link dev.reconciler.git.merge.rename.BasenameRenames}, then
 * {@link dev.reconciler.git.merge.rename.InexactRenames} by {@link dev.reconciler.git.merge.rename.FileSimilarity}.
 * {@link dev.reconciler.git.merge.rename.DirectoryRenames} counts where the files of a directory went. The reference
 * is {@code diffcore-rename} of git.
 */
@NullMarked
package dev.reconciler.git.merge.rename;

import org.jspecify.annotations.NullMarked;
