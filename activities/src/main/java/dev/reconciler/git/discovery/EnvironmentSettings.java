package dev.reconciler.git.discovery;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.eclipse.jgit.lib.Config;
import org.jspecify.annotations.Nullable;

/**
 * The settings that git takes from the environment: those of {@code GIT_CONFIG_COUNT} first, then those of {@code
 * GIT_CONFIG_PARAMETERS}, which is how {@code git -c} hands them on to the programs that git starts.
 *
 * <p>Follows {@code git_config_from_parameters} in git's {@code config.c}, but for faults. Git refuses to start where one
 * of these variables is malformed. Here, settings are read up to the fault: a setting after it is in doubt, and must not
 * allow a repository.
 */
final class EnvironmentSettings {
    /** One quoted word; a quote inside is written {@code '\''}, an exclamation mark {@code '\!'}. */
    private static final String WORD = "'((?:[^']|'\\\\[!']')*)'";

    /** {@code 'key'='value'}, {@code 'key'=}, or the older {@code 'key=value'}. */
    private static final Pattern PARAMETER = Pattern.compile("\\G\\s*" + WORD + "(?:(=)(?:" + WORD + ")?)?(?=\\s|$)");

    private final Config settings = new Config();

    private EnvironmentSettings() {}

    /** Reads the settings of an environment; empty where the environment has none. */
    static Config read(Map<String, String> environment) {
        EnvironmentSettings read = new EnvironmentSettings();
        read.addCountedSettings(environment);
        read.addParameters(environment.getOrDefault("GIT_CONFIG_PARAMETERS", ""));
        return read.settings;
    }

    private void addCountedSettings(Map<String, String> environment) {
        int count = parseCount(environment.getOrDefault("GIT_CONFIG_COUNT", ""));
        for (int i = 0; i < count; i++) {
            String key = environment.get("GIT_CONFIG_KEY_" + i);
            String value = environment.get("GIT_CONFIG_VALUE_" + i);
            // Git would refuse to start: the count promises a pair that is not there.
            if (key == null || value == null) {
                return;
            }
            addValue(key, value);
        }
    }

    private static int parseCount(String text) {
        try {
            return Integer.parseInt(text);
        } catch (NumberFormatException unset) {
            return 0;
        }
    }

    private void addParameters(String text) {
        // \G binds each match to the end of the one before, so the first word that has no such form ends the reading.
        Matcher parameter = PARAMETER.matcher(text);
        while (parameter.find()) {
            String word = unquoteWord(parameter.group(1));
            if (parameter.group(2) == null) {
                // 'key=value' or 'key', as older versions of git write it: the first = ends the key.
                int equals = word.indexOf('=');
                addValue(equals < 0 ? word : word.substring(0, equals), equals < 0 ? null : word.substring(equals + 1));
            } else {
                // 'key'='value', or 'key'= for a key without a value.
                String value = parameter.group(3);
                addValue(word, value == null ? null : unquoteWord(value));
            }
        }
    }

    private static String unquoteWord(String word) {
        return word.replaceAll("'\\\\([!'])'", "$1");
    }

    // section.name or section.subsection.name; a subsection may have dots of its own. Git ignores the case of
    // section and name, but not that of a subsection. A key without a value means true where git asks for a truth,
    // and an empty text where git asks for a text; here all are texts.
    private void addValue(String key, @Nullable String value) {
        int first = key.indexOf('.');
        int last = key.lastIndexOf('.');
        if (first <= 0 || last == key.length() - 1) {
            return;
        }
        String section = key.substring(0, first).toLowerCase(Locale.ROOT);
        String subsection = first == last ? null : key.substring(first + 1, last);
        String name = key.substring(last + 1);
        List<String> values = new ArrayList<>(List.of(settings.getStringList(section, subsection, name)));
        values.add(value == null ? "" : value);
        settings.setStringList(section, subsection, name, values);
    }
}
