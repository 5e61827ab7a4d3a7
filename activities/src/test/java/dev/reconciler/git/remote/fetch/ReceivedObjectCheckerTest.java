package dev.reconciler.git.remote.fetch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.reconciler.git.error.RefusedException;
import dev.reconciler.git.fixture.NativeGit;
import dev.reconciler.git.fixture.TestRepositories;
import dev.reconciler.git.remote.GitRemote;
import dev.reconciler.git.remote.settings.TransportSettings;
import dev.reconciler.git.remote.transport.Deadline;
import dev.reconciler.git.repository.DataRepository;
import dev.reconciler.git.repository.RepositorySettings;
import dev.reconciler.git.settings.GitSettings;
import dev.reconciler.model.ErrorType;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.eclipse.jgit.errors.CorruptObjectException;
import org.eclipse.jgit.internal.storage.file.FileRepository;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.ObjectInserter;
import org.eclipse.jgit.lib.RefUpdate;
import org.eclipse.jgit.lib.Repository;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Fetches of histories in whose middle is one object with a fault, from one remote into one clone. Faults are named as
 * git names them ({@code FOREACH_FSCK_MSG_ID} in its {@code fsck.h}).
 */
class ReceivedObjectCheckerTest {
    private static final String WHO = "A U Thor <author@example.org> 1700000000 +0000";
    private static final String AUTHOR = "author " + WHO + "\n";
    private static final String COMMITTER = "committer " + WHO + "\n";
    private static final List<String> TREE_BLEMISHES = List.of(
            "zeroPaddedFilemode",
            "badFilemode",
            "largePathname",
            "gitattributesSymlink",
            "gitignoreSymlink",
            "mailmapSymlink",
            "gitattributesBlob",
            "gitmodulesBlob",
            "gitattributesLineLength",
            "gitmodulesParse");
    private static final List<String> COMMIT_BLEMISHES = List.of(
            "missingEmail",
            "badEmail",
            "badName",
            "missingNameBeforeEmail",
            "missingSpaceBeforeEmail",
            "missingSpaceBeforeDate",
            "badDate",
            "badDateOverflow",
            "zeroPaddedDate",
            "badTimezone",
            "missingAuthor",
            "missingCommitter",
            "multipleAuthors",
            "nulInCommit",
            "nulInHeader",
            "unterminatedHeader");

    @TempDir
    static Path root;

    private static NativeGit remote;
    private static NativeGit local;
    private static ObjectId first;
    private static ObjectId file;
    private static Repository repository;
    private static ObjectInserter objects;
    private static ObjectId soundTree;

    @BeforeAll
    static void aRemoteAndItsClone() throws IOException {
        NativeGit source = NativeGit.init(root.resolve("source"));
        first = source.commit("file", "text\n");
        file = ObjectId.fromString(source.run("rev-parse", "HEAD:file"));
        remote = NativeGit.clone(source.directory().toString(), root.resolve("remote.git"), "--bare");
        local = NativeGit.clone(source.directory().toString(), root.resolve("local"));
        repository = new FileRepository(remote.directory().toFile());
        objects = repository.newObjectInserter();
        soundTree = insertTree(entry("100644", "file", file));
    }

    @AfterAll
    static void close() {
        objects.close();
        repository.close();
    }

    private static byte[] entry(String mode, String name, ObjectId id) {
        byte[] raw = new byte[Constants.OBJECT_ID_LENGTH];
        id.copyRawTo(raw, 0);
        return join((mode + " " + name + "\0").getBytes(StandardCharsets.UTF_8), raw);
    }

