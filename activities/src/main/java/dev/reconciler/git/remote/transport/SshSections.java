package dev.reconciler.git.remote.transport;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Pattern;
import org.eclipse.jgit.internal.transport.ssh.OpenSshConfigFile;

/**
 * Which lines of a file for ssh count on the way to a host, as ssh_config(5) says: those before its first section, and those
 * of each section that is for the host, or of which only ssh can tell whether it is.
 *
 * @param host as the URL names it
 * @param isRenamed whether the user's file leads to another name, of which {@code Match host} speaks then
 * @param hasJumps whether the way leads over further hosts, which have sections of their own
 */
record SshSections(String host, boolean isRenamed, boolean hasJumps) {
    /** A word, which may be in quotes: between two there is space or a sign of equality. */
    private static final Pattern WORD = Pattern.compile("\"([^\"]*)\"|([^\\s=\"]+)");

    private static final Set<String> CRITERIA_WITHOUT_VALUE = Set.of("all", "canonical", "final");

    /** Those of the user whose {@code ~/.ssh/config} that is. */
    static SshSections of(String host, Path config) throws IOException {
        List<String> said = new SshSections(host, false, false).listKeywords(config);
        return new SshSections(
                host,
                said.stream().anyMatch("hostname"::equalsIgnoreCase),
                said.stream().anyMatch("proxyjump"::equalsIgnoreCase));
    }

    /** The first word of each line that counts; none where the file is not there. */
    List<String> listKeywords(Path config) throws IOException {
        String text = Files.isReadable(config) ? Files.readString(config, ISO_8859_1) : "";
        List<String> counting = new ArrayList<>();
        boolean isForHost = true;
        boolean isInSection = true;
        for (List<String> line : text.lines().map(SshSections::splitWords).toList()) {
            String keyword = line.isEmpty() ? "" : line.get(0);
            List<String> values = line.stream().skip(1).toList();
            switch (keyword.toLowerCase(Locale.ROOT)) {
                case "host" -> {
                    isForHost = hasJumps || OpenSshConfigFile.patternMatch(values, host);
                    isInSection = isForHost;
                }
                case "match" -> {
                    isInSection = hasJumps || mayMatch(values);
                    // JGit's client takes what follows for lines of the Host before it.
                    if (isInSection || isForHost) {
                        counting.add(keyword);
                    }
                }
                default -> {
                    if (isInSection) {
                        counting.add(keyword);
                    }
                }
            }
        }
        return counting;
    }

    private static List<String> splitWords(String line) {
        return WORD.matcher(line)
                .results()
                .map(word -> Objects.requireNonNullElse(word.group(1), word.group()))
                .takeWhile(word -> !word.startsWith("#"))
                .toList();
    }

    // All criteria have to hold. Those about users, networks and commands are left to ssh.
    private boolean mayMatch(List<String> criteria) {
        for (Iterator<String> rest = criteria.iterator(); rest.hasNext(); ) {
            String criterion = rest.next().toLowerCase(Locale.ROOT);
            boolean isNegated = criterion.startsWith("!");
            String name = isNegated ? criterion.substring(1) : criterion;
            if (CRITERIA_WITHOUT_VALUE.contains(name) || !rest.hasNext()) {
                continue;
            }
            String value = rest.next();
            boolean isOfHost = name.equals("originalhost") || (name.equals("host") && !isRenamed);
            if (isOfHost && isListed(value) == isNegated) {
                return false;
            }
        }
        return true;
    }

    private boolean isListed(String patterns) {
        return OpenSshConfigFile.patternMatch(
                List.of(patterns.toLowerCase(Locale.ROOT).split(",")), host.toLowerCase(Locale.ROOT));
    }
}
