/**
 * The service at work for a long time, while all around it goes wrong that goes wrong in production. Start with {@code
 * SoakTest}.
 */
@NullMarked
package dev.reconciler.worker.soak;

import org.jspecify.annotations.NullMarked;
