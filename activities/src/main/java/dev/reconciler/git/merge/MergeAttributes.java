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
    private final MergeSettings repository;
    private final ObjectId root;
    private final Map<BytePath, List<AttributesRule>> rules = new HashMap<>();

    MergeAttributes(ReplayObjects objects, MergeSettings repository, ObjectId root) {
        this.objects = objects;
        this.repository = repository;
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

    MergeDriver driver(BytePath path) throws IOException {
        Attribute merge = find(repository.first(), path, BytePath.ROOT);
        for (BytePath directory = path; merge == null && !directory.isRoot(); ) {
            directory = directory.parent();
            merge = find(rules(directory), path, directory);
        }
        merge = merge == null ? find(repository.last(), path, BytePath.ROOT) : merge;
        return merge == null ? unspecified() : driver(merge);
    }

    /** The last word of these rules on that path. */
    private @Nullable Attribute find(List<AttributesRule> rules, BytePath path, BytePath directory) throws IOException {
        for (int i = rules.size() - 1; i >= 0; i--) {
            Attribute merge = matches(rules.get(i), path, directory) ? merge(rules.get(i)) : null;
            if (merge != null) {
                return merge;
            }
        }
        return null;
    }

    private MergeDriver unspecified() {
        String name = repository.driver();
        return name == null ? MergeDriver.TEXT : named(name);
    }

    private static boolean matches(AttributesRule rule, BytePath path, BytePath directory) {
        String relative = path.toString();
        if (!directory.isRoot()) {
            relative = relative.substring(directory.toString().length() + 1);
        }
        return rule.isMatch(relative, false);
    }

    // Macros can be defined at the root or outside only, and `binary` is one that git brings along.
    private @Nullable Attribute merge(AttributesRule rule) throws IOException {
        Attribute found = null;
        for (Attribute attribute : rule.getAttributes()) {
            if (attribute.getKey().equals(KEY)) {
                found = attribute;
            } else if (attribute.getState() == Attribute.State.SET) {
                Attribute expanded = macro(attribute.getKey());
                found = expanded == null ? found : expanded;
            }
        }
        return found;
    }

    private @Nullable Attribute macro(String name) throws IOException {
        Attribute found = name.equals("binary") ? new Attribute(KEY, Attribute.State.UNSET) : null;
        for (List<AttributesRule> rules : List.of(repository.last(), rules(BytePath.ROOT), repository.first())) {
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

    private MergeDriver driver(Attribute merge) {
        return switch (merge.getState()) {
            case SET -> MergeDriver.TEXT;
            case UNSPECIFIED -> unspecified();
            case UNSET -> MergeDriver.BINARY;
            case CUSTOM -> named(merge.getValue());
        };
    }

    private static MergeDriver named(String value) {
        return switch (value) {
            case "text" -> MergeDriver.TEXT;
            case "union" -> MergeDriver.UNION;
            case "binary" -> MergeDriver.BINARY;
            default -> MergeDriver.CUSTOM;
        };
    }

    private List<AttributesRule> rules(BytePath directory) throws IOException {
        List<AttributesRule> known = rules.get(directory);
        if (known == null) {
            known = read(objects.find(root, directory.child(FILE)));
            rules.put(directory, known);
        }
        return known;
    }

    private List<AttributesRule> read(@Nullable TreeEntry file) throws IOException {
        if (file == null || !file.isRegular()) {
            return List.of();
        }
        AttributesNode node = new AttributesNode();
        node.parse(new ByteArrayInputStream(objects.blob(file.id())));
        return new ArrayList<>(node.getRules());
    }
}
