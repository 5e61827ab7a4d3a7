package dev.reconciler.worker.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.reconciler.git.fixture.NativeGit;
import dev.reconciler.json.Json;
import dev.reconciler.model.ConflictAction;
import dev.reconciler.worker.situations.RepositoryPair;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Conflicts that a person resolves in a folder, and those whose owner can't be told, on the command line. */
@Tag("slow")
class ConflictEditCommandTest extends ConflictCommandFixture {
    @Test
    void aConflictIsResolvedInAFolder() throws IOException {
        makeConflict();
        Path folder = directory.resolve("my edit");

        assertThat(conflicts("edit", NAME, folder.toString())).isZero();
        assertThat(out.toString())
                .contains(folder + ": a rebase of 1 commit on ", "\n        base.txt\n")
                .endsWith("reconciler conflicts edit --continue '" + folder + "'\n");
        assertThat(conflicts("edit", NAME, folder.toString())).isEqualTo(2);
        assertThat(err.toString()).contains("has files in it");

        assertThat(conflicts("edit", "--continue", folder.toString())).isEqualTo(4);
        assertThat(err.toString()).contains("these paths conflict still: base.txt");
        assertThat(operations.remote.decided).isEmpty();

        NativeGit.in(folder).write("base.txt", "both\n").run("add", "base.txt");
        assertThat(conflicts("edit", "--continue", folder.toString(), "--wait", "1ms"))
                .isEqualTo(3);
        assertThat(operations.remote.decided).singleElement().satisfies(task -> assertThat(task.action())
                .isEqualTo(ConflictAction.EDIT));
    }

    @Test
    void aFolderIsToldOfAsJson() throws IOException {
        RepositoryPair pair = makeConflict();
        Path folder = directory.resolve("edit");

        assertThat(conflicts("edit", NAME, folder.toString(), "--json")).isZero();

        JsonNode made = Json.read(out.toString().getBytes(StandardCharsets.UTF_8));
        assertThat(made.get("conflict").asText()).isEqualTo(NAME);
        assertThat(made.get("folder").asText()).isEqualTo(folder.toString());
        assertThat(made.get("remoteCommit").asText())
                .isEqualTo(NativeGit.in(pair.remote()).run("rev-parse", "main"));
        assertThat(made.get("commits").asInt()).isEqualTo(1);
        assertThat(made.get("files")).singleElement().hasToString("\"base.txt\"");
    }

    @Test
    void aFolderWithinTheDataRepositoryIsRefused() throws IOException {
        RepositoryPair pair = makeConflict();

        assertThat(conflicts("edit", NAME, pair.local().resolve("sub/edit").toString()))
                .isEqualTo(2);
        assertThat(err.toString()).contains("is inside of the data repository");
        assertThat(pair.local().resolve("sub")).doesNotExist();
    }

    @Test
    void aFolderOfAConflictThatIsOverOrOfAnotherHostIsSaid() throws IOException {
        RepositoryPair pair = makeConflict();
        Path folder = directory.resolve("edit");
        assertThat(conflicts("edit", NAME, folder.toString())).isZero();
        NativeGit.in(folder).write("base.txt", "both\n").run("add", "base.txt");

        pair.script("git -C $REMOTE branch -q -D conflicts/2026-11-27T08-00-00Z\n");
        assertThat(conflicts("edit", "--continue", folder.toString())).isEqualTo(1);
        assertThat(err.toString()).contains(NAME + " is no open conflict any more");

        Files.writeString(config, """
                repositories:
                  - { id: other, path: data/data, remote: data/remote.git, branch: main }
                """);
        assertThat(conflicts("edit", "--continue", folder.toString())).isEqualTo(2);
        assertThat(err.toString()).contains("no repository here has the id 'data'");
    }

    /** Each was taken for a remote of its own, and the conflict of one for both. */
    @ParameterizedTest
    @ValueSource(strings = {"data/remote.git", "file://%s/data/remote.git", "%s/data/remote", "linked/remote.git"})
    void oneRemoteIsOneHoweverItIsWritten(String remote) throws IOException {
        RepositoryPair pair = makeConflict();
        pair.script("git clone -q $REMOTE second\n");
        Files.createSymbolicLink(directory.resolve("linked"), directory.resolve("data"));
        Files.writeString(config, """
                repositories:
                  - { id: data, path: data/data, remote: data/remote.git, branch: main }
                  - { id: second, path: data/second, remote: "%s", branch: main }
                """.formatted(remote.formatted(directory.toRealPath())));

        assertThat(conflicts()).isZero();

        assertThat(out.toString().lines().toList())
                .hasSize(2)
                .allMatch(line -> line.endsWith("in base.txt  (of unknown origin)"));
    }

    @Test
    void aConflictThatMayBeOfTwoRepositoriesIsListedWithoutActions() throws IOException {
        RepositoryPair pair = makeConflict();
        pair.script("git clone -q $REMOTE second\n");
        Files.writeString(config, """
                repositories:
                  - { id: data, path: data/data, remote: data/remote.git, branch: main }
                  - { id: second, path: data/second, remote: data/remote.git, branch: main }
                """);

        assertThat(conflicts()).isZero();
        assertThat(out.toString().lines().toList())
                .hasSize(2)
                .allMatch(line -> line.endsWith("in base.txt  (of unknown origin)"));
        out.getBuffer().setLength(0);
        assertThat(conflicts("--json", "--repository", "second")).isZero();
        assertThat(out.toString()).contains("\"conflict\":\"second/", "\"actions\":[]");
        for (String action : List.of("retry", "keep-local", "edit")) {
            String[] words = action.equals("edit")
                    ? new String[] {action, NAME, directory.resolve("edit").toString()}
                    : new String[] {action, NAME};
            err.getBuffer().setLength(0);
            assertThat(conflicts(words)).isEqualTo(1);
            assertThat(err.toString()).contains("may be of more than one repository");
        }
        assertThat(conflicts("show", NAME)).isZero();
        assertThat(out.toString()).contains("may be of more than one repository");
        assertThat(operations.remote.decided).isEmpty();
    }

    @Test
    void aConflictIsOfTheBranchThatHoldsTheCommitOnWhichItBegan() throws IOException {
        RepositoryPair pair = makeConflict();
        // Its commits begin at the tip of dev, which main does not have.
        pair.script("""
                git -C $REMOTE branch dev main~1
                commit $REMOTE dev.txt dev dev
                git -C $CLONE fetch -q
                git -C $CLONE checkout -q -B dev origin/dev
                git -C $CLONE cherry-pick -n origin/conflicts/2026-11-27T08-00-00Z
                git -C $CLONE commit -qm again
                git -C $CLONE push -qf origin dev:conflicts/2026-11-27T08-00-00Z
                git -C $CLONE reset -q --hard origin/dev
                commit $REMOTE base.txt theirs dev
                git -C $CLONE checkout -q main
                git clone -q -b dev $REMOTE second
                """);
        Files.writeString(config, """
                repositories:
                  - { id: data, path: data/data, remote: data/remote.git, branch: main }
                  - { id: second, path: data/second, remote: data/remote.git, branch: dev }
                """);

        assertThat(conflicts("--json")).isZero();

        JsonNode found = Json.read(out.toString().getBytes(StandardCharsets.UTF_8));
        assertThat(found.get("repository").asText()).isEqualTo("second");
        assertThat(found.get("actions")).hasSize(4);
    }
}
