package dev.reconciler.worker.temporal.connection;

import dev.reconciler.worker.port.TemporalUnavailableException;
import dev.reconciler.workflow.visibility.RunAttributes;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.temporal.api.enums.v1.IndexedValueType;
import io.temporal.api.operatorservice.v1.AddSearchAttributesRequest;
import io.temporal.api.operatorservice.v1.ListSearchAttributesRequest;
import io.temporal.common.SearchAttributeKey;
import io.temporal.serviceclient.OperatorServiceStubs;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Registers the search attributes of this program in a namespace, or tells a person how to register them. */
public final class SearchAttributeSetup {
    private static final Logger LOG = LoggerFactory.getLogger(SearchAttributeSetup.class);
    private static final IndexedValueType TYPE = IndexedValueType.INDEXED_VALUE_TYPE_KEYWORD;

    /** The codes of a service that keeps its search attributes to itself: Temporal Cloud, or a policy of a server. */
    private static final Set<Status.Code> HIDDEN = EnumSet.of(Status.Code.PERMISSION_DENIED, Status.Code.UNIMPLEMENTED);

    private static final List<String> NAMES =
            RunAttributes.all().stream().map(SearchAttributeKey::getName).toList();

    private final TemporalConnection connection;
    private boolean isToldOfHidden;

    /** Works on the namespace of that connection. */
    public SearchAttributeSetup(TemporalConnection connection) {
        this.connection = connection;
    }

    /**
     * Registers the search attributes that are missing; does nothing where the namespace has them all, or where the
     * service does not show which it has.
     *
     * @throws TemporalUnavailableException if the service does not answer, or if a person has to register the
     *     attributes; the message then has the command
     */
    public void registerMissing() {
        OperatorServiceStubs operator = connection.openOperator();
        try {
            connection.calls().run(() -> readKnown(operator).ifPresent(known -> compareAndRegister(operator, known)));
        } finally {
            operator.shutdownNow();
        }
    }

    /** The search attributes of the namespace with their types; empty where the service does not show them. */
    private Optional<Map<String, IndexedValueType>> readKnown(OperatorServiceStubs operator) {
        try {
            return Optional.of(operator.blockingStub()
                    .listSearchAttributes(ListSearchAttributesRequest.newBuilder()
                            .setNamespace(namespace())
                            .build())
                    .getCustomAttributesMap());
        } catch (StatusRuntimeException refused) {
            if (!HIDDEN.contains(refused.getStatus().getCode())) {
                throw refused;
            }
            tellOfHidden(refused);
            return Optional.empty();
        }
    }

    /** Tells it once: the set-up is made again after each outage. */
    private void tellOfHidden(StatusRuntimeException refused) {
        if (!isToldOfHidden) {
            isToldOfHidden = true;
            LOG.warn(
                    "the search attributes of namespace {} are not shown ({}); if it lacks those of this program,"
                            + " register them, on Temporal Cloud in its page, elsewhere: {}",
                    namespace(),
                    refused.getStatus().getCode(),
                    formatCommand(NAMES));
        }
    }

    private void compareAndRegister(OperatorServiceStubs operator, Map<String, IndexedValueType> known) {
        // A second registration with another type succeeds without a word. So the types are compared before anything is
        // added.
        known.entrySet().stream()
                .filter(attribute -> NAMES.contains(attribute.getKey()))
                .forEach(attribute -> requireKeyword(attribute.getKey(), attribute.getValue()));
        List<String> missing =
                NAMES.stream().filter(name -> !known.containsKey(name)).toList();
        if (!missing.isEmpty()) {
            addAttributes(operator, missing);
        }
    }

    private void addAttributes(OperatorServiceStubs operator, List<String> missing) {
        AddSearchAttributesRequest.Builder request =
                AddSearchAttributesRequest.newBuilder().setNamespace(namespace());
        missing.forEach(name -> request.putSearchAttributes(name, TYPE));
        try {
            operator.blockingStub().addSearchAttributes(request.build());
        } catch (StatusRuntimeException refused) {
            // The caller tries again where the service is away. Only a service that refuses needs a person.
            if (TemporalCalls.isAway(refused)) {
                throw refused;
            }
            throw new TemporalUnavailableException(
                    "the search attributes " + missing + " can't be registered in namespace " + namespace() + " ("
                            + refused.getStatus().getCode() + "); register them: " + formatCommand(missing),
                    refused);
        }
    }

    private void requireKeyword(String name, IndexedValueType type) {
        if (type != TYPE) {
            throw new TemporalUnavailableException(
                    "the search attribute " + name + " of namespace " + namespace() + " is a " + type
                            + " (expected: a Keyword); remove it and register it anew: " + formatCommand(List.of(name)),
                    new IllegalStateException(name + " is a " + type));
        }
    }

    private String namespace() {
        return connection.profile().namespace();
    }

    private String formatCommand(List<String> names) {
        StringBuilder command =
                new StringBuilder("temporal operator search-attribute create --namespace ").append(namespace());
        names.forEach(name -> command.append(" --name ").append(name).append(" --type Keyword"));
        return command.toString();
    }
}
