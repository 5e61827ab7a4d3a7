package dev.reconciler.git.settings;

import org.jspecify.annotations.Nullable;

/**
 * One setting: a key with a value.
 *
 * @param section the first part of the key; its case does not count
 * @param subsection the middle part, as it was written; null where the key has two parts
 * @param name the last part; its case does not count
 * @param value null where the key stands alone, which git takes for true where it asks for a truth
 */
record Setting(
        String section,
        @Nullable String subsection,
        String name,
        @Nullable String value) {
    /** Whether the setting has that key, as git compares keys. */
    boolean isNamed(String otherSection, @Nullable String otherSubsection, String otherName) {
        return section.equalsIgnoreCase(otherSection)
                && name.equalsIgnoreCase(otherName)
                && (subsection == null ? otherSubsection == null : subsection.equals(otherSubsection));
    }

    /** Whether the setting includes a file, perhaps on a condition. */
    boolean isInclude() {
        return section.equalsIgnoreCase("include") || section.equalsIgnoreCase("includeIf");
    }

    /** The setting as lines of a file. */
    String toText() {
        String head =
                subsection == null ? section : section + " \"" + subsection.replaceAll("([\\\\\"])", "\\\\$1") + "\"";
        return "[" + head + "]\n\t" + name + (value == null ? "" : " = " + quoteValue(value)) + "\n";
    }

    private static String quoteValue(String value) {
        String escaped = value.replace("\\", "\\\\")
                .replace("\"", "\\\"")
                .replace("\n", "\\n")
                .replace("\t", "\\t")
                .replace("\b", "\\b");
        return "\"" + escaped + "\"";
    }
}
