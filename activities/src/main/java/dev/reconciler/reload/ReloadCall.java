package dev.reconciler.reload;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.reconciler.model.BranchName;
import dev.reconciler.model.CommitId;
import dev.reconciler.model.RepositoryId;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * The call that tells an application that its branch moved.
 *
 * <p>A POST of {@code {"repository","branch","commitHash"}} with a bearer token; any 2xx is an answer. Redirects are not
 * followed: the token is for the configured host only.
 */
public final class ReloadCall {
    private static final Duration TIMEOUT = Duration.ofSeconds(10);
    private static final ObjectMapper JSON = new ObjectMapper();

    private final URI url;
    private final Optional<Supplier<String>> token;

    /** @param token read for each call, so that a rotated one takes effect */
    public ReloadCall(URI url, Optional<Supplier<String>> token) {
        this.url = url;
        this.token = token;
    }

    /** @return why the application did not take the call, free of secrets; empty where it did */
    public Optional<String> tell(RepositoryId repository, BranchName branch, CommitId commit) {
        HttpClient client = HttpClient.newBuilder()
                .connectTimeout(TIMEOUT)
                .version(HttpClient.Version.HTTP_1_1)
                .followRedirects(HttpClient.Redirect.NEVER)
                .build();
        try {
            HttpResponse<Void> response =
                    client.send(request(repository, branch, commit), HttpResponse.BodyHandlers.discarding());
            int status = response.statusCode();
            return status / 100 == 2 ? Optional.empty() : Optional.of(where() + " answered " + status);
        } catch (IOException unreachable) {
            return Optional.of(
                    where() + " could not be reached (" + unreachable.getClass().getSimpleName() + ")");
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            return Optional.of("stopped while calling " + where());
        }
    }

    private HttpRequest request(RepositoryId repository, BranchName branch, CommitId commit)
            throws JsonProcessingException {
        String body = JSON.writeValueAsString(
                Map.of("repository", repository.value(), "branch", branch.value(), "commitHash", commit.hex()));
        HttpRequest.Builder request = HttpRequest.newBuilder(url)
                .timeout(TIMEOUT)
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(body));
        token.ifPresent(secret -> request.header("Authorization", "Bearer " + secret.get()));
        return request.build();
    }

    private String where() {
        return url.getScheme() + "://" + url.getRawAuthority().replaceAll("^.*@", "") + url.getRawPath();
    }
}
