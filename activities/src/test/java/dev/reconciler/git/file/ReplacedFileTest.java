package dev.reconciler.git.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReplacedFileTest {
    @TempDir
    Path folder;

    @Test
    void aFileHasTheNewTextAndNothingIsBesideIt() throws IOException {
        Path file = Files.writeString(folder.resolve("events.jsonl"), "old");

        ReplacedFile.write(file, "new");

        assertThat(file).hasContent("new");
        assertThat(folder.toFile().list()).containsExactly("events.jsonl");
    }

    @Test
    void whatTheDiskRefusesTakesNoRoom() throws IOException {
        Path inTheWay = Files.createDirectories(folder.resolve("events.jsonl").resolve("folder"));

        assertThatThrownBy(() -> ReplacedFile.write(inTheWay.getParent(), "new"))
                .isInstanceOf(IOException.class);

        assertThat(folder.toFile().list()).containsExactly("events.jsonl");
    }
}
