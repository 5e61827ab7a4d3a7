/**
 * Puts the parts of the program together.
 *
 * <p>Start with {@link dev.reconciler.worker.Assembly}: it answers the questions of {@link
 * dev.reconciler.worker.port.CommandServices} with the implementations below {@code temporal}, {@code service}, {@code
 * http} and {@code demo}. Then read {@code port}, which says what the commands may ask for, and {@code service}, which
 * says what {@code worker} does all day.
 *
 * <p>Not here: {@code main}, which is in {@code cli}, and every decision about a repository, which is in the module
 * {@code workflows}.
 */
@NullMarked
package dev.reconciler.worker;

import org.jspecify.annotations.NullMarked;
