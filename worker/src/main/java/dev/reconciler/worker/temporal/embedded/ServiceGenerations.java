package dev.reconciler.worker.temporal.embedded;

import dev.reconciler.model.RepositoryId;
import dev.reconciler.worker.config.RepositoryConfiguration;
import dev.reconciler.worker.port.HostRepository;
import io.temporal.client.WorkflowClient;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * The service of the present, and those before it that still have runs. Any thread may look; whoever changes something keeps
 * requests away meanwhile.
 */
final class ServiceGenerations {
    private final List<ReplacedService> replaced = new CopyOnWriteArrayList<>();
    private volatile EmbeddedTemporal present;

    ServiceGenerations(EmbeddedTemporal first) {
        this.present = first;
    }

    /** The service that has the runs of those repositories which no earlier one has. */
    EmbeddedTemporal present() {
        return present;
    }

    /** The earlier ones. */
    List<ReplacedService> replaced() {
        return List.copyOf(replaced);
    }

    List<EmbeddedTemporal> all() {
        List<EmbeddedTemporal> all = new ArrayList<>(List.of(present));
        replaced.forEach(each -> all.add(each.service()));
        return all;
    }

    /** Finds the service that has the runs of a repository. */
    EmbeddedTemporal find(RepositoryId repository) {
        // Before the others: a service that is replaced meanwhile is found either way.
        EmbeddedTemporal now = present;
        return replaced.stream()
                .filter(each -> each.has(repository))
                .findFirst()
                .map(ReplacedService::service)
                .orElse(now);
    }

    /** @param left the repositories whose runs stay where they are */
    void replace(EmbeddedTemporal fresh, Collection<HostRepository> left) {
        replaced.add(new ReplacedService(present, left));
        present = fresh;
    }

    /** @param ended one that no repository has its runs on any more */
    void end(ReplacedService ended) {
        replaced.remove(ended);
    }

    /** Asks the service that has the runs of a repository. Where they go elsewhere meanwhile, they are asked for there. */
    <T> T ask(RepositoryId repository, Function<WorkflowClient, T> question) {
        EmbeddedTemporal asked = find(repository);
        return askUnlessMoved(asked, List.of(repository), question).orElseGet(() -> ask(repository, question));
    }

    /** Asks each service for those of the repositories whose runs it has. The answers come in any order. */
    <T> List<T> askEach(
            List<RepositoryConfiguration> repositories,
            BiFunction<WorkflowClient, List<RepositoryConfiguration>, List<T>> question) {
        return repositories.stream().collect(Collectors.groupingBy(each -> find(each.id()))).entrySet().stream()
                .flatMap(part -> askPart(part.getKey(), part.getValue(), question).stream())
                .toList();
    }

    private <T> List<T> askPart(
            EmbeddedTemporal asked,
            List<RepositoryConfiguration> part,
            BiFunction<WorkflowClient, List<RepositoryConfiguration>, List<T>> question) {
        List<RepositoryId> ids = part.stream().map(RepositoryConfiguration::id).toList();
        return askUnlessMoved(asked, ids, client -> question.apply(client, part))
                .orElseGet(() -> askEach(part, question));
    }

    // The runs of a repository that moves are ended where they were, which is no news of them.
    private <T> Optional<T> askUnlessMoved(
            EmbeddedTemporal asked, List<RepositoryId> repositories, Function<WorkflowClient, T> question) {
        try {
            T answer = question.apply(asked.client());
            return haveMoved(repositories, asked) ? Optional.empty() : Optional.of(answer);
        } catch (RuntimeException failed) {
            if (haveMoved(repositories, asked)) {
                return Optional.empty();
            }
            throw failed;
        }
    }

    private boolean haveMoved(List<RepositoryId> repositories, EmbeddedTemporal asked) {
        return repositories.stream().anyMatch(each -> !find(each).equals(asked));
    }
}
