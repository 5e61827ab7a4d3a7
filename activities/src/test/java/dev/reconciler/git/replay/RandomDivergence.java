package dev.reconciler.git.replay;

import dev.reconciler.git.replay.DivergedHistory.Node;
import dev.reconciler.git.replay.RandomEdits.Vocabulary;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** Divergences by seed: two short lines of commits, seldom with a merge or a second merge base. */
final class RandomDivergence {
    private final Random random;
    private final RandomEdits edits;
    private final List<Node> commits = new ArrayList<>();

    private RandomDivergence(long seed) {
        this.random = new Random(seed);
        this.edits = new RandomEdits(random, Vocabulary.PLAIN);
    }

    static DivergedHistory of(long seed) {
        return new RandomDivergence(seed).make();
    }

    private DivergedHistory make() {
        int base = add(edits.base(), CommitMetadata.PLAIN);
        // A change that both sides make is what a cherry-pick leaves.
        List<FileEdit> shared = edits.edits();
        int local = base;
        int remote = base;
        if (chance(12)) {
            int ours = add(edits.edits(), CommitMetadata.PLAIN, base);
            int theirs = add(edits.edits(), CommitMetadata.PLAIN, base);
            local = add(List.of(), CommitMetadata.PLAIN, ours, theirs);
            remote = add(List.of(), CommitMetadata.PLAIN, theirs, ours);
        }
        local = addSteps(local, shared, true);
        remote = addSteps(remote, shared, false);
        return new DivergedHistory(commits, local, remote, Map.of());
    }

    private int addSteps(int start, List<FileEdit> shared, boolean mayMerge) {
        int tip = start;
        int count = 1 + random.nextInt(3);
        for (int i = 0; i < count; i++) {
            CommitMetadata metadata = chance(3) ? anyMetadata() : CommitMetadata.PLAIN;
            List<FileEdit> own = chance(14) ? List.of() : chance(10) ? shared : edits.edits();
            if (mayMerge && chance(12)) {
                int side = add(edits.edits(), CommitMetadata.PLAIN, tip);
                tip = add(List.of(), metadata, add(own, CommitMetadata.PLAIN, tip), side);
            } else {
                tip = add(own, metadata, tip);
            }
        }
        return tip;
    }

    private int add(List<FileEdit> made, CommitMetadata metadata, Integer... parents) {
        commits.add(new Node(List.of(parents), made, metadata));
        return commits.size() - 1;
    }

    private CommitMetadata anyMetadata() {
        return CommitMetadata.values()[random.nextInt(CommitMetadata.values().length)];
    }

    private boolean chance(int in) {
        return random.nextInt(in) == 0;
    }
}
