package dev.reconciler.worker.page.text;

/**
 * The text of others, such that a reader sees what is there: what would hide, turn round or break the text that follows
 * is shown as a sign of its own. What is markup in a text is none on the page: that is the templates' work.
 */
public final class VisibleText {
    private static final int CONTROL_PICTURES = 0x2400;
    private static final int PICTURE_OF_DELETE = 0x2421;
    private static final int DELETE = 0x7f;
    /** More of them on one letter cover the lines above and below. */
    private static final int MOST_MARKS = 3;

    private VisibleText() {}

    /** The first line, at most so many letters of it. */
    public static String showLine(String text, int most) {
        int end = text.indexOf('\n');
        return show(end < 0 ? text : text.substring(0, end).stripTrailing(), most, false);
    }

    /** All lines, at most so many letters of them. */
    public static String showLines(String text, int most) {
        return show(text.strip(), most, true);
    }

    private static String show(String text, int most, boolean keepsLines) {
        StringBuilder shown = new StringBuilder();
        int marks = 0;
        int letters = 0;
        for (int at = 0; at < text.length(); ) {
            int letter = text.codePointAt(at);
            at += Character.charCount(letter);
            if (letters++ == most) {
                return shown.append('…').toString();
            }
            marks = isMark(letter) ? marks + 1 : 0;
            if (marks <= MOST_MARKS) {
                append(shown, letter, keepsLines);
            }
        }
        return shown.toString();
    }

    private static void append(StringBuilder shown, int letter, boolean keepsLines) {
        if (letter == '\r' && keepsLines) {
            // Of a line's end in the way of Windows, the other half is enough.
            return;
        }
        if (letter == '\t' || (letter == '\n' && keepsLines)) {
            shown.appendCodePoint(letter);
        } else if (letter < ' ') {
            shown.appendCodePoint(CONTROL_PICTURES + letter);
        } else if (letter == DELETE) {
            shown.appendCodePoint(PICTURE_OF_DELETE);
        } else if (isHidden(letter)) {
            shown.append(String.format("⟨U+%04X⟩", letter));
        } else {
            shown.appendCodePoint(letter);
        }
    }

    private static boolean isMark(int letter) {
        int type = Character.getType(letter);
        return type == Character.NON_SPACING_MARK || type == Character.ENCLOSING_MARK;
    }

    private static boolean isHidden(int letter) {
        return switch (Character.getType(letter)) {
            case Character.CONTROL,
                    Character.SURROGATE,
                    Character.UNASSIGNED,
                    Character.PRIVATE_USE,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR -> true;
            // Of the others, these two join and part letters of some scripts, and of some pictures.
            case Character.FORMAT -> letter != 0x200c && letter != 0x200d;
            default -> false;
        };
    }
}
