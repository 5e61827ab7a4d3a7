package dev.reconciler.worker.temporal.connection;

import dev.reconciler.worker.config.ConfigurationException;
import dev.reconciler.worker.config.ConfigurationProblem;
import dev.reconciler.worker.config.HostPort;
import dev.reconciler.worker.config.SafeQuoting;
import dev.reconciler.worker.config.TemporalTarget;
import io.temporal.client.WorkflowClientOptions;
import io.temporal.envconfig.ClientConfigProfile;
import io.temporal.envconfig.ClientConfigTLS;
import io.temporal.envconfig.LoadClientConfigProfileOptions;
import io.temporal.serviceclient.ServiceStubsOptions;
import io.temporal.serviceclient.WorkflowServiceStubsOptions;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The address, the namespace and the key of a Temporal service. {@code TEMPORAL_*} variables win over the keys of the
 * configuration file, and these win over Temporal's own TOML profile.
 */
public final class TemporalProfile {
    private static final String ADDRESS = "TEMPORAL_ADDRESS";
    private static final String NAMESPACE = "TEMPORAL_NAMESPACE";
    private static final String FILE = "TEMPORAL_CONFIG_FILE";

    private static final Pattern SCHEME_OF_THE_WEB = Pattern.compile("(?i)(?:https?|grpcs?|tcp):");

    private final ClientConfigProfile profile;

    private TemporalProfile(ClientConfigProfile profile) {
        this.profile = profile;
    }

    /**
     * Combines the configuration file with Temporal's environment configuration.
     *
     * @param environment the variables of the process
     * @throws ConfigurationException if Temporal's TOML file can't be read, or lacks the chosen profile
     */
    public static TemporalProfile of(TemporalTarget target, Map<String, String> environment) {
        ClientConfigProfile.Builder profile = loadProfile(environment).toBuilder();
        HostPort address = target.address();
        if (address != null && isUnset(environment.get(ADDRESS))) {
            profile.setAddress(address.toString());
        }
        String namespace = target.namespace();
        if (namespace != null && isUnset(environment.get(NAMESPACE))) {
            profile.setNamespace(namespace);
        }
        ClientConfigProfile combined = profile.build();
        checkAddress(combined.getAddress());
        return new TemporalProfile(combined);
    }

    // Of a URL, and of a name with a '_', the library makes a defect, and messages show the address.
    private static void checkAddress(@Nullable String address) {
        // An empty one is none to the library, as where a variable is set to nothing.
        if (address != null
                && !address.isEmpty()
                && (address.contains("@")
                        || SCHEME_OF_THE_WEB.matcher(address).lookingAt()
                        || !isTargetOfGrpc(address))) {
            throw new ConfigurationException(List.of(new ConfigurationProblem(
                    ADDRESS,
                    0,
                    0,
                    "",
                    SafeQuoting.quoteScheme(address) + " (expected: " + HostPort.EXPECTED
                            + ", a host name without '_')")));
        }
    }

    // Such as dns:///temporal:7233, or HOST:PORT.
    private static boolean isTargetOfGrpc(String address) {
        return address.contains(":/") || HostPort.isCallable(address);
    }

    private static ClientConfigProfile loadProfile(Map<String, String> environment) {
        try {
            return ClientConfigProfile.load(LoadClientConfigProfileOptions.newBuilder()
                    .setEnvOverrides(environment)
                    .build());
        } catch (IOException unreadable) {
            // The message of the cause is not shown: it may quote the file, and so the API key.
            throw newConfigurationError(environment, "can't be read (expected: a TOML file with Temporal's profiles)");
        } catch (IllegalArgumentException noSuchProfile) {
            throw newConfigurationError(environment, String.valueOf(noSuchProfile.getMessage()));
        }
    }

    private static ConfigurationException newConfigurationError(Map<String, String> environment, String message) {
        String file = environment.get(FILE);
        String source = file == null ? "Temporal's environment configuration" : file;
        return new ConfigurationException(List.of(new ConfigurationProblem(source, 0, 0, "", message)));
    }

    private static boolean isUnset(@Nullable String variable) {
        return variable == null || variable.isEmpty();
    }

    /** The host and the port of the service, such as {@code 127.0.0.1:7233}. */
    public String address() {
        // Not from the options of a connection: to make them reads the certificates.
        String address = profile.getAddress();
        return address == null || address.isEmpty() ? ServiceStubsOptions.DEFAULT_LOCAL_DOCKER_TARGET : address;
    }

    /** The namespace that has the runs. */
    public String namespace() {
        return client().build().getNamespace();
    }

    /**
     * The options of a connection.
     *
     * @throws ConfigurationException if a certificate or key can't be read
     */
    WorkflowServiceStubsOptions.Builder stubs() {
        WorkflowServiceStubsOptions.Builder options = WorkflowServiceStubsOptions.newBuilder(readOptions());
        List<Path> certificates = listCertificates();
        return certificates.isEmpty()
                ? options
                : options.setSslContext(new RenewedSslContext(
                        certificates, () -> Objects.requireNonNull(readOptions().getSslContext())));
    }

    private WorkflowServiceStubsOptions readOptions() {
        try {
            return profile.toWorkflowServiceStubsOptions();
        } catch (RuntimeException unreadable) {
            String message = "the certificate or key for TLS can't be used (" + unreadable.getCause() + ")";
            throw new ConfigurationException(
                    List.of(new ConfigurationProblem("Temporal's environment configuration", 0, 0, "", message)));
        }
    }

    /** The files that a connection with TLS reads. */
    private List<Path> listCertificates() {
        ClientConfigTLS tls = profile.getTls();
        if (tls == null || Boolean.TRUE.equals(tls.isDisabled())) {
            return List.of();
        }
        return Stream.of(tls.getClientCertPath(), tls.getClientKeyPath(), tls.getServerCACertPath())
                .filter(path -> !isUnset(path))
                .map(Path::of)
                .toList();
    }

    WorkflowClientOptions.Builder client() {
        return WorkflowClientOptions.newBuilder(WorkflowClientOptions.newBuilder(profile.toWorkflowClientOptions())
                .validateAndBuildWithDefaults());
    }

    /** The address and the namespace. The SDK's own text of a profile would show the API key. */
    @Override
    public String toString() {
        return address() + " (namespace " + namespace() + ")";
    }
}
