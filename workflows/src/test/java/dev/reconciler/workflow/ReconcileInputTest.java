package dev.reconciler.workflow;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import io.temporal.api.common.v1.Payload;
import io.temporal.common.converter.DataConverter;
import io.temporal.common.converter.DefaultDataConverter;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Histories hold inputs: what an older program wrote is read by this one, and what this one writes by older ones. */
class ReconcileInputTest {
    private static final DataConverter CONVERTER = DefaultDataConverter.newDefaultInstance();

    private static final String STARTED = """
            {"repository":"data","host":"host-1","branch":"main","trigger":"manual","retryFor":86400.000000000,\
            "planned":false}""";

    private static final String CONTINUED_BETWEEN_PASSES = """
            {"repository":"data","host":"host-1","branch":"main","trigger":"manual","retryFor":86400.000000000,\
            "planned":true,"carried":{"since":"2026-11-25T08:00:00Z","failedAttempts":0,"first":null,"counts":null,\
            "strongest":null,"deeds":[],"kept":{"conflictBranch":null,"ref":null,"remoteRewritten":false},\
            "preserved":null,"unansweredMove":null,"unansweredPush":null,"underWay":null}}""";

    private static final String CONTINUED_IN_A_PASS = """
            {"repository":"data","host":"host-1","branch":"main","trigger":"webhook","retryFor":300.000000000,\
            "planned":false,"carried":{"since":"2026-11-25T08:00:00.500Z","failedAttempts":7,\
            "first":{"local":"1111111111111111111111111111111111111111"},"counts":{"ahead":2,"behind":3},\
            "strongest":{"outcome":"rebased","text":"replayed 2 commits on 3333333333"},\
            "deeds":[{"outcome":"fast-forwarded","text":"moved forward by 1 commit to 3333333333"}],\
            "kept":{"conflictBranch":"conflicts/2026-11-25T08-00-00Z","ref":"refs/rewound/2026-11-25T08-00-00Z",\
            "remoteRewritten":true},\
            "preserved":{"branch":"conflicts/2026-11-25T08-00-00Z",\
            "commit":"2222222222222222222222222222222222222222"},\
            "unansweredMove":{"target":"3333333333333333333333333333333333333333",\
            "deed":{"outcome":"rebased","text":"replayed 2 commits on 3333333333"}},\
            "unansweredPush":{"target":"4444444444444444444444444444444444444444",\
            "deed":{"outcome":"pushed-ahead","text":"pushed 2 commits"}},\
            "underWay":{"start":"2026-11-25T08:01:40Z","waits":4,"writing":"PUSH"}}}""";

    @ParameterizedTest
    @ValueSource(strings = {STARTED, CONTINUED_BETWEEN_PASSES, CONTINUED_IN_A_PASS})
    void anInputIsWrittenWithTheNamesThatHistoriesHold(String json) {
        ReconcileInput input = CONVERTER.fromPayload(wrapJson(json), ReconcileInput.class, ReconcileInput.class);

        assertThat(CONVERTER.toPayload(input).orElseThrow().getData().toStringUtf8())
                .isEqualTo(json);
    }

    private static Payload wrapJson(String json) {
        return Payload.newBuilder()
                .putAllMetadata(Map.of("encoding", ByteString.copyFromUtf8("json/plain")))
                .setData(ByteString.copyFromUtf8(json))
                .build();
    }
}
