package dev.reconciler.git.replay;

import dev.reconciler.git.replay.DivergedHistory.Node;
import dev.reconciler.git.replay.FileEdit.Delete;
import dev.reconciler.git.replay.FileEdit.Files;
import dev.reconciler.git.replay.FileEdit.Put;
import dev.reconciler.git.replay.RandomEdits.Vocabulary;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Divergences by seed, as graphs: side branches, merges that are clean, that are not, and that have a change of their
 * own, merges of three, several merge bases, joined histories, cherry-picks and reverts.
 */
final class RandomGraph {
    private static final List<String> ATTRIBUTES = List.of(
            "*.u merge=union\n",
            "f -merge\n",
            "a/* merge=binary\n",
            "f merge=nobodys\n",
            "g* -diff\n",
            "h binary\n",
            "\"f \\303\\251\" -merge\n",
            "[attr]mine -merge\nk mine\n",
            "* -text\n");

    /** Each key with values that it may have. */
    private static final Map<String, List<String>> SETTINGS = Map.of(
            "diff.algorithm", List.of("myers", "minimal", "patience", "histogram"),
            "merge.conflictStyle", List.of("merge", "diff3", "zdiff3"),
            "merge.directoryRenames", List.of("true", "false", "conflict"),
            "merge.renames", List.of("true", "false", "copies"),
            "diff.renames", List.of("true", "false", "copies"),
            "merge.renameLimit", List.of("0", "1", "2", "4"),
            "diff.renameLimit", List.of("0", "1", "2", "4"));

    private final Random random;
    private final RandomEdits edits;
    private final List<Node> commits = new ArrayList<>();
    /** The tips of local and of the remote, and the ends of side branches that are not merged yet. */
    private final List<Line> lines = List.of(new Line(), new Line());

    private static final class Line {
        private int tip;
        private final List<Integer> sides = new ArrayList<>();
    }

    private RandomGraph(long seed) {
        this.random = new Random(seed);
        Vocabulary[] all = Vocabulary.values();
        this.edits = new RandomEdits(random, all[random.nextInt(all.length)]);
    }

    static DivergedHistory of(long seed) {
        Random seeds = new Random(seed);
        DivergedHistory made;
        do {
            made = new RandomGraph(seeds.nextLong()).make();
        } while (!made.isDiverged());
        return made;
    }

    /** Each with one to three settings. */
    static DivergedHistory withSettings(long seed) {
        Random settings = new Random(seed);
        List<String> keys = new ArrayList<>(new TreeSet<>(SETTINGS.keySet()));
        Collections.shuffle(keys, settings);
        Map<String, String> chosen = new TreeMap<>();
        for (String key : keys.subList(0, 1 + settings.nextInt(3))) {
            List<String> values = SETTINGS.get(key);
            chosen.put(key, values.get(settings.nextInt(values.size())));
        }
        DivergedHistory graph = of(seed);
        return new DivergedHistory(graph.commits(), graph.local(), graph.remote(), chosen);
    }

    private DivergedHistory make() {
        List<FileEdit> base = new ArrayList<>(edits.base());
        if (chance(3)) {
            base.add(new Put(".gitattributes", attributes()));
        }
        add(base);
        int before = random.nextInt(3);
        for (int i = 0; i < before; i++) {
            add(change(), commits.size() - 1);
        }
        lines.forEach(line -> line.tip = commits.size() - 1);
        int count = 3 + random.nextInt(7);
        for (int i = 0; i < count; i++) {
            grow(lines.get(chance(3) ? 1 : 0));
        }
        lines.forEach(this::mergeSides);
        return new DivergedHistory(commits, lines.get(0).tip, lines.get(1).tip, Map.of());
    }

    private FileEdit.Text attributes() {
        return new FileEdit.Text(List.of(ATTRIBUTES.get(random.nextInt(ATTRIBUTES.size()))), FileEdit.Mode.FILE);
    }

    private void grow(Line line) {
        switch (random.nextInt(12)) {
            case 0, 1 -> line.sides.add(add(change(), any()));
            case 2 -> line.tip = add(mergeChange(), line.tip, any());
            case 3 -> mergeSides(line);
            case 4 -> line.tip = add(mergeChange(), line.tip, any(), any());
            case 5 -> {
                if (chance(4)) {
                    line.sides.add(add(List.of(edits.file(chance(2) ? "other" : edits.anyPath()))));
                }
            }
            default -> line.tip = add(change(), line.tip);
        }
    }

    private void mergeSides(Line line) {
        if (!line.sides.isEmpty()) {
            List<Integer> parents = new ArrayList<>(line.sides);
            parents.add(chance(2) ? 0 : parents.size(), line.tip);
            line.tip = add(mergeChange(), parents.toArray(Integer[]::new));
            line.sides.clear();
        }
    }

    /** What a person changes in a merge: mostly nothing. */
    private List<FileEdit> mergeChange() {
        return chance(5) ? edits.edits() : List.of();
    }

    private List<FileEdit> change() {
        return switch (random.nextInt(24)) {
            case 0 -> List.of();
            case 1, 2 -> commits.get(any()).edits();
            case 3 -> takeBack(any());
            case 4 -> edits.module();
            case 5 -> List.of(new Delete(".gitattributes"), new Put(".gitattributes", attributes()));
            case 6, 7, 8, 9, 10, 11, 12, 13, 14, 15 -> List.of(edits.textEdit());
            default -> edits.edits();
        };
    }

    /** The edits that undo a commit: what it changed becomes what it was. */
    private List<FileEdit> takeBack(int commit) {
        List<Integer> parents = commits.get(commit).parents();
        List<Files> all = new DivergedHistory(commits, 0, 0, Map.of()).files();
        Map<String, FileEdit.Text> before =
                parents.isEmpty() ? Map.of() : all.get(parents.get(0)).texts();
        Map<String, FileEdit.Text> after = all.get(commit).texts();
        Map<String, FileEdit.Text> either = new HashMap<>(before);
        either.putAll(after);
        List<FileEdit> edits = new ArrayList<>();
        for (String path : new TreeSet<>(either.keySet())) {
            if (!Objects.equals(before.get(path), after.get(path))) {
                edits.add(new Delete(path));
                if (before.containsKey(path)) {
                    edits.add(new Put(path, before.get(path)));
                }
            }
        }
        return edits;
    }

    private int add(List<FileEdit> made, Integer... parents) {
        CommitMetadata[] all = CommitMetadata.values();
        CommitMetadata metadata = chance(4) ? all[random.nextInt(all.length)] : CommitMetadata.PLAIN;
        List<Integer> distinct = List.of(parents).stream().distinct().toList();
        commits.add(new Node(distinct, made, metadata));
        return commits.size() - 1;
    }

    private int any() {
        return random.nextInt(commits.size());
    }

    private boolean chance(int in) {
        return random.nextInt(in) == 0;
    }
}
