package dev.reconciler.worker.config.reader;

import dev.reconciler.git.repository.RemoteCredentials;
import dev.reconciler.model.BranchName;
import dev.reconciler.model.RepositoryId;
import dev.reconciler.worker.config.ConfigurationException;
import dev.reconciler.worker.config.ConfiguredPaths;
import dev.reconciler.worker.config.RemoteUrl;
import dev.reconciler.worker.config.RepositoryConfiguration;
import dev.reconciler.worker.config.yaml.ProblemCollector;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** A repository that the command line gives with three options, checked as one of the file is. */
final class SingleRepositoryReader {
    private final ProblemCollector problems = new ProblemCollector("command line");

    /** @throws ConfigurationException with everything that is wrong */
    RepositoryConfiguration read(String path, String remote, String branch) {
        Path base = Path.of("").toAbsolutePath();
        Path directory = option("--path", path, text -> ConfiguredPaths.resolve(text, base));
        RepositoryId id =
                directory == null ? null : option("--path", path, text -> RepositoryId.ofPath(directory.toString()));
        RemoteUrl url = option("--remote", remote, text -> RemoteUrl.parse(text, base));
        BranchName name = option("--branch", branch, ValueChecks::branch);
        if (directory == null || id == null || url == null || name == null) {
            throw problems.exception();
        }
        if (url.leadsTo(ConfiguredPaths.canonical(directory))) {
            problems.add(
                    Optional.empty(), "--remote", "'" + url + "' is the repository itself (expected: another one)");
            throw problems.exception();
        }
        return new RepositoryConfiguration(
                id,
                directory,
                url,
                RepositoryConfiguration.DEFAULT_REMOTE_NAME,
                List.of(),
                name,
                RepositoryConfiguration.isBareByName(directory),
                new RemoteCredentials.NoCredentials(),
                null,
                null,
                null);
    }

    private <T> @Nullable T option(String name, String text, Function<String, T> parse) {
        try {
            return parse.apply(text);
        } catch (IllegalArgumentException e) {
            problems.add(Optional.empty(), name, String.valueOf(e.getMessage()));
            return null;
        }
    }
}
