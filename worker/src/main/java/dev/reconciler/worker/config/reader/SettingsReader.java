package dev.reconciler.worker.config.reader;

import dev.reconciler.git.repository.CommitterIdentity;
import dev.reconciler.worker.config.HostPort;
import dev.reconciler.worker.config.SecretReference;
import dev.reconciler.worker.config.TemporalTarget;
import dev.reconciler.worker.config.WebhookConfiguration;
import dev.reconciler.worker.config.yaml.YamlEntry;
import dev.reconciler.worker.config.yaml.YamlSection;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Reads what the file says once for all repositories. Where something is wrong, it is noted and a default stands in. */
final class SettingsReader {
    static final String DEFAULT_NAME = "Data Reconciler";

    private final ReferenceReader references;
    private final Optional<String> machine;

    /** @param machine the machine's host name, empty where it has none */
    SettingsReader(ReferenceReader references, Optional<String> machine) {
        this.references = references;
        this.machine = machine;
    }

    TemporalTarget readTemporal(@Nullable YamlEntry entry) {
        if (entry == null) {
            return TemporalTarget.UNSET;
        }
        YamlSection section = YamlSection.open(entry, "address", "namespace");
        return new TemporalTarget(
                section.readText("address", HostPort::parse),
                section.readText("namespace", ValueChecks::checkNamespace));
    }

    String readHost(YamlSection root) {
        if (machine.isPresent()) {
            String named = root.readText("host", ValueChecks::checkHost);
            return Objects.requireNonNullElse(named, machine.get());
        }
        String named =
                root.readRequiredText("host", "the host's name, since the machine has none", ValueChecks::checkHost);
        return Objects.requireNonNullElse(named, "localhost");
    }

    CommitterIdentity readIdentity(@Nullable YamlEntry entry, String host) {
        if (entry == null) {
            return newDefaultIdentity(host);
        }
        YamlSection section = YamlSection.open(entry, "name", "email");
        String name = section.readText("name", ValueChecks::checkPersonName);
        String email = section.readRequiredText("email", "the committer's e-mail address", ValueChecks::checkEmail);
        return new CommitterIdentity(
                Objects.requireNonNullElse(name, DEFAULT_NAME), Objects.requireNonNullElse(email, ""));
    }

    static CommitterIdentity newDefaultIdentity(String host) {
        return new CommitterIdentity(DEFAULT_NAME, "reconciler@" + host);
    }

    WebhookConfiguration readWebhook(@Nullable YamlEntry entry) {
        if (entry == null) {
            return WebhookConfiguration.UNSET;
        }
        YamlSection section = YamlSection.open(entry, "listen", "secret", "reloadToken");
        HostPort listen = section.readText("listen", HostPort::parse);
        SecretReference secret = references.readSecret(section, "secret");
        SecretReference reloadToken = references.readSecret(section, "reloadToken");
        return new WebhookConfiguration(
                Objects.requireNonNullElse(listen, WebhookConfiguration.DEFAULT_LISTEN), secret, reloadToken);
    }
}
