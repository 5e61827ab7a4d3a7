package dev.reconciler.worker.config.reader;

import dev.reconciler.activity.HostConcurrency;
import dev.reconciler.git.repository.CommitterIdentity;
import dev.reconciler.worker.config.ApiToken;
import dev.reconciler.worker.config.Configuration;
import dev.reconciler.worker.config.ConfigurationException;
import dev.reconciler.worker.config.PageConfiguration;
import dev.reconciler.worker.config.RepositoryConfiguration;
import dev.reconciler.worker.config.TemporalTarget;
import dev.reconciler.worker.config.WebhookConfiguration;
import dev.reconciler.worker.config.notice.NoticesConfiguration;
import dev.reconciler.worker.config.yaml.ProblemCollector;
import dev.reconciler.worker.config.yaml.YamlEntry;
import dev.reconciler.worker.config.yaml.YamlFile;
import dev.reconciler.worker.config.yaml.YamlSection;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.snakeyaml.engine.v2.nodes.Node;

/** Reads a host's configuration, from its file or for a single repository of the command line. */
public final class ConfigurationReader {
    private final Map<String, String> environment;
    private final Supplier<Optional<String>> machine;

    /**
     * @param environment the variables in which {@code env:NAME} is looked up
     * @param machine finds the machine's host name, empty where the machine has none
     */
    public ConfigurationReader(Map<String, String> environment, Supplier<Optional<String>> machine) {
        this.environment = environment;
        this.machine = machine;
    }

    /** Makes a reader with the environment and the host name of this process. */
    public static ConfigurationReader ofThisProcess() {
        return new ConfigurationReader(System.getenv(), HostName::ofMachine);
    }

    /**
     * Reads a YAML file; relative paths in it start from its directory. The reader tries each secret once, so that
     * a person learns of a missing secret now and not at the first fetch.
     *
     * @throws ConfigurationException with all problems
     */
    public Configuration read(Path file) {
        ProblemCollector problems = new ProblemCollector(file.toString());
        Node root = YamlFile.readRoot(file, problems);
        if (root == null) {
            throw problems.newException();
        }
        return readSections(
                new YamlEntry("", root, problems), new SecretAndPathReader(findDirectory(file), environment));
    }

    /**
     * Makes a configuration of one repository, with every other key at its default; the id is {@link
     * dev.reconciler.model.RepositoryId#ofPath}.
     *
     * @param path the repository's directory, a relative one from the working directory
     * @param remote the remote's URL or path, a relative one from the working directory
     * @throws ConfigurationException with all problems
     */
    public Configuration ofSingle(String path, String remote, String branch) {
        return ofSingle(
                GivenValue.ofOption("--path", path),
                GivenValue.ofOption("--remote", remote),
                GivenValue.ofOption("--branch", branch));
    }

    /**
     * Makes a configuration of one repository of which the clone at its path gives a part, with every other key at its
     * default.
     *
     * @throws ConfigurationException with all problems
     */
    public Configuration ofSingle(GivenValue path, GivenValue remote, GivenValue branch) {
        RepositoryConfiguration repository = new SingleRepositoryReader().readRepository(path, remote, branch);
        String host = machine.get().orElse("localhost");
        CommitterIdentity identity = SettingsReader.newDefaultIdentity(host);
        return new Configuration(
                host,
                StateDirectory.ofHost(host, environment),
                identity,
                HostConcurrency.ofMachine(),
                List.of(repository));
    }

    private Configuration readSections(YamlEntry file, SecretAndPathReader references) {
        YamlSection root = YamlSection.open(
                file,
                "temporal",
                "host",
                "state",
                "identity",
                "concurrency",
                "repositories",
                "webhook",
                "api",
                "notices",
                "page");
        SettingsReader settings = new SettingsReader(references, machine.get());
        TemporalTarget temporal = settings.readTemporal(root.findEntry("temporal"));
        String host = settings.readHost(root);
        Path state = root.readText("state", references::resolvePath);
        CommitterIdentity identity = settings.readIdentity(root.findEntry("identity"), host);
        HostConcurrency concurrency = settings.readConcurrency(root.findEntry("concurrency"));
        RepositoriesReader reader = new RepositoriesReader(references);
        List<RepositoryConfiguration> repositories = reader.readRepositories(
                root.requireEntry("repositories", "a list of repositories, each with id, path, remote and branch"));
        WebhookConfiguration webhook = settings.readWebhook(root.findEntry("webhook"));
        List<ApiToken> tokens = new ApiReader(references, reader.ids()).readTokens(root.findEntry("api"));
        NoticesConfiguration notices =
                new NoticesReader(references, reader.ids()).readNotices(root.findEntry("notices"));
        PageConfiguration page = PageReader.readPage(root.findEntry("page"));
        // Only now: every section was read, so that the exception has every problem of the file.
        file.problems().throwIfAny();
        return new Configuration(
                temporal,
                host,
                state == null ? StateDirectory.ofHost(host, environment) : state,
                identity,
                concurrency,
                repositories,
                webhook,
                tokens,
                notices,
                page);
    }

    private static Path findDirectory(Path file) {
        Path absolute = file.toAbsolutePath();
        Path parent = absolute.getParent();
        return parent == null ? absolute : parent;
    }
}
