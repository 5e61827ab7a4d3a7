/**
 * Where a repository is, whose it is, and whether this process may trust it.
 *
 * <p>Start with {@link dev.reconciler.git.discovery.GitDirectory}, the git directory of a configured path. {@link
 * dev.reconciler.git.discovery.EnclosingClone} finds the clone that a folder is in, and what it says of its remote.
 * {@link dev.reconciler.git.discovery.RepositoryOwnership} refuses the repositories of other users as git does, unless
 * {@code safe.directory} allows them.
 *
 * <p>A repository is opened in {@code git.repository}, after all this.
 */
@NullMarked
package dev.reconciler.git.discovery;

import org.jspecify.annotations.NullMarked;
