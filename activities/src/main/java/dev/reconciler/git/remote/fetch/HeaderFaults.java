package dev.reconciler.git.remote.fetch;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What is wrong with the persons and the form of a commit's or a tag's header, by git's names of the faults. The
 * library's checker knows fewer of them.
 *
 * <p>Follows {@code verify_headers}, {@code fsck_ident} and {@code fsck_commit} in git's {@code fsck.c}.
 */
final class HeaderFaults {
    /** Git keeps a time in 64 bits, one of which is for the sign. */
    private static final BigInteger LATEST = BigInteger.valueOf(Long.MAX_VALUE);

    private static final Pattern EMAIL = Pattern.compile("<[^<>]*>.*");
    private static final Pattern DATE = Pattern.compile("[ \\t]*(\\d+) (.*)");
    private static final Pattern TIMEZONE = Pattern.compile("[+-]\\d{4}");

    private HeaderFaults() {}

    /** The faults of a commit, in the order in which git finds them. */
    static List<String> findInCommit(byte[] raw) {
        List<String> faults = new ArrayList<>();
        String text = new String(raw, StandardCharsets.ISO_8859_1);
        String header = readHeader(text, faults);
        List<String> authors = findLines(header, "author ");
        authors.forEach(author -> findPersonFault(author).ifPresent(faults::add));
        findLines(header, "committer ").stream().limit(1).forEach(committer -> findPersonFault(committer)
                .ifPresent(faults::add));
        if (authors.size() > 1) {
            faults.add("multipleAuthors");
        }
        if (text.indexOf('\0') >= 0) {
            faults.add("nulInCommit");
        }
        return faults;
    }

    /** The faults of a tag; an old one without a tagger has none. */
    static List<String> findInTag(byte[] raw) {
        List<String> faults = new ArrayList<>();
        String header = readHeader(new String(raw, StandardCharsets.ISO_8859_1), faults);
        findLines(header, "tagger ").forEach(tagger -> findPersonFault(tagger).ifPresent(faults::add));
        return faults;
    }

    private static String readHeader(String text, List<String> faults) {
        int end = text.indexOf("\n\n");
        String header = end < 0 ? text : text.substring(0, end + 1);
        if (header.indexOf('\0') >= 0) {
            faults.add("nulInHeader");
        }
        if (!header.endsWith("\n")) {
            faults.add("unterminatedHeader");
        }
        return header;
    }

    private static List<String> findLines(String header, String key) {
        return header.lines()
                .filter(line -> line.startsWith(key))
                .map(line -> line.substring(key.length()))
                .toList();
    }

    /** @param person {@code Name <mail> seconds timezone} */
    private static Optional<String> findPersonFault(String person) {
        int email = person.indexOf('<');
        int wrong = person.indexOf('>');
        if (email == 0) {
            return Optional.of("missingNameBeforeEmail");
        }
        if (wrong >= 0 && (email < 0 || wrong < email)) {
            return Optional.of("badName");
        }
        if (email < 0) {
            return Optional.of("missingEmail");
        }
        if (person.charAt(email - 1) != ' ') {
            return Optional.of("missingSpaceBeforeEmail");
        }
        if (!EMAIL.matcher(person.substring(email)).matches()) {
            return Optional.of("badEmail");
        }
        String rest = person.substring(person.indexOf('>', email) + 1);
        return rest.startsWith(" ") ? findDateFault(rest.substring(1)) : Optional.of("missingSpaceBeforeDate");
    }

    private static Optional<String> findDateFault(String rest) {
        Matcher date = DATE.matcher(rest);
        if (rest.stripLeading().matches("0[^ ].*")) {
            return Optional.of("zeroPaddedDate");
        }
        if (!date.matches()) {
            return Optional.of("badDate");
        }
        if (new BigInteger(date.group(1)).compareTo(LATEST) > 0) {
            return Optional.of("badDateOverflow");
        }
        return TIMEZONE.matcher(date.group(2)).matches() ? Optional.empty() : Optional.of("badTimezone");
    }
}
