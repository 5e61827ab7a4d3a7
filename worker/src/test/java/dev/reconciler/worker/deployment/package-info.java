/** The files that the program is deployed with, checked without an engine. */
@NullMarked
package dev.reconciler.worker.deployment;

import org.jspecify.annotations.NullMarked;
