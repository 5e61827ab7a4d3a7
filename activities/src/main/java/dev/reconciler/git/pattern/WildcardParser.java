package dev.reconciler.git.pattern;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.function.IntPredicate;
import org.jspecify.annotations.Nullable;

/** Takes a {@link WildcardPattern} apart: each letter, wildcard and set becomes a {@link MatchStep}. */
final class WildcardParser {
    private final List<MatchStep> steps = new ArrayList<>();
    private final byte[] pattern;
    private final boolean isPath;
    private final boolean ignoresCase;
    private boolean isMalformed;
    private int at;

    /**
     * @param isPath whether a slash is matched by a slash or by {@code **} only
     * @param ignoresCase whether the letters A to Z and a to z are alike
     */
    WildcardParser(byte[] pattern, boolean isPath, boolean ignoresCase) {
        this.pattern = pattern;
        this.isPath = isPath;
        this.ignoresCase = ignoresCase;
    }

    /** The steps of the pattern; null where it has no end, and so matches nothing. */
    @Nullable
    List<MatchStep> parseSteps() {
        while (at < pattern.length && !isMalformed) {
            switch (pattern[at]) {
                case '?' -> {
                    at++;
                    steps.add(MatchStep.one(allBut(isPath)));
                }
                case '*' -> parseStars();
                case '[' -> {
                    at++;
                    BitSet members = parseBrackets();
                    if (members != null) {
                        steps.add(MatchStep.one(members));
                    }
                }
                case '\\' -> parseEscape();
                default -> addLiteral(foldCase(pattern[at++]));
            }
        }
        return isMalformed ? null : steps;
    }

    // A backslash at the end of the pattern matches nothing. And git folds the text and not the letter behind a
    // backslash: where case does not count, \A matches neither a nor A.
    private void parseEscape() {
        at++;
        if (at == pattern.length) {
            isMalformed = true;
        } else {
            addLiteral(pattern[at++]);
        }
    }

    private void addLiteral(int literal) {
        steps.add(MatchStep.one(MatchStep.collectBytes(each -> foldCase(each) == (literal & 0xff))));
    }

    private void parseStars() {
        int first = at;
        while (at < pattern.length && pattern[at] == '*') {
            at++;
        }
        // Two stars cross folders where they stand alone between slashes: **/a, a/**/b, a/**. Elsewhere, as in a**b,
        // they are one star.
        boolean isAlone = at - first > 1 && (first == 0 || pattern[first - 1] == '/') && isFolderEnd();
        if (!isPath || !isAlone) {
            steps.add(MatchStep.many(allBut(isPath)));
        } else if (at < pattern.length && pattern[at] == '/') {
            // a/**/b matches a/b as well: the stars and the slash together stand for no folder, or for several.
            at++;
            steps.add(MatchStep.FOLDERS);
        } else {
            steps.add(MatchStep.many(allBut(false)));
        }
    }

    private boolean isFolderEnd() {
        return at == pattern.length || pattern[at] == '/' || (pattern[at] == '\\' && byteAt(at + 1) == '/');
    }

    // A set such as [a-z], [!a-z] or [[:digit:]_]. Null where it has no end: then the whole pattern matches nothing.
    private @Nullable BitSet parseBrackets() {
        boolean isNegated = byteAt(at) == '!' || byteAt(at) == '^';
        if (isNegated) {
            at++;
        }
        BitSet members = new BitSet(MatchStep.BYTES);
        // The byte that a range may begin with; 0 where none can, as behind another range.
        int before = 0;
        // A bracket right at the beginning is a member: []] and [!]].
        boolean isFirst = true;
        while (isFirst || byteAt(at) != ']') {
            isFirst = false;
            int member = byteAt(at);
            if (member == '\\') {
                member = byteAt(++at);
                members.set(member);
            } else if (member == '-' && before != 0 && byteAt(at + 1) != 0 && byteAt(at + 1) != ']') {
                addRange(members, before);
                member = byteAt(at) == 0 ? 0 : -1;
            } else if (member == '[' && byteAt(at + 1) == ':') {
                member = addClass(members);
            } else {
                members.set(member);
            }
            // The end of the pattern, or a class that git does not know.
            if (member == 0) {
                isMalformed = true;
                return null;
            }
            before = Math.max(member, 0);
            at++;
        }
        at++;
        return MatchStep.collectBytes(each -> members.get(foldCase(each)) != isNegated && !(isPath && each == '/'));
    }

