package dev.reconciler.worker.webhook;

import dev.reconciler.git.error.RefusedException;
import dev.reconciler.git.remote.transport.RepositoryAddress;
import dev.reconciler.model.CommitId;
import dev.reconciler.model.Trigger;
import dev.reconciler.worker.config.SecretReference;
import dev.reconciler.worker.config.WebhookConfiguration;
import dev.reconciler.worker.port.HostRepository;
import dev.reconciler.worker.port.RunStarter;
import dev.reconciler.worker.port.TemporalUnavailableException;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Handles the requests of forges and CI jobs: checks the sender, finds the repositories, requests runs.
 *
 * <p>The handler reads nothing of a body before its sender has shown that it knows the secret. The secret is read anew
 * for each request, so that a rotated one takes effect without a restart.
 */
public final class WebhookHandler {
    private static final Logger LOG = LoggerFactory.getLogger(WebhookHandler.class);

    private final WebhookConfiguration configuration;
    private final RepositoryLookup repositories;
    private final OwnPushFilter ownPushes;
    private final RunStarter starter;

    /** Requests the runs of {@code repositories} from that starter. */
    public WebhookHandler(
            WebhookConfiguration configuration, RepositoryLookup repositories, OwnPushFilter echo, RunStarter starter) {
        this.configuration = configuration;
        this.repositories = repositories;
        this.ownPushes = echo;
        this.starter = starter;
    }

    /** Handles a webhook of a forge. A push to a configured branch requests a run. */
    public WebhookAnswer receivePush(Forge forge, RequestHeaders headers, byte[] body) {
        return answerRequest(() -> {
            String secret = readSecret("webhook.secret", configuration.secret());
            if (!forge.isGenuine(headers, body, secret)) {
                throw newUnauthorizedError("the signature or token is missing or wrong (expected: of webhook.secret)");
            }
            ForgeEvent event = forge.readEvent(headers, WebhookPayload.read(headers, body));
            if (event instanceof ForgeEvent.PushEvent pushed) {
                return receiveKnownPush(pushed);
            }
            return WebhookAnswer.ignored(((ForgeEvent.IgnoredEvent) event).why());
        });
    }

    // Forges switch off a hook that is answered with errors. One hook of an organisation serves all its projects, so a
    // project that is not configured is none.
    private WebhookAnswer receiveKnownPush(ForgeEvent.PushEvent pushed) {
        List<HostRepository> found = repositories.findByUrls(pushed.urls());
        return found.isEmpty()
                ? WebhookAnswer.ignored(describeUnknown(describeAddresses(pushed.urls())))
                : requestRuns(found, pushed.branch(), pushed.before(), pushed.after());
    }

    /**
     * Handles the request of a CI job that made a commit. The member {@code repository} is an id or a URL; the members
     * {@code branch} and {@code commitHash} may be absent.
     */
    public WebhookAnswer receiveReload(RequestHeaders headers, byte[] body) {
        return answerRequest(() -> {
            ReloadedBranch reloaded = readReload(headers, body);
            return requestRuns(reloaded.repositories(), reloaded.branch(), null, reloaded.commit());
        });
    }

    /**
     * Handles the same request of a job that waits for the outcome of a pass.
     *
     * @param awaited takes the repositories whose passes are to be waited for; it is not called where the answer says
     *     that there are none
     */
    public WebhookAnswer receiveWaitingReload(
            RequestHeaders headers, byte[] body, Consumer<List<HostRepository>> awaited) {
        return answerRequest(() -> {
            ReloadedBranch reloaded = readReload(headers, body);
            List<HostRepository> wanted = selectBranch(reloaded.repositories(), reloaded.branch());
            if (wanted.isEmpty()) {
                return WebhookAnswer.ignored("branch " + reloaded.branch() + " is not configured");
            }
            awaited.accept(wanted);
            return WebhookAnswer.accepted(
                    wanted.stream().map(each -> each.id().workflowId()).toList());
        });
    }

