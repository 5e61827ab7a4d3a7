package dev.reconciler.git.diff;

/**
 * Which lines of a text are changed, in groups that can slide: a group may move by a line wherever the line that it
 * leaves equals the line that it takes in.
 */
final class ChangedLines {
    private final int[] lines;
    private final boolean[] changed;
    private int start;
    private int end;

    ChangedLines(int[] lines, boolean[] changed) {
        this.lines = lines;
        this.changed = changed;
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
                placeGroup(other);
            }
        } while (moveToNext() && other.moveToNext());
    }

    private void placeGroup(ChangedLines other) {
        int size;
        int highest;
        int meeting;
        do {
            size = end - start;
            while (slideUp()) {
                other.moveToPrevious();
            }
            highest = end;
            meeting = other.isEmpty() ? -1 : end;
            while (slideDown()) {
                other.moveToNext();
                meeting = other.isEmpty() ? meeting : end;
            }
        } while (size != end - start);
        if (end != highest && meeting != -1) {
            while (other.isEmpty()) {
                slideUp();
                other.moveToPrevious();
            }
        }
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
        start = end + 1;
        end = findGroupEnd(start);
        return true;
    }

    private void moveToPrevious() {
        end = start - 1;
        start = findGroupStart(end);
    }

    private boolean slideDown() {
        if (end >= lines.length || lines[start] != lines[end]) {
            return false;
        }
        changed[start++] = false;
        changed[end++] = true;
        end = findGroupEnd(end);
        return true;
    }

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
