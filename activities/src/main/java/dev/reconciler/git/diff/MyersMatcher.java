package dev.reconciler.git.diff;

/**
 * The difference of Eugene Myers: as few changed lines as possible, found by splitting the texts in the middle of a
 * shortest way from one to the other, and each half in the same way. Git's name is {@code xdl_do_diff}.
 *
 * <p>Example: from {@code aaar} to {@code raaa} the three {@code a} are kept and the {@code r} moves, as that changes two
 * lines only; {@link HistogramMatcher} would keep the {@code r}.
 *
 * <p>Git leaves out some lines first ({@link ComparedLines}), and takes shortcuts where the search is long ({@link
 * MiddleSnake}). Both may cost a few changed lines more. The marks here are those of git, shortcuts included.
 */
final class MyersMatcher {
    private final ComparedLines a;
    private final ComparedLines b;
    private final MiddleSnake middle;

    private MyersMatcher(ComparedLines a, ComparedLines b) {
        this.a = a;
        this.b = b;
        this.middle = new MiddleSnake(a.numbers(), b.numbers(), a.size(), b.size());
    }

    /**
     * Marks the changed lines of both texts, or of a part of each as if there were no other lines. Marks that are there
     * are taken away.
     *
     * @param minimal whether no shortcuts are taken
     */
    static void markChanges(MarkedLines a, MarkedLines b, boolean minimal) {
        a.unmarkAll();
        b.unmarkAll();
        ComparedLines[] compared = ComparedLines.select(a, b, minimal);
        MyersMatcher matcher = new MyersMatcher(compared[0], compared[1]);
        matcher.splitBox(new MiddleSnake.Box(0, compared[0].size(), 0, compared[1].size()), minimal);
    }

    // Git's xdl_recs_cmp. A box is a part of each text.
    private void splitBox(MiddleSnake.Box whole, boolean minimal) {
        MiddleSnake.Box box = trimEnds(whole);
        boolean exact = minimal;
        while (!box.isFlat()) {
            MiddleSnake.Split split = middle.find(box, exact);
            splitBox(new MiddleSnake.Box(box.fromA(), split.a(), box.fromB(), split.b()), split.exactBefore());
            // The second half is the next turn and no deeper call: where the halves are unequal, the stack stays short.
            exact = split.exactAfter();
            box = trimEnds(new MiddleSnake.Box(split.a(), box.endA(), split.b(), box.endB()));
        }
        // One text has no lines left, so those of the other are changed.
        a.markOriginals(box.fromA(), box.endA());
        b.markOriginals(box.fromB(), box.endB());
    }

    // Lines that are equal at the beginning and at the end need no search.
    private MiddleSnake.Box trimEnds(MiddleSnake.Box box) {
        int[] linesA = a.numbers();
        int[] linesB = b.numbers();
        int fromA = box.fromA();
        int fromB = box.fromB();
        while (fromA < box.endA() && fromB < box.endB() && linesA[fromA] == linesB[fromB]) {
            fromA++;
            fromB++;
        }
        int endA = box.endA();
        int endB = box.endB();
        while (fromA < endA && fromB < endB && linesA[endA - 1] == linesB[endB - 1]) {
            endA--;
            endB--;
        }
        return new MiddleSnake.Box(fromA, endA, fromB, endB);
    }
}
