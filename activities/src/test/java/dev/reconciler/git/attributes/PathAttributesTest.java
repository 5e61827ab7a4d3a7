package dev.reconciler.git.attributes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import dev.reconciler.git.fixture.NativeGit;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/** The attributes of paths are those that {@code git check-attr} names, from a work tree and from a commit. */
class PathAttributesTest {
    private static final List<String> PATHS = List.of(
            "f", "F", "f.x", "F.X", "d/f", "d/f.x", "D/f.x", "d/e/f.x", "da/f.x", "a b.txt", "a\tb", "\"q\"", "#f",
            "!f", "ä", "d/ä", "-f", "[attr]f", "a", "e/f", "x=y", "f ", "d/e", "d/e/f", "e/d/f", "a*b", "a\\b",
            "\u0001", "\ufefff");

    @TempDir
    Path directory;

    private NativeGit git;
    private AttributesOracle oracle;

    @BeforeEach
    void makeRepository() {
        git = NativeGit.init(directory.resolve("data"));
        oracle = new AttributesOracle(git);
    }

    @TestFactory
    Stream<DynamicTest> linesAreReadAsGitReadsThem() {
        return Stream.of(
                        "the four states|f a -b !c d=e f= g=h=i -j=k !l=m",
                        "the last line wins|* a b\\nf -a\\n*.x !b",
                        "the last word wins|f a -a\\nf.x -a a",
                        "a macro|[attr]m a -b c=d\\nf m\\n*.x -m\\na !m\\nd/f m=v",
                        "a macro in a macro|[attr]inner a=1 b\\n[attr]outer inner -c\\nf outer\\nf.x outer a=2\\na a=2 outer",
                        "a macro that names itself|[attr]m m a n\\n[attr]n m b\\nf m",
                        "a macro in the middle of a line|[attr]m a=1 b=1\\nf a=2 m b=2\\nf.x m a=2 b=2\\na a=2 b=2 m",
                        "a macro before a stronger line|[attr]m a=1 b\\nf m\\nf a=2",
                        "a macro behind a stronger line|[attr]m a=1 b\\nf a=2\\nf m",
                        "a macro that is defined later|f m\\n[attr]m a",
                        "a macro that is defined twice|[attr]m a\\n[attr]m b\\nf m",
                        "git's own macro|f binary\\nf.x -binary\\na binary=x\\nF !binary",
                        "git's own macro defined anew|[attr]binary a -b\\nf binary",
                        "git's own macro within another|[attr]blob binary filter=lfs\\nf blob\\nf.x blob merge=union",
                        "a macro without words|[attr]m\\nf m",
                        "a macro with a quoted name|\"[attr]m\" a\\n\"[attr] n\" b\\n\"[attr]o p\" c\\nf m n o",
                        "no macro|[attr] m a\\na b\\n[attr]-m a\\n[attr]m= b\\nf m",
                        "a name that is none|f a +b\\nf.x a --b\\na a b,c\\nF =x\\nd/f ä",
                        "quoted patterns|\"a b.txt\" a\\n\"a\\tb\" b\\n\"\\\\\"q\\\\\"\" c\\n\"f\" d",
                        "escapes within quotes|\"\\\\146\" a\\n\"\\\\303\\\\244\" b\\n\"a\\\\tb\" c\\n\"\\\\001\" d\\n\"a\\\\\\\\\\\\\\\\b\" e",
                        "quotes that are none|\"f a\\n\"f\\\\q\" b\\n\"\\\\400\" c\\n\"\\\\8\" d\\nf\"f\" e",
                        "words right behind the quotes|\"f\"a b\\n\"f.x\"-c",
                        "a NUL in quotes|\"f\\\\000g\" a",
                        "comments and blanks|# f a\\n  f b  \\t c\\r\\n\\n \\n#\\n\"#f\" d\\n\\t\\f a",
                        "negative patterns|!f a\\n\\\\!f b\\n\"!f\" c",
                        "directories|d/ a\\nd b\\nd/** c\\n/d/ e\\nd/e f\\n",
                        "patterns with slashes|/f a\\nd/f b\\n/d/f.x c\\n*/f d\\n**/f e\\nd/**/f.x g\\n**/d/f h\\n/** i\\ne/**/f j",
                        "cases|F a\\n*.X b\\nD/* c\\n[A-F] d\\n[[:upper:]] e\\n\\\\F g\\nÄ h",
                        "a long line|f " + "a".repeat(2045) + "\\nf.x " + "b".repeat(2042) + "\\na a",
                        "a long line with a carriage return|f " + "a".repeat(2045) + "\\r\\nd/f " + "a".repeat(2044)
                                + "\\r\\n",
                        "no line feed at the end|f a\\nf.x b",
                        "a byte order mark|\ufefff a\\nf.x b",
                        "a NUL byte|f a\0b c\\nf.x d",
                        "a value of any bytes|f a=ä,\"x\" b='q'\\n")
                .map(each -> each.split("\\|", 2))
                .map(each -> dynamicTest(each[0], () -> {
                    git.write(
                            ".gitattributes",
                            each[1].replace("\\n", "\n")
                                    .replace("\\t", "\t")
                                    .replace("\\r", "\r")
                                    .replace("\\\\", "\\"));
                    compare();
                }));
    }

