package dev.reconciler.worker.durability;

import dev.reconciler.worker.config.Configuration;
import dev.reconciler.worker.config.RepositoryConfiguration;
import dev.reconciler.worker.config.reader.ConfigurationReader;
import dev.reconciler.worker.demo.sample.SampleRepository;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/** A data repository with a work tree, and the remote that gets its commits from elsewhere. */
final class Site implements AutoCloseable {
    private static final int FILES = 200;

    private final Path directory;
    private final SampleRepository remote;
    private final Configuration configuration;
    private int commits;

    private Site(Path directory, SampleRepository remote, Configuration configuration) {
        this.directory = directory;
        this.remote = remote;
        this.configuration = configuration;
    }

    static Site make(Path directory, String id) throws IOException {
        SampleRepository remote = SampleRepository.initRemote(directory.resolve("remote.git"));
        for (int file = 0; file < FILES; file++) {
            remote.commit("Ann", "Start table " + file, "tables/" + file + ".csv", "id,value\n");
        }
        remote.cloneInto(directory.resolve("data"), false).close();
        return new Site(directory, remote, read(directory, id));
    }

    private static Configuration read(Path directory, String id) throws IOException {
        Path file = Files.writeString(directory.resolve("reconciler.yaml"), """
                host: durability-%s
                repositories:
                  - { id: %s, path: data, remote: remote.git, branch: main }
                """.formatted(id, id));
        return new ConfigurationReader(Map.of(), Optional::empty).read(file);
    }

    /** Somebody else pushes a commit. */
    void commitUpstream() throws IOException {
        commits++;
        remote.commit("Bob", "Change " + commits, "tables/" + commits % FILES + ".csv", "id,value\n" + commits + "\n");
    }

    Path directory() {
        return directory;
    }

    Configuration configuration() {
        return configuration;
    }

    RepositoryConfiguration repository() {
        return configuration.repositories().get(0);
    }

    @Override
    public void close() {
        remote.close();
    }
}
