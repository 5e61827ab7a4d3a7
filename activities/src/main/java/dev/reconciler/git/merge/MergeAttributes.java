package dev.reconciler.git.merge;

import dev.reconciler.git.tree.BytePath;
import dev.reconciler.git.tree.ReplayObjects;
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

/** How paths are to be merged, by the .gitattributes files of one tree and what the repository has besides. */
final class MergeAttributes {
    private static final BytePath FILE = BytePath.of(".gitattributes");
    private static final String KEY = "merge";
    private static final String MACRO = "[attr]";

    private final ReplayObjects objects;
    private final MergeSettings settings;
    private final ObjectId root;
    private final Map<BytePath, List<AttributesRule>> rules = new HashMap<>();

    MergeAttributes(ReplayObjects objects, MergeSettings settings, ObjectId root) {
        this.objects = objects;
        this.settings = settings;
        this.root = root;
    }

    /** Who merges a path's content. */
    enum MergeDriver {
        TEXT,
        UNION,
        BINARY,
        /** A program that the configuration names; it is not run. */
        CUSTOM
    }

    MergeDriver chooseDriver(BytePath path) throws IOException {
        Attribute merge = findAttribute(settings.first(), path, BytePath.ROOT);
        for (BytePath directory = path; merge == null && !directory.isRoot(); ) {
            directory = directory.parent();
            merge = findAttribute(loadRules(directory), path, directory);
        }
        merge = merge == null ? findAttribute(settings.last(), path, BytePath.ROOT) : merge;
        return merge == null ? defaultDriver() : readState(merge);
    }

    /** The last word of these rules on that path. */
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

    private MergeDriver defaultDriver() {
        String name = settings.driver();
        return name == null ? MergeDriver.TEXT : findNamedDriver(name);
    }

    private static boolean matchesPath(AttributesRule rule, BytePath path, BytePath directory) {
        String relative = path.toString();
        if (!directory.isRoot()) {
            relative = relative.substring(directory.toString().length() + 1);
        }
        return rule.isMatch(relative, false);
    }

    // Macros can be defined at the root or outside only, and `binary` is one that git brings along.
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
        if (file == null || !file.isRegular()) {
            return List.of();
        }
        AttributesNode node = new AttributesNode();
        node.parse(new ByteArrayInputStream(objects.blob(file.id())));
        return new ArrayList<>(node.getRules());
    }
}
