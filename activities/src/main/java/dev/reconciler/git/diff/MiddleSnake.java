package dev.reconciler.git.diff;

import org.jspecify.annotations.Nullable;

/**
 * Finds where a box, which is a part of each of two texts, is split: a place on a shortest way from the beginning of the
 * box to its end. A way goes from line to line; it deletes one of a, adds one of b, or keeps a line that both have at
 * that place, which costs nothing. A snake is a run of kept lines.
 *
 * <p>Git's name is {@code xdl_split}, after "An O(ND) Difference Algorithm and Its Variations" by Eugene Myers. The
 * search goes from both ends at once. A diagonal is the line of a minus the line of b: deleting a line goes to the next
 * diagonal, adding one to the diagonal before, and a snake stays on its diagonal. With each step both ends may change
 * one more line, and for each diagonal it is noted how far they come. Where they meet, the way is complete.
 */
final class MiddleSnake {
    /** Git's {@code XDL_MAX_COST_MIN}: so many steps are taken in any case before a search is given up. */
    private static final int FEWEST_STEPS = 256;
    /** Git's {@code XDL_HEUR_MIN_COST}: after so many steps a promising place is good enough. */
    private static final int PATIENT_STEPS = 256;
    /** Git's {@code XDL_SNAKE_CNT}: a snake of more lines than that is a long one. */
    private static final int LONG_SNAKE = 20;
    /** Git's {@code XDL_K_HEUR}: a place is promising where it is that many lines further for each step. */
    private static final int LINES_PER_STEP = 4;

    private static final int BEFORE_ALL = -1;
    private static final int AFTER_ALL = Integer.MAX_VALUE;

    private final int[] a;
    private final int[] b;

    // For each diagonal the furthest line of a, from the beginning and from the end. Diagonals may be negative.
    private final int[] reached;
    private final int[] reachedBack;
    private final int zero;
    private final int mostSteps;

    // The search under way: its box, the diagonals that both ends have come to, and whether the last step of either had
    // a long snake.
    private Box box = new Box(0, 0, 0, 0);
    private int lowest;
    private int highest;
    private int lowestBack;
    private int highestBack;
    private boolean hasLongSnake;

    /** For the boxes of two texts. */
    MiddleSnake(int[] a, int[] b, int sizeA, int sizeB) {
        this.a = a;
        this.b = b;
        int diagonals = sizeA + sizeB + 3;
        this.reached = new int[diagonals];
        this.reachedBack = new int[diagonals];
        this.zero = sizeB + 1;
        this.mostSteps = Math.max(ComparedLines.approximateRoot(diagonals), FEWEST_STEPS);
    }

    /**
     * Finds the split of a box whose first lines differ, as do its last ones, and that has lines of both texts.
     *
     * @param exact whether to search until both ends meet, however long that takes
     */
    Split find(Box within, boolean exact) {
        box = within;
        lowest = highest = box.fromA() - box.fromB();
        lowestBack = highestBack = box.endA() - box.endB();
        reached[zero + lowest] = box.fromA();
        reachedBack[zero + lowestBack] = box.endA();
        // The ends can only meet after a step of the first where the number of changed lines is odd, and else after one
        // of the second.
        boolean odd = ((lowest - lowestBack) & 1) != 0;
        for (int steps = 1; ; steps++) {
            hasLongSnake = false;
            Split split = advance(odd);
            if (split == null) {
                split = advanceBack(!odd);
            }
            if (split == null && !exact) {
                split = takeShortcut(steps);
            }
            if (split != null) {
                return split;
            }
        }
    }

    // Each step reaches one diagonal more to either side. At the edge of the box, where there is none, the outermost
    // one is left out instead: a way that changes one line more has an odd diagonal where it was even, and the reverse.
    private @Nullable Split advance(boolean mayMeet) {
        if (lowest > box.lowestDiagonal()) {
            lowest--;
            reached[zero + lowest - 1] = BEFORE_ALL;
        } else {
            lowest++;
        }
        if (highest < box.highestDiagonal()) {
            highest++;
            reached[zero + highest + 1] = BEFORE_ALL;
        } else {
            highest--;
        }
        for (int diagonal = highest; diagonal >= lowest; diagonal -= 2) {
            // From the diagonal before by deleting a line, or from the one after by adding one: whichever is further.
            int before = reached[zero + diagonal - 1];
            int after = reached[zero + diagonal + 1];
            int start = before >= after ? before + 1 : after;
            int lineA = followSnake(start, diagonal);
            hasLongSnake |= lineA - start > LONG_SNAKE;
            reached[zero + diagonal] = lineA;
            if (mayMeet && lowestBack <= diagonal && diagonal <= highestBack && reachedBack[zero + diagonal] <= lineA) {
                return new Split(lineA, lineA - diagonal, true, true);
            }
        }
        return null;
    }

    private int followSnake(int start, int diagonal) {
        int lineA = start;
        while (lineA < box.endA() && lineA - diagonal < box.endB() && a[lineA] == b[lineA - diagonal]) {
            lineA++;
        }
        return lineA;
    }

