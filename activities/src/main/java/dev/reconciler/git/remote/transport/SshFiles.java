package dev.reconciler.git.remote.transport;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What this host has for ssh, and JGit's own client passes over: it reads the user's keys, {@code known_hosts} and {@code
 * config}, and nothing of the system.
 *
 * @param user the user's folder, {@code ~/.ssh}
 * @param system the system's, {@code /etc/ssh}
 */
record SshFiles(Path user, Path system) {
    private static final String PASSED_OVER = "proxycommand|proxyusefdpass|identityagent|certificatefile|pkcs11provider"
            + "|securitykeyprovider|hostkeyalias|globalknownhostsfile|knownhostscommand|canonicalizehostname"
            + "|addressfamily|bindaddress|bindinterface|controlpath";

    /** What JGit's client passes over in the user's file, or takes for part of another host. */
    private static final Pattern OF_USER = newPattern("match|include|gssapiauthentication|" + PASSED_OVER);

    /** What leads to another host, key or login. What else the system's files may have changes none of them. */
    private static final Pattern OF_SYSTEM =
            newPattern("hostname|port|user|proxyjump|identityfile|userknownhostsfile|" + PASSED_OVER);

    /** Those of the user whose home that is. */
    static SshFiles of(Path home) {
        return new SshFiles(home.resolve(".ssh"), Path.of("/etc/ssh"));
    }

    private static Pattern newPattern(String words) {
        return Pattern.compile("(?im)^\\s*(" + words + ")\\b.*$");
    }

    /** The user's own configuration. */
    Path config() {
        return user.resolve("config");
    }

    /** The first word in the user's configuration that only ssh understands. */
    Optional<String> findSpecial() throws IOException {
        return find(OF_USER, config());
    }

    /** Whether there are keys of servers, certificates of keys or settings that ssh takes by itself. */
    boolean hasMore() throws IOException {
        if (Files.exists(system.resolve("ssh_known_hosts"))
                || !list(user, "*-cert.pub").isEmpty()) {
            return true;
        }
        List<Path> configs = new ArrayList<>(list(system.resolve("ssh_config.d"), "*.conf"));
        configs.add(system.resolve("ssh_config"));
        for (Path config : configs) {
            if (find(OF_SYSTEM, config).isPresent()) {
                return true;
            }
        }
        return false;
    }

    private static Optional<String> find(Pattern words, Path config) throws IOException {
        Matcher matcher = words.matcher(Files.isReadable(config) ? Files.readString(config, ISO_8859_1) : "");
        return matcher.find() ? Optional.of(matcher.group(1)) : Optional.empty();
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
