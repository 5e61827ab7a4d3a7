package dev.reconciler.git.index;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The extension as bytes; twenty letters stand for the id of a tree. */
class CacheTreeTest {
    private static final String ROOT = "rrrrrrrrrrrrrrrrrrrr";
    private static final String D = "dddddddddddddddddddd";
    private static final String E = "eeeeeeeeeeeeeeeeeeee";
    private static final String WHOLE = "\0" + "3 2\n" + ROOT + "d\0" + "1 0\n" + D + "e\0" + "1 0\n" + E;

    private static Optional<CacheTree> parse(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.ISO_8859_1);
        return CacheTree.parse(bytes, 0, bytes.length);
    }

    private static String forget(String path) {
        CacheTree trees = parse(WHOLE).orElseThrow();
        trees.forget(path.getBytes(StandardCharsets.ISO_8859_1));
        return new String(trees.format(), StandardCharsets.ISO_8859_1);
    }

    @Test
    void whatWasReadIsWrittenAgain() {
        assertThat(new String(parse(WHOLE).orElseThrow().format(), StandardCharsets.ISO_8859_1))
                .isEqualTo(WHOLE);
    }

    @Test
    void aChangedFileTakesTheTreesOfItsFolders() {
        assertThat(forget("d/f")).isEqualTo("\0" + "-1 2\n" + "d\0" + "-1 0\n" + "e\0" + "1 0\n" + E);
        assertThat(forget("f")).isEqualTo("\0" + "-1 2\n" + "d\0" + "1 0\n" + D + "e\0" + "1 0\n" + E);
    }

    @Test
    void aFileInTheNewFolderOfAFolderIsOfNoTreeYet() {
        assertThat(forget("d/new/f")).isEqualTo(forget("d/f"));
    }

    @Test
    void aFileThatTakesAFoldersPlaceTakesItsTree() {
        assertThat(forget("d")).isEqualTo("\0" + "-1 1\n" + "e\0" + "1 0\n" + E);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "\0", "\0x 0\n", "\0" + "1 0\nshort", "\0-1 1\n", "\0-1 0\nmore", "\0-2 0\n"})
    void aBrokenOneIsLeftOut(String text) {
        assertThat(parse(text)).isEmpty();
    }
}
