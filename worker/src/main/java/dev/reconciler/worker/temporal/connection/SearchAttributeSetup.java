package dev.reconciler.worker.temporal.connection;

import dev.reconciler.worker.port.TemporalUnavailableException;
import dev.reconciler.workflow.visibility.RunAttributes;
import io.grpc.StatusRuntimeException;
import io.temporal.api.enums.v1.IndexedValueType;
import io.temporal.api.operatorservice.v1.AddSearchAttributesRequest;
import io.temporal.api.operatorservice.v1.ListSearchAttributesRequest;
import io.temporal.common.SearchAttributeKey;
import io.temporal.serviceclient.OperatorServiceStubs;
import io.temporal.serviceclient.OperatorServiceStubsOptions;
import java.util.List;
import java.util.Map;

/** Registers the search attributes of this program in a namespace, or tells a person how to register them. */
public final class SearchAttributeSetup {
    private static final IndexedValueType TYPE = IndexedValueType.INDEXED_VALUE_TYPE_KEYWORD;

    private final TemporalProfile profile;
    private final TemporalCalls calls;

    /** Works on the namespace of that connection. */
    public SearchAttributeSetup(TemporalConnection connection) {
        this.profile = connection.profile();
        this.calls = connection.calls();
    }

    /**
     * Registers the search attributes that are missing; does nothing where the namespace has them all.
     *
     * @throws TemporalUnavailableException if the service does not answer, or if a person has to register the
     *     attributes; the message then has the command
     */
    public void registerMissing() {
        OperatorServiceStubs operator = OperatorServiceStubs.newServiceStubs(
                OperatorServiceStubsOptions.newBuilder(profile.stubs().build()).validateAndBuildWithDefaults());
        try {
            calls.run(() -> compareAndRegister(operator));
        } finally {
            operator.shutdownNow();
        }
    }

    private void compareAndRegister(OperatorServiceStubs operator) {
        // A second registration with another type succeeds without a word. So the types are compared before anything is
        // added.
        Map<String, IndexedValueType> known = operator.blockingStub()
                .listSearchAttributes(ListSearchAttributesRequest.newBuilder()
                        .setNamespace(profile.namespace())
                        .build())
                .getCustomAttributesMap();
        List<String> names =
                RunAttributes.all().stream().map(SearchAttributeKey::getName).toList();
        known.entrySet().stream()
                .filter(attribute -> names.contains(attribute.getKey()))
                .forEach(attribute -> requireKeyword(attribute.getKey(), attribute.getValue()));
        List<String> missing =
                names.stream().filter(name -> !known.containsKey(name)).toList();
        if (!missing.isEmpty()) {
            addAttributes(operator, missing);
        }
    }

    private void addAttributes(OperatorServiceStubs operator, List<String> missing) {
        AddSearchAttributesRequest.Builder request =
                AddSearchAttributesRequest.newBuilder().setNamespace(profile.namespace());
        missing.forEach(name -> request.putSearchAttributes(name, TYPE));
        try {
            operator.blockingStub().addSearchAttributes(request.build());
        } catch (StatusRuntimeException refused) {
            // The caller tries again where the service is away. Only a service that refuses needs a person.
            if (TemporalCalls.isAway(refused)) {
                throw refused;
            }
            throw new TemporalUnavailableException(
                    "the search attributes " + missing + " can't be registered in namespace " + profile.namespace()
                            + " (" + refused.getStatus().getCode() + "); register them: " + formatCommand(missing),
                    refused);
        }
    }

    private void requireKeyword(String name, IndexedValueType type) {
        if (type != TYPE) {
            throw new TemporalUnavailableException(
                    "the search attribute " + name + " of namespace " + profile.namespace() + " is a " + type
                            + " (expected: a Keyword); remove it and register it anew: " + formatCommand(List.of(name)),
                    new IllegalStateException(name + " is a " + type));
        }
    }

    private String formatCommand(List<String> names) {
        StringBuilder command =
                new StringBuilder("temporal operator search-attribute create --namespace ").append(profile.namespace());
        names.forEach(name -> command.append(" --name ").append(name).append(" --type Keyword"));
        return command.toString();
    }
}
