package dev.reconciler.git.pattern;

import java.util.BitSet;
import java.util.List;

/**
 * A pattern of {@code ?}, {@code *}, {@code **} and {@code [a-z]}, matched byte by byte. It matches what {@code
 * wildmatch} of git matches, also where the pattern is an odd one, in a time that grows with the product of both lengths
 * and never faster.
 *
 * <p>A pattern becomes a list of steps ({@link WildcardParser}). The match goes through the steps, and keeps every place
 * of the text that can be reached so far: with {@code a*b} on {@code aabb}, those are {0}, then {1}, then {1, 2, 3, 4},
 * then {3, 4}, and as 4 is the end of the text, the pattern matches.
 */
public final class WildcardPattern {
    private final List<MatchStep> steps;
    private final boolean isMalformed;

    private WildcardPattern(List<MatchStep> steps, boolean isMalformed) {
        this.steps = List.copyOf(steps);
        this.isMalformed = isMalformed;
    }

    /**
     * Takes a pattern apart.
     *
     * @param isPath whether a slash is matched by a slash or by {@code **} only, as with git's {@code WM_PATHNAME}
     * @param ignoresCase whether the letters A to Z and a to z are alike, as with git's {@code WM_CASEFOLD}
     */
    public static WildcardPattern of(byte[] pattern, boolean isPath, boolean ignoresCase) {
        List<MatchStep> steps = new WildcardParser(pattern, isPath, ignoresCase).parseSteps();
        return steps == null ? new WildcardPattern(List.of(), true) : new WildcardPattern(steps, false);
    }

    /** Whether the whole of the text, from that place on, fits the pattern. */
    public boolean matches(byte[] text, int from) {
        if (isMalformed || !fitsEnd(text, from)) {
            return false;
        }
        BitSet reached = new BitSet();
        reached.set(from);
        for (MatchStep step : steps) {
            reached = step.advance(text, from, reached);
            if (reached.isEmpty()) {
                return false;
            }
        }
        return reached.get(text.length);
    }

    // Most patterns are names or *.x, and most files end otherwise: so the end is looked at first.
    private boolean fitsEnd(byte[] text, int from) {
        int place = text.length;
        for (int i = steps.size() - 1; i >= 0 && steps.get(i).kind() == MatchStep.StepKind.ONE; i--) {
            if (place == from || !steps.get(i).accepted().get(text[--place] & 0xff)) {
                return false;
            }
        }
        return true;
    }
}
