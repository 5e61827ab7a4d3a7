/**
 * Opens a data repository on the disk for one step, and moves its refs by compare-and-swap.
 *
 * <p>Start with {@link dev.reconciler.git.repository.DataRepository#open}. It asks {@link
 * dev.reconciler.git.discovery.GitDirectory} where the git directory is, {@link
 * dev.reconciler.git.discovery.RepositoryOwnership} whose the repository is, and {@link
 * dev.reconciler.git.repository.RepositoryFormats} whether its format can be handled. {@link
 * dev.reconciler.git.repository.RefStore} is the only way by which a ref of an existing clone moves.
 *
 * <p>What the host's configuration says of a repository is {@link dev.reconciler.git.repository.RepositorySettings}; how
 * refs are called, {@link dev.reconciler.git.repository.RefNames}. Which commits are on record is not decided here but in
 * {@code git.state}.
 */
@NullMarked
package dev.reconciler.git.repository;

import org.jspecify.annotations.NullMarked;
