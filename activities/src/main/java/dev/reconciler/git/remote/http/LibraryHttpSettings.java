package dev.reconciler.git.remote.http;

import dev.reconciler.git.error.RefusedException;
import dev.reconciler.git.remote.settings.TransportSettings;
import dev.reconciler.git.remote.settings.UrlSettings;
import dev.reconciler.model.ErrorType;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.eclipse.jgit.lib.Config;
import org.jspecify.annotations.Nullable;

/**
 * Hands JGit the settings of the section {@code http} that it applies by itself. JGit knows no wildcards in {@code
 * http.<url>.*}, takes one section for all names, and reads no environment.
 */
public final class LibraryHttpSettings {
    private static final String HTTP = "http";
    private static final String POST_BUFFER = "postBuffer";
    private static final List<String> TAKEN_AS_THEY_ARE = List.of("userAgent", POST_BUFFER, "saveCookies");

    /** Git's smallest buffer: one packet of the protocol fits in. */
    private static final long SMALLEST_BUFFER = 65_520;

    /** JGit holds a push of that size in memory, twice. A larger one is sent in chunks. */
    private static final long LARGEST_BUFFER = Math.min(Runtime.getRuntime().maxMemory() / 8, Integer.MAX_VALUE);

    /** As many as git lets curl follow; JGit by itself gives up after five. */
    private static final int MOST_REDIRECTS = 20;

    /** JGit writes any other header to the log, and a header may be a secret. */
    private static final Pattern HEADER = Pattern.compile("[!#$%&'*+.^_`|~0-9A-Za-z-]+\\s*:[\\x20-\\x7e\\t]*");

    private final Config config;
    private final UrlSettings http;

    private LibraryHttpSettings(Config config, UrlSettings http) {
        this.config = config;
        this.http = http;
    }

    /**
     * Sets what counts for a URL, in memory. JGit takes one of the sections: what counts is in each of them.
     *
     * @param config what JGit is going to read
     */
    public static void apply(Config config, TransportSettings settings, String url) throws IOException {
        LibraryHttpSettings library = new LibraryHttpSettings(config, new UrlSettings(settings, url));
        List<@Nullable String> sections = new ArrayList<>(config.getSubsections(HTTP));
        sections.add(null);
        for (String section : sections) {
            library.applyTo(section, settings);
        }
    }

    private void applyTo(@Nullable String section, TransportSettings settings) throws IOException {
        config.setBoolean(HTTP, section, "sslVerify", true);
        for (String name : TAKEN_AS_THEY_ARE) {
            http.value(name).ifPresent(value -> config.setString(HTTP, section, name, value));
        }
        if (http.value(POST_BUFFER).isPresent()) {
            long size = config.getLong(HTTP, section, POST_BUFFER, SMALLEST_BUFFER);
            config.setLong(HTTP, section, POST_BUFFER, Math.max(SMALLEST_BUFFER, Math.min(LARGEST_BUFFER, size)));
        }
        config.setInt(HTTP, section, "maxRedirects", MOST_REDIRECTS);
        if (http.value("followRedirects").isPresent()) {
            config.setString(HTTP, section, "followRedirects", readRedirects());
        }
        String cookies = http.value("cookieFile").orElse("");
        if (!cookies.isEmpty()) {
            config.setString(
                    HTTP, section, "cookieFile", settings.expandPath(cookies).toString());
        }
        List<@Nullable String> headers = new ArrayList<>();
        // Takes back those that the library has from elsewhere.
        headers.add(null);
        http.valuesAfterReset("extraHeader").stream()
                .peek(LibraryHttpSettings::refuseBeyondAscii)
                .filter(header -> HEADER.matcher(header).matches())
                .forEach(headers::add);
        config.setStringList(HTTP, section, "extraHeader", headers);
    }

    // Not in the message: a header may be a secret.
    private static void refuseBeyondAscii(String header) {
        if (!StandardCharsets.US_ASCII.newEncoder().canEncode(header)) {
            throw new RefusedException(
                    ErrorType.UNSUPPORTED,
                    "git's setting http.extraHeader has a header with characters beyond ASCII, which is not sent here;"
                            + " write it in ASCII");
        }
    }

    private String readRedirects() {
        boolean isInitial = http.value("followRedirects").orElseThrow().equals("initial");
        return isInitial
                ? "initial"
                : String.valueOf(http.truth("followRedirects").orElse(false));
    }
}