    private static byte[] join(byte[]... parts) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            all.writeBytes(part);
        }
        return all.toByteArray();
    }

    private static ObjectId insertBlob(String text) throws IOException {
        return objects.insert(Constants.OBJ_BLOB, text.getBytes(StandardCharsets.UTF_8));
    }

    private static ObjectId insertTree(byte[]... entries) throws IOException {
        return objects.insert(Constants.OBJ_TREE, join(entries));
    }

    private static ObjectId insertCommit(String text) throws IOException {
        return objects.insert(Constants.OBJ_COMMIT, text.getBytes(StandardCharsets.UTF_8));
    }

    private static String start(ObjectId tree, ObjectId parent) {
        return "tree " + tree.name() + "\nparent " + parent.name() + "\n";
    }

    private static ObjectId insertTreeFault(String fault) throws IOException {
        byte[] sound = entry("100644", "file", file);
        ObjectId folder = insertTree(sound);
        return switch (fault) {
            case "zeroPaddedFilemode" -> insertTree(entry("0100644", "file", file));
            case "badFilemode" -> insertTree(entry("100664", "file", file));
            case "largePathname" -> insertTree(entry("100644", "f".repeat(5_000), file));
            case "gitattributesSymlink" -> insertTree(entry("120000", ".gitattributes", file));
            case "gitignoreSymlink" -> insertTree(entry("120000", ".gitignore", file));
            case "mailmapSymlink" -> insertTree(entry("120000", ".mailmap", file));
            case "gitattributesBlob" -> insertTree(entry("40000", ".gitattributes", folder));
            case "gitmodulesBlob" -> insertTree(entry("40000", ".gitmodules", folder));
            case "gitattributesLineLength" ->
                insertTree(entry("100644", ".gitattributes", insertBlob("a".repeat(3_000) + "\n")));
            case "gitmodulesParse" -> insertTree(entry("100644", ".gitmodules", insertBlob("[unclosed")));
            case "hasDot" -> insertTree(entry("100644", ".", file));
            case "hasDotdot" -> insertTree(entry("40000", "..", folder));
            case "emptyName" -> insertTree(entry("100644", "", file));
            case "fullPathname" -> insertTree(entry("100644", "a/b", file));
            case "duplicateEntries" -> insertTree(sound, sound);
            case "duplicateFileAndFolder" ->
                insertTree(sound, entry("100644", "file.x", file), entry("40000", "file", folder));
            case "treeNotSorted" -> insertTree(sound, entry("100644", "a", file));
            case "nullSha1" -> insertTree(entry("160000", "module", ObjectId.zeroId()));
            case "gitmodulesSymlink" -> insertTree(entry("120000", ".gitmodules", file));
            default -> throw new IllegalArgumentException(fault);
        };
    }

    private static String commitWith(String fault, ObjectId parent) {
        String start = start(soundTree, parent);
        String end = COMMITTER + "\nmessage\n";
        return switch (fault) {
            case "missingEmail" -> start + "author Thor 1700000000 +0000\n" + end;
            case "badEmail" -> start + "author Thor <a@b 1700000000 +0000\n" + end;
            case "badName" -> start + "author T>hor <a@b> 1700000000 +0000\n" + end;
            case "missingNameBeforeEmail" -> start + "author <a@b> 1700000000 +0000\n" + end;
            case "missingSpaceBeforeEmail" -> start + "author Thor<a@b> 1700000000 +0000\n" + end;
            case "missingSpaceBeforeDate" -> start + "author Thor <a@b>1700000000 +0000\n" + end;
            case "badDate" -> start + "author Thor <a@b> then +0000\n" + end;
            case "badDateOverflow" -> start + "author Thor <a@b> 18446744073709551617 +0000\n" + end;
            case "zeroPaddedDate" -> start + "author Thor <a@b> 01700000000 +0000\n" + end;
            case "badTimezone" -> start + "author Thor <a@b> 1700000000 +51800\n" + end;
            case "missingAuthor" -> start + end;
            case "missingCommitter" -> start + AUTHOR + "\nmessage\n";
            case "multipleAuthors" -> start + AUTHOR + AUTHOR + end;
            case "nulInCommit" -> start + AUTHOR + COMMITTER + "\nmess\0age\n";
            case "nulInHeader" -> start + AUTHOR + COMMITTER + "x-\0header 1\n\nmessage\n";
            case "unterminatedHeader" -> start + AUTHOR + COMMITTER.strip();
            default -> throw new IllegalArgumentException(fault);
        };
    }

    private static ObjectId commitOf(ObjectId tree, ObjectId parent) throws IOException {
        return insertCommit(start(tree, parent) + AUTHOR + COMMITTER + "\nmessage\n");
    }

    /** A commit with the fault in itself or in its tree. */
    private static ObjectId insertFault(String fault, ObjectId parent) throws IOException {
        return COMMIT_BLEMISHES.contains(fault)
                ? insertCommit(commitWith(fault, parent))
                : commitOf(insertTreeFault(fault), parent);
    }

    private static void moveRemoteBranch(ObjectId tip) throws IOException {
        objects.flush();
        RefUpdate main = repository.updateRef("refs/heads/main");
        main.setNewObjectId(tip);
        main.forceUpdate();
    }

    private static RepositorySettings settings() {
        return TestRepositories.settings(local.directory(), remote.directory().toString());
    }

    private static void fetch(ObjectId middle) throws IOException {
        moveRemoteBranch(commitOf(soundTree, middle));
        try (DataRepository clone = DataRepository.open(settings()).orElseThrow()) {
            new GitRemote(settings())
                    .fetch(clone.git(), first, Deadline.in(Duration.ofMinutes(1)))
                    .close();
        }
    }

    // rev-parse says yes to every full id.
    private static boolean isInClone(ObjectId id) {
        return local.attempt("cat-file", "-e", id.name()).status() == 0;
    }

    private static void assertRefused(ObjectId middle) {
        assertThatThrownBy(() -> fetch(middle))
                .isInstanceOfSatisfying(RefusedException.class, refused -> assertThat(refused.type())
                        .isEqualTo(ErrorType.REPOSITORY_CORRUPT));
        assertThat(isInClone(middle)).isFalse();
        assertThat(local.directory().resolve(".git/objects/pack"))
                .isDirectoryNotContaining(file -> file.toString().endsWith(".keep"));
    }

    @Test
    void everyBlemishThatGitTakesIsTaken() throws IOException {
        ObjectId tip = first;
        for (String fault : TREE_BLEMISHES) {
            tip = insertFault(fault, tip);
        }
        for (String fault : COMMIT_BLEMISHES) {
            tip = insertFault(fault, tip);
        }

        fetch(tip);

        assertThat(local.run("cat-file", "-t", tip.name())).isEqualTo("commit");
        assertThat(NativeGit.in(root)
                        .attempt("clone", "-q", "--no-local", remote.directory().toString(), "by-git")
                        .status())
                .as("git clone")
                .isZero();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "hasDot",
                "hasDotdot",
                "emptyName",
                "fullPathname",
                "duplicateEntries",
                "duplicateFileAndFolder",
                "treeNotSorted",
                "nullSha1",
                "gitmodulesSymlink"
            })
    void aTreeThatMayWriteElsewhereIsRefused(String fault) throws IOException {
        assertRefused(insertFault(fault, first));
    }

    @Test
    void aHostileGitmodulesIsRefusedAgainThoughItsObjectsAreThereByThen() throws IOException {
        ObjectId modules = insertBlob("[submodule \"../x\"]\n\tpath = x\n");
        ObjectId middle = commitOf(insertTree(entry("100644", ".gitmodules", modules)), first);

        for (int i = 0; i < 2; i++) {
            assertThatThrownBy(() -> fetch(middle))
                    .isInstanceOf(RefusedException.class)
                    .hasMessageContaining("gitmodulesName");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                ".git",
                ".GIT",
                ".git.",
                ".git ",
                ".git . .",
                ".git::$INDEX_ALLOCATION",
                "git~1",
                "GIT~1.",
                "a\\.git",
                "a\\git~1\\b",
                ".git\\config",
                ".g\u200cit",
                "\u200e.git",
                ".gi\ufefft"
            })
    void aNameThatSomeFileSystemTakesForDotGitIsRefused(String name) throws Exception {
        ObjectId tree = insertTree(entry("40000", name, soundTree));

        assertThatThrownBy(() -> checkTree(checker("", ""), tree)).isInstanceOf(CorruptObjectException.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {".gitignore", ".gitx", "git~2", "git", ".git-x", "..git", "~1", "gitmod~5", "gi7eb~0"})
    void anHonestNameIsTaken(String name) throws Exception {
        checkTree(checker("", ""), insertTree(entry("100644", name, file)));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "[submodule \"../x\"]|url = https://example.org/x; gitmodulesName",
                "[submodule \"a/../b\"]|path = x; gitmodulesName",
                "[submodule \"a\\\\..\\\\b\"]|path = x; gitmodulesName",
                "[submodule \"\"]|path = x; gitmodulesName",
                "[submodule \"x\"]|path = -oProxyCommand=touch; gitmodulesPath",
                "[submodule \"x\"]|url = -u./payload; gitmodulesUrl",
                "[submodule \"x\"]|url = https://example.org/%0ahost=evil; gitmodulesUrl",
                "[submodule \"x\"]|url = git://example.org/%0aq; gitmodulesUrl",
                "[submodule \"x\"]|url = http::https:///example.org/x; gitmodulesUrl",
                "[submodule \"x\"]|url = ../../../:example.org/x; gitmodulesUrl",
                "[submodule \"x\"]|url = ./%0ahost=evil; gitmodulesUrl",
                "[submodule \"x\"]|update = !touch /tmp/x; gitmodulesUpdate",
                "[submodule \"x\"]|update = !sh|ignore; gitmodulesUpdate",
                "[submodule \"good\"]|url = https://example.org/x|[submodule \"x\"]|update = !sh; gitmodulesUpdate",
            })
    void aHostileGitmodulesIsRefused(String text, String fault) throws Exception {
        ObjectId tree = insertTree(entry("100644", ".gitmodules", insertBlob(text.replace("|", "\n"))));

        assertThatThrownBy(() -> checkTree(checker("", ""), tree))
                .isInstanceOf(CorruptObjectException.class)
                .hasMessageContaining(fault);
    }

    @ParameterizedTest
    @ValueSource(strings = {".GitModules", "gitmod~1", "gi7eba~1", "GI7EB~10", ".gitmod\u200cules", "a\\.gitmodules "})
    void aHostileGitmodulesIsRefusedByAnyNameOfIt(String name) throws Exception {
        ObjectId tree = insertTree(entry("100644", name, insertBlob("[submodule \"../x\"]\n\tpath = x\n")));

        assertThatThrownBy(() -> checkTree(checker("", ""), tree))
                .isInstanceOf(CorruptObjectException.class)
                .hasMessageContaining("gitmodulesName");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "[submodule \"lib/a..b\"]\n\tpath = lib/x\n\turl = https://example.org/a%20b.git\n\tupdate = rebase\n",
                "[submodule \"x\"]\n\tpath = x\n\turl = ../x.git\n",
                "[submodule \"x\"]\n\tpath = x\n\turl = git@example.org:team/x.git\n"
            })
    void anHonestGitmodulesIsTaken(String text) throws Exception {
        checkTree(checker("", ""), insertTree(entry("100644", ".gitmodules", insertBlob(text))));
    }

    private static TransportSettings settings(String file, String text) throws IOException {
        Path settings = Files.writeString(root.resolve(file), text);
        Map<String, String> environment = Map.of("GIT_CONFIG_NOSYSTEM", "1", "GIT_CONFIG_GLOBAL", settings.toString());
        return new TransportSettings(GitSettings.readProtected(environment), environment);
    }

    /** The checker of a clone with these settings of its own, on a host with those of the user. */
    private static ReceivedObjectChecker checker(String own, String users) throws IOException {
        return new ReceivedObjectChecker(new FsckLevels(settings("all", users + own), settings("users", users)));
    }

    private static void checkTree(ReceivedObjectChecker checker, ObjectId tree) throws IOException {
        objects.flush();
        checker.check(tree, Constants.OBJ_TREE, repository.open(tree).getCachedBytes());
        checker.checkGitmodules(repository);
    }

    private static void checkFault(ReceivedObjectChecker checker, String fault) throws IOException {
        if (COMMIT_BLEMISHES.contains(fault)) {
            checker.check(
                    insertFault(fault, first),
                    Constants.OBJ_COMMIT,
                    commitWith(fault, first).getBytes(StandardCharsets.UTF_8));
        } else {
            checkTree(checker, insertTreeFault(fault));
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"[transfer]\nfsckObjects\n", "[transfer]\nfsckObjects = false\n[fetch]\nfsckObjects = true\n"})
    void aCloneThatAsksForChecksGetsThem(String own) throws Exception {
        ReceivedObjectChecker checker = checker(own, "");

        for (String fault : COMMIT_BLEMISHES) {
            assertThatThrownBy(() -> checkFault(checker, fault))
                    .as(fault)
                    .isInstanceOf(CorruptObjectException.class)
                    .hasMessageContaining(fault.startsWith("missingCommitter") ? "committer" : "");
        }
        assertThatThrownBy(() -> checkFault(checker, "zeroPaddedFilemode")).isInstanceOf(CorruptObjectException.class);
        assertThatThrownBy(() -> checkFault(checker, "gitmodulesBlob")).isInstanceOf(CorruptObjectException.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"badFilemode", "gitignoreSymlink", "gitmodulesParse", "largePathname"})
    void whatGitOnlyReportsIsTakenWhereChecksAreAskedFor(String fault) throws Exception {
        checkFault(checker("[transfer]\nfsckObjects\n", ""), fault);
    }

    @Test
    void aLevelOfTheCloneLetsABlemishInAndNoDanger() throws Exception {
        String own = "[fetch]\nfsckObjects\n[fetch \"fsck\"]\nzeroPaddedFilemode = warn\nhasDotdot = ignore\n"
                + "missingEmail = IGNORE\n";
        ReceivedObjectChecker checker = checker(own, "");

        checkFault(checker, "zeroPaddedFilemode");
        checkFault(checker, "missingEmail");

        assertThatThrownBy(() -> checkFault(checker, "badDate")).isInstanceOf(CorruptObjectException.class);
        assertThatThrownBy(() -> checkFault(checker, "hasDotdot")).isInstanceOf(CorruptObjectException.class);
    }

    @Test
    void aLevelOfTheUserLetsADangerIn() throws Exception {
        ReceivedObjectChecker checker = checker("", "[fetch \"fsck\"]\nhasDotdot = warn\n");

        checkFault(checker, "hasDotdot");

        assertThatThrownBy(() -> checkFault(checker, "hasDot")).isInstanceOf(CorruptObjectException.class);
    }

    @Test
    void aListOfObjectsThatAreNotCheckedCountsAsFarAsItIsTrusted() throws Exception {
        ObjectId blemish = insertTreeFault("zeroPaddedFilemode");
        ObjectId danger = insertTreeFault("hasDotdot");
        Path list = root.resolve("skipped");
        Files.writeString(list, "# old\n\n" + blemish.name() + " # mode\n" + danger.name() + "\n");
        String skip = "[fetch \"fsck\"]\nskipList = " + list + "\n";
        ReceivedObjectChecker own = checker("[fetch]\nfsckObjects\n" + skip, "");

        checkFault(own, "zeroPaddedFilemode");
        assertThatThrownBy(() -> checkFault(own, "hasDotdot")).isInstanceOf(CorruptObjectException.class);
        checkFault(checker("", skip), "hasDotdot");
    }
}
