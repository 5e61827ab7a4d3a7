package dev.reconciler.git.remote.http;

import dev.reconciler.git.error.RefusedException;
import dev.reconciler.git.remote.settings.TransportSettings;
import dev.reconciler.git.remote.settings.UrlSettings;
import dev.reconciler.model.ErrorType;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What git's settings say of TLS with one server.
 *
 * @param verifies whether the server's certificate is checked at all
 * @param authorities files and folders with the certificates that are trusted; empty: those of Java and of the system
 * @param certificate the file with this host's own certificate; null for none
 * @param key the file with its key; null for none
 * @param pins the server's public key, as curl writes it; null for any
 * @param oldestVersion the oldest version of TLS that is spoken, in Java's words; null: Java decides
 */
record TlsSettings(
        boolean verifies,
        List<Path> authorities,
        @Nullable Path certificate,
        @Nullable Path key,
        @Nullable String pins,
        @Nullable String oldestVersion) {

    TlsSettings {
        authorities = List.copyOf(authorities);
    }

    /**
     * Reads the settings for a URL. Variables of the environment win over settings, see {@code http_init} in git's {@code
     * http.c}.
     *
     * @param hasCredentials whether this program logs in: then {@code http.sslVerify=false} does not count, since the
     *     credentials would go to whoever answers
     * @throws RefusedException of type Unsupported if a setting asks for what this program can't do
     */
    static TlsSettings read(UrlSettings http, TransportSettings settings, boolean hasCredentials) throws IOException {
        boolean verifies = hasCredentials
                || (settings.variable("GIT_SSL_NO_VERIFY").isEmpty()
                        && http.truth("sslVerify").orElse(true));
        refuseForms(http);
        Optional<Path> certificate = findPath("GIT_SSL_CERT", "sslCert", http, settings);
        Optional<Path> key = findPath("GIT_SSL_KEY", "sslKey", http, settings).or(() -> certificate);
        Optional<String> version = settings.variable("GIT_SSL_VERSION").or(() -> http.value("sslVersion"));
        return new TlsSettings(
                verifies,
                verifies ? readAuthorities(http, settings) : List.of(),
                certificate.orElse(null),
                certificate.isPresent() ? key.orElse(null) : null,
                readPins(http, settings),
                version.isPresent() ? parseVersion(version.get()) : null);
    }

    /** The files and folders with the certificates that are trusted. */
    static List<Path> readAuthorities(UrlSettings http, TransportSettings settings) throws IOException {
        return Stream.of(
                        findPath("GIT_SSL_CAINFO", "sslCAInfo", http, settings),
                        findPath("GIT_SSL_CAPATH", "sslCAPath", http, settings))
                .flatMap(Optional::stream)
                .toList();
    }

    private static Optional<Path> findPath(String variable, String name, UrlSettings http, TransportSettings settings)
            throws IOException {
        Optional<String> value = settings.variable(variable).or(() -> http.value(name));
        if (value.isEmpty() || value.get().isEmpty()) {
            return Optional.empty();
        }
        Path path = settings.expandPath(value.get());
        if (!Files.isReadable(path)) {
            throw new RefusedException(
                    ErrorType.CONFIGURATION,
                    "git's setting http." + name + " or " + variable + " names " + path
                            + ", which is not there or can't be read; correct it");
        }
        return Optional.of(path);
    }

    // Hashes, or the path of a file.
    private static @Nullable String readPins(UrlSettings http, TransportSettings settings) throws IOException {
        String pins = http.value("pinnedPubkey").orElse("");
        if (pins.isEmpty() || pins.startsWith(ServerTrust.PIN)) {
            return pins.isEmpty() ? null : pins;
        }
        return settings.expandPath(pins).toString();
    }

    private static void refuseForms(UrlSettings http) {
        for (String name : List.of("sslCertType", "sslKeyType")) {
            String form = http.value(name).orElse("PEM");
            if (!form.equalsIgnoreCase("PEM")) {
                throw new RefusedException(
                        ErrorType.UNSUPPORTED,
                        "git's setting http." + name + " is '" + form + "'; only PEM is read here");
            }
        }
    }

    private static @Nullable String parseVersion(String value) {
        return switch (value) {
            case "", "tlsv1" -> null;
            case "tlsv1.0" -> "TLSv1";
            case "tlsv1.1" -> "TLSv1.1";
            case "tlsv1.2" -> "TLSv1.2";
            case "tlsv1.3" -> "TLSv1.3";
            default ->
                throw new RefusedException(
                        ErrorType.UNSUPPORTED,
                        "git's setting http.sslVersion is '" + value + "', which is not spoken here; remove it");
        };
    }
}
