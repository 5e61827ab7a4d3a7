package dev.reconciler.worker.cli;

import dev.reconciler.git.settings.InheritedEnvironment;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * A start in a locale of UTF-8.
 *
 * <p>Git takes names of files as bytes, and Java by the locale of its start: with {@code LC_ALL=C} it can name no file
 * beyond ASCII, and no option of Java changes that. Programs that are started later get the person's locale back ({@link
 * InheritedEnvironment}).
 */
final class LocaleStart {
    private static final String LOCALE = "LC_ALL=";
    private static final String UNICODE = LOCALE + "C.UTF-8";
    private static final String SAVED = InheritedEnvironment.PERSONS_LOCALE + "=";

    private LocaleStart() {}

    /** Whether the locale is another one. */
    static boolean isNeeded(Map<String, String> environment) {
        boolean isUnicode = StandardCharsets.UTF_8.name().equalsIgnoreCase(System.getProperty("sun.jnu.encoding"));
        // A system without the other locale would start anew again and again.
        boolean isRestarted = environment.containsKey(InheritedEnvironment.PERSONS_LOCALE);
        return !isUnicode && !isRestarted;
    }

    /** The program as it is started in the other locale. */
    static ProgramImage change(ProgramImage started) {
        List<byte[]> changed = new ArrayList<>();
        String saved = "";
        for (byte[] variable : started.variables()) {
            String text = ProgramImage.decode(variable);
            if (text.startsWith(LOCALE)) {
                saved = text.substring(LOCALE.length());
            } else {
                changed.add(variable);
            }
        }
        changed.add(ProgramImage.encode(UNICODE));
        changed.add(ProgramImage.encode(SAVED + saved));
        return new ProgramImage(started.arguments(), changed);
    }
}
