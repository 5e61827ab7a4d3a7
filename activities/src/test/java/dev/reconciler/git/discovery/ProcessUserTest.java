package dev.reconciler.git.discovery;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ProcessUserTest {
    @TempDir
    Path directory;

    /** Numbers of users go up to 2^32 - 2; the largest ones are negative as Java's int, on both sides alike. */
    @ParameterizedTest
    @CsvSource(
            nullValues = "-",
            value = {
                "1000, -, 1000, true",
                "1000, -, 1001, false",
                "1000, -, 0, false",
                "0, -, 0, true",
                "0, -, 1000, false",
                "0, 1000, 1000, true",
                "0, 1000, 0, true",
                "0, 1000, 1001, false",
                "1000, 1001, 1001, false",
                "0, '', 0, true",
                "0, '', 1000, false",
                "0, ada, 1000, false",
                "0, '1000 ', 1000, false",
                "0, -1000, 1000, false",
                "0, 4294967294, -2, true",
                "0, 4294967296, 0, true",
                "0, 4294967297, 1, false",
            })
    void rootAlsoOwnsTheFilesOfTheUserThatCalledSudo(int uid, String sudoUid, int owner, boolean isOwner) {
        Map<String, String> environment = new HashMap<>();
        if (sudoUid != null) {
            environment.put("SUDO_UID", sudoUid);
        }

        assertThat(ProcessUser.of(uid, environment).isOwner(owner)).isEqualTo(isOwner);
    }

    @Test
    void whereFileSystemsKnowNoOwnersEveryFileIsOurs() {
        assertThat(new ProcessUser(null, null).isOwner(1000)).isTrue();
    }

    @Test
    void theOwnerOfAFileIsTheUserOfTheProcessThatMadeIt() throws IOException {
        Path file = Files.createFile(directory.resolve("file"));

        assertThat(ProcessUser.ownerOf(file)).contains((Integer) Files.getAttribute(Path.of("/proc/self"), "unix:uid"));
        assertThat(ProcessUser.ofThisProcess().isOwner(ProcessUser.ownerOf(file).orElseThrow()))
                .isTrue();
    }

    @Test
    void theOwnerOfALinkIsAskedOfTheLinkWhereLinksAreNotFollowed() throws IOException {
        Path broken = Files.createSymbolicLink(directory.resolve("link"), directory.resolve("absent"));

        assertThat(ProcessUser.ownerOf(broken, LinkOption.NOFOLLOW_LINKS)).isEqualTo(ProcessUser.ownerOf(directory));
    }
}
