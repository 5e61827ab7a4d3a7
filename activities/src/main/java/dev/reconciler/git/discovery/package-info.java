/**
 * Finds a repository on the disk, and decides by its owner whether this process may use it.
 *
 * <p>Start with {@link dev.reconciler.git.discovery.GitDirectory}, the git directory of a configured path. {@link
 * dev.reconciler.git.discovery.EnclosingClone} finds the clone that a folder is in, and what it says of its remote.
 * {@link dev.reconciler.git.discovery.RepositoryOwnership} refuses the repositories of other users as git does, unless
 * {@code safe.directory} allows them ({@link dev.reconciler.git.discovery.SafeDirectories}). After that, {@link
 * dev.reconciler.git.discovery.ConfiguredWorkTree} puts the work tree where the repository's own settings say.
 *
 * <p>No repository is opened here: {@code git.repository} does that, after all this.
 */
@NullMarked
package dev.reconciler.git.discovery;

import org.jspecify.annotations.NullMarked;
