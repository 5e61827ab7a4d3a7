package dev.reconciler.worker.page;

import dev.reconciler.git.graph.CommitGraph;
import dev.reconciler.git.graph.GraphRow;
import dev.reconciler.model.CommitId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * A commit graph as lines and dots, a row for each commit, beside which its words stand.
 *
 * @param width in units, of which {@link #PER_EM} are as wide as a letter is high
 * @param height in units
 */
public record GraphPicture(int width, int height, List<Stroke> strokes, List<Dot> dots) {
    /** How many units are as high as a line of text is. */
    public static final int PER_EM = 16;

    private static final int ROW = 3 * PER_EM;
    private static final int LANE = 22;
    private static final int MARGIN = 14;
    private static final int MOST_LANES = 8;

    /** More lines from commit to commit than this explain nothing. */
    private static final int MOST_TWINS = 12;

    /** A line from one commit to another. */
    public record Stroke(String path, String kind) {}

    /** A commit, or the many that a row stands for. */
    public record Dot(int x, int y, String kind, boolean isMany) {}

    /** The width as the page takes it. */
    public String widthInEm() {
        return toEm(width);
    }

    /** The height as the page takes it. */
    public String heightInEm() {
        return toEm(height);
    }

    private static String toEm(int units) {
        return units / (double) PER_EM + "em";
    }

    /**
     * Draws a graph.
     *
     * @param first the commit whose line is drawn straight down on the left
     * @param kinds how each row is marked
     */
    static GraphPicture draw(CommitGraph graph, CommitId first, List<String> kinds) {
        List<GraphRow> rows = graph.rows();
        int[] lanes = assignLanes(rows, first);
        Map<CommitId, Integer> rowOf = new HashMap<>();
        for (int i = 0; i < rows.size(); i++) {
            rowOf.put(rows.get(i).commit(), i);
        }
        List<Stroke> strokes = new ArrayList<>();
        List<Dot> dots = new ArrayList<>();
        int widest = 0;
        for (int i = 0; i < rows.size(); i++) {
            widest = Math.max(widest, lanes[i]);
            dots.add(new Dot(x(lanes[i]), y(i), kinds.get(i), rows.get(i).count() > 1));
            addStrokes(rows.get(i), i, lanes, rowOf, kinds, strokes);
        }
        int edge = x(widest);
        boolean hasTwins = addTwins(rows, lanes, rowOf, edge, strokes);
        return new GraphPicture(edge + MARGIN + (hasTwins ? LANE : 0), rows.size() * ROW, strokes, dots);
    }

    private static int x(int lane) {
        return MARGIN + lane * LANE;
    }

    private static int y(int row) {
        return ROW / 2 + row * ROW;
    }

    /** The lane of each row: a line of first parents stays in one, and a lane that has ended is used again. */
    private static int[] assignLanes(List<GraphRow> rows, CommitId first) {
        List<String> expected = new ArrayList<>(List.of(first.hex()));
        int[] lanes = new int[rows.size()];
        for (int i = 0; i < rows.size(); i++) {
            GraphRow row = rows.get(i);
            String id = row.commit().hex();
            int lane = expected.contains(id) ? expected.indexOf(id) : takeFree(expected, id);
            lanes[i] = Math.min(lane, MOST_LANES - 1);
            // Whoever else waits for this commit ends here.
            expected.replaceAll(each -> each.equals(id) ? "" : each);
            boolean isFirst = true;
            for (CommitId parent : row.parents()) {
                // A parent that two wait for is drawn in the lane further to the left.
                if (isFirst) {
                    expected.set(lane, parent.hex());
                } else if (!expected.contains(parent.hex())) {
                    takeFree(expected, parent.hex());
                }
                isFirst = false;
            }
        }
        return lanes;
    }

    private static int takeFree(List<String> expected, String id) {
        int free = expected.indexOf("");
        if (free < 0) {
            expected.add(id);
            return expected.size() - 1;
        }
        expected.set(free, id);
        return free;
    }

    private static void addStrokes(
            GraphRow row, int at, int[] lanes, Map<CommitId, Integer> rowOf, List<String> kinds, List<Stroke> strokes) {
        int x = x(lanes[at]);
        int y = y(at);
        boolean isFirst = true;
        for (CommitId parent : row.parents()) {
            Integer other = rowOf.get(parent);
            if (other != null) {
                String path = join(x, y, x(lanes[other]), y(other), isFirst);
                strokes.add(new Stroke(path, isFirst ? kinds.get(at) : kinds.get(other)));
            }
            isFirst = false;
        }
        if (row.hasMore() && row.parents().isEmpty()) {
            strokes.add(new Stroke("M" + x + " " + y + "v" + ROW / 2, "more"));
        }
    }

    /** A first parent is joined where it is; another one goes to its own lane at once. */
    private static String join(int x, int y, int toX, int toY, boolean isFirst) {
        String from = "M" + x + " " + y;
        if (x == toX) {
            return from + "V" + toY;
        }
        int half = ROW / 2;
        return isFirst
                ? from + "V" + (toY - ROW) + "C" + x + " " + (toY - half) + " " + toX + " " + (toY - half) + " " + toX
                        + " " + toY
                : from + "C" + x + " " + (y + half) + " " + toX + " " + (y + half) + " " + toX + " " + (y + ROW) + "V"
                        + toY;
    }

    private static boolean addTwins(
            List<GraphRow> rows, int[] lanes, Map<CommitId, Integer> rowOf, int edge, List<Stroke> strokes) {
        List<Stroke> twins = new ArrayList<>();
        for (int i = 0; i < rows.size(); i++) {
            Integer twin = rowOf.get(
                    Objects.requireNonNullElse(rows.get(i).twin(), rows.get(i).commit()));
            if (twin != null && twin != i && rows.get(i).count() == 1) {
                int out = edge + LANE;
                twins.add(new Stroke(
                        "M" + x(lanes[i]) + " " + y(i) + "C" + out + " " + y(i) + " " + out + " " + y(twin) + " "
                                + x(lanes[twin]) + " " + y(twin),
                        "twin"));
            }
        }
        if (twins.size() > MOST_TWINS) {
            return false;
        }
        strokes.addAll(twins);
        return !twins.isEmpty();
    }
}
