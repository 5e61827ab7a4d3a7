package dev.reconciler.worker;

import dev.reconciler.git.fixture.NativeGit;
import java.io.File;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/**
 * An archive of the program's classes, as {@code reconciler-train} makes one for the packaged jar: with it a process
 * starts in half the time. The JVM archives classes of jars only, and none of a signed jar, so this class packs the
 * folders of the class path and copies the signed jars without their signatures.
 */
final class StartArchive {
    /** As the launcher has them; what the JVM says of an archive must not go to the program's standard output. */
    private static final List<String> OPTIONS = List.of(
            "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-Xmx512m", "-Xlog:disable", "-Xlog:all=error:stderr");

    private static StartArchive shared;

    private final Path folder;
    private final String classPath;

    private StartArchive(Path folder) throws IOException {
        this.folder = folder;
        this.classPath = pack(System.getProperty("java.class.path"));
    }

    /** The archive that all tests of this JVM share, made at the first call and deleted with the JVM's end. */
    static synchronized StartArchive shared() {
        if (shared == null) {
            try {
                StartArchive archive = new StartArchive(Files.createTempDirectory("start-archive"));
                Runtime.getRuntime().addShutdownHook(new Thread(archive::delete));
                archive.train();
                shared = archive;
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        return shared;
    }

    /** The options of a Java virtual machine that starts the program, its class path among them. */
    List<String> options() {
        return options(Files.exists(file()) ? List.of("-XX:SharedArchiveFile=" + file()) : List.of());
    }

    private List<String> options(List<String> archive) {
        return Stream.of(OPTIONS, archive, List.of("-cp", classPath))
                .flatMap(List::stream)
                .toList();
    }

    private Path file() {
        return folder.resolve("classes.jsa");
    }

    private String pack(String entries) throws IOException {
        List<String> packed = new ArrayList<>();
        for (String entry : entries.split(File.pathSeparator)) {
            packed.add(packEntry(Path.of(entry), packed.size() + ".jar").toString());
        }
        return String.join(File.pathSeparator, packed);
    }

    private Path packEntry(Path entry, String name) throws IOException {
        Path jar = folder.resolve(name);
        if (Files.isDirectory(entry)) {
            return packFiles(entry, jar);
        }
        if (!Files.exists(entry)) {
            return entry;
        }
        try (FileSystem files = FileSystems.newFileSystem(entry)) {
            Path root = files.getPath("/");
            return isSigned(root) ? packFiles(root, jar) : entry;
        }
    }

    private static boolean isSigned(Path root) throws IOException {
        Path information = root.resolve("META-INF");
        if (!Files.isDirectory(information)) {
            return false;
        }
        try (Stream<Path> files = Files.list(information)) {
            return files.anyMatch(StartArchive::isSignature);
        }
    }

    private static boolean isSignature(Path file) {
        return file.toString().matches(".*META-INF/[^/]*\\.(SF|DSA|RSA)");
    }

    private static Path packFiles(Path root, Path jar) throws IOException {
        try (Stream<Path> all = Files.walk(root);
                OutputStream out = Files.newOutputStream(jar);
                ZipOutputStream zip = new ZipOutputStream(out)) {
            zip.setLevel(1);
            List<Path> files = all.filter(file -> Files.isRegularFile(file) && !isSignature(file))
                    .toList();
            for (Path file : files) {
                zip.putNextEntry(new ZipEntry(root.relativize(file).toString()));
                Files.copy(file, zip);
            }
        }
        return jar;
    }

    /** Runs the program once, over a replay and a push; where Java makes no archive, the program starts without. */
    private void train() throws IOException {
        NativeGit local = NativeGit.init(folder.resolve("data"));
        local.commit("base.txt", "base\n");
        NativeGit remote = NativeGit.clone(local.directory().toString(), folder.resolve("remote"));
        remote.commit("remote.txt", "remote\n");
        remote.run("switch", "-q", "--detach");
        local.commit("local.txt", "local\n");

        Program.Finished run = new Program(folder, options(List.of("-XX:ArchiveClassesAtExit=" + file())))
                .run(
                        "once",
                        "--json",
                        "--path",
                        local.directory().toString(),
                        "--remote",
                        remote.directory().resolve(".git").toString(),
                        "--branch",
                        "main");
        if (run.status() != 0) {
            Files.deleteIfExists(file());
            System.err.println("no archive to start the program with: " + run);
        }
    }

    private void delete() {
        try (Stream<Path> all = Files.walk(folder)) {
            for (Path file : all.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