    // The same from the end.
    private @Nullable Split advanceBack(boolean mayMeet) {
        if (lowestBack > box.lowestDiagonal()) {
            lowestBack--;
            reachedBack[zero + lowestBack - 1] = AFTER_ALL;
        } else {
            lowestBack++;
        }
        if (highestBack < box.highestDiagonal()) {
            highestBack++;
            reachedBack[zero + highestBack + 1] = AFTER_ALL;
        } else {
            highestBack--;
        }
        for (int diagonal = highestBack; diagonal >= lowestBack; diagonal -= 2) {
            int before = reachedBack[zero + diagonal - 1];
            int after = reachedBack[zero + diagonal + 1];
            int start = before < after ? before : after - 1;
            int lineA = followSnakeBack(start, diagonal);
            hasLongSnake |= start - lineA > LONG_SNAKE;
            reachedBack[zero + diagonal] = lineA;
            if (mayMeet && lowest <= diagonal && diagonal <= highest && lineA <= reached[zero + diagonal]) {
                return new Split(lineA, lineA - diagonal, true, true);
            }
        }
        return null;
    }

    private int followSnakeBack(int start, int diagonal) {
        int lineA = start;
        while (lineA > box.fromA() && lineA - diagonal > box.fromB() && a[lineA - 1] == b[lineA - 1 - diagonal]) {
            lineA--;
        }
        return lineA;
    }

    private @Nullable Split takeShortcut(int steps) {
        Split split = null;
        if (hasLongSnake && steps > PATIENT_STEPS) {
            split = findPromising(steps);
            split = split == null ? findPromisingBack(steps) : split;
        }
        return split == null && steps >= mostSteps ? takeFurthest() : split;
    }

    // A place at the end of a long snake, far from the beginning and near the middle diagonal. What is before it needs
    // no shortcut any more, for the way as far as there is known to be short.
    private @Nullable Split findPromising(int steps) {
        int middle = box.fromA() - box.fromB();
        int best = 0;
        Split found = null;
        for (int diagonal = highest; diagonal >= lowest; diagonal -= 2) {
            int lineA = reached[zero + diagonal];
            int lineB = lineA - diagonal;
            int gain = lineA - box.fromA() + lineB - box.fromB() - Math.abs(diagonal - middle);
            if (gain > LINES_PER_STEP * steps
                    && gain > best
                    && box.fromA() + LONG_SNAKE <= lineA
                    && lineA < box.endA()
                    && box.fromB() + LONG_SNAKE <= lineB
                    && lineB < box.endB()
                    && hasEqualLines(lineA - LONG_SNAKE, lineB - LONG_SNAKE)) {
                best = gain;
                found = new Split(lineA, lineB, true, false);
            }
        }
        return found;
    }

    private @Nullable Split findPromisingBack(int steps) {
        int middle = box.endA() - box.endB();
        int best = 0;
        Split found = null;
        for (int diagonal = highestBack; diagonal >= lowestBack; diagonal -= 2) {
            int lineA = reachedBack[zero + diagonal];
            int lineB = lineA - diagonal;
            int gain = box.endA() - lineA + box.endB() - lineB - Math.abs(diagonal - middle);
            if (gain > LINES_PER_STEP * steps
                    && gain > best
                    && box.fromA() < lineA
                    && lineA <= box.endA() - LONG_SNAKE
                    && box.fromB() < lineB
                    && lineB <= box.endB() - LONG_SNAKE
                    && hasEqualLines(lineA, lineB)) {
                best = gain;
                found = new Split(lineA, lineB, false, true);
            }
        }
        return found;
    }

    private boolean hasEqualLines(int fromA, int fromB) {
        for (int i = 0; i < LONG_SNAKE; i++) {
            if (a[fromA + i] != b[fromB + i]) {
                return false;
            }
        }
        return true;
    }

    // The search has taken too long: the place that is furthest from its end of the box, whichever end that is. A way
    // may have left the box; its place is then where it crossed the edge.
    private Split takeFurthest() {
        int furthest = BEFORE_ALL;
        int furthestA = BEFORE_ALL;
        for (int diagonal = highest; diagonal >= lowest; diagonal -= 2) {
            int lineA = Math.min(Math.min(reached[zero + diagonal], box.endA()), box.endB() + diagonal);
            if (furthest < lineA + lineA - diagonal) {
                furthest = lineA + lineA - diagonal;
                furthestA = lineA;
            }
        }
        int furthestBack = AFTER_ALL;
        int furthestBackA = AFTER_ALL;
        for (int diagonal = highestBack; diagonal >= lowestBack; diagonal -= 2) {
            int lineA = Math.max(Math.max(reachedBack[zero + diagonal], box.fromA()), box.fromB() + diagonal);
            if (lineA + lineA - diagonal < furthestBack) {
                furthestBack = lineA + lineA - diagonal;
                furthestBackA = lineA;
            }
        }
        boolean isBackFurther = box.endA() + box.endB() - furthestBack >= furthest - (box.fromA() + box.fromB());
        return isBackFurther
                ? new Split(furthestBackA, furthestBack - furthestBackA, false, true)
                : new Split(furthestA, furthest - furthestA, true, false);
    }

    /** The lines {@code fromA} to {@code endA} of a and {@code fromB} to {@code endB} of b; the last ones are not included. */
    record Box(int fromA, int endA, int fromB, int endB) {
        /** Whether one of the texts has no lines there. */
        boolean isFlat() {
            return fromA == endA || fromB == endB;
        }

        int lowestDiagonal() {
            return fromA - endB;
        }

        int highestDiagonal() {
            return endA - fromB;
        }
    }

    /**
     * A place in both texts: the lines that are the first ones after it.
     *
     * @param exactBefore whether what is before is to be searched without shortcuts
     * @param exactAfter the same for what is after
     */
    record Split(int a, int b, boolean exactBefore, boolean exactAfter) {}
}
