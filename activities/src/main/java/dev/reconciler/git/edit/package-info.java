/**
 * A folder in which a person resolves a conflict with git: made, and taken back.
 *
 * <p>Start with {@link dev.reconciler.git.edit.EditFolder}, which makes one and leaves a rebase of git's there, and {@link
 * dev.reconciler.git.edit.EditedResult}, which takes what a person has made of it into the data repository. What lies in the
 * folder by then is believed in nothing but its content ({@link dev.reconciler.git.edit.EditedFolder}): its settings, hooks
 * and remotes are not read, its objects are copied one by one under the names that their bytes give them, and programs
 * run with settings of this program's own making ({@link dev.reconciler.git.edit.WorkTreeCheck}).
 */
@NullMarked
package dev.reconciler.git.edit;

import org.jspecify.annotations.NullMarked;
