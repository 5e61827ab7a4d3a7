package dev.reconciler.contract.cases;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonValue;
import dev.reconciler.contract.PreservedConflict;
import dev.reconciler.model.RepositoryId;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * What people are told of a case.
 *
 * @param conflict the branch, and what it holds
 * @param kind what has happened
 * @param at when
 * @param look what was last seen of the conflict
 * @param openFor how long the case was open; null while it is
 */
@JsonIgnoreProperties(ignoreUnknown = true)
public record CaseNotice(
        RepositoryId repository,
        PreservedConflict conflict,
        NoticeKind kind,
        Instant at,
        ConflictLook look,
        @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable Duration openFor) {

    /** What has happened to a case. */
    public enum NoticeKind {
        OPENED,
        REMINDED,
        ESCALATED,
        CLOSED;

        @JsonCreator
        static NoticeKind of(String word) {
            return valueOf(word.toUpperCase(Locale.ROOT));
        }

        /** The word in JSON. */
        @JsonValue
        public String wire() {
            return name().toLowerCase(Locale.ROOT);
        }
    }
}
