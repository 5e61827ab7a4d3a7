package dev.reconciler.workflow;

import dev.reconciler.contract.Classification;

/** The one place that says what is done about a divergence. */
final class Policy {
    private Policy() {}

    static Step next(Classification found) {
        return switch (found.divergence()) {
            case UP_TO_DATE -> Step.NOTHING;
            case BEHIND -> Step.FAST_FORWARD;
            case AHEAD -> Step.PUSH;
            case DIVERGED -> Step.REPLAY;
            case REWOUND -> found.own() == 0 ? Step.REWIND : Step.REPLAY_REWRITTEN;
        };
    }
}
