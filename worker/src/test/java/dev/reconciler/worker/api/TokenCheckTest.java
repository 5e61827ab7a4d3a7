package dev.reconciler.worker.api;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

class TokenCheckTest {
    @Test
    void withoutTokensTheInterfaceIsSwitchedOff() {
        assertThatThrownBy(() -> new TokenCheck(List.of(), "of this start").requireToken("Bearer anything"))
                .isInstanceOf(RequestProblemException.class)
                .hasMessageContaining("api.tokens is not set");
    }
}
