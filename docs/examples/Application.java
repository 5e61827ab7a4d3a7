import dev.reconciler.client.CommitReport;
import dev.reconciler.client.EventStream;
import dev.reconciler.client.ReceivedEvent;
import dev.reconciler.client.ReconcilerClient;
import dev.reconciler.client.SelfRenewingLease;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * An application that saves to a git repository beside the worker, with the module client.
 *
 * <pre>java -cp … Application.java http://127.0.0.1:8080 /run/secrets/api civic-data /srv/civic-data FILE TEXT</pre>
 *
 * It writes TEXT to FILE and commits under a lease, waits until the commit is on the remote, and says what it heard.
 */
public class Application {
    private static final Duration LONG = Duration.ofSeconds(30);

    public static void main(String[] args) throws Exception {
        Path token = Path.of(args[1]);
        ReconcilerClient worker = new ReconcilerClient(URI.create(args[0]), () -> readText(token));
        String repository = args[2];
        Path clone = Path.of(args[3]);
        try (EventStream events = worker.followEvents(null)) {
            String commit;
            try (SelfRenewingLease lease = worker.takeLease(repository, LONG, LONG)) {
                // Nothing moves the branch or its files between reading and the commit.
                Files.writeString(clone.resolve(args[4]), args[5] + "\n");
                runGit(clone, "add", "--", args[4]);
                lease.requireHeld();
                runGit(clone, "commit", "-q", "-m", "save " + args[4]);
                commit = runGit(clone, "rev-parse", "HEAD");
            }
            // With `watch`, the worker sees the commit by itself; this is for where it is switched off.
            worker.startRun(repository);
            CommitReport state = worker.awaitCommit(repository, commit, LONG);
            if (!state.isPushed()) {
                throw new IllegalStateException("not on the remote's branch: " + state);
            }
            // It has another name on the remote where it was replayed.
            System.out.println("answer " + state.state() + " " + state.remoteCommit());

            ReceivedEvent event;
            do {
                event = events.next(LONG).orElseThrow();
                System.out.println("event " + event.name() + " " + event.data().path("repository").asText());
            } while (!event.data().path("newCommit").asText().equals(state.remoteCommit()));
        }
    }

    private static String readText(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    private static String runGit(Path clone, String... words) throws Exception {
        List<String> command = new ArrayList<>(List.of("git", "-C", clone.toString()));
        command.addAll(List.of(words));
        Process git = new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        String printed = new String(git.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (git.waitFor() != 0) {
            throw new IllegalStateException(command + " failed");
        }
        return printed.strip();
    }
}
