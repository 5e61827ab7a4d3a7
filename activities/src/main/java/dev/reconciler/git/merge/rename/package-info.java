/**
 * The renames between the merge base and one side, found as git finds them.
 *
 * <p>Start with {@link dev.reconciler.git.merge.rename.RenameDetection}, which runs three steps over the {@link
 * dev.reconciler.git.merge.rename.RenameCandidates}: {@link dev.reconciler.git.merge.rename.ExactRenames}, then {@link
 * dev.reconciler.git.merge.rename.BasenameRenames}, then {@link dev.reconciler.git.merge.rename.InexactRenames}. The
 * last two measure by {@link dev.reconciler.git.merge.rename.FileSimilarity}, in {@link
 * dev.reconciler.git.merge.rename.ContentPieces}. Then read {@link
 * dev.reconciler.git.merge.rename.DirectoryRenames}, which counts where the files of a directory went, for the {@link
 * dev.reconciler.git.merge.rename.RemovedDirectories}. {@link dev.reconciler.git.merge.rename.TraversalOrder} knows where
 * git's answer depends on an order that nothing outside git can tell.
 *
 * <p>The reference is {@code diffcore-rename.c} of git. What a rename means for the merge is decided in {@link
 * dev.reconciler.git.merge}.
 */
@NullMarked
package dev.reconciler.git.merge.rename;

import org.jspecify.annotations.NullMarked;
