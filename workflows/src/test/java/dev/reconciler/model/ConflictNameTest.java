package dev.reconciler.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ConflictNameTest {
    @ParameterizedTest
    @ValueSource(strings = {"2026-11-27T08-00-00Z", "2026-11-27T08-00-00Z-2", "2028-02-29T23-59-59Z-50"})
    void aTimeAndItsNextTriesNameAConflict(String name) {
        assertThat(ConflictName.parse(name)).contains(new ConflictName(name));
        assertThat(ConflictName.ofRef("refs/heads/conflicts/" + name)).contains(new ConflictName(name));
        assertThat(new ConflictName(name).branch()).isEqualTo(new BranchName("conflicts/" + name));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "alice-wip",
                "alice/2026-11-27T08-00-00Z",
                "2026-11-27T08-00-00Z/alice",
                "2026-11-27T08-00-00Z-mine",
                "2026-11-27T08-00-00Z-0",
                "2026-11-27T08-00-00Z-",
                "2026-11-27T08:00:00Z",
                "2026-11-27T24-00-00Z",
                "2027-02-29T08-00-00Z",
            })
    void whatAPersonMayHaveChosenNamesNone(String name) {
        assertThat(ConflictName.parse(name)).isEmpty();
        assertThat(ConflictName.ofRef("refs/heads/conflicts/" + name)).isEmpty();
        assertThatThrownBy(() -> new ConflictName(name))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("'" + name + "' (expected: ");
    }

    @Test
    void onlyBelowConflictsIsABranchOfAConflict() {
        assertThat(ConflictName.ofRef("refs/heads/2026-11-27T08-00-00Z")).isEmpty();
        assertThat(ConflictName.ofRef("refs/tags/conflicts/2026-11-27T08-00-00Z"))
                .isEmpty();
    }

    @Test
    void theTimeOfANameIsTheSecondThatItWasMadeOf() {
        Instant second = Instant.parse("2026-11-27T08:00:07Z");

        assertThat(UtcName.at(second).instant()).isEqualTo(second);
        assertThat(UtcName.ofCandidate("2026-11-27T08-00-07Z-3")).contains(UtcName.at(second));
    }
}
