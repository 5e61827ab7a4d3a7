/**
 * What the page says in words: times ({@link dev.reconciler.worker.page.text.Moment}), our own sentences ({@link
 * dev.reconciler.worker.page.text.PlainWords}), and the texts of others such that nothing hides in them ({@link
 * dev.reconciler.worker.page.text.VisibleText}).
 */
@NullMarked
package dev.reconciler.worker.page.text;

import org.jspecify.annotations.NullMarked;
