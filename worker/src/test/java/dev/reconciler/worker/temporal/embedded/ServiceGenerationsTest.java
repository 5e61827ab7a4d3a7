package dev.reconciler.worker.temporal.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.reconciler.model.BranchName;
import dev.reconciler.model.RepositoryId;
import dev.reconciler.worker.config.RemoteUrl;
import dev.reconciler.worker.config.RepositoryConfiguration;
import dev.reconciler.worker.port.HostRepository;
import io.grpc.Channel;
import io.temporal.client.WorkflowClient;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Whom a question about repositories reaches while they move from one service to the next. */
class ServiceGenerationsTest {
    private static final HostRepository MOVING = repository("moving");
    private static final HostRepository STAYING = repository("staying");

    private final EmbeddedTemporal first = EmbeddedTemporal.create();
    private final EmbeddedTemporal second = EmbeddedTemporal.create();
    private final ServiceGenerations services = new ServiceGenerations(first);

    private static HostRepository repository(String id) {
        return new HostRepository(
                new RepositoryId(id), "host-1", new BranchName("main"), List.of(), Duration.ofHours(1));
    }

    private static RepositoryConfiguration configure(String id) {
        return new RepositoryConfiguration(
                new RepositoryId(id),
                Path.of("/srv", id),
                RemoteUrl.parse("https://git.example.org/" + id + ".git", Path.of("/srv")),
                new BranchName("main"),
                true);
    }

    @BeforeEach
    void replaceTheFirst() {
        services.replace(second, List.of(MOVING, STAYING));
    }

    @AfterEach
    void discardBoth() {
        first.discard();
        second.discard();
    }

    private ReplacedService replaced() {
        return services.replaced().get(0);
    }

    @Test
    void eachIsAskedForWhereItsRunsAreThoughOneMovesMeanwhile() {
        List<RepositoryConfiguration> all = List.of(configure("moving"), configure("staying"), configure("fresh"));

        List<String> answers = services.askEach(all, (client, part) -> {
            replaced().release(MOVING);
            return part.stream()
                    .map(each -> each.id() + " at " + nameOf(client))
                    .toList();
        });

        assertThat(answers).containsExactlyInAnyOrder("moving at second", "staying at first", "fresh at second");
    }

    @Test
    void oneThatMovesWhileItIsAskedForIsAskedForAgain() {
        String answer = services.ask(MOVING.id(), client -> {
            replaced().release(MOVING);
            return nameOf(client);
        });

        assertThat(answer).isEqualTo("second");
    }

    @Test
    void aFailureOfTheServiceThatHasTheRunsIsTold() {
        assertThatThrownBy(() -> services.ask(STAYING.id(), client -> {
                    throw new IllegalStateException("no answer of " + nameOf(client));
                }))
                .hasMessage("no answer of first");
    }

    private String nameOf(WorkflowClient client) {
        return channelOf(client).equals(channelOf(first.client())) ? "first" : "second";
    }

    // A service gives another client each time.
    private static Channel channelOf(WorkflowClient client) {
        return client.getWorkflowServiceStubs().getRawChannel();
    }
}
