package dev.reconciler.worker.config.reader;

import dev.reconciler.model.BranchName;
import dev.reconciler.model.RepositoryId;
import dev.reconciler.worker.config.ConfigurationException;
import dev.reconciler.worker.config.ConfiguredPaths;
import dev.reconciler.worker.config.RemoteUrl;
import dev.reconciler.worker.config.RepositoryConfiguration;
import dev.reconciler.worker.config.yaml.ProblemCollector;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Checks a repository that the command line gives, alone or with the clone at its path, as strictly as one of the file.
 */
final class SingleRepositoryReader {
    private final ProblemCollector problems = new ProblemCollector("command line");

    /** @throws ConfigurationException with all problems of the three values */
    RepositoryConfiguration readRepository(GivenValue path, GivenValue remote, GivenValue branch) {
        Path directory = parseValue(path, text -> ConfiguredPaths.resolvePath(text, path.base()));
        RepositoryId id =
                directory == null ? null : parseValue(path, text -> RepositoryId.ofPath(directory.toString()));
        RemoteUrl url = parseValue(remote, text -> RemoteUrl.parse(text, remote.base()));
        BranchName name = parseValue(branch, ValueChecks::parseBranch);
        // All three values were tried, so that the exception has the problems of each.
        if (directory == null || id == null || url == null || name == null) {
            throw problems.newException();
        }
        if (url.leadsTo(ConfiguredPaths.canonicalizePath(directory))) {
            problems.addProblem(
                    Optional.empty(), remote.place(), "'" + url + "' is the repository itself (expected: another one)");
            throw problems.newException();
        }
        return new RepositoryConfiguration(id, directory, url, name, RepositoryConfiguration.isBareByName(directory));
    }

    private <T> @Nullable T parseValue(GivenValue given, Function<String, T> parse) {
        try {
            return parse.apply(given.text());
        } catch (IllegalArgumentException e) {
            problems.addProblem(Optional.empty(), given.place(), String.valueOf(e.getMessage()));
            return null;
        }
    }
}
