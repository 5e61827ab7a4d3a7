package dev.reconciler.worker;

import dev.reconciler.git.repository.RepositorySettings;
import dev.reconciler.worker.config.Configuration;
import dev.reconciler.worker.config.RemoteUrl;
import dev.reconciler.worker.port.HostRepositories;
import dev.reconciler.worker.port.HostRepository;
import dev.reconciler.worker.port.RepositoryDirectory;
import dev.reconciler.worker.port.RunStarter;
import dev.reconciler.worker.webhook.OwnPushFilter;
import dev.reconciler.worker.webhook.RepositoryLookup;
import dev.reconciler.worker.webhook.WebhookHandler;
import java.util.List;
import java.util.stream.Stream;

/** Puts together what answers forges and CI jobs, for the {@link Assembly}. */
public final class WebhookAssembly {
    private WebhookAssembly() {}

    /** Makes the handler of the requests that forges and CI jobs send. */
    public static WebhookHandler newHandler(
            Configuration configuration, RepositoryDirectory directory, RunStarter starter) {
        List<HostRepository> own = HostRepositories.of(configuration).stream()
                .map(repository -> addLocalRemotes(configuration, repository))
                .toList();
        List<RepositorySettings> here = configuration.repositories().stream()
                .map(repository -> repository.settings(configuration.identity()))
                .toList();
        return new WebhookHandler(
                configuration.webhook(), new RepositoryLookup(own, directory), new OwnPushFilter(here), starter);
    }

    // Other hosts are told no remote that is a path, since a path means nothing on their disks. On this host such a
    // remote names the repository as well as a URL does, so a request may use it.
    private static HostRepository addLocalRemotes(Configuration configuration, HostRepository listed) {
        List<String> remotes = configuration.repositories().stream()
                .filter(repository -> repository.id().equals(listed.id()))
                .flatMap(repository -> Stream.concat(Stream.of(repository.remote()), repository.aliases().stream()))
                .map(RemoteUrl::value)
                .toList();
        return new HostRepository(listed.id(), listed.host(), listed.branch(), remotes, listed.retryFor());
    }
}
