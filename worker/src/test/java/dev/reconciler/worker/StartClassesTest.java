package dev.reconciler.worker;

import static org.assertj.core.api.Assertions.assertThat;

import dev.reconciler.git.fixture.NativeGit;
import dev.reconciler.worker.cli.TrainingRun;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A command loads what it uses and no more, since each class costs time before its first word.
 *
 * <p>Where a number is over its bound, look at what has come in, and load it only where it is used. A bound is a twentieth
 * above what there was when it was set.
 */
@Tag("slow")
class StartClassesTest {
    /** Java's own differ by its version, and what it makes while it runs is no class of the program. */
    private static final Pattern NOT_OURS =
            Pattern.compile("(java|javax|jdk|sun|com\\.sun\\.proxy)\\..*|.*(\\$Proxy|/0x).*");

    @TempDir
    Path root;

    private Set<String> loadedBy(String... command) throws IOException {
        Path log = root.resolve("classes");
        Program.Finished finished = Program.in(root)
                .option("-Xlog:class+load:file=" + log + ":none")
                .run(command);
        assertThat(finished.status()).as(finished.toString()).isZero();
        return Files.readAllLines(log).stream()
                .map(line -> line.substring(0, Math.max(0, line.indexOf(" source:"))))
                .filter(name -> !name.isEmpty() && !NOT_OURS.matcher(name).matches())
                .collect(Collectors.toSet());
    }

    private static Set<String> startingWith(Set<String> classes, String... packages) {
        return classes.stream()
                .filter(name -> Arrays.stream(packages).anyMatch(name::startsWith))
                .collect(Collectors.toSet());
    }

    private static String countByLibrary(Set<String> classes) {
        return classes.stream()
                .collect(Collectors.groupingBy(
                        name -> Arrays.stream(name.split("\\.")).limit(3).collect(Collectors.joining(".")),
                        TreeMap::new,
                        Collectors.counting()))
                .toString();
    }

    /** Without an archive each command still works, and takes twice as long: nobody would be told. */
    @Test
    void theCommandsThatAnArchiveIsTrainedByAllSucceed() throws IOException {
        Path folder = Files.createDirectory(root.resolve("training"));

        Program.Finished finished = Program.in(root).through(TrainingRun.class).run(folder.toString());

        assertThat(finished.status()).as(finished.toString()).isZero();
    }

    @Test
    void theVersionIsSaidWithoutAnythingThatACommandNeeds() throws IOException {
        Set<String> loaded = loadedBy("--version");

        assertThat(loaded).contains("picocli.CommandLine");
        assertThat(startingWith(loaded, "io.", "com.", "org.", "ch.")).isEmpty();
        assertThat(loaded.size()).as(countByLibrary(loaded)).isLessThan(257);
    }

    @Test
    void aCheckOfTheConfigurationNeedsNeitherTemporalNorAServer() throws IOException {
        Files.writeString(root.resolve("reconciler.yaml"), """
                repositories:
                  - { id: data, path: data, remote: "https://git.example.org/data.git", branch: main }
                """);

        Set<String> loaded = loadedBy("check-config");

        assertThat(startingWith(loaded, "io.", "com.google.", "ch.qos.", "org.eclipse.jgit.transport."))
                .isEmpty();
        assertThat(loaded.size()).as(countByLibrary(loaded)).isLessThan(370);
    }

    private NativeGit makeClone() {
        NativeGit.initBare(root.resolve("remote.git"));
        NativeGit clone = NativeGit.clone(root.resolve("remote.git").toString(), root.resolve("data"));
        clone.commit("a", "1");
        clone.run("push", "-q", "origin", "main");
        return clone;
    }

    @ParameterizedTest
    @ValueSource(strings = {"HEAD", "HEAD^"})
    void aPlanThatWaitsForNothingNeedsNoTemporal(String local) throws IOException {
        NativeGit clone = makeClone();
        clone.commit("b", "1");
        clone.run("push", "-q", "origin", "main");
        clone.run("reset", "-q", "--hard", local);

        Set<String> loaded = loadedBy("plan", "--path", "data");

        assertThat(startingWith(loaded, "com.google.", "io.grpc.", "io.temporal.internal.", "io.temporal.workflow."))
                .isEmpty();
        assertThat(loaded.size()).as(countByLibrary(loaded)).isLessThan(1_145);
    }

    @Test
    void aRunThatFindsBothSidesEqualNeedsNoServerOfOursAndNoSsh() throws IOException {
        makeClone();

        Set<String> loaded = loadedBy("once", "--path", "data");

        assertThat(startingWith(
                        loaded,
                        "io.javalin.",
                        "io.prometheus.",
                        "io.micrometer.",
                        "gg.jte.",
                        "org.eclipse.jetty.",
                        "org.apache.sshd.",
                        "org.bouncycastle.",
                        "dev.reconciler.worker.page.",
                        "dev.reconciler.worker.http."))
                .isEmpty();
        assertThat(loaded.size()).as(countByLibrary(loaded)).isLessThan(4_950);
    }
}
