/**
 * The index file of a work tree, read and written as git does it: each entry with all that {@code stat} tells of its
 * file.
 *
 * <p>Start with {@link dev.reconciler.git.index.StagedPaths}, the entries of a file that was read, in which {@link
 * dev.reconciler.git.index.IndexParser} has found them by {@link dev.reconciler.git.index.IndexFormat}. {@link
 * dev.reconciler.git.index.IndexWriter} writes them again with {@link dev.reconciler.git.index.IndexEdit}s in their
 * places, {@link dev.reconciler.git.index.FileStat} is what the disk says of a file, and {@link
 * dev.reconciler.git.index.CacheTree} remembers the trees that the entries make.
 *
 * <p>Which paths change, and under which lock, is decided in {@code git.checkout}.
 */
@NullMarked
package dev.reconciler.git.index;

import org.jspecify.annotations.NullMarked;
