package dev.reconciler.git.file;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LinkTargetTest {
    @TempDir
    Path directory;

    /** Written by way of a text, the slash at the end was lost, and git found the link modified. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "file",
                "dir/",
                "../up/",
                "./here",
                "a/./b/",
                "/",
                ".",
                "..",
                "/absolute/dir/",
                "caf\u00e9/",
                "a%2Fb",
                "with space"
            })
    void aLinkHasExactlyTheBytesOfItsBlob(String target) throws IOException {
        Path link = directory.resolve("link");
        byte[] bytes = target.getBytes(StandardCharsets.UTF_8);

        Files.createSymbolicLink(link, LinkTarget.of(bytes).orElseThrow().path());

        assertThat(readBySystem(link)).isEqualTo(bytes);
        assertThat(LinkTarget.read(link)).contains(bytes);
    }

    private static byte[] readBySystem(Path link) throws IOException {
        return new ProcessBuilder("readlink", "-n", link.toString())
                .start()
                .getInputStream()
                .readAllBytes();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a//b", "dir//", "//root", "nul\0byte"})
    void aTargetThatWouldBeWrittenOtherwiseIsNone(String target) {
        assertThat(LinkTarget.of(target.getBytes(StandardCharsets.UTF_8))).isEmpty();
    }

    @Test
    void aTargetThatIsNoTextOrTooLongIsNone() {
        assertThat(LinkTarget.of(new byte[] {'c', (byte) 0xe9})).isEmpty();
        assertThat(LinkTarget.of("d/".repeat(2048).getBytes(StandardCharsets.UTF_8)))
                .isEmpty();
    }

    @Test
    void aDoubledSlashThatGitHasWrittenIsReadAsItIs() throws IOException, InterruptedException {
        Path link = directory.resolve("link");
        assertThat(new ProcessBuilder("ln", "-s", "a//b/", link.toString())
                        .start()
                        .waitFor())
                .isZero();

        assertThat(LinkTarget.read(link)).contains("a//b/".getBytes(StandardCharsets.UTF_8));
    }
}
