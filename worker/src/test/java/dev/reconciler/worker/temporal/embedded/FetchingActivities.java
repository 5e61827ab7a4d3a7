package dev.reconciler.worker.temporal.embedded;

import dev.reconciler.contract.FailureDetails;
import dev.reconciler.contract.FailureTypes;
import dev.reconciler.contract.FetchRequest;
import dev.reconciler.contract.RemoteState;
import dev.reconciler.contract.RepositoryActivities;
import dev.reconciler.contract.cases.CaseLooks;
import dev.reconciler.contract.cases.ConflictLook;
import dev.reconciler.contract.cases.LookRequest;
import dev.reconciler.model.CommitId;
import io.temporal.failure.ApplicationErrorCategory;
import io.temporal.failure.ApplicationFailure;
import java.lang.reflect.Proxy;
import java.util.function.Function;

/** Activities of which runs need the fetch alone, since it finds both sides equal or fails. */
public final class FetchingActivities {
    public static final CommitId COMMIT = new CommitId("a".repeat(40));

    private FetchingActivities() {}

    /** Activities whose fetch is that function. Every other activity is a defect of the test. */
    public static RepositoryActivities of(Function<FetchRequest, RemoteState> fetch) {
        return (RepositoryActivities) Proxy.newProxyInstance(
                FetchingActivities.class.getClassLoader(),
                new Class<?>[] {RepositoryActivities.class},
                (proxy, method, arguments) -> fetch.apply((FetchRequest) arguments[0]));
    }

    /** The same on a host that keeps cases of conflicts, which look by that other function. */
    public static RepositoryActivities keepingCases(
            Function<FetchRequest, RemoteState> fetch, Function<LookRequest, ConflictLook> look) {
        return (RepositoryActivities) Proxy.newProxyInstance(
                FetchingActivities.class.getClassLoader(),
                new Class<?>[] {RepositoryActivities.class, CaseLooks.class},
                (proxy, method, arguments) -> arguments[0] instanceof LookRequest request
                        ? look.apply(request)
                        : fetch.apply((FetchRequest) arguments[0]));
    }

    /** Both sides have {@link #COMMIT}. */
    public static RemoteState inSync() {
        return new RemoteState(RemoteState.FetchStatus.IN_SYNC, COMMIT, COMMIT, 0, 0, false);
    }

    /** The remote refuses the connection, so the run tries again later. */
    public static ApplicationFailure refusedConnection() {
        return failure(FailureTypes.REMOTE_UNAVAILABLE, "connection refused");
    }

    /** A failure of that type, as the real activities throw it. */
    public static ApplicationFailure failure(String type, String message) {
        return ApplicationFailure.newBuilder()
                .setMessage(message)
                .setType(type)
                .setNonRetryable(true)
                .setDetails(new FailureDetails(1, COMMIT))
                .setCategory(ApplicationErrorCategory.BENIGN)
                .build();
    }
}
