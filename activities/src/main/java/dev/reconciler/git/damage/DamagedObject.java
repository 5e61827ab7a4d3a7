package dev.reconciler.git.damage;

import org.eclipse.jgit.lib.ObjectId;

/**
 * An object that is missing or can't be read.
 *
 * @param what its type and where it belongs, as far as that is known, such as {@code blob (dir/file)}
 * @param isMissing whether the object is not there at all
 * @param why what was found, for people
 */
record DamagedObject(ObjectId id, String what, boolean isMissing, String why) {}
