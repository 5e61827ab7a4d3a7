package dev.reconciler.git.replay;

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

/** How paths are to be merged, by the .gitattributes files of one tree. */
final class MergeAttributes {
    private static final BytePath FILE = BytePath.of(".gitattributes");
    private static final String KEY = "merge";
    private static final String MACRO = "[attr]";

    private final ReplayObjects objects;
    private final ObjectId root;
    private final Map<BytePath, List<AttributesRule>> rules = new HashMap<>();

    MergeAttributes(ReplayObjects objects, ObjectId root) {
        this.objects = objects;
        this.root = root;
    }

    /** Who merges a path's content. */
    enum Driver {
        TEXT,
        UNION,
        BINARY,
        /** A program that the configuration names; it is not run. */
        CUSTOM
    }

    Driver driver(BytePath path) throws IOException {
        BytePath directory = path;
        while (!directory.isRoot()) {
            directory = directory.parent();
            List<AttributesRule> here = rules(directory);
            for (int i = here.size() - 1; i >= 0; i--) {
                Attribute merge = matches(here.get(i), path, directory) ? merge(here.get(i)) : null;
                if (merge != null) {
                    return driver(merge);
                }
            }
        }
        return Driver.TEXT;
    }

    private static boolean matches(AttributesRule rule, BytePath path, BytePath directory) {
        String relative = path.toString();
        if (!directory.isRoot()) {
            relative = relative.substring(directory.toString().length() + 1);
        }
        return rule.isMatch(relative, false);
    }

    // Macros can be defined at the root only, and `binary` is one that git brings along.
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
        for (AttributesRule rule : rules(BytePath.ROOT)) {
            if (rule.getPattern().equals(MACRO + name)) {
                found = rule.getAttributes().stream()
                        .filter(each -> each.getKey().equals(KEY))
                        .reduce((first, last) -> last)
                        .orElse(found);
            }
        }
        return found;
    }

    private static Driver driver(Attribute merge) {
        return switch (merge.getState()) {
            case SET, UNSPECIFIED -> Driver.TEXT;
            case UNSET -> Driver.BINARY;
            case CUSTOM -> named(merge.getValue());
        };
    }

    private static Driver named(String value) {
        return switch (value) {
            case "text" -> Driver.TEXT;
            case "union" -> Driver.UNION;
            case "binary" -> Driver.BINARY;
            default -> Driver.CUSTOM;
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

    private List<AttributesRule> read(@Nullable Leaf file) throws IOException {
        if (file == null || !file.isRegular()) {
            return List.of();
        }
        AttributesNode node = new AttributesNode();
        node.parse(new ByteArrayInputStream(objects.blob(file.id())));
        return new ArrayList<>(node.getRules());
    }
}
