/**
 * What is done to a data repository with git, from opening it to replaying its commits.
 *
 * <p>Start with {@code step}: it has a class for each activity of a run, made of what the other packages offer. From
 * the bottom up: {@code error}, {@code lock}, {@code history}, {@code discovery}, {@code repository}, {@code remote},
 * {@code state}, {@code maintenance}, {@code checkout}, {@code clone}; and for replays {@code diff}, {@code tree}, {@code merge}, {@code replay}.
 *
 * <p>Nothing here knows Temporal: {@code dev.reconciler.activity} turns answers and errors into those of Temporal.
 */
@NullMarked
package dev.reconciler.git;

import org.jspecify.annotations.NullMarked;
