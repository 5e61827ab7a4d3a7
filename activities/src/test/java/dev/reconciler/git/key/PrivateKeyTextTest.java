package dev.reconciler.git.key;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.reconciler.git.error.RefusedException;
import dev.reconciler.git.fixture.SigningKeys;
import dev.reconciler.model.ErrorType;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.Map;
import org.apache.sshd.common.config.keys.KeyUtils;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Keys as people have them: of several programs, from a file or a variable that did something to them. */
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

    private String newKey() throws IOException {
        return Files.readString(Path.of(keys.newSshKey("ed25519")));
    }

    @ParameterizedTest
    @CsvSource({
        "ed25519, RFC4716, ssh-ed25519",
        "rsa, RFC4716, ssh-rsa",
        "rsa, PEM, ssh-rsa",
        "rsa, PKCS8, ssh-rsa",
        "ecdsa, RFC4716, ecdsa-sha2-nistp256",
        "ecdsa, PEM, ecdsa-sha2-nistp256",
        "ecdsa, PKCS8, ecdsa-sha2-nistp256"
    })
    void eachFormatOfSshKeygenIsRead(String type, String format, String name) throws IOException {
        String text = Files.readString(Path.of(keys.newSshKey(type, "-m", format)));

        assertThat(PrivateKeyText.findProblem(text)).isEmpty();
        assertThat(KeyUtils.getKeyType(PrivateKeyText.readKeyPair(text, "key"))).isEqualTo(name);
    }

    @Test
    void whatEditorsAndVariablesDoToAKeyMakesNoDifference() throws IOException {
        String key = newKey();
        for (String text : new String[] {
            key.strip(), key.replace("\n", "\r\n"), key.replace("\n", "  \n"), "\uFEFF" + key, "\n\n" + key + "\n\n"
        }) {
            assertThat(PrivateKeyText.findProblem(text)).isEmpty();
            assertThat(PrivateKeyText.readKeyPair(text, "key")).isNotNull();
        }
    }

    @Test
    void aKeyWithAPassphraseIsToldWhateverItsFormat() throws IOException {
        for (String format : new String[] {"RFC4716", "PEM", "PKCS8"}) {
            String locked = Files.readString(Path.of(keys.newLockedSshKey("rsa", "-m", format)));
            assertThat(PrivateKeyText.findProblem(locked))
                    .hasValueSatisfying(problem ->
                            assertThat(problem).startsWith("has a passphrase").contains("ssh-keygen -p -N ''"));
        }
    }

    @Test
    void whatIsNoKeyIsNamedWithWhatToDo() throws IOException {
        String file = keys.newSshKey("ed25519");
        String key = Files.readString(Path.of(file));
        Map<String, String> beginnings = Map.ofEntries(
                Map.entry(Files.readString(Path.of(file + ".pub")), "is a public key"),
                Map.entry("-----BEGIN PUBLIC KEY-----\nAAAA\n-----END PUBLIC KEY-----", "is a public key"),
                Map.entry("PuTTY-User-Key-File-3: ssh-ed25519\nEncryption: none\n", "is a key of PuTTY"),
                Map.entry(" ", "is no private SSH key"),
                Map.entry("hunter2", "is no private SSH key"),
                Map.entry(
                        Base64.getEncoder().encodeToString(key.getBytes(StandardCharsets.UTF_8)), "is a key in base64"),
                Map.entry(key.substring(0, key.length() / 2), "is a private key that is cut off"),
                Map.entry(key.strip().replace('\n', ' '), "is a private key whose line ends were lost"),
                Map.entry(key.replace("\n", ""), "is a private key whose line ends were lost"),
                Map.entry(key.replace("\n", "\\n"), "is a private key whose line ends were lost"),
                Map.entry(removeLine(key, 2), "is a private key that is damaged"),
                Map.entry(key.replaceFirst("\n....", "\nAAAA"), "is a private key that is damaged"));
        beginnings.forEach((text, beginning) -> {
            assertThat(PrivateKeyText.findProblem(text))
                    .hasValueSatisfying(
                            problem -> assertThat(problem).startsWith(beginning).contains("(expected: the text of"));
            assertThatThrownBy(() -> PrivateKeyText.readKeyPair(text, "here"))
                    .isInstanceOfSatisfying(RefusedException.class, refused -> assertThat(refused.type())
                            .isEqualTo(ErrorType.CONFIGURATION))
                    .hasMessageStartingWith("here " + beginning);
        });
    }

    private static String removeLine(String text, int number) {
        String[] lines = text.split("\n", -1);
        return text.replace(lines[number] + "\n", "");
    }
}
