package dev.reconciler.worker.config.reader;

import dev.reconciler.activity.HostConcurrency;
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

/**
 * Reads the keys that concern all repositories. A wrong value is a problem, and a default stands in for it until all
 * problems are reported.
 */
final class SettingsReader {
    static final String DEFAULT_NAME = "Data Reconciler";

    private static final int MOST_AT_ONCE = 1_000;

    private final SecretAndPathReader references;
    private final Optional<String> machine;

    /** @param machine the machine's host name, empty where the machine has none */
    SettingsReader(SecretAndPathReader references, Optional<String> machine) {
        this.references = references;
        this.machine = machine;
    }

    /** Reads {@code temporal}; an absent section names neither address nor namespace. */
    TemporalTarget readTemporal(@Nullable YamlEntry entry) {
        if (entry == null) {
            return TemporalTarget.UNSET;
        }
        YamlSection section = YamlSection.open(entry, "address", "namespace");
        return new TemporalTarget(
                section.readForm("address", HostPort.EXPECTED, ValueChecks::parseCalledAddress),
                section.readText("namespace", ValueChecks::checkNamespace));
    }

    /** Reads {@code host}, which only a machine without a name requires. */
    String readHost(YamlSection root) {
        if (machine.isPresent()) {
            String named = root.readText("host", ValueChecks::checkHost);
            return Objects.requireNonNullElse(named, machine.get());
        }
        String named =
                root.readRequiredText("host", "the host's name, since the machine has none", ValueChecks::checkHost);
        // No run sees "localhost": the missing host is a problem, and the program does not start with one.
        return Objects.requireNonNullElse(named, "localhost");
    }

    /** Reads {@code identity}; an absent section stands for the {@linkplain #newDefaultIdentity default identity}. */
    CommitterIdentity readIdentity(@Nullable YamlEntry entry, String host) {
        return entry == null ? newDefaultIdentity(host) : readPerson(entry);
    }

    /** Reads the name and address of a committer. */
    static CommitterIdentity readPerson(YamlEntry entry) {
        YamlSection section = YamlSection.open(entry, "name", "email");
        String name = section.readText("name", ValueChecks::checkPersonName);
        YamlEntry address = section.requireEntry("email", "the committer's e-mail address");
        String email = address == null
                ? null
                : address.readForm("an e-mail address, such as reconciler@example.org", ValueChecks::checkEmail);
        return new CommitterIdentity(
                Objects.requireNonNullElse(name, DEFAULT_NAME), Objects.requireNonNullElse(email, ""));
    }

    /** Makes the identity of a host whose file names none. */
    static CommitterIdentity newDefaultIdentity(String host) {
        return new CommitterIdentity(DEFAULT_NAME, "reconciler@" + host);
    }

    /** Reads {@code concurrency}; what is absent is what {@linkplain HostConcurrency#ofMachine fits the machine}. */
    HostConcurrency readConcurrency(@Nullable YamlEntry entry) {
        HostConcurrency fitting = HostConcurrency.ofMachine();
        if (entry == null) {
            return fitting;
        }
        YamlSection section = YamlSection.open(entry, "runs", "perRemote");
        Integer runs = section.readNumber("runs", MOST_AT_ONCE);
        Integer perRemote = section.readNumber("perRemote", MOST_AT_ONCE);
        return new HostConcurrency(
                Objects.requireNonNullElse(runs, fitting.runs()),
                Objects.requireNonNullElse(perRemote, fitting.perRemote()));
    }

    /** Reads {@code webhook}; absent, the endpoint listens on its default address and refuses every webhook. */
    WebhookConfiguration readWebhook(@Nullable YamlEntry entry) {
        if (entry == null) {
            return WebhookConfiguration.UNSET;
        }
        YamlSection section = YamlSection.open(entry, "listen", "secret", "reloadToken");
        HostPort listen = section.readForm("listen", HostPort.EXPECTED, HostPort::parse);
        SecretReference secret = references.readSecret(section, "secret");
        SecretReference reloadToken = references.readSecret(section, "reloadToken");
        return new WebhookConfiguration(
                Objects.requireNonNullElse(listen, WebhookConfiguration.DEFAULT_LISTEN), secret, reloadToken);
    }
}
