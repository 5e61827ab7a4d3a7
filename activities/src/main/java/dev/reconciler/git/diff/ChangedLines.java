package dev.reconciler.git.diff;

/**
 * The changed lines of one text, in groups that can slide: a group moves by a line wherever the line that the group
 * leaves equals the line that the group takes in. The text before and after stays the same, so all these places are
 * right, and git prefers one of them.
 *
 * <p>Git's names are {@code xdl_change_compact} and {@code xdlgroup}, without its indent heuristic, which neither a merge
 * nor a patch id uses.
 */
final class ChangedLines {
    private final int[] lines;
    private final boolean[] changed;

    // The current group: the changed lines from start to end, which is not included. There is a group, though mostly an
    // empty one, before each unchanged line and one at the end. So both texts have the same number of groups, and the
    // groups of the same rank are the two sides of one hunk.
    private int start;
    private int end;

    private final boolean comparesAgain;

    /**
     * Takes a text and the marks of its changes.
     *
     * @param changed which of the lines are changed; this object moves the marks in that array
     * @param comparesAgain whether the two sides of a hunk that was moved are compared once more
     */
    ChangedLines(int[] lines, boolean[] changed, boolean comparesAgain) {
        this.lines = lines;
        this.changed = changed;
        this.comparesAgain = comparesAgain;
    }

    /**
     * Moves each group to where it lines up with the last group of the other text that it can meet, and otherwise as far
     * down as it goes; groups that touch on the way become one.
     */
    void compactAgainst(ChangedLines other) {
        moveToFirst();
        other.moveToFirst();
        do {
            if (end > start) {
                int startBefore = start;
                int endBefore = end;
                placeGroup(other);
                if (comparesAgain && !other.isEmpty() && (start != startBefore || end != endBefore)) {
                    compareGroups(other);
                }
            }
        } while (moveToNext() && other.moveToNext());
    }

    // A slide by one line passes one unchanged line, so the other text moves to its group of the next rank each time.
    //
    // Example: from aQa to aaa, where the marks are .+. and +.. at first. The added a can stand at three places:
    //
    //     +..  .+.  ..+     Q is replaced at the middle one, where both groups have lines: the group stays there.
    //
    // Without the Q no group of the other text has lines, and the added a goes down to the last place.
    private void placeGroup(ChangedLines other) {
        int size;
        int highest;
        int meeting;
        do {
            size = end - start;
            // First up, as far as the group goes.
            while (slideUp()) {
                other.moveToPrevious();
            }
            highest = end;
            // Then down, as far as it goes. Remember the last place where the group meets one of the other text.
            meeting = other.isEmpty() ? -1 : end;
            while (slideDown()) {
                other.moveToNext();
                meeting = other.isEmpty() ? meeting : end;
            }
            // A group that has grown took in a neighbour. As a longer group it may slide further, so begin again.
        } while (size != end - start);
        // The group is as far down as it goes. Where it could move at all and has met a group, bring it back to the
        // last meeting. That keeps a replacement in one piece, instead of an addition here and a deletion there.
        if (end != highest && meeting != -1) {
            while (other.isEmpty()) {
                slideUp();
                other.moveToPrevious();
            }
        }
    }

    // A group that has moved may have lines in common with the group that it now meets. Git looks for them since
    // version 2.54. Example: from aaa to abaa, marked ..+ and ++.. at first, the last a goes up to meet ab, and then
    // stays:
    //
    //     ... and .+..     only the b is new
    private void compareGroups(ChangedLines other) {
        MyersMatcher.markChanges(group(), other.group(), false);
    }

    private MarkedLines group() {
        return MarkedLines.of(lines, changed).part(start, end);
    }

    private boolean isEmpty() {
        return start == end;
    }

    private void moveToFirst() {
        start = 0;
        end = findGroupEnd(0);
    }

    private boolean moveToNext() {
        if (end == changed.length) {
            return false;
        }
        // The line at the end is unchanged, and the next group begins after that line.
        start = end + 1;
        end = findGroupEnd(start);
        return true;
    }

    private void moveToPrevious() {
        end = start - 1;
        start = findGroupStart(end);
    }

    // Git's group_slide_down. Example: the group ab of ababX leaves its a and takes in the second a, as both are equal:
    //
    //     ababX  ++...   becomes  .++..
    //
    // Where changed lines follow at once, the group takes in all of them.
    private boolean slideDown() {
        if (end >= lines.length || lines[start] != lines[end]) {
            return false;
        }
        changed[start++] = false;
        changed[end++] = true;
        end = findGroupEnd(end);
        return true;
    }

    // Git's group_slide_up, the same towards the beginning: the line above the group must equal the last of the group.
    private boolean slideUp() {
        if (start == 0 || lines[start - 1] != lines[end - 1]) {
            return false;
        }
        changed[--start] = true;
        changed[--end] = false;
        start = findGroupStart(start);
        return true;
    }

    private int findGroupEnd(int from) {
        int at = from;
        while (at < changed.length && changed[at]) {
            at++;
        }
        return at;
    }

    private int findGroupStart(int from) {
        int at = from;
        while (at > 0 && changed[at - 1]) {
            at--;
        }
        return at;
    }
}
