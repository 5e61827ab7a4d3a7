/**
 * Files and folders as git writes them: no link is followed, permissions are git's, and what is not in its place yet has
 * a private name.
 *
 * <p>Start with {@link dev.reconciler.git.file.SecureFolder}, a folder that is held open, and {@link
 * dev.reconciler.git.file.FolderChain}, which leads to one. {@link dev.reconciler.git.file.PrivateFiles} remembers where
 * files under private names may be, so that the next run finds those of a killed one. {@link
 * dev.reconciler.git.file.LinkTarget} is what a symbolic link holds, and {@link
 * dev.reconciler.git.file.SharedPermissions} what {@code core.sharedRepository} asks for. {@link
 * dev.reconciler.git.file.PathRules} and {@link dev.reconciler.git.file.TreeRules} say what is never written.
 *
 * <p>Which files are written, and in which order, is decided in {@code git.checkout}.
 */
@NullMarked
package dev.reconciler.git.file;

import org.jspecify.annotations.NullMarked;
