package dev.reconciler.git.diff;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;

/**
 * The lines of one text that {@link MyersMatcher} compares with those of the other. Left out are those that are equal at
 * the beginning and at the end, those that the other text does not have, which are changed in any case, and frequent
 * ones among these. Git's name is {@code xdl_optimize_ctxs}.
 */
final class ComparedLines {
    /** Git's {@code XDL_MAX_EQLIMIT}: a line that occurs more often is frequent in any text. */
    private static final int ALWAYS_FREQUENT = 1024;
    /** Git's {@code XDL_SIMSCAN_WINDOW}: how far around a frequent line git looks. */
    private static final int WINDOW = 100;
    /** Git's {@code XDL_KPDIS_RUN}: a frequent line goes where less than one in that many around it is frequent. */
    private static final int ABSENT_PER_FREQUENT = 4;

    private final MarkedLines text;
    private final int[] numbers;
    private final int[] originals;
    private int size;

    private ComparedLines(MarkedLines text) {
        this.text = text;
        this.numbers = new int[text.size()];
        this.originals = new int[text.size()];
    }

    /** The lines of both texts that are compared. The others are marked where they are changed. */
    static ComparedLines[] select(MarkedLines a, MarkedLines b, boolean minimal) {
        // Git's xdl_trim_ends.
        int shorter = Math.min(a.size(), b.size());
        int head = 0;
        while (head < shorter && a.line(head) == b.line(head)) {
            head++;
        }
        int tail = 0;
        while (tail < shorter - head && a.line(a.size() - 1 - tail) == b.line(b.size() - 1 - tail)) {
            tail++;
        }
        // How often each line occurs is counted in the whole texts, with the ends.
        Map<Integer, Integer> countsA = countLines(a);
        Map<Integer, Integer> countsB = countLines(b);
        return new ComparedLines[] {
            new ComparedLines(a).keep(head, tail, countsB, minimal),
            new ComparedLines(b).keep(head, tail, countsA, minimal)
        };
    }

    private static Map<Integer, Integer> countLines(MarkedLines text) {
        Map<Integer, Integer> counts = new HashMap<>();
        for (int at = 0; at < text.size(); at++) {
            counts.merge(text.line(at), 1, Integer::sum);
        }
        return counts;
    }

    // Git's xdl_cleanup_records.
    private ComparedLines keep(int head, int tail, Map<Integer, Integer> countsInOther, boolean minimal) {
        int often = minimal ? Integer.MAX_VALUE : Math.min(approximateRoot(text.size()), ALWAYS_FREQUENT);
        Occurrence[] middle = new Occurrence[text.size() - head - tail];
        Arrays.setAll(middle, at -> Occurrence.of(countsInOther.getOrDefault(text.line(head + at), 0), often));
        for (int at = 0; at < middle.length; at++) {
            if (middle[at] == Occurrence.SOME || (middle[at] == Occurrence.FREQUENT && !isAmongAbsent(middle, at))) {
                originals[size] = head + at;
                numbers[size++] = text.line(head + at);
            } else {
                text.mark(head + at);
            }
        }
        return this;
    }

    // Git's xdl_clean_mmatch. A frequent line, such as a brace, says little where nothing around it is in the other
    // text: it would tear the change into pieces. So it goes where absent lines are both before and after, and enough
    // of them.
    private static boolean isAmongAbsent(Occurrence[] middle, int at) {
        int absent = 0;
        int frequent = 0;
        for (int step : new int[] {-1, 1}) {
            int absentHere = 0;
            // The line itself counts once in each direction.
            frequent++;
            int last = at + step * WINDOW;
            for (int near = at + step; near != last + step && near >= 0 && near < middle.length; near += step) {
                if (middle[near] == Occurrence.SOME) {
                    break;
                }
                absentHere += middle[near] == Occurrence.ABSENT ? 1 : 0;
                frequent += middle[near] == Occurrence.FREQUENT ? 1 : 0;
            }
            if (absentHere == 0) {
                return false;
            }
            absent += absentHere;
        }
        return frequent * ABSENT_PER_FREQUENT < frequent + absent;
    }

    /** Git's {@code xdl_bogosqrt}: a power of two near the square root; 4 for 4 to 15. */
    static int approximateRoot(int number) {
        int root = 1;
        for (int rest = number; rest > 0; rest >>= 2) {
            root <<= 1;
        }
        return root;
    }

    int size() {
        return size;
    }

    /** The numbers of the lines; those from {@link #size} on mean nothing. */
    int[] numbers() {
        return numbers;
    }

    /** Marks the lines {@code from} to {@code end}, counted among those that are compared, in the text. */
    void markOriginals(int from, int end) {
        for (int at = from; at < end; at++) {
            text.mark(originals[at]);
        }
    }

    /** How often the other text has a line. */
    private enum Occurrence {
        ABSENT,
        SOME,
        FREQUENT;

        static Occurrence of(int count, int often) {
            return count == 0 ? ABSENT : count < often ? SOME : FREQUENT;
        }
    }
}
