package dev.reconciler.worker.config;

import dev.reconciler.git.Identity;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Reads what the file says once for all repositories. Where something is wrong, it is noted and a default stands in. */
final class SettingsReader {
    static final String DEFAULT_NAME = "Data Reconciler";

    private final References references;
    private final Optional<String> machine;

    /** @param machine the machine's host name, empty where it has none */
    SettingsReader(References references, Optional<String> machine) {
        this.references = references;
        this.machine = machine;
    }

    TemporalTarget temporal(@Nullable Entry entry) {
        if (entry == null) {
            return TemporalTarget.UNSET;
        }
        Section section = Section.open(entry, "address", "namespace");
        return new TemporalTarget(
                section.text("address", HostPort::parse), section.text("namespace", Values::namespace));
    }

    String host(Section root) {
        if (machine.isPresent()) {
            String named = root.text("host", Values::host);
            return Objects.requireNonNullElse(named, machine.get());
        }
        String named = root.requiredText("host", "the host's name, since the machine has none", Values::host);
        return Objects.requireNonNullElse(named, "localhost");
    }

    Identity identity(@Nullable Entry entry, String host) {
        if (entry == null) {
            return defaultIdentity(host);
        }
        Section section = Section.open(entry, "name", "email");
        String name = section.text("name", Values::personName);
        String email = section.requiredText("email", "the committer's e-mail address", Values::email);
        return new Identity(Objects.requireNonNullElse(name, DEFAULT_NAME), Objects.requireNonNullElse(email, ""));
    }

    static Identity defaultIdentity(String host) {
        return new Identity(DEFAULT_NAME, "reconciler@" + host);
    }

    Webhook webhook(@Nullable Entry entry) {
        if (entry == null) {
            return Webhook.UNSET;
        }
        Section section = Section.open(entry, "listen", "secret", "reloadToken");
        HostPort listen = section.text("listen", HostPort::parse);
        SecretRef secret = references.secret(section, "secret");
        SecretRef reloadToken = references.secret(section, "reloadToken");
        return new Webhook(Objects.requireNonNullElse(listen, Webhook.DEFAULT_LISTEN), secret, reloadToken);
    }
}
