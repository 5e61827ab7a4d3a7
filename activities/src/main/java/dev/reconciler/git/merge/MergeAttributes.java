package dev.reconciler.git.merge;

import dev.reconciler.git.tree.BytePath;
import dev.reconciler.git.tree.MergeObjects;
import dev.reconciler.git.tree.TreeEntry;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.eclipse.jgit.attributes.Attribute;
import org.eclipse.jgit.attributes.AttributesNode;
import org.eclipse.jgit.attributes.AttributesRule;
import org.eclipse.jgit.lib.ObjectId;
import org.jspecify.annotations.Nullable;

/**
 * How the content of a path is merged, by the attribute {@code merge}: from the {@code .gitattributes} files of one tree,
 * and from the files and the configuration of the repository, which {@link MergeSettings} holds. Git's names are {@code
 * git_check_attr} of {@code attr.c} and {@code find_ll_merge_driver} of {@code merge-ll.c}.
 */
final class MergeAttributes {
    private static final BytePath FILE = BytePath.of(".gitattributes");
    private static final String KEY = "merge";
    private static final String MACRO = "[attr]";

    private final MergeObjects objects;
    private final MergeSettings settings;
    private final ObjectId root;

    // The lines of the .gitattributes file of each directory that was asked for, in the order of the file.
    private final Map<BytePath, List<AttributesRule>> rules = new HashMap<>();

    MergeAttributes(MergeObjects objects, MergeSettings settings, ObjectId root) {
        this.objects = objects;
        this.settings = settings;
        this.root = root;
    }

    /**
     * The driver that merges the content of a path.
     *
     * @throws IOException where a {@code .gitattributes} file can't be read
     */
    MergeDriver chooseDriver(BytePath path) throws IOException {
        // The nearest word wins. Example for d/e/f: info/attributes of the repository, d/e/.gitattributes,
        // d/.gitattributes, .gitattributes at the root, and then the attributes of the user.
        Attribute merge = findAttribute(settings.first(), path, BytePath.ROOT);
        for (BytePath directory = path; merge == null && !directory.isRoot(); ) {
            directory = directory.parent();
            merge = findAttribute(loadRules(directory), path, directory);
        }
        merge = merge == null ? findAttribute(settings.last(), path, BytePath.ROOT) : merge;
        return merge == null ? defaultDriver() : readState(merge);
    }

    /** The attribute in the last of these rules that matches the path and names the attribute; null where none does. */
    private @Nullable Attribute findAttribute(List<AttributesRule> rules, BytePath path, BytePath directory)
            throws IOException {
        for (int i = rules.size() - 1; i >= 0; i--) {
            Attribute merge = matchesPath(rules.get(i), path, directory) ? readMergeAttribute(rules.get(i)) : null;
            if (merge != null) {
                return merge;
            }
        }
        return null;
    }

    // No attribute, or !merge, which takes back what a wider rule says: the configuration merge.default decides.
    private MergeDriver defaultDriver() {
        String name = settings.driver();
        return name == null ? MergeDriver.TEXT : findNamedDriver(name);
    }

    private static boolean matchesPath(AttributesRule rule, BytePath path, BytePath directory) {
        // A rule counts from the directory of its file: /f in d/.gitattributes means d/f.
        String relative = path.toString();
        if (!directory.isRoot()) {
            relative = relative.substring(directory.toString().length() + 1);
        }
        return rule.isMatch(relative, false);
    }

    // The last word of one line on the attribute. A word may be a macro, which stands for other attributes: in "f
    // binary merge=union" the macro says -merge, and merge=union after it wins.
    private @Nullable Attribute readMergeAttribute(AttributesRule rule) throws IOException {
        Attribute found = null;
        for (Attribute attribute : rule.getAttributes()) {
            if (attribute.getKey().equals(KEY)) {
                found = attribute;
            } else if (attribute.getState() == Attribute.State.SET) {
                Attribute expanded = expandMacro(attribute.getKey());
                found = expanded == null ? found : expanded;
            }
        }
        return found;
    }

    // The value that a macro gives the attribute. Git has one macro of its own, binary, which says -diff -merge -text.
    // Others are defined at the root or outside of the tree only, and the last definition wins: so the files come in
    // the order opposite to that of a path's attributes.
    private @Nullable Attribute expandMacro(String name) throws IOException {
        Attribute found = name.equals("binary") ? new Attribute(KEY, Attribute.State.UNSET) : null;
        for (List<AttributesRule> rules : List.of(settings.last(), loadRules(BytePath.ROOT), settings.first())) {
            for (AttributesRule rule : rules) {
                if (rule.getPattern().equals(MACRO + name)) {
                    found = rule.getAttributes().stream()
                            .filter(each -> each.getKey().equals(KEY))
                            .reduce((first, last) -> last)
                            .orElse(found);
                }
            }
        }
        return found;
    }

    // The four states that an attribute can have in a line: merge, -merge, !merge, merge=name.
    private MergeDriver readState(Attribute merge) {
        return switch (merge.getState()) {
            case SET -> MergeDriver.TEXT;
            case UNSPECIFIED -> defaultDriver();
            case UNSET -> MergeDriver.BINARY;
            case CUSTOM -> findNamedDriver(merge.getValue());
        };
    }

    private static MergeDriver findNamedDriver(String value) {
        return switch (value) {
            case "text" -> MergeDriver.TEXT;
            case "union" -> MergeDriver.UNION;
            case "binary" -> MergeDriver.BINARY;
            // Git runs the program of merge.<name>.driver, or merges as text where the configuration has none.
            default -> MergeDriver.CUSTOM;
        };
    }

    private List<AttributesRule> loadRules(BytePath directory) throws IOException {
        List<AttributesRule> known = rules.get(directory);
        if (known == null) {
            known = parseRules(objects.find(root, directory.child(FILE)));
            rules.put(directory, known);
        }
        return known;
    }

    private List<AttributesRule> parseRules(@Nullable TreeEntry file) throws IOException {
        // Git follows no link here: a .gitattributes that is one counts as missing.
        if (file == null || !file.isRegular()) {
            return List.of();
        }
        AttributesNode node = new AttributesNode();
        node.parse(new ByteArrayInputStream(objects.blob(file.id())));
        return new ArrayList<>(node.getRules());
    }

    /** The ways in which a content is merged. */
    enum MergeDriver {
        /** {@link TextMerge}. */
        TEXT,
        /** {@link TextMerge}, and a conflict takes the lines of both sides. */
        UNION,
        /** Nothing: a content that both sides changed is a conflict. */
        BINARY,
        /** A program that the configuration names. The application does not run it, and has a conflict. */
        CUSTOM
    }
}
