/**
 * The page: every repository of this host and where it stands, for people with a browser. It works without JavaScript;
 * where there is some, it is brought up to date by events.
 *
 * <p>Start with {@link dev.reconciler.worker.page.PageRoutes}. Each view is a record that a template below {@code src/main/jte}
 * shows; whatever a template shows is escaped by its engine. {@link dev.reconciler.worker.page.text.VisibleText} is for the
 * texts of others, {@link dev.reconciler.worker.page.text.PlainWords} are our own sentences.
 *
 * <p>Not here: who may look ({@link dev.reconciler.worker.access}), and what there is to be seen ({@link
 * dev.reconciler.worker.board}).
 */
@NullMarked
package dev.reconciler.worker.page;

import org.jspecify.annotations.NullMarked;
