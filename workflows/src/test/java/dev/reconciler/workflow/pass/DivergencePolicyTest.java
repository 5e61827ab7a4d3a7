package dev.reconciler.workflow.pass;

import static org.assertj.core.api.Assertions.assertThat;

import dev.reconciler.contract.Classification;
import dev.reconciler.model.Divergence;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DivergencePolicyTest {
    @ParameterizedTest
    @CsvSource({
        "UP_TO_DATE, 0, NOTHING",
        "BEHIND, 0, FAST_FORWARD",
        "AHEAD, 2, PUSH",
        "DIVERGED, 1, REPLAY",
        // A fork whose commits the remote has already under other ids.
        "DIVERGED, 0, REPLAY",
        "REWOUND, 0, REWIND",
        "REWOUND, 1, REPLAY_REWRITTEN"
    })
    void eachDivergenceHasOneAction(Divergence divergence, int own, DivergencePolicy.SyncAction action) {
        Classification found = new Classification(divergence, 0, 0, own, 0, null);

        assertThat(DivergencePolicy.chooseAction(found)).isEqualTo(action);
    }
}
