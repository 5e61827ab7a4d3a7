package dev.reconciler.workflow.pass;

import dev.reconciler.contract.Classification;

/** The one place that says what is done about a divergence. */
final class DivergencePolicy {
    private DivergencePolicy() {}

    static SyncAction chooseAction(Classification found) {
        return switch (found.divergence()) {
            case UP_TO_DATE -> SyncAction.NOTHING;
            case BEHIND -> SyncAction.FAST_FORWARD;
            case AHEAD -> SyncAction.PUSH;
            case DIVERGED -> SyncAction.REPLAY;
            case REWOUND -> found.own() == 0 ? SyncAction.REWIND : SyncAction.REPLAY_REWRITTEN;
        };
    }
}
