package dev.reconciler.git.replay;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

/** Commits as texts, each char a byte. */
class SignatureHeaderTest {
    private static final String HEADERS = "tree 1\nparent 2\nauthor a\ncommitter c\n";
    private static final String SIGNATURE = "-----BEGIN-----\n\nabc\n-----END-----\n";
    private static final String HEADER = "gpgsig -----BEGIN-----\n \n abc\n -----END-----\n";

    @Test
    void theSignatureIsTheLastOfTheHeaders() {
        assertThat(add(HEADERS + "\nsubject\n\nbody\n", SIGNATURE)).isEqualTo(HEADERS + HEADER + "\nsubject\n\nbody\n");
        assertThat(add(HEADERS + "encoding ISO-8859-1\n\n\u00fc", SIGNATURE))
                .isEqualTo(HEADERS + "encoding ISO-8859-1\n" + HEADER + "\n\u00fc");
        assertThat(add(HEADERS + "\n", SIGNATURE.stripTrailing())).isEqualTo(HEADERS + HEADER + "\n");
    }

    @Test
    void aCommitIsKnownAgainWithAnySignature() {
        String commit = HEADERS + "\nsubject\n";
        assertThat(isSigned(add(commit, SIGNATURE), commit)).isTrue();
        assertThat(isSigned(add(commit, "another\n"), commit)).isTrue();
    }

    @Test
    void anyOtherDifferenceMakesItAnotherCommit() {
        String commit = HEADERS + "\nsubject\n";
        String signed = add(commit, SIGNATURE);
        assertThat(isSigned(commit, commit)).isFalse();
        assertThat(isSigned(signed.replace("parent 2", "parent 3"), commit)).isFalse();
        assertThat(isSigned(signed.replace("subject", "subjects"), commit)).isFalse();
        assertThat(isSigned(signed.replace("gpgsig ", "mergetag "), commit)).isFalse();
        assertThat(isSigned(signed.replace(" -----END-----\n", "more headers\n"), commit))
                .isFalse();
        assertThat(isSigned(HEADERS + "gpgsig \nsubject\n", commit)).isFalse();
    }

    private static String add(String commit, String signature) {
        return new String(
                SignatureHeader.addSignature(commit.getBytes(StandardCharsets.ISO_8859_1), signature),
                StandardCharsets.ISO_8859_1);
    }

    private static boolean isSigned(String signed, String commit) {
        return SignatureHeader.isSigned(
                signed.getBytes(StandardCharsets.ISO_8859_1), commit.getBytes(StandardCharsets.ISO_8859_1));
    }
}
