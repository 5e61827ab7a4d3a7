package dev.reconciler.workflow;

/** What a pass does about a divergence. */
enum Step {
    NOTHING,
    FAST_FORWARD,
    PUSH,
    REPLAY,
    /** The remote dropped what local holds, and local has nothing else: follow it. */
    REWIND,
    /** The remote dropped something, and local has commits of its own: replay those only. */
    REPLAY_REWRITTEN
}
