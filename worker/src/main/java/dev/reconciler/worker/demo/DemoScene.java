package dev.reconciler.worker.demo;

import dev.reconciler.model.CommitId;
import dev.reconciler.model.Outcome;
import dev.reconciler.worker.demo.sample.SampleRepository;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * One outcome and the situation that leads to it.
 *
 * @param expected the outcome
 * @param application what the application had before the run, in words
 * @param remote what the remote had before the run, in words
 * @param done what the run did, in words
 * @param bare whether the clone is bare
 * @param preparation the commits and moves that make the situation
 */
record DemoScene(
        Outcome expected, String application, String remote, String done, boolean bare, ScenePreparation preparation) {
    private static final String BERLIN = "stations/berlin.json";
    private static final String PARIS = "stations/paris.json";
    private static final String OSLO = "stations/oslo.json";

    /** Every scene, in the order of the table. */
    static List<DemoScene> all() {
        return List.of(inSync(), fastForwarded(), pushedAhead(), rebased(), rewound(), escaped(), noFetch(), noPush());
    }

    /** Whether the remote can't be reached, or takes no push. */
    boolean isFailing() {
        return expected == Outcome.FETCH_FAILED || expected == Outcome.PUSH_FAILED;
    }

    /** The id of the scene's repository, and the name of its directory. */
    String id() {
        return expected.wire();
    }

    private static DemoScene inSync() {
        return new DemoScene(
                Outcome.IN_SYNC,
                "nothing new",
                "nothing new",
                "nothing: they agree",
                true,
                (path, remote, clone) -> {});
    }

    private static DemoScene fastForwarded() {
        return new DemoScene(
                Outcome.FAST_FORWARDED,
                "nothing new",
                "1 new commit",
                "moved the branch to the remote's commit",
                false,
                (path, remote, clone) -> commitAsEditor(remote, PARIS));
    }

    private static DemoScene pushedAhead() {
        return new DemoScene(
                Outcome.PUSHED_AHEAD,
                "1 new commit",
                "nothing new",
                "pushed the commit",
                true,
                (path, remote, clone) -> commitAsApplication(clone, OSLO));
    }

    private static DemoScene rebased() {
        return new DemoScene(
                Outcome.REBASED,
                "1 new commit",
                "1 new commit, another file",
                "replayed the commit on the remote's, pushed it",
                false,
                (path, remote, clone) -> {
                    commitAsEditor(remote, PARIS);
                    commitAsApplication(clone, OSLO);
                });
    }

    private static DemoScene rewound() {
        return new DemoScene(
                Outcome.REWOUND,
                "nothing new",
                "took its last commit back",
                "followed the remote, kept the old commit here",
                true,
                (path, remote, clone) -> {
                    CommitId before = remote.head();
                    commitAsEditor(remote, PARIS);
                    clone.pull();
                    remote.moveTo(before);
                });
    }

    private static DemoScene escaped() {
        return new DemoScene(
                Outcome.CONFLICT_ESCAPED,
                "1 new commit",
                "1 new commit, the same line",
                "saved the commit on a branch of the remote, followed it",
                false,
                (path, remote, clone) -> {
                    commitAsEditor(remote, BERLIN);
                    commitAsApplication(clone, BERLIN);
                });
    }

    private static DemoScene noFetch() {
        return new DemoScene(
                Outcome.FETCH_FAILED,
                "1 new commit",
                "unknown: it refuses connections",
                "changed nothing, a later run tries again",
                true,
                (path, remote, clone) -> commitAsApplication(clone, OSLO));
    }

    private static DemoScene noPush() {
        return new DemoScene(
                Outcome.PUSH_FAILED,
                "1 new commit",
                "nothing new, takes no push now",
                "changed nothing, a later run pushes",
                false,
                (path, remote, clone) -> {
                    commitAsApplication(clone, OSLO);
                    // The lock of another git process, which never ends.
                    Files.createFile(path.resolve("refs/heads/main.lock"));
                });
    }

    private static void commitAsEditor(SampleRepository remote, String file) throws IOException {
        remote.commit("Editor", "Edit " + file, file, "{ \"by\": \"editor\" }\n");
    }

    private static void commitAsApplication(SampleRepository clone, String file) throws IOException {
        clone.commit("Application", "Measure " + file, file, "{ \"by\": \"application\" }\n");
    }

    /** Brings a remote and its clone, which are equal before, into the situation of a scene. */
    @FunctionalInterface
    interface ScenePreparation {
        void apply(Path remoteDirectory, SampleRepository remote, SampleRepository clone) throws IOException;
    }
}
