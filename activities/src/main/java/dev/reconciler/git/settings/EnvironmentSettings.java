package dev.reconciler.git.settings;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
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
    /**
     * One quoted word; a quote inside is written {@code '\''}, an exclamation mark {@code '\!'}. Nothing that was matched is
     * given up again, since Java would keep a frame of its stack for each character of a long value.
     */
    private static final String WORD = "'((?:[^']++|'\\\\[!']')*+)'";

    /** {@code 'key'='value'}, {@code 'key'=}, or the older {@code 'key=value'}. */
    private static final Pattern PARAMETER = Pattern.compile("\\G" + WORD + "(?:(=)(?:" + WORD + ")?)?(?:\\s+|$)");

    /** A section and a name, with or without a subsection between them, in which git allows all but a line's end. */
    private static final Pattern KEY = Pattern.compile("([A-Za-z0-9-]+)(?:\\.([^\n]*))?\\.([A-Za-z][A-Za-z0-9-]*)");

    private final List<Setting> settings = new ArrayList<>();

    private EnvironmentSettings() {}

    /** Reads the settings of an environment; empty where the environment has none. */
    static List<Setting> read(Map<String, String> environment) {
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
            if (key == null || value == null || !addValue(key, value)) {
                return;
            }
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
        boolean isWhole = true;
        while (isWhole && parameter.find()) {
            isWhole = addParameter(parameter);
        }
    }

    private boolean addParameter(Matcher parameter) {
        String word = unquoteWord(parameter.group(1));
        if (parameter.group(2) == null) {
            // 'key=value' or 'key', as older versions of git write it: the first = ends the key.
            int equals = word.indexOf('=');
            return addValue(
                    equals < 0 ? word : word.substring(0, equals), equals < 0 ? null : word.substring(equals + 1));
        }
        // 'key'='value', or 'key'= for a key without a value.
        String value = parameter.group(3);
        return addValue(word, value == null ? null : unquoteWord(value));
    }

    private static String unquoteWord(String word) {
        return word.replaceAll("'\\\\([!'])'", "$1");
    }

    /** @return false where git would call the key bad */
    private boolean addValue(String text, @Nullable String value) {
        Matcher key = KEY.matcher(text);
        if (!key.matches()) {
            return false;
        }
        settings.add(new Setting(key.group(1), key.group(2), key.group(3), value));
        return true;
    }
}
