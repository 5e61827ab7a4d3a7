package dev.reconciler.git.checkout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.reconciler.git.attributes.AttributesSource;
import dev.reconciler.git.convert.ContentConversion;
import dev.reconciler.git.convert.PathConversions;
import dev.reconciler.git.error.RefusedException;
import dev.reconciler.git.file.DiskSync;
import dev.reconciler.git.fixture.NativeGit;
import dev.reconciler.git.lock.RepositoryLock;
import dev.reconciler.git.repository.DataRepository;
import dev.reconciler.git.tree.BytePath;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.eclipse.jgit.lib.FileMode;
import org.eclipse.jgit.lib.ObjectId;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Files that are not the bytes of their blobs, moved by us and by {@code git merge --ff-only}. */
@Tag("slow")
class ConvertedCheckoutTest {
    private static final String UPPER = "filter.upper.smudge=tr a-z A-Z;filter.upper.clean=tr A-Z a-z";

    @TempDir
    Path directory;

    private NativeGit ours;
    private ObjectId from;
    private ObjectId to;

    /**
     * A case is a line of the old .gitattributes, one of the new, and settings.
     *
     * @return a clone on the old commit, with the new one on branch {@code new}
     */
    private NativeGit make(String name, String oldRules, String newRules, String settings) throws IOException {
        NativeGit git = NativeGit.init(directory.resolve(name));
        git.run("config", "core.safecrlf", "false");
        git.write(".gitattributes", oldRules + "\n").write("unix", "a\nb\n").write("kept", "a\n");
        ObjectId old = git.commit("gone", "a\nb\n");
        git.write(".gitattributes", newRules + "\n").write("unix", "a\nb\nc\n").write("added", "n\n");
        git.run("rm", "-q", "gone");
        git.commitAll("new");
        git.run("branch", "new");
        configure(git, settings);
        git.run("reset", "-q", "--hard", old.name());
        // Checked out anew, as the settings say.
        Files.delete(git.directory().resolve(".git/index"));
        for (String path : List.of("unix", "kept", "gone")) {
            Files.delete(git.directory().resolve(path));
        }
        git.run("reset", "-q", "--hard");
        // Older than the index: what git makes of younger files depends on the second in which it looks.
        for (String path : List.of(".gitattributes", "unix", "kept", "gone")) {
            Files.setLastModifiedTime(git.directory().resolve(path), FileTime.fromMillis(1_700_000_000_000L));
        }
        git.run("update-index", "--refresh");
        return git;
    }

    private boolean move() throws IOException {
        try (DataRepository repository = CheckoutFixture.of(ours).repository();
                RepositoryLock lock = repository.lock()) {
            return new BranchMover(repository).move(from, to, "move", () -> {});
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "* eol=crlf | * eol=crlf | ",
                "* text=auto | * text=auto | core.eol=crlf",
                " |  | core.autocrlf=true",
                " |  | core.autocrlf=input",
                "* eol=crlf |  | ",
                " | * eol=crlf | ",
                "* eol=crlf | * eol=lf | core.autocrlf=true",
                "[ugak]* filter=upper | [ugak]* filter=upper | " + UPPER,
                "[ugak]* filter=upper |  | " + UPPER,
                " | unix filter=upper | " + UPPER,
                "[ugak]* filter=upper eol=crlf | [ugak]* filter=upper eol=crlf | filter.upper.required=true;" + UPPER,
                "* filter=lfs | * filter=lfs | ",
                "[ugak]* filter=upper | [ugak]* filter=upper | filter.upper.smudge=false;filter.upper.clean=cat"
            })
    void theFilesAreThoseOfGit(String rules) throws IOException {
        String[] parts = rules.split("\\|", -1);
        ours = make("ours", parts[0].strip(), parts[1].strip(), parts[2].strip());
        NativeGit theirs = make("theirs", parts[0].strip(), parts[1].strip(), parts[2].strip());
        from = ours.id("HEAD");
        to = ours.id("new");

        theirs.run("merge", "-q", "--ff-only", "new");
        assertThat(move()).isTrue();

        for (String path : List.of(".gitattributes", "unix", "kept", "added")) {
            assertThat(ours.directory().resolve(path))
                    .hasSameBinaryContentAs(theirs.directory().resolve(path));
        }
        assertThat(ours.directory().resolve("gone")).doesNotExist();
        assertThat(ours.run("ls-files", "--stage")).isEqualTo(theirs.run("ls-files", "--stage"));
        assertThat(ours.run("diff-index", "HEAD")).isEqualTo(theirs.run("diff-index", "HEAD"));
        assertThat(ours.attempt("diff-index", "--quiet", "HEAD").status())
                .isEqualTo(theirs.attempt("diff-index", "--quiet", "HEAD").status());
        assertThat(ours.run("status", "--porcelain")).isEqualTo(theirs.run("status", "--porcelain"));
    }

