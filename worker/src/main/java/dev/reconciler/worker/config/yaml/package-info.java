/**
 * The configuration file as sections and entries that know their place, so that the program reports each problem with
 * its line.
 *
 * <p>Start with {@link dev.reconciler.worker.config.yaml.YamlSection}, then {@link
 * dev.reconciler.worker.config.yaml.YamlEntry}; {@link dev.reconciler.worker.config.yaml.ProblemCollector} takes the
 * problems of both. No key is known here: {@link dev.reconciler.worker.config.reader} knows the keys.
 */
@NullMarked
package dev.reconciler.worker.config.yaml;

import org.jspecify.annotations.NullMarked;