    private ReloadedBranch readReload(RequestHeaders headers, byte[] body) {
        if (!isReloadToken(headers.get("Authorization"))) {
            throw newUnauthorizedError("the bearer token is missing or wrong (expected: webhook.reloadToken)");
        }
        WebhookPayload payload = WebhookPayload.read(headers, body);
        String name = payload.requireText("/repository");
        // A URL may have a login in it.
        String shown =
                RepositoryAddress.of(name).map(RepositoryAddress::toString).orElse(name);
        return new ReloadedBranch(
                requireFound(repositories.findByIdOrUrl(name), shown),
                payload.textAt("/branch"),
                WebhookPayload.toCommit(payload.textAt("/commitHash")));
    }

    /** Whether a job that waits still has its token, by the header of that name. */
    public boolean isJob(@Nullable String authorization) {
        try {
            return isReloadToken(authorization);
        } catch (RequestRefusedException unreadable) {
            return false;
        }
    }

    private boolean isReloadToken(@Nullable String authorization) {
        String token = readSecret("webhook.reloadToken", configuration.reloadToken());
        return BearerToken.isSame(BearerToken.read(authorization), token);
    }

    private WebhookAnswer requestRuns(
            List<HostRepository> found, @Nullable String branch, @Nullable CommitId before, @Nullable CommitId after) {
        List<HostRepository> wanted = selectBranch(found, branch);
        // The repository is known, so this is no mistake of the sender: forges send the pushes to every branch.
        if (wanted.isEmpty()) {
            return WebhookAnswer.ignored("branch " + branch + " is not configured");
        }
        List<String> started = wanted.stream()
                .filter(repository -> !ownPushes.isOwnPush(repository, before, after))
                .map(repository -> starter.request(repository, Trigger.WEBHOOK).workflowId())
                .toList();
        return started.isEmpty()
                ? WebhookAnswer.ignored("the local branch has " + after + " already")
                : WebhookAnswer.accepted(started);
    }

    private static WebhookAnswer answerRequest(RequestWork work) {
        try {
            return work.answer();
        } catch (RequestRefusedException refused) {
            LOG.info("a request was refused: {}", refused.getMessage());
            return refused.answer();
        } catch (TemporalUnavailableException unavailable) {
            LOG.warn("a request got no run: {}", unavailable.getMessage());
            return WebhookAnswer.error(503, "the Temporal service does not answer; send it again later");
        }
    }

    private static String readSecret(String key, @Nullable SecretReference reference) {
        if (reference == null) {
            throw new RequestRefusedException(503, key + " is not set in the configuration of this host");
        }
        try {
            return reference.get();
        } catch (RefusedException unreadable) {
            // The message of the cause names a path or a variable of this host, which is no business of a stranger.
            LOG.warn("{}: {}", key, unreadable.getMessage());
            throw new RequestRefusedException(503, key + " can't be read on this host; its log says why");
        }
    }

    private static List<HostRepository> selectBranch(List<HostRepository> found, @Nullable String branch) {
        return found.stream()
                .filter(repository ->
                        branch == null || branch.equals(repository.branch().value()))
                .toList();
    }

    private static List<HostRepository> requireFound(List<HostRepository> repositories, String name) {
        if (repositories.isEmpty()) {
            throw new RequestRefusedException(404, describeUnknown(name));
        }
        return repositories;
    }

    private static String describeUnknown(String name) {
        return "no configured repository is " + name + " (expected: as `remote` or one of `aliases`)";
    }

    // Addresses have no user and no query, so the answer repeats no secret of a URL.
    private static String describeAddresses(List<String> urls) {
        return urls.stream()
                .flatMap(url -> RepositoryAddress.of(url).stream())
                .map(RepositoryAddress::toString)
                .distinct()
                .collect(Collectors.joining(" or "));
    }

    private static RequestRefusedException newUnauthorizedError(String message) {
        return new RequestRefusedException(401, message);
    }

    /** What a CI job says. */
    private record ReloadedBranch(
            List<HostRepository> repositories,
            @Nullable String branch,
            @Nullable CommitId commit) {}

    /** The work on one request. */
    private interface RequestWork {
        /** @throws RequestRefusedException if the request is refused */
        WebhookAnswer answer();
    }
}
