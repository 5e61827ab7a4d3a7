package dev.reconciler.worker.config.yaml;

import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Compose;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.nodes.Node;

/** Turns the file into nodes that know their lines and columns. */
public final class YamlFile {
    private static final String NO_SUCH_FILE =
            "no such file (expected: a YAML file, at least repositories: [ { id: ID, path:"
                    + " DIR, remote: URL, branch: NAME } ]; docs/configuration.md has every key, --config FILE names another file)";

    private YamlFile() {}

    /** Reads the file; null where the file can't be read, is no YAML or is empty, which is a problem. */
    static @Nullable public Node readRoot(Path file, ProblemCollector problems) {
        String text = readText(file, problems);
        return text == null ? null : composeNodes(text, file.toString(), problems);
    }

    private static @Nullable String readText(Path file, ProblemCollector problems) {
        try {
            if (!Files.exists(file)) {
                problems.addProblem(Optional.empty(), "", NO_SUCH_FILE);
            } else if (!Files.isRegularFile(file)) {
                problems.addProblem(Optional.empty(), "", "not a regular file (expected: a YAML file)");
            } else {
                return Files.readString(file);
            }
        } catch (CharacterCodingException e) {
            problems.addProblem(Optional.empty(), "", "not UTF-8 text (expected: a YAML file in UTF-8)");
        } catch (IOException e) {
            problems.addProblem(
                    Optional.empty(), "", "can't be read (expected: readable by the user that runs this program)");
        }
        return null;
    }

    private static @Nullable Node composeNodes(String text, String label, ProblemCollector problems) {
        LoadSettings settings = LoadSettings.builder()
                .setLabel(label)
                // A key such as "? [ a ]" is a problem with its place, not a failure of the parser.
                .setAllowNonScalarKeys(true)
                // The file is the operator's own, and may be for thousands of repositories with one login.
                .setMaxAliasesForCollections(Integer.MAX_VALUE)
                .setCodePointLimit(Integer.MAX_VALUE)
                .build();
        try {
            Optional<Node> root = new Compose(settings).composeString(text);
            if (root.isEmpty()) {
                problems.addProblem(Optional.empty(), "", "empty (expected: at least the key repositories)");
            }
            return root.orElse(null);
        } catch (MarkedYamlEngineException e) {
            problems.addProblem(e.getProblemMark(), "", "not valid YAML: " + removeAliasName(e.getProblem()));
        } catch (YamlEngineException e) {
            problems.addProblem(Optional.empty(), "", "not valid YAML: a character that it doesn't allow");
        }
        return null;
    }

    /** Hides the name of an unknown alias: to the parser, a password that starts with '*' is an alias. */
    private static String removeAliasName(String problem) {
        return problem.startsWith("found undefined alias")
                ? "an alias without its anchor (expected: quotes around text that starts with '*')"
                : problem;
    }
}
