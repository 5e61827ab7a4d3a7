package dev.reconciler.workflow.visibility;

import dev.reconciler.workflow.ReconcileInput;
import io.temporal.common.SearchAttributeKey;
import io.temporal.common.SearchAttributes;
import java.util.List;

/** The search attributes of a run: what the UI's list shows without opening a history. */
public final class RunAttributes {
    /** What the run did, {@link #RETRYING} while it waits to try again; absent before its first outcome. */
    public static final SearchAttributeKey<String> OUTCOME = SearchAttributeKey.forKeyword("ReconcileOutcome");

    /** The repository's id. */
    public static final SearchAttributeKey<String> REPOSITORY = SearchAttributeKey.forKeyword("ReconcileRepository");

    /** What asked for the run. */
    public static final SearchAttributeKey<String> TRIGGER = SearchAttributeKey.forKeyword("ReconcileTrigger");

    /** The value of {@link #OUTCOME} while a run waits to try again. */
    public static final String RETRYING = "retrying";

    private RunAttributes() {}

    /** Every search attribute of ours: a namespace has to know them before the first run. */
    public static List<SearchAttributeKey<String>> all() {
        return List.of(OUTCOME, REPOSITORY, TRIGGER);
    }

    /** The values that a run is started with. */
    public static SearchAttributes of(ReconcileInput input) {
        return SearchAttributes.newBuilder()
                .set(REPOSITORY, input.repository().value())
                .set(TRIGGER, input.trigger().wire())
                .build();
    }
}
