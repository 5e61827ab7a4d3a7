package dev.reconciler.git.convert;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.reconciler.git.attributes.AttributeState;
import dev.reconciler.git.attributes.AttributesSource;
import dev.reconciler.git.attributes.PathAttributes;
import dev.reconciler.git.attributes.RepositoryAttributes;
import dev.reconciler.git.error.DiskErrorException;
import dev.reconciler.git.error.RefusedException;
import dev.reconciler.git.fixture.NativeGit;
import dev.reconciler.git.fixture.TestRepositories;
import dev.reconciler.git.repository.DataRepository;
import dev.reconciler.git.tree.BytePath;
import dev.reconciler.model.ErrorType;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;
import org.eclipse.jgit.lib.ObjectId;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What becomes of contents, beside what native git makes of them. */
@Tag("slow")
class ContentConversionTest {
    private static final List<String> ATTRIBUTES = List.of(
            "",
            "text",
            "-text",
            "text=auto",
            "text=input",
            "text=other",
            "crlf",
            "-crlf",
            "crlf=input",
            "eol=crlf",
            "eol=lf",
            "text eol=crlf",
            "text=auto eol=crlf",
            "text=auto eol=lf",
            "-text eol=crlf",
            "binary",
            "text=auto crlf");

    private static final List<String> CONTENTS = List.of(
            "",
            "\n",
            "\r\n",
            "a\nb\n",
            "a\r\nb\r\n",
            "a\r\nb\n",
            "a\rb\n",
            "a\r\rb\r\n",
            "a\nb\u0000\n",
            "a\n\u0001\u0002",
            "x".repeat(200) + "\u0001\n",
            "x".repeat(65535) + "\r\ny\n",
            "a\nend\u001a",
            "a\n\r");

    @TempDir
    Path directory;

    private NativeGit git;

    @BeforeEach
    void init() {
        git = NativeGit.init(directory);
    }

    private DataRepository open() throws IOException {
        return DataRepository.open(TestRepositories.settings(directory, "remote.git"))
                .orElseThrow();
    }

    private Function<String, AttributeState> attributesOf(DataRepository repository, String path) throws IOException {
        return attributesOf(
                RepositoryAttributes.of(repository.git()).within(AttributesSource.ofWorkTree(directory)), path);
    }

    private static Function<String, AttributeState> attributesOf(PathAttributes all, String path) {
        return name -> {
            try {
                return all.find(BytePath.of(path), name);
            } catch (IOException failed) {
                throw new UncheckedIOException(failed);
            }
        };
    }

    /** Everything that the tables above can be put together to, with every file in the index as it is, or not at all. */
    @ParameterizedTest
    @CsvSource({"false, native", "false, crlf", "true, lf", "input, crlf"})
    void lineEndsAreConvertedAsGitConvertsThem(String autocrlf, String eol) throws IOException {
        List<String> paths = new ArrayList<>();
        StringBuilder rules = new StringBuilder();
        for (int rule = 0; rule < ATTRIBUTES.size(); rule++) {
            rules.append("r")
                    .append(rule)
                    .append("-* ")
                    .append(ATTRIBUTES.get(rule))
                    .append('\n');
            for (int content = 0; content < CONTENTS.size(); content++) {
                for (String kind : List.of("new", "staged")) {
                    String path = "r" + rule + "-" + content + "-" + kind;
                    git.write(path, CONTENTS.get(content));
                    paths.add(path);
                }
            }
        }
        Files.writeString(directory.resolve(".paths"), String.join("\n", paths) + "\n");
        git.run("add", "--chmod=-x", ".");
        List<String> blobs = git.run("ls-files", "--stage", "r*")
                .lines()
                .filter(line -> line.endsWith("-staged"))
                .toList();
        git.run("rm", "-q", "--cached", "-r", ".");
        git.write(".blobs", String.join("\n", blobs) + "\n");
        git.write(".gitattributes", rules.toString());
        git.run("config", "core.autocrlf", autocrlf);
        git.run("config", "core.eol", eol);
        shell("git update-index --index-info < .blobs");
        shell("git hash-object --stdin-paths < .paths > .hashes");
        git.run("checkout-index", "--all", "--prefix=.out/");
        // Only to add a file looks at what the index has for it.
        shell("git add *-staged 2>/dev/null; git ls-files --stage | sed 's/^[0-9]* \\([0-9a-f]*\\) 0.*/\\1/' > .added");
        List<String> added = Files.readAllLines(directory.resolve(".added"));
        List<String> hashes = Files.readAllLines(directory.resolve(".hashes"));

        List<String> different = new ArrayList<>();
        try (DataRepository repository = open();
                FilterPrograms programs = new FilterPrograms(directory, directory.resolve(".git"))) {
            PathAttributes attributes =
                    RepositoryAttributes.of(repository.git()).within(AttributesSource.ofWorkTree(directory));
            for (int i = 0; i < paths.size(); i++) {
                String path = paths.get(i);
                ContentConversion conversion = ContentConversion.of(
                        attributesOf(attributes, path), repository.git().getConfig());
                byte[] content = Files.readAllBytes(directory.resolve(path));
                ContentSource source = () -> new ByteArrayInputStream(content);
                boolean isStaged = path.endsWith("staged");
                ObjectId hash = conversion.hashAsGit(path, source, content.length, isStaged ? source : null, programs);
                String expected = isStaged ? added.get(blobs.indexOf(blobOf(blobs, path))) : hashes.get(i);
                if (!hash.name().equals(expected)) {
                    different.add("clean " + path);
                }
                if (isStaged) {
                    ByteArrayOutputStream out = new ByteArrayOutputStream();
                    conversion.writeToWorkTree(path, source, programs, out);
                    if (Files.mismatch(
                                    directory.resolve(".out/" + path),
                                    Files.write(directory.resolve(".ours"), out.toByteArray()))
                            >= 0) {
                        different.add("smudge " + path);
                    }
                }
            }
        }
        assertThat(different).isEmpty();
    }

