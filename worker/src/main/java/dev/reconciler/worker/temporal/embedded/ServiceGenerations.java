package dev.reconciler.worker.temporal.embedded;

import dev.reconciler.model.RepositoryId;
import dev.reconciler.worker.config.RepositoryConfiguration;
import dev.reconciler.worker.port.HostRepository;
import io.temporal.client.WorkflowClient;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
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

    /** Whether runs of that service go on. */
    boolean has(EmbeddedTemporal service) {
        return all().contains(service);
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

    /** Asks the service that has the runs of a repository. Where it has ended meanwhile, the one after it is asked. */
    <T> T ask(RepositoryId repository, Function<WorkflowClient, T> question) {
        EmbeddedTemporal asked = find(repository);
        try {
            return question.apply(asked.client());
        } catch (RuntimeException gone) {
            if (has(asked)) {
                throw gone;
            }
            return ask(repository, question);
        }
    }

    /** Asks each service for those of the repositories whose runs it has. The answers come in any order. */
    <T> List<T> askEach(
            List<RepositoryConfiguration> repositories,
            BiFunction<WorkflowClient, List<RepositoryConfiguration>, List<T>> question) {
        return repositories.stream().collect(Collectors.groupingBy(each -> find(each.id()))).values().stream()
                .flatMap(part -> ask(part.get(0).id(), client -> question.apply(client, part)).stream())
                .toList();
    }
}
