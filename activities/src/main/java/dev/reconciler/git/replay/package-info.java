/** Own commits replayed in the object database, as git rebase would, without a work tree. */
@NullMarked
package dev.reconciler.git.replay;

import org.jspecify.annotations.NullMarked;
