package dev.reconciler.git.tree;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class BytePathTest {
    @Test
    void aPathIsItsDirectoryAndItsName() {
        assertThat(path("d/e/f").parent()).isEqualTo(path("d/e"));
        assertThat(path("d/e/f").name()).isEqualTo(path("f"));
        assertThat(path("d/e").child(path("f"))).isEqualTo(path("d/e/f"));
    }

    @Test
    void aSingleNameIsInTheRoot() {
        assertThat(path("f").parent()).isEqualTo(BytePath.ROOT);
        assertThat(path("f").name()).isEqualTo(path("f"));
        assertThat(BytePath.ROOT.child(path("f"))).isEqualTo(path("f"));
        assertThat(BytePath.ROOT.isRoot()).isTrue();
        assertThat(path("f").isRoot()).isFalse();
    }

    @Test
    void aPathIsUnderEachDirectoryAboveItAndNotUnderOneThatStartsAlike() {
        assertThat(path("d/e/f").isUnder(path("d"))).isTrue();
        assertThat(path("d/e/f").isUnder(path("d/e"))).isTrue();
        assertThat(path("d/e/f").isUnder(BytePath.ROOT)).isTrue();
        assertThat(path("d/e/f").isUnder(path("d/e/f"))).isFalse();
        assertThat(path("da/f").isUnder(path("d"))).isFalse();
        assertThat(path("d").isUnder(path("d/e"))).isFalse();
    }

    @Test
    void pathsAreOrderedByByteAndNotByLetter() {
        assertThat(path("a")).isLessThan(path("b"));
        assertThat(path("d")).isLessThan(path("d/f"));
        assertThat(path("d-f")).isLessThan(path("d/f"));
        assertThat(new BytePath(new byte[] {'z'})).isLessThan(new BytePath(new byte[] {(byte) 0x80}));
    }

    @Test
    void twoNamesThatAreNoTextStayTwo() {
        BytePath one = new BytePath(new byte[] {(byte) 0xfe});
        BytePath other = new BytePath(new byte[] {(byte) 0xff});
        assertThat(one).hasToString(other.toString()).isNotEqualTo(other);
        assertThat(one).hasSameHashCodeAs(new BytePath(new byte[] {(byte) 0xfe}));
    }

    @Test
    void bytesThatAreNoUtf8AreNoTextAndAReplacementCharacterIsOne() {
        assertThat(path("caf\u00e9/\ufffd").isText()).isTrue();
        assertThat(new BytePath(new byte[] {'c', (byte) 0xe9}).isText()).isFalse();
    }

    private static BytePath path(String text) {
        return BytePath.of(text);
    }
}
