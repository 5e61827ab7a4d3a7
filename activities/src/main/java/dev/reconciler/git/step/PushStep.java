package dev.reconciler.git.step;

import dev.reconciler.contract.PushAnswer;
import dev.reconciler.contract.PushRequest;
import dev.reconciler.git.DataRepository;
import dev.reconciler.git.Ids;
import dev.reconciler.git.Memory;
import dev.reconciler.git.RepositoryLock;
import dev.reconciler.git.remote.Deadline;
import dev.reconciler.git.remote.PushResult;
import dev.reconciler.git.remote.Remote;
import java.io.IOException;

/** Pushes the branch, and records that both sides hold it. */
public final class PushStep {

    /** Answers with {@code failedAttempts} 0: who repeats the step counts. */
    public PushAnswer run(DataRepository repository, PushRequest request, Deadline deadline) throws IOException {
        PushResult result = new Remote(repository.settings())
                .push(
                        repository.git(),
                        repository.names().branch(),
                        Ids.of(request.expected()),
                        Ids.of(request.next()),
                        deadline);
        return switch (result) {
            case DONE -> {
                try (RepositoryLock lock = repository.lock()) {
                    new Memory(repository).settle(Ids.of(request.next()));
                }
                yield new PushAnswer(PushAnswer.Status.DONE, 0);
            }
            case MOVED -> new PushAnswer(PushAnswer.Status.MOVED, 0);
        };
    }
}
