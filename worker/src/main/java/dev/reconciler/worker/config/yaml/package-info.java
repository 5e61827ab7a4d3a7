/**
 * The configuration file as sections and entries that know their place, so that each problem is reported with its
 * line.
 *
 * <p>Start with {@link dev.reconciler.worker.config.yaml.YamlSection}. No key is known here: the keys are in {@code
 * config.reader}.
 */
@NullMarked
package dev.reconciler.worker.config.yaml;

import org.jspecify.annotations.NullMarked;
