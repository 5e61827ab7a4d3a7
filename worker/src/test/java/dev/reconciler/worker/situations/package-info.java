/**
 * The situations that the program is taken through by its command line, and its kills. They are told in
 * src/test/resources/situations, whose README.md says how; start with {@code SituationsTest}.
 */
@NullMarked
package dev.reconciler.worker.situations;

import org.jspecify.annotations.NullMarked;
