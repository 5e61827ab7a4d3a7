package dev.reconciler.worker.situations;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.reconciler.git.fixture.NativeGit;
import dev.reconciler.worker.Program;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.eclipse.jgit.lib.ObjectId;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Names beyond ASCII in every place where a name can be, in a process whose locale knows none of them. */
@Tag("slow")
class LocalesTest {
    private static final String BRANCH = "zweig-ü";

    @TempDir
    Path directory;

    private Path root;
    private NativeGit remote;
    private NativeGit clone;
    private ObjectId theirs;

    @BeforeEach
    void aCloneThatHasDiverged() throws IOException {
        assumeTrue(Files.exists(Path.of("/proc/self/exe")), "elsewhere the locale names all files");
        root = Files.createDirectories(directory.toRealPath().resolve("ordner-ä€"));
        NativeGit writer = NativeGit.init(root.resolve("erste"));
        writer.commit("datei-ö", "1\n");
        writer.run("branch", "-m", BRANCH);
        remote = NativeGit.clone(writer.directory().toString(), root.resolve("fern-é.git"), "--bare");
        clone = NativeGit.clone(remote.directory().toString(), root.resolve("nah-ß"));
        writer.write("schöner/ordner/ж", "2\n");
        Files.createSymbolicLink(writer.directory().resolve("verweis-ñ"), Path.of("schöner/ordner/ж"));
        theirs = writer.commitAll("Nachricht mit Ümlaut");
        writer.run("push", "-q", remote.directory().toString(), BRANCH);
        clone.commit("eigene-å", "3\n");
    }

    @ParameterizedTest
    @ValueSource(strings = {"C", "de_DE.ISO-8859-1"})
    void namesBeyondAsciiAreReadAndWrittenInAnyLocale(String locale) throws IOException {
        Path asked = root.resolve("locale-of-the-hook");
        Path hook = clone.directory().resolve(".git/hooks/pre-push");
        Files.writeString(hook, "#!/bin/sh\necho \"$LC_ALL|$RECONCILER_LC_ALL|$GIT_INDEX_FILE\" >'" + asked + "'\n");
        assertThat(hook.toFile().setExecutable(true)).isTrue();
        Path configuration = Files.writeString(
                root.resolve("einstellungen-ø.yaml"),
                "repositories:\n  - id: data\n    path: '" + clone.directory() + "'\n    remote: '" + remote.directory()
                        + "'\n    branch: " + BRANCH + "\n");
        Path elsewhere = Files.createDirectories(root.resolve("anderswo"));

        Program.Finished finished = Program.in(directory)
                .with("LC_ALL", locale)
                // As a hook of another repository hands them on.
                .with("GIT_DIR", elsewhere.toString())
                .with("GIT_INDEX_FILE", elsewhere.resolve("index").toString())
                .with("GIT_OBJECT_DIRECTORY", elsewhere.toString())
                // What git's own commands go by.
                .with("GIT_AUTHOR_NAME", "Somebody")
                .with("GIT_COMMITTER_NAME", "Somebody")
                .with("GIT_ASKPASS", "false")
                .with("GIT_EDITOR", "false")
                .with("GIT_INDEX_VERSION", "9")
                .with("GIT_CONFIG", elsewhere.toString())
                .with("GIT_NOTES_REF", "refs/notes/mine")
                .with("GIT_NOTES_REWRITE_REF", "refs/notes/*")
                .with("GIT_TEMPLATE_DIR", elsewhere.toString())
                .with("GIT_CONFIG_NOSYSTEM", "1")
                .with("GIT_CONFIG_GLOBAL", "/dev/null")
                .run("once", "--json", "--config", configuration.toString());

        assertThat(finished.status()).as(finished.err()).isZero();
        JsonNode result = finished.result();
        assertThat(result.get("outcome").asText()).isEqualTo("rebased");
        assertThat(result.get("branch").asText()).isEqualTo(BRANCH);
        assertThat(clone.run("status", "--porcelain")).isEmpty();
        assertThat(clone.run("-c", "core.quotePath=false", "ls-files"))
                .isEqualTo("datei-ö\neigene-å\nschöner/ordner/ж\nverweis-ñ");
        assertThat(Files.readSymbolicLink(clone.directory().resolve("verweis-ñ")))
                .isEqualTo(Path.of("schöner/ordner/ж"));
        assertThat(clone.id("HEAD~1")).isEqualTo(theirs);
        assertThat(remote.id(BRANCH)).isEqualTo(clone.id("HEAD"));
        assertThat(remote.run("log", "-1", "--format=%an %cn", BRANCH)).isEqualTo("Ann Author Data Reconciler");
        remote.fsck();
        assertThat(asked).hasContent(locale + "||");
        assertThat(elsewhere).isEmptyDirectory();
    }
}
