package dev.reconciler.worker.webhook;

import dev.reconciler.model.CommitId;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a forge says that happened. */
sealed interface ForgeEvent {

    /** Nothing that a run is for. */
    record IgnoredEvent(String why) implements ForgeEvent {}

    /**
     * A branch has another commit.
     *
     * @param branch its short name
     * @param before the commit that it had; null where there was none
     * @param after the commit that it has; null where its name is not one of SHA-1
     * @param urls every URL by which the forge names the repository
     */
    record PushEvent(
            String branch,
            @Nullable CommitId before,
            @Nullable CommitId after,
            List<String> urls) implements ForgeEvent {
        public PushEvent {
            urls = List.copyOf(urls);
        }
    }
}