    private void addRange(BitSet members, int low) {
        at++;
        if (byteAt(at) == '\\') {
            at++;
        }
        int high = byteAt(at);
        for (int each = 0; each < MatchStep.BYTES; each++) {
            // Where case does not count, git asks for the text in lower case, and in upper case too: [A-Z] has a.
            boolean isFolded = ignoresCase && each >= 'a' && each <= 'z' && isBetween(low, each - 'a' + 'A', high);
            if (isBetween(low, each, high) || isFolded) {
                members.set(each);
            }
        }
    }

    private static boolean isBetween(int low, int each, int high) {
        return low <= each && each <= high;
    }

    // The members of a class such as [:alpha:]. Where no ":]" follows, as in [[:x], the bracket is a member itself. The
    // answer is that bracket, or -1 for a class, or 0 where git does not know the class.
    private int addClass(BitSet members) {
        int start = at + 2;
        int end = start;
        while (byteAt(end) != 0 && byteAt(end) != ']') {
            end++;
        }
        if (byteAt(end) == 0) {
            return 0;
        }
        if (end == start || byteAt(end - 1) != ':') {
            members.set('[');
            return '[';
        }
        IntPredicate named = findClass(new String(pattern, start, end - 1 - start, StandardCharsets.US_ASCII));
        if (named == null) {
            return 0;
        }
        members.or(MatchStep.collectBytes(named));
        at = end;
        return -1;
    }

    // Git's own table of ASCII (ctype.c): there a vertical tab is no space.
    private @Nullable IntPredicate findClass(String name) {
        return switch (name) {
            case "alnum" -> each -> isLetter(each) || isDigit(each);
            case "alpha" -> WildcardParser::isLetter;
            case "blank" -> each -> each == ' ' || each == '\t';
            case "cntrl" -> each -> each < ' ' || each == 0x7f;
            case "digit" -> WildcardParser::isDigit;
            case "graph" -> each -> each > ' ' && each < 0x7f;
            case "lower" -> each -> each >= 'a' && each <= 'z';
            case "print" -> each -> each >= ' ' && each < 0x7f;
            case "punct" -> each -> each > ' ' && each < 0x7f && !isLetter(each) && !isDigit(each);
            case "space" -> each -> each == ' ' || each == '\t' || each == '\n' || each == '\r';
            case "upper" -> each -> (each >= 'A' && each <= 'Z') || (ignoresCase && each >= 'a' && each <= 'z');
            case "xdigit" -> each -> Character.digit(each, 16) >= 0 && each < 0x7f;
            default -> null;
        };
    }

    private static boolean isLetter(int each) {
        return (each >= 'a' && each <= 'z') || (each >= 'A' && each <= 'Z');
    }

    private static boolean isDigit(int each) {
        return each >= '0' && each <= '9';
    }

    /** The byte of the pattern at that place; 0, which no pattern holds, behind its end. */
    private int byteAt(int place) {
        return place < pattern.length ? pattern[place] & 0xff : 0;
    }

    private int foldCase(int each) {
        int unsigned = each & 0xff;
        return ignoresCase && unsigned >= 'A' && unsigned <= 'Z' ? unsigned - 'A' + 'a' : unsigned;
    }

    private static BitSet allBut(boolean slash) {
        return MatchStep.collectBytes(each -> !slash || each != '/');
    }
}
