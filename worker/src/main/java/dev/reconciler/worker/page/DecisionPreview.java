package dev.reconciler.worker.page;

import dev.reconciler.worker.api.ConflictApi.ShownDecision;
import dev.reconciler.worker.page.text.DiffText;

/**
 * The view of what the decision for this host's side would make of the remote's branch.
 *
 * @param name of the conflict's branch below {@code conflicts/}
 * @param local the commits that it is shown of, as a form sends it
 * @param remote the same of the remote's branch
 * @param files how many files change
 * @param mayAct whether who looks may decide
 */
public record DecisionPreview(
        String repository, String name, String local, String remote, int files, DiffText diff, boolean mayAct) {
    private static final int MOST_LINES = 2_000;

    static DecisionPreview of(ShownDecision shown, String name, boolean mayAct) {
        return new DecisionPreview(
                shown.open().repository().value(),
                name,
                shown.open().localCommit().hex(),
                shown.open().remoteCommit().hex(),
                shown.preview().files().size(),
                DiffText.parse(
                        shown.preview().diff(), MOST_LINES, shown.preview().truncated()),
                mayAct);
    }
}