    @Test
    void nearerFilesWin() throws IOException {
        git.write(".gitattributes", "*.x a=root b=root c=root\n[attr]m a=m\n/f d=root\n");
        git.write("d/.gitattributes", "*.x a=d b=d !c\n/f d=d\n[attr]m a=other\nf m\n");
        git.write("d/e/.gitattributes", "*.x a=e -m\n/f d=e\nd/e/f no\n");
        git.write(".git/info/attributes", "d/e/*.x b=info\n[attr]n e=info\nf.x n\n");
        compare();
    }

    @Test
    void macrosOfTheRepositoryWinOverThoseOfTheCommits() {
        git.write(".gitattributes", "[attr]m a=root\nf m\n");
        git.write(".git/info/attributes", "[attr]m a=info\n");
        compare();
    }

    @Test
    void theUsersFileComesLast() {
        git.write("mine", "[attr]m a=user\n* b=user c=user m\n");
        git.write(".gitattributes", "f b=root -m\n");
        git.run("config", "core.attributesFile", git.directory().resolve("mine").toString());
        compare();
        // A relative name counts from the top of the work tree.
        git.run("config", "core.attributesFile", "mine");
        compare();
        // An empty name is no file.
        git.run("config", "core.attributesFile", "");
        compare();
    }

    @Test
    void theUsersFileIsFoundByTheEnvironment() {
        git.write("home/.config/git/attributes", "f a=home\n");
        git.write("xdg/git/attributes", "f a=xdg\n");
        String home = git.directory().resolve("home").toString();
        String xdg = git.directory().resolve("xdg").toString();
        compare(Map.of("HOME", home, "XDG_CONFIG_HOME", ""));
        compare(Map.of("HOME", home, "XDG_CONFIG_HOME", xdg));
        compare(Map.of("HOME", xdg, "XDG_CONFIG_HOME", ""));
        git.run("config", "core.attributesFile", "");
        compare(Map.of("HOME", home, "XDG_CONFIG_HOME", xdg));
        git.write("home/x", "f a=tilde\n");
        git.run("config", "core.attributesFile", "~/x");
        compare(Map.of("HOME", home, "XDG_CONFIG_HOME", xdg));
    }

    @Test
    void aLinkInTheWorkTreeIsNotFollowed() throws IOException {
        git.write("real", "f a=real\nf.x b\n");
        Files.createSymbolicLink(git.directory().resolve(".gitattributes"), Path.of("real"));
        Files.createDirectories(git.directory().resolve("d"));
        Files.createSymbolicLink(git.directory().resolve("d/.gitattributes"), Path.of("f.x a"));
        Files.createDirectories(git.directory().resolve("e/.gitattributes"));
        compare();
        // The file outside of the commits may be one. And where the work tree has no file, that of the index counts.
        Files.createSymbolicLink(git.directory().resolve(".git/info/attributes"), Path.of("../../real"));
        assertThat(oracle.askWorkTreeOrElse(PATHS, "HEAD")).isEqualTo(oracle.askGit(PATHS, Map.of()));
    }

    @Test
    void theUpperAndTheLowerCaseAreAlikeWhereTheDiskTakesThemSo() {
        git.run("config", "core.ignoreCase", "true");
        git.write(".gitattributes", "F a\n*.X b\nD/* c\n[A-F] d\n[[:upper:]] e\n\\F g\nÄ h\n[F] i\n/D/F j\n");
        git.write("d/.gitattributes", "*.X k\nE/F.x l\n");
        compare();
    }

    @Test
    void namesThatGitKeepsForItselfSpoilTheirLine() {
        // Git does so since 2.43.
        git.write(".gitattributes", "f builtin_a b\n[attr]builtin_m a\n/f.x a builtin_objectmode\n/a builtin\n");
        assertThat(oracle.askWorkTree(PATHS, Map.of())).isEqualTo("a {builtin=set}");
    }

    @Test
    void aTreeMayTakeThePlaceOfAllFiles() {
        git.write(".gitattributes", "/f a=old\n");
        git.write("d/.gitattributes", "/e/f.x b=old\n");
        git.commitAll("old");
        git.run("tag", "old");
        git.write(".gitattributes", "/f a=new\n");
        git.write("d/.gitattributes", "/e/f.x b=new\n");
        git.commitAll("new");
        git.run("config", "attr.tree", "old");

        // Git knows the setting since 2.43.
        assertThat(oracle.askWorkTree(PATHS, Map.of())).isEqualTo("d/e/f.x {b=old}\nf {a=old}");
        // And the variable since 2.41; it wins.
        assertThat(oracle.askWorkTree(PATHS, Map.of("GIT_ATTR_SOURCE", "HEAD")))
                .isEqualTo("d/e/f.x {b=new}\nf {a=new}");
        git.run("config", "attr.tree", "none");
        assertThat(oracle.askWorkTree(PATHS, Map.of())).isEqualTo("d/e/f.x {b=new}\nf {a=new}");
    }

    private void compare() {
        compare(Map.of());
        // The same files as a commit.
        git.run("add", "-A");
        git.run("commit", "-q", "--allow-empty", "-m", "files");
        assertThat(oracle.askTree(PATHS, "HEAD")).isEqualTo(oracle.askGit(PATHS, Map.of(), "--cached"));
    }

    private void compare(Map<String, String> environment) {
        String git = oracle.askGit(PATHS, environment);
        assertThat(oracle.askWorkTree(PATHS, environment)).isEqualTo(git);
    }
}