    /**
     * Git goes by the times in the index, and moves such a file; it was in the way of each run for good. A case is a rule,
     * the content of the blobs, and settings.
     */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "text|a\r\n|",
                "text eol=crlf|a\nb\r\n|",
                "filter=longer|a\n|filter.longer.clean=cat && echo cleaned",
                "filter=salted|a#1\n|filter.salted.smudge=sed 's/#.*//';filter.salted.clean=sed 's/$/#2/'"
            })
    void aFileThatGitWouldCommitInAnotherWayIsMoved(String rules) throws IOException {
        String[] parts = rules.split("\\|", -1);
        ours = makeRaw("ours", parts[0], parts[1], parts[2]);
        NativeGit theirs = makeRaw("theirs", parts[0], parts[1], parts[2]);
        from = ours.id("HEAD");
        to = ours.id("new");

        theirs.run("merge", "-q", "--ff-only", "new");
        assertThat(move()).isTrue();

        for (String path : List.of("changed", "kept", "added")) {
            assertThat(ours.directory().resolve(path))
                    .hasSameBinaryContentAs(theirs.directory().resolve(path));
        }
        assertThat(ours.directory().resolve("gone")).doesNotExist();
        assertThat(ours.run("ls-files", "--stage")).isEqualTo(theirs.run("ls-files", "--stage"));
    }

    /** The file is that of the old blob and of the new one, and the index has the new one as after a killed move. */
    @Test
    void whatIsStagedAsTheRemoteHasCommittedItIsNotInTheWay() throws IOException {
        ours = NativeGit.init(directory.resolve("ours"));
        from = ours.write("changed", "a\r\n").commitAll("old");
        ours.write(".git/info/attributes", "* text eol=crlf\n").run("add", "--renormalize", ".");
        ours.run("commit", "-qm", "new");
        to = ours.id("HEAD");
        ours.run("reset", "-q", "--soft", from.name());

        assertThat(move()).isTrue();

        assertThat(ours.id("HEAD")).isEqualTo(to);
        assertThat(ours.run("status", "--porcelain")).isEmpty();
    }

    /** Committed as they are, and checked out by a rule that comes later. */
    private NativeGit makeRaw(String name, String rule, String content, String settings) throws IOException {
        NativeGit git = NativeGit.init(directory.resolve(name));
        ObjectId old = git.write("changed", content)
                .write("kept", content)
                .write("gone", content)
                .commitAll("old");
        git.run("rm", "-q", "gone");
        git.write("changed", content + content).write("added", content).commitAll("new");
        git.run("branch", "new");
        git.run("reset", "-q", "--hard", old.name());
        git.write(".git/info/attributes", "* " + rule + "\n");
        configure(git, settings);
        for (String path : List.of("changed", "kept", "gone")) {
            Files.delete(git.directory().resolve(path));
        }
        git.run("reset", "-q", "--hard");
        // Younger than the files: else git compares them, and finds them modified.
        Files.setLastModifiedTime(
                git.directory().resolve(".git/index"),
                FileTime.from(Instant.now().plusSeconds(10)));
        return git;
    }

    private static void configure(NativeGit git, String settings) {
        for (String setting : settings.split(";")) {
            if (!setting.isEmpty()) {
                git.run(
                        "config",
                        setting.substring(0, setting.indexOf('=')),
                        setting.substring(setting.indexOf('=') + 1));
            }
        }
    }

    @Test
    void anEditOfAFileThatGitWouldCommitInAnotherWayIsInTheWay() throws IOException {
        ours = makeRaw("ours", "text", "a\r\n", "");
        from = ours.id("HEAD");
        to = ours.id("new");
        ours.write("changed", "b\r\n");

        assertThatThrownBy(this::move).isInstanceOf(RefusedException.class).hasMessageContaining("changed");
        assertThat(ours.directory().resolve("changed")).hasBinaryContent("b\r\n".getBytes(StandardCharsets.UTF_8));
    }

    /** The rules that the move removed still counted for its files, and the next commit had CR LF in every line. */
    @Test
    void rulesThatTheMoveRemovesDoNotCountForItsFiles() throws IOException {
        ours = make("ours", "* eol=crlf", "* eol=crlf", "");
        NativeGit theirs = make("theirs", "* eol=crlf", "* eol=crlf", "");
        for (NativeGit git : List.of(ours, theirs)) {
            git.write("folder/.gitattributes", "* eol=crlf\n").write("folder/file", "a\n");
            from = git.commitAll("rules of a folder");
            git.run("rm", "-q", ".gitattributes", "folder/.gitattributes");
            git.write("added", "a\nb\n").write("folder/file", "a\nb\n");
            to = git.commitAll("without rules");
            git.run("reset", "-q", "--hard", from.name());
        }
        theirs.run("merge", "-q", "--ff-only", to.name());

        assertThat(move()).isTrue();

        for (String path : List.of("added", "folder/file")) {
            assertThat(ours.directory().resolve(path))
                    .hasSameBinaryContentAs(theirs.directory().resolve(path));
        }
    }

    @Test
    void anEditOfAConvertedFileIsInTheWay() throws IOException {
        ours = make("ours", "* eol=crlf", "* eol=crlf", "");
        from = ours.id("HEAD");
        to = ours.id("new");
        ours.write("unix", "a\r\nb\r\nedited\r\n");

        assertThatThrownBy(this::move).isInstanceOf(RefusedException.class).hasMessageContaining("unix");
        assertThat(ours.directory().resolve("unix"))
                .hasBinaryContent("a\r\nb\r\nedited\r\n".getBytes(StandardCharsets.UTF_8));
    }

    /** A person was asked to commit an edit that was none: git itself had expanded the file. */
    @ParameterizedTest
    @ValueSource(strings = {"ident", "working-tree-encoding=UTF-16LE"})
    void aFileOfAnUnsupportedConversionThatIsRemovedIsRefusedByTheAttribute(String attribute) throws IOException {
        ours = NativeGit.init(directory.resolve("ours"));
        ours.write(".gitattributes", "gone " + attribute + "\n");
        ours.write("gone", attribute.equals("ident") ? "$Id$\n" : "\0a\0\n\0".substring(1));
        from = ours.commitAll("converted");
        ours.run("rm", "-q", "gone");
        to = ours.commitAll("gone");
        ours.run("reset", "-q", "--hard", from.name());

        assertThatThrownBy(this::move)
                .isInstanceOf(RefusedException.class)
                .hasMessageContaining("gone has the attribute " + attribute);
        assertThat(ours.run("status", "--porcelain")).isEmpty();
    }

    /** Half of the files were moved when the filter refused one. */
    @Test
    void aRequiredFilterThatFailsStopsTheMoveBeforeItsFirstFile() throws IOException {
        ours = make(
                "ours",
                "added filter=broken",
                "added filter=broken",
                "filter.broken.required=true;filter.broken.smudge=false");
        from = ours.id("HEAD");
        to = ours.id("new");

        assertThatThrownBy(this::move).hasMessageContaining("added: filter.broken.smudge failed");
        assertThat(ours.id("HEAD")).isEqualTo(from);
        assertThat(ours.run("status", "--porcelain")).isEmpty();
        assertThat(ours.refs()).doesNotContain("refs/reconciler/main/move");
    }

    @Test
    void aFilterOfAnotherUsersCloneDoesNotRunToCompareAFile() throws IOException {
        ours = make("ours", "[ugak]* filter=upper", "[ugak]* filter=upper", "");
        ours.run("config", "filter.upper.clean", "touch ran");
        try (DataRepository repository = CheckoutFixture.of(ours).repository();
                WorkTreeFiles files =
                        new WorkTreeFiles(repository.git(), ours.directory(), false, new DiskSync(), Set.of())) {
            ObjectId id = ObjectId.fromString(ours.run("rev-parse", "HEAD:kept"));
            ContentConversion filtered = PathConversions.of(
                            repository.git(), AttributesSource.ofWorkTree(ours.directory()))
                    .find(BytePath.of("kept"));

            assertThat(files.isAsStaged("kept", new PathContent(FileMode.REGULAR_FILE, id, filtered)))
                    .isFalse();
        }
        assertThat(ours.directory().resolve("ran")).doesNotExist();
    }
}