    private static String blobOf(List<String> blobs, String path) {
        return blobs.stream()
                .filter(blob -> blob.endsWith("\t" + path))
                .findFirst()
                .orElseThrow();
    }

    private void shell(String command) throws IOException {
        Process process = new ProcessBuilder("sh", "-c", command)
                .directory(directory.toFile())
                .inheritIO()
                .start();
        assertThat(process.onExit().join().exitValue()).as(command).isZero();
    }

    private String smudge(String path, String blob, Duration limit) throws IOException {
        try (DataRepository repository = open();
                FilterPrograms programs = new FilterPrograms(directory, directory.resolve(".git"), limit)) {
            ByteArrayOutputStream out = new ByteArrayOutputStream();
            ContentConversion.of(
                            attributesOf(repository, path), repository.git().getConfig())
                    .writeToWorkTree(path, () -> new ByteArrayInputStream(bytes(blob)), programs, out);
            return out.toString(StandardCharsets.UTF_8);
        }
    }

    private String smudge(String path, String blob) throws IOException {
        return smudge(path, blob, Duration.ofMinutes(1));
    }

    private ObjectId clean(String path, String file) throws IOException {
        try (DataRepository repository = open();
                FilterPrograms programs = new FilterPrograms(directory, directory.resolve(".git"))) {
            return ContentConversion.of(
                            attributesOf(repository, path), repository.git().getConfig())
                    .hashAsGit(path, () -> new ByteArrayInputStream(bytes(file)), bytes(file).length, null, programs);
        }
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private ObjectId idOf(String blob) {
        git.write(".id", blob);
        return ObjectId.fromString(git.run("hash-object", "--no-filters", ".id"));
    }

    @Test
    void aFilterRunsAfterTheLineEndsAndBeforeThem() throws IOException {
        git.write(".gitattributes", "*.x filter=upper eol=crlf\n");
        git.run("config", "filter.upper.smudge", "tr a-z A-Z");
        git.run("config", "filter.upper.clean", "tr A-Z a-z");

        assertThat(smudge("f.x", "ab\n")).isEqualTo("AB\r\n");
        assertThat(clean("f.x", "AB\r\n")).isEqualTo(idOf("ab\n"));
    }

    @Test
    void aFilterThatNothingDefinesPassesTheContentOn() throws IOException {
        git.write(".gitattributes", "*.x filter=lfs\n");

        assertThat(smudge("f.x", "ab\n")).isEqualTo("ab\n");
        assertThat(clean("f.x", "ab\n")).isEqualTo(idOf("ab\n"));
    }

    @Test
    void aFilterMayFailUnlessItIsRequired() throws IOException {
        git.write(".gitattributes", "*.x filter=broken\n");
        git.run("config", "filter.broken.smudge", "echo half; echo no such key >&2; exit 3");
        assertThat(smudge("f.x", "ab\n")).isEqualTo("ab\n");

        git.run("config", "filter.broken.required", "true");
        assertThatThrownBy(() -> smudge("f.x", "ab\n"))
                .isInstanceOfSatisfying(RefusedException.class, refused -> assertThat(refused.type())
                        .isEqualTo(ErrorType.UNSUPPORTED))
                .hasMessageContaining("f.x: filter.broken.smudge failed: status 3 no such key")
                .hasMessageContaining("nothing was moved");
        assertThatThrownBy(() -> clean("f.x", "ab\n"))
                .hasMessageContaining("filter.broken.clean is required and has no");
    }

    /** What the filter needs is room, and the run goes on by itself once there is some. */
    @Test
    void aFilterThatMeetsAFullDiskIsTheDisks() throws IOException {
        git.write(".gitattributes", "*.x filter=broken\n");
        git.run("config", "filter.broken.smudge", "echo write: No space left on device >&2; exit 1");
        git.run("config", "filter.broken.required", "true");

        assertThatThrownBy(() -> smudge("f.x", "ab\n"))
                .isInstanceOf(DiskErrorException.class)
                .hasMessageContainingAll("filter.broken.smudge", "No space left", "make room");
    }

    /** With the name in the command a shell would run it. */
    @Test
    void theNameOfAFileIsNoCommand() throws IOException {
        String path = "it's $(touch gone)!.x";
        git.write(".gitattributes", "*.x filter=name\n");
        git.run("config", "filter.name.smudge", "printf '%%s' %f");

        assertThat(smudge(path, "ab\n")).isEqualTo(path);
        assertThat(directory.resolve("gone")).doesNotExist();
    }

    @Test
    void aFilterThatHangsIsEndedWithWhatItStarted() throws IOException {
        git.write(".gitattributes", "*.x filter=hung\n");
        git.run("config", "filter.hung.smudge", "sleep 600 & echo $! > child; wait");

        assertThatThrownBy(() -> smudge("f.x", "ab\n", Duration.ofMillis(500)))
                .isInstanceOf(RefusedException.class)
                .hasMessageContaining("no answer within");
        long child = Long.parseLong(Files.readString(directory.resolve("child")).strip());
        ProcessHandle.of(child).ifPresent(handle -> handle.onExit().join());
    }

    /** It is at work, has said nothing yet, and the activity is cancelled. */
    @Test
    void aFilterForManyFilesEndsWithTheThreadThatWaitsForIt() throws Exception {
        installProcess(
                "import os, time; print(os.getpid(), end='', file=open('child', 'w'), flush=True); time.sleep(600)");
        shell("mkfifo child");
        List<Throwable> failures = new CopyOnWriteArrayList<>();
        Thread activity = new Thread(() -> failures.add(catchThrowable(() -> smudge("f.x", "ab\n"))));
        activity.start();
        long child = Long.parseLong(Files.readString(directory.resolve("child")));

        activity.interrupt();
        activity.join(Duration.ofSeconds(30).toMillis());

        assertThat(failures).singleElement().isInstanceOf(InterruptedIOException.class);
        assertThat(ProcessHandle.of(child).filter(ProcessHandle::isAlive)).isEmpty();
    }

    /** A filter as git-lfs is one: a program for many files, in the protocol of packets. */
    private void installProcess(String reply) throws IOException {
        Path program = directory.resolve(".filter.py");
        Files.writeString(program, """
                #!/usr/bin/env python3
                import sys
                def read():
                    size = int(sys.stdin.buffer.read(4), 16)
                    return sys.stdin.buffer.read(size - 4) if size else None
                def read_list():
                    return list(iter(read, None))
                def send(*packets):
                    for packet in packets:
                        sys.stdout.buffer.write(b'%04x' % (len(packet) + 4) + packet)
                    sys.stdout.buffer.write(b'0000')
                    sys.stdout.buffer.flush()
                open('started', 'a').write('x')
                read_list()
                send(b'git-filter-server\\n', b'version=2\\n')
                read_list()
                send(b'capability=clean\\n', b'capability=smudge\\n')
                while True:
                    head = sys.stdin.buffer.read(4)
                    if not head: break
                    command = sys.stdin.buffer.read(int(head, 16) - 4)
                    names = read_list()
                    content = b''.join(read_list())
                    REPLY
                """.replace("REPLY", reply));
        Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwxr-xr-x"));
        git.write(".gitattributes", "*.x filter=many\n");
        git.run("config", "filter.many.process", "./.filter.py");
    }

    @Test
    void oneProgramFiltersManyFiles() throws IOException {
        installProcess(
                "send(b'status=success\\n'); data = content.swapcase(); send(*[data[i:i+60000] for i in range(0, len(data), 60000)]);"
                        + " send()");
        String large = "abCD\n".repeat(50_000);
        try (DataRepository repository = open();
                FilterPrograms programs = new FilterPrograms(directory, directory.resolve(".git"))) {
            for (String content : List.of("ab\n", "", large)) {
                ByteArrayOutputStream out = new ByteArrayOutputStream();
                ContentConversion.of(
                                attributesOf(repository, "f.x"),
                                repository.git().getConfig())
                        .writeToWorkTree("f.x", () -> new ByteArrayInputStream(bytes(content)), programs, out);
                assertThat(out.toString(StandardCharsets.UTF_8)).isEqualTo(swap(content));
            }
        }
        assertThat(directory.resolve("started")).hasContent("x");
    }

    private static String swap(String text) {
        return text.replace("ab", "AB").replace("CD", "cd");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "send(b'status=error\\n')",
                "send(b'status=abort\\n')",
                "send(b'status=success\\n'); send(content); send(b'status=error\\n')",
                "sys.exit('the key is gone')",
                "sys.stdout.buffer.write(b'garbage'); sys.stdout.buffer.flush(); sys.exit(1)"
            })
    void aProgramForManyFilesMayFailUnlessItIsRequired(String reply) throws IOException {
        installProcess(reply);
        assertThat(smudge("f.x", "ab\n")).isEqualTo("ab\n");

        git.run("config", "filter.many.required", "true");
        assertThatThrownBy(() -> smudge("f.x", "ab\n"))
                .isInstanceOf(RefusedException.class)
                .hasMessageContaining("filter.many.process failed");
    }
}
