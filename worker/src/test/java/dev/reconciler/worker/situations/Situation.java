package dev.reconciler.worker.situations;

import java.net.URI;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * One situation, as a file of the folder {@code situations} tells it.
 *
 * @param name the sentence that it is about
 * @param file the name of the file that tells it
 * @param line the line of that file where it starts
 * @param story its lines, as they are in the file
 * @param folder the folder of the clone, below the situation's own
 * @param given the commands that make it
 * @param isWholeBefore whether fsck succeeds before the program runs
 * @param otherLock a lock of another program that stays, or null
 * @param first the first run
 * @param exit the exit status of the first run, were it the only one
 * @param words what the message of the first run has
 * @param notForeseen why {@code plan} does not foresee the outcome, or null where it does
 * @param meanwhile the commands between the two runs; empty where nothing happens
 * @param second the second run
 */
public record Situation(
        String name,
        String file,
        int line,
        String story,
        String folder,
        String given,
        boolean isWholeBefore,
        @Nullable String otherLock,
        Run first,
        int exit,
        List<String> words,
        @Nullable String notForeseen,
        String meanwhile,
        Run second) {

    /**
     * What one run is given and comes to.
     *
     * @param url the URL of the remote, or null for that of the situation's own remote
     * @param verdict an outcome, or an error type
     * @param check the commands that must succeed after the run; empty where there are none
     */
    public record Run(@Nullable String url, String verdict, String check) {}

    /** All situations, in the order of their files. */
    public static List<Situation> all() {
        return SituationReader.readAll();
    }

    /** The repository's id in the configuration: the name with hyphens. */
    public String id() {
        return name.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]+", "-");
    }

    /** Whether the first run ends with an error type. */
    boolean isFailure() {
        return exit == 1;
    }

    /** Whether both sides agree after the first run. */
    public boolean isSettledByRun() {
        return exit != 1 && exit != 3;
    }

    boolean isForeseen() {
        return notForeseen == null;
    }

    /** Where an IDE opens the story. */
    URI source() {
        return URI.create("classpath:/situations/" + file + "?line=" + line);
    }

    /** The place in the tree, and the story. */
    public String describe() {
        return "worker/src/test/resources/situations/" + file + ":" + line + "\n" + story;
    }
}
