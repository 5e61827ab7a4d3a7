package dev.reconciler.git.error;

import static org.assertj.core.api.Assertions.assertThat;

import dev.reconciler.model.ErrorType;
import org.junit.jupiter.api.Test;

class MemoryErrorsTest {
    private final OutOfMemoryError noRoom = new OutOfMemoryError();

    /** The texts are in memory as a whole, however they are packed. */
    @Test
    void aMergeNamesItsFileAndDoesNotAskForAnotherPack() {
        RefusedException refused = MemoryErrors.refuseMerge("data/large.json", noRoom);

        assertThat(refused.type()).isEqualTo(ErrorType.UNSUPPORTED);
        assertThat(refused)
                .hasMessageStartingWith("data/large.json was changed on both sides, and to merge it needs more memory")
                .hasMessageContaining("java -Xmx2g")
                .hasMessageNotContaining("repack");
    }

    @Test
    void anObjectOfAPackMayBePackedWhole() {
        assertThat(MemoryErrors.refuse("an object", noRoom))
                .hasMessageStartingWith("an object needs more memory")
                .hasMessageContainingAll("java -Xmx2g", "git repack -a -d -F");
    }
}
