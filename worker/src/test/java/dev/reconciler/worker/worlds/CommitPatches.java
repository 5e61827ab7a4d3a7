package dev.reconciler.worker.worlds;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.revwalk.RevCommit;

/** The changes of commits, as git tells whether two are the same. */
record CommitPatches(Path local, Path remote) {

    /** Those commits whose change none of the held ones makes; a merge's is none that another commit could make. */
    List<RevCommit> without(List<RevCommit> commits, Collection<ObjectId> held) throws IOException {
        Set<String> patches = new HashSet<>(identify(local, held).values());
        patches.addAll(identify(remote, held).values());
        Map<String, String> missing =
                identify(local, commits.stream().map(RevCommit::getId).collect(Collectors.toList()));
        return commits.stream()
                .filter(commit -> !patches.contains(missing.getOrDefault(commit.name(), "no change")))
                .toList();
    }

    // The ids by commit; a commit without a change, or that is not there, has none.
    private static Map<String, String> identify(Path repository, Collection<ObjectId> commits) throws IOException {
        Process git = new ProcessBuilder(
                        "sh",
                        "-c",
                        "git cat-file --batch-check='%(objectname) %(objecttype)' | sed -n 's/ commit$//p'"
                                + " | git diff-tree --stdin -p --root --full-index | git patch-id --stable")
                .directory(repository.toFile())
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        try (OutputStream in = git.getOutputStream()) {
            for (ObjectId commit : commits) {
                in.write((commit.name() + "\n").getBytes(StandardCharsets.US_ASCII));
            }
        }
        Map<String, String> ids = new HashMap<>();
        new String(git.getInputStream().readAllBytes(), StandardCharsets.US_ASCII)
                .lines()
                .map(line -> line.split(" "))
                .forEach(words -> ids.put(words[1], words[0]));
        return ids;
    }
}
