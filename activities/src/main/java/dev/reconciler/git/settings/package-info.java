/**
 * Reads git's settings as git reads them: the files of the system, of the user and of a repository, with what they
 * include, and the environment.
 *
 * <p>Start with {@link dev.reconciler.git.settings.GitSettings}. No repository is opened here, and whose a repository is
 * was decided before its own files are read: {@code git.discovery} does that.
 */
@NullMarked
package dev.reconciler.git.settings;

import org.jspecify.annotations.NullMarked;
