package dev.reconciler.contract.cases;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonInclude.Include;
import dev.reconciler.contract.cases.CaseNotice.NoticeKind;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What people were told of a case, and when.
 *
 * @param openedAt that it is there
 * @param remindedAt that it is there still, for the last time
 * @param escalatedAt that it is there for too long
 */
@JsonIgnoreProperties(ignoreUnknown = true)
public record ToldCase(
        @JsonInclude(Include.NON_NULL) @Nullable Instant openedAt,
        @JsonInclude(Include.NON_NULL) @Nullable Instant remindedAt,
        @JsonInclude(Include.NON_NULL) @Nullable Instant escalatedAt) {
    /** Nothing yet. */
    public static final ToldCase NOTHING = new ToldCase(null, null, null);

    /** The same, and what they are told now. */
    public ToldCase with(NoticeKind kind, Instant at) {
        return switch (kind) {
            case OPENED -> new ToldCase(openedAt == null ? at : openedAt, remindedAt, escalatedAt);
            case REMINDED -> new ToldCase(openedAt, at, escalatedAt);
            case ESCALATED -> new ToldCase(openedAt, at, escalatedAt == null ? at : escalatedAt);
            case CLOSED -> this;
        };
    }
}
