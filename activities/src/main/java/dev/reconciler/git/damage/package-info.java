/**
 * Finds the object of a repository that is missing or can't be read, where git ran into one.
 *
 * <p>Start with {@link dev.reconciler.git.damage.DamageReport}: it says of an error whether an object is to blame, which
 * one, and what a person does about it. {@link dev.reconciler.git.damage.DamagedObjectSearch} reads objects until it
 * comes upon the damaged one.
 *
 * <p>Nothing is mended here, and no step looks for damage before it meets it. Broken refs are refused in {@code
 * git.repository}, a broken index in {@code git.checkout}.
 */
@NullMarked
package dev.reconciler.git.damage;

import org.jspecify.annotations.NullMarked;
