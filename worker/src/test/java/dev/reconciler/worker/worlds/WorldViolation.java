package dev.reconciler.worker.worlds;

/** Something that the contract excludes was found in a world. */
final class WorldViolation extends AssertionError {
    private static final long serialVersionUID = 1L;

    /** @param result what the run said */
    WorldViolation(String what, String result) {
        super(what + "\n  after " + result);
    }
}
