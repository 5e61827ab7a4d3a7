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

    /** What a {@link SyncCycle} does about a divergence. */
    enum SyncAction {
        NOTHING,
        FAST_FORWARD,
        PUSH,
        REPLAY,
        /** The remote dropped what local holds, and local has nothing else: local follows the remote. */
        REWIND,
        /** The remote dropped something, and local has commits of its own: only those are replayed. */
        REPLAY_REWRITTEN
    }
}
