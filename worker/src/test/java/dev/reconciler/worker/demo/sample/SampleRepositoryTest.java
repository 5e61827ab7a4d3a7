package dev.reconciler.worker.demo.sample;

import static org.assertj.core.api.Assertions.assertThat;

import dev.reconciler.model.CommitId;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Native git is the reference for what the samples are. */
class SampleRepositoryTest {
    @TempDir
    Path directory;

    @Test
    void nativeGitReadsTheStory() throws Exception {
        try (SampleRepository remote = remote("remote.git")) {
            remote.commit("Ada", "Add Paris", "stations/paris.json", "{}\n");

            assertThat(git("remote.git", "log", "--format=%an %at %s", "main"))
                    .isEqualTo("Ada 1767600600 Add Paris\nAda 1767600000 Add Berlin\n");
            assertThat(git("remote.git", "ls-tree", "-r", "--name-only", "main"))
                    .isEqualTo("stations/berlin.json\nstations/paris.json\n");
            assertThat(git("remote.git", "fsck", "--strict", "--full")).doesNotContain("error", "warning");
        }
    }

    @Test
    void aCloneWithAWorkTreeIsCleanAndTracksItsRemote() throws Exception {
        try (SampleRepository remote = remote("remote.git");
                SampleRepository clone = remote.cloneInto(directory.resolve("clone"), false)) {
            clone.commit("Bo", "Add Oslo", "stations/oslo.json", "{}\n");

            assertThat(git("clone", "status", "--porcelain", "--branch"))
                    .isEqualTo("## main...origin/main [ahead 1]\n");
            assertThat(directory.resolve("clone/stations/oslo.json")).hasContent("{}");
            assertThat(git("clone", "fsck", "--strict", "--full")).doesNotContain("error", "warning");
        }
    }

    @Test
    void aBareCloneHasTheTrackingRefToo() throws Exception {
        try (SampleRepository remote = remote("remote.git");
                SampleRepository clone = remote.cloneInto(directory.resolve("clone.git"), true)) {
            assertThat(git("clone.git", "rev-parse", "refs/remotes/origin/main").trim())
                    .isEqualTo(remote.head().hex())
                    .isEqualTo(clone.head().hex());
        }
    }

    @Test
    void theSameStoryHasTheSameIds() throws Exception {
        try (SampleRepository one = remote("one.git");
                SampleRepository other = remote("other.git")) {
            assertThat(one.head()).isEqualTo(other.head());
        }
    }

    @Test
    void aRewoundBranchHasANewHistory() throws Exception {
        try (SampleRepository remote = remote("remote.git")) {
            CommitId first = remote.head();
            remote.commit("Ada", "Add a secret", "secret.txt", "hunter2\n");
            remote.moveTo(first);

            assertThat(git("remote.git", "rev-list", "main").trim()).isEqualTo(first.hex());
        }
    }

    private SampleRepository remote(String name) throws IOException {
        SampleRepository remote = SampleRepository.initRemote(directory.resolve(name));
        remote.commit("Ada", "Add Berlin", "stations/berlin.json", "{}\n");
        return remote;
    }

    private String git(String repository, String... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(
                List.of("git", "-C", directory.resolve(repository).toString()));
        command.addAll(List.of(arguments));
        Path output = Files.createTempFile(directory, "git", ".out");
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();
        assertThat(process.waitFor()).as(String.join(" ", command)).isZero();
        return Files.readString(output, StandardCharsets.UTF_8);
    }
}
