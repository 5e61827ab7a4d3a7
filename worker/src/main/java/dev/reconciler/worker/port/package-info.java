/**
 * The port between the commands and what serves them: what a command may ask for, apart from how it is done.
 *
 * <p>Start with {@link dev.reconciler.worker.port.CommandServices}. The implementations are in {@code temporal}, {@link
 * dev.reconciler.worker.service service} and {@link dev.reconciler.worker.demo demo}; {@code Assembly} puts them
 * together.
 */
@NullMarked
package dev.reconciler.worker.port;

import org.jspecify.annotations.NullMarked;
