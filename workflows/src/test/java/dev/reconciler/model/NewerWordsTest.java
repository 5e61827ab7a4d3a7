package dev.reconciler.model;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonValue;
import com.google.protobuf.ByteString;
import dev.reconciler.contract.ActivityName;
import dev.reconciler.contract.FailureDetails;
import dev.reconciler.contract.RepositoryActivities;
import dev.reconciler.workflow.ReconcileInput;
import dev.reconciler.workflow.RunStatus;
import io.temporal.api.common.v1.Payload;
import io.temporal.common.converter.DefaultDataConverter;
import java.lang.reflect.Method;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** During an update two versions work side by side: this one reads what a newer one wrote. */
class NewerWordsTest {
    @Test
    void aRunWithATriggerOfANewerVersionIsServed() {
        ReconcileInput input = read(ReconcileInput.class, """
                {"repository":"data","host":"host-1","branch":"main","trigger":"telepathy",\
                "retryFor":86400.000000000,"planned":false,"aNewerMember":{"of":["any","kind"]}}""");

        assertThat(input.trigger()).isEqualTo(Trigger.MANUAL);
        assertThat(input.repository()).isEqualTo(new RepositoryId("data"));
    }

    @Test
    void anOutcomeOfANewerVersionIsNeverTakenForSettled() {
        ReconcileResult result = read(ReconcileResult.class, result("""
                "outcome":"healed","message":"the remote healed",\
                "healing":{"status":200},"trigger":"telepathy\""""));

        assertThat(result.outcome()).isEqualTo(Outcome.FAILED);
        assertThat(result.trigger()).isEqualTo(Trigger.MANUAL);
        assertThat(result.message()).isEqualTo("the remote healed");
    }

    @Test
    void anErrorTypeOfANewerVersionIsInternalWithItsMessage() {
        ReconcileResult result = read(ReconcileResult.class, result("""
                "outcome":"failed","trigger":"manual","message":"the moon is in the way",\
                "error":{"type":"MoonInTheWay","message":"the moon is in the way","sinceWhen":"today"}"""));

        assertThat(result.error()).isEqualTo(new ReconcileError(ErrorType.INTERNAL, "the moon is in the way"));
    }

    @Test
    void anUnconfirmedWriteOfANewerVersionIsOneToTheRemote() {
        assertThat(read(ActivityName.class, "\"TELEPORT\"")).isEqualTo(ActivityName.PUSH);
        assertThat(read(ActivityName.class, "\"PRESERVE\"")).isEqualTo(ActivityName.PRESERVE);
    }

    @Test
    void everyRecordThatTemporalCarriesTakesMembersOfANewerVersion() {
        Set<Class<?>> records = new LinkedHashSet<>();
        addRecords(ReconcileInput.class, records);
        addRecords(ReconcileResult.class, records);
        addRecords(RunStatus.class, records);
        addRecords(FailureDetails.class, records);
        for (Method activity : RepositoryActivities.class.getMethods()) {
            addRecords(activity.getReturnType(), records);
            Stream.of(activity.getParameterTypes()).forEach(type -> addRecords(type, records));
        }

        assertThat(records).hasSizeGreaterThan(20).allSatisfy(type -> assertThat(
                        type.getAnnotation(JsonIgnoreProperties.class))
                .isNotNull()
                .returns(true, JsonIgnoreProperties::ignoreUnknown));
    }

    /** The record and those that it holds, but for those that are a single word in JSON. */
    private static void addRecords(Class<?> type, Set<Class<?>> records) {
        if (type.isRecord() && !isWord(type) && records.add(type)) {
            Stream.of(type.getRecordComponents()).forEach(component -> addRecords(component.getType(), records));
        }
    }

    private static boolean isWord(Class<?> type) {
        return Stream.of(type.getRecordComponents())
                .anyMatch(component -> component.getAccessor().isAnnotationPresent(JsonValue.class));
    }

    private static String result(String members) {
        return """
                {"repository":"data","branch":"main","oldCommit":null,"newCommit":null,"remoteCommit":null,"ahead":0,\
                "behind":0,"conflictBranch":null,"keptRef":null,"remoteRewritten":false,"attempts":1,"durationMs":5,\
                %s}""".formatted(members);
    }

    private static <T> T read(Class<T> type, String json) {
        Payload payload = Payload.newBuilder()
                .putAllMetadata(Map.of("encoding", ByteString.copyFromUtf8("json/plain")))
                .setData(ByteString.copyFromUtf8(json))
                .build();
        return DefaultDataConverter.newDefaultInstance().fromPayload(payload, type, type);
    }
}
