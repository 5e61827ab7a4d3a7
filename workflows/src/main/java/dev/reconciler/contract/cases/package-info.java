/**
 * What the case of a conflict asks of its host, and what a run tells it.
 *
 * <p>Start with {@link dev.reconciler.contract.cases.CaseLooks}, which says whether a conflict is open still. A run's fetch
 * finds {@link dev.reconciler.contract.ConflictNews}; {@link dev.reconciler.contract.cases.CaseNotices} is how
 * people are told.
 */
@NullMarked
package dev.reconciler.contract.cases;

import org.jspecify.annotations.NullMarked;
