package dev.reconciler.worker.deployment;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The image: pinned, small by its ignore file, without root. */
class DockerfileTest {
    @Test
    void everyBaseImageIsPinned() throws IOException {
        assertThat(instructions("FROM")).hasSize(2).allSatisfy(from -> assertThat(from)
                .matches("\\S+:\\S*\\d+\\.\\d+\\.\\d+\\S*( AS \\w+)?"));
    }

    @Test
    void runsAsANumberedUserWithoutRoot() throws IOException {
        assertThat(instructions("USER")).containsExactly("1000:1000");
    }

    /** A new volume takes the mode of the image's folder, and compose's worker may run as who owns the repositories. */
    @Test
    void anyUserMayKeepTheStateInANewVolume() throws IOException {
        String state = ComposeFile.read().service("worker").mountOf("state");

        assertThat(Files.readString(Deployment.file("Dockerfile"))).contains("-m 1777 " + state + "\n");
    }

    @Test
    void asksTheWorkerWhetherItLives() throws IOException {
        assertThat(Files.readString(Deployment.file("Dockerfile"))).contains("HEALTHCHECK", "/health/live");
    }

    @Test
    void whatIsCopiedFromTheRepositoryIsThereAndNotIgnored() throws IOException {
        List<String> ignore = Files.readAllLines(Deployment.file(".dockerignore"));

        assertThat(copied().filter(source -> !source.equals(".")))
                .isNotEmpty()
                .allSatisfy(source -> assertThat(Deployment.file(source)).exists())
                .allSatisfy(source -> assertThat(ignore).contains("!" + source));
    }

    /** Maven stops at once where one is not there, and nothing else builds the image before a person does. */
    @Test
    void everyModuleOfTheBuildIsLetIn() throws IOException {
        List<String> ignore = Files.readAllLines(Deployment.file(".dockerignore"));

        assertThat(modules()).isNotEmpty().allSatisfy(module -> assertThat(ignore)
                .contains("!" + module));
    }

    private static List<String> modules() throws IOException {
        return Pattern.compile("<module>(.+)</module>")
                .matcher(Files.readString(Deployment.file("pom.xml")))
                .results()
                .map(module -> module.group(1))
                .toList();
    }

    /** The sources of each COPY from the repository. */
    private static Stream<String> copied() throws IOException {
        return instructions("COPY").stream()
                .filter(copy -> !copy.contains("--from="))
                .map(copy -> copy.replaceAll("--\\S+ ", "").split(" "))
                .flatMap(paths -> Arrays.stream(paths, 0, paths.length - 1));
    }

    private static List<String> instructions(String name) throws IOException {
        return Files.readAllLines(Deployment.file("Dockerfile")).stream()
                .filter(line -> line.startsWith(name + " "))
                .map(line -> line.substring(name.length() + 1))
                .toList();
    }
}
