/**
 * A data repository on the disk: found, checked, opened, and its refs moved by compare-and-swap.
 *
 * <p>Start with {@link dev.reconciler.git.repository.DataRepository#open}. It asks {@link
 * dev.reconciler.git.repository.GitDirectory} where the git directory is, and {@link
 * dev.reconciler.git.repository.RepositoryFormats} whether its format can be handled. {@link
 * dev.reconciler.git.repository.RefStore} is the only way by which a ref of an existing clone moves.
 *
 * <p>What the host's configuration says of a repository is {@link dev.reconciler.git.repository.RepositorySettings}.
 */
@NullMarked
package dev.reconciler.git.repository;

import org.jspecify.annotations.NullMarked;
