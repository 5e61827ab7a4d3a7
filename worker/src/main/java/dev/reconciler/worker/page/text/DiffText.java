package dev.reconciler.worker.page.text;

import java.util.ArrayList;
import java.util.List;

/**
 * A difference as git writes it, line by line.
 *
 * @param isCut whether there is more of it
 */
public record DiffText(List<DiffLine> lines, boolean isCut) {
    private static final int LONGEST_LINE = 300;

    public DiffText {
        lines = List.copyOf(lines);
    }

    /** Reads a difference, at most so many lines of it, without what only programs need. */
    public static DiffText parse(String diff, int most, boolean isCut) {
        List<DiffLine> lines = new ArrayList<>();
        boolean isInHunk = !diff.startsWith("diff ");
        for (String line : diff.isEmpty() ? new String[0] : diff.split("\n", -1)) {
            // The lines of a file never begin with a letter: these are what git says of a file before its first hunk.
            isInHunk = line.startsWith("@@") || (isInHunk && !line.startsWith("diff "));
            if (isInHunk || !line.matches("(?:index |--- |\\+\\+\\+ ).*")) {
                lines.add(new DiffLine(isInHunk ? judgeLine(line) : "file", VisibleText.showLine(line, LONGEST_LINE)));
            }
        }
        if (!lines.isEmpty() && lines.get(lines.size() - 1).text().isEmpty()) {
            lines.remove(lines.size() - 1);
        }
        return new DiffText(lines.subList(0, Math.min(most, lines.size())), isCut || lines.size() > most);
    }

    private static String judgeLine(String line) {
        return switch (line.isEmpty() ? ' ' : line.charAt(0)) {
            case '+' -> "added";
            case '-' -> "removed";
            case '@' -> "place";
            default -> "same";
        };
    }

    /** @param kind for the style */
    public record DiffLine(String kind, String text) {}
}
