package dev.reconciler.worker.arrivals;

import dev.reconciler.git.fixture.NativeGit;
import dev.reconciler.worker.demo.sample.SampleRepository;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;

/**
 * A small repository, to be copied: a remote whose branch can be moved on by one commit after the other without any work,
 * and a clone that is where the remote begins.
 */
final class SmallSample {
    private static final int FILES = 200;

    private final Path remote;
    private final Path clone;
    private final List<String> commits;

    /** @param changes how often the remote can move on */
    SmallSample(Path folder, int changes) throws IOException {
        this.remote = folder.resolve("remote.git");
        this.clone = folder.resolve("clone.git");
        try (SampleRepository sample = SampleRepository.initRemote(remote)) {
            for (int number = 0; number < FILES + changes; number++) {
                sample.commit("Ann", "Change " + number, "tables/" + number % FILES + ".csv", "id,value\n" + number);
            }
        }
        NativeGit git = NativeGit.in(remote);
        git.run("repack", "-q", "-a", "-d");
        this.commits = git.run("rev-list", "--reverse", "main")
                .lines()
                .skip(FILES - 1L)
                .toList();
        move(remote, 0);
        // By the transport, so that the clone has no more than it should.
        NativeGit.clone(remote.toUri().toString(), clone, "--bare");
    }

    void copyRemote(Path to) {
        SampleFolders.copy(remote, to);
    }

    void copyClone(Path to) {
        SampleFolders.copy(clone, to);
    }

    /** Moves the branch of a copy on, as a push does, to the commit of that number. */
    void move(Path copy, int commit) throws IOException {
        Path moved = Files.writeString(copy.resolve("moved"), commits.get(commit) + "\n");
        Files.move(moved, copy.resolve("refs/heads/main"), StandardCopyOption.ATOMIC_MOVE);
    }
}
