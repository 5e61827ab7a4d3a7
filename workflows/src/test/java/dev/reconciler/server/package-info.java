/** A full Temporal server for the tests of every module. */
@NullMarked
package dev.reconciler.server;

import org.jspecify.annotations.NullMarked;
