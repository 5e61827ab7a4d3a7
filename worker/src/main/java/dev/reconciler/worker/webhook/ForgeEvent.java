package dev.reconciler.worker.webhook;

import dev.reconciler.model.CommitId;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** An event that a {@link Forge} tells of. */
sealed interface ForgeEvent {

    /**
     * An event that needs no run.
     *
     * @param why the reason, for the sender
     */
    record IgnoredEvent(String why) implements ForgeEvent {}

    /**
     * A push: a branch has another commit than before.
     *
     * @param branch the short name of the branch
     * @param before the commit that the branch had; null where the push created the branch, or where the name is not
     *     one of SHA-1
     * @param after the commit that the branch has; null where its name is not one of SHA-1
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
