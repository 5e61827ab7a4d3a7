/**
 * Puts the parts of the program together.
 *
 * <p>Start with {@link dev.reconciler.worker.Assembly}: it answers the questions of {@link
 * dev.reconciler.worker.port.CommandServices} with the implementations below {@code temporal}, {@link
 * dev.reconciler.worker.service service}, {@link dev.reconciler.worker.http http} and {@link dev.reconciler.worker.demo
 * demo}. Then read {@link dev.reconciler.worker.port port}, which says what the commands may ask for, and {@link
 * dev.reconciler.worker.service service}, which says what {@code worker} does all day.
 *
 * <p>Not here: {@code main}, which is in {@link dev.reconciler.worker.cli cli}, and every decision about a repository,
 * which is in the module {@code workflows}.
 */
@NullMarked
package dev.reconciler.worker;

import org.jspecify.annotations.NullMarked;
