package dev.reconciler.git.pattern;

import java.util.BitSet;
import java.util.function.IntPredicate;

/**
 * One part of a {@link WildcardPattern}.
 *
 * @param accepted which bytes of the text the step may pass over
 */
record MatchStep(StepKind kind, BitSet accepted) {
    /** How many different bytes there are. */
    static final int BYTES = 256;

    /** Nothing, or everything up to a slash. */
    static final MatchStep FOLDERS = new MatchStep(StepKind.FOLDERS, collectBytes(each -> each == '/'));

    static MatchStep one(BitSet accepted) {
        return new MatchStep(StepKind.ONE, accepted);
    }

    static MatchStep many(BitSet accepted) {
        return new MatchStep(StepKind.MANY, accepted);
    }

    /** The places that can be reached by this step from those that were reached before it. */
    BitSet advance(byte[] text, int from, BitSet reached) {
        BitSet next = new BitSet(text.length + 1);
        boolean isInside = false;
        for (int place = from; place <= text.length; place++) {
            boolean isAccepted = place > from && accepted.get(text[place - 1] & 0xff);
            switch (kind) {
                case ONE -> next.set(place, isAccepted && reached.get(place - 1));
                case MANY -> {
                    // The stretch goes on from the place before, or begins here.
                    isInside = (isInside && isAccepted) || reached.get(place);
                    next.set(place, isInside);
                }
                case FOLDERS -> {
                    next.set(place, reached.get(place) || (isInside && isAccepted));
                    // Once inside, every later slash ends a folder.
                    isInside |= reached.get(place);
                }
            }
        }
        return next;
    }

    /** The bytes that a condition holds for. */
    static BitSet collectBytes(IntPredicate accepted) {
        BitSet bytes = new BitSet(BYTES);
        for (int each = 0; each < BYTES; each++) {
            bytes.set(each, accepted.test(each));
        }
        return bytes;
    }

    /** How many bytes a step passes over: one, any number, or those of whole folders. */
    enum StepKind {
        ONE,
        MANY,
        FOLDERS
    }
}
