package dev.reconciler.git.signing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.reconciler.git.fixture.SigningKeys;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PrivateKeyTextTest {
    @TempDir
    Path directory;

    private SigningKeys keys;

    @BeforeEach
    void makeKeys() {
        keys = new SigningKeys(directory);
    }

    @AfterEach
    void close() {
        keys.close();
    }

    @Test
    void aKeyOfSshKeygenMaySignUnlessItHasAPassphrase() throws IOException {
        String open = Files.readString(Path.of(keys.newSshKey("ed25519")));
        assertThat(PrivateKeyText.findProblem(open)).isEmpty();
        assertThat(PrivateKeyText.findProblem(open.strip().replace("\n", "\r\n")))
                .isEmpty();
        assertThat(PrivateKeyText.findProblem(Files.readString(Path.of(keys.newLockedSshKey()))))
                .hasValueSatisfying(problem -> assertThat(problem).startsWith("has a passphrase"));
    }

    @Test
    void theOlderFormatsSayWhetherTheyAreEncrypted() {
        assertThat(PrivateKeyText.findProblem(format("EC ", "AAAA"))).isEmpty();
        assertThat(PrivateKeyText.findProblem(format("", "AAAA"))).isEmpty();
        assertThat(PrivateKeyText.findProblem(format("RSA ", "Proc-Type: 4,ENCRYPTED\n\nAAAA")))
                .isPresent();
        assertThat(PrivateKeyText.findProblem(format("ENCRYPTED ", "AAAA"))).isPresent();
    }

    @Test
    void anyOtherTextIsNoKey() throws IOException {
        String publicKey = Files.readString(Path.of(keys.newSshKey("ed25519") + ".pub"));
        for (String text :
                new String[] {publicKey, "hunter2", format("OPENSSH ", "AAAA").replace("-----END", "")}) {
            assertThat(PrivateKeyText.findProblem(text))
                    .hasValueSatisfying(problem -> assertThat(problem).startsWith("is no private SSH key"));
        }
    }

    private static String format(String kind, String content) {
        return "-----BEGIN " + kind + "PRIVATE KEY-----\n" + content + "\n-----END " + kind + "PRIVATE KEY-----\n";
    }
}
