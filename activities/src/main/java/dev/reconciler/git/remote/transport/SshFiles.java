package dev.reconciler.git.remote.transport;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/**
 * What this host has for ssh on the way to another, and JGit's own client passes over: it reads the user's keys, {@code
 * known_hosts} and {@code config}, and nothing of the system.
 *
 * @param user the user's folder, {@code ~/.ssh}
 * @param system the system's, {@code /etc/ssh}
 * @param host the other host, as the URL names it
 */
record SshFiles(Path user, Path system, String host) {
    private static final String PASSED_OVER = "proxycommand|proxyusefdpass|identityagent|certificatefile|pkcs11provider"
            + "|securitykeyprovider|hostkeyalias|globalknownhostsfile|knownhostscommand|canonicalizehostname"
            + "|addressfamily|bindaddress|bindinterface|controlpath";

    /** What JGit's client passes over in the user's file, or takes for part of another host. */
    private static final Predicate<String> OF_USER = newWords("match|include|gssapiauthentication|" + PASSED_OVER);

    /** What leads to another host, key or login. What else the system's files may have changes none of them. */
    private static final Predicate<String> OF_SYSTEM =
            newWords("hostname|port|user|proxyjump|identityfile|userknownhostsfile|" + PASSED_OVER);

    /** Those of the user whose home that is. */
    static SshFiles of(Path home, String host) {
        return new SshFiles(home.resolve(".ssh"), Path.of("/etc/ssh"), host);
    }

    private static Predicate<String> newWords(String words) {
        return Pattern.compile(words, Pattern.CASE_INSENSITIVE).asMatchPredicate();
    }

    /** The user's own configuration. */
    Path config() {
        return user.resolve("config");
    }

    /** The first word in the user's configuration that counts for the host, and that only ssh understands. */
    Optional<String> findSpecial() throws IOException {
        return SshSections.of(host, config()).listKeywords(config()).stream()
                .filter(OF_USER)
                .findFirst();
    }

    /** Whether there are keys of servers, certificates of keys or settings for the host that ssh takes by itself. */
    boolean hasMore() throws IOException {
        if (Files.exists(system.resolve("ssh_known_hosts"))
                || !list(user, "*-cert.pub").isEmpty()) {
            return true;
        }
        SshSections sections = SshSections.of(host, config());
        List<Path> configs = new ArrayList<>(list(system.resolve("ssh_config.d"), "*.conf"));
        configs.add(system.resolve("ssh_config"));
        for (Path config : configs) {
            if (sections.listKeywords(config).stream().anyMatch(OF_SYSTEM)) {
                return true;
            }
        }
        return false;
    }

    private static List<Path> list(Path folder, String names) throws IOException {
        if (!Files.isReadable(folder)) {
            return List.of();
        }
        try (DirectoryStream<Path> files = Files.newDirectoryStream(folder, names)) {
            List<Path> found = new ArrayList<>();
            files.forEach(found::add);
            return found;
        }
    }
}
