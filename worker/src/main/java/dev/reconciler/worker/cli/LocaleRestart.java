package dev.reconciler.worker.cli;

import dev.reconciler.git.settings.InheritedEnvironment;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Starts the program anew, in the same process, where the locale is not one of UTF-8.
 *
 * <p>Git takes names of files as bytes, and Java by the locale of its start: with {@code LC_ALL=C} it can name no file
 * beyond ASCII, and no option of Java changes that. So the kernel replaces this program by itself with another locale ({@link
 * ProgramImage}). Programs that are started later get the person's locale back ({@link InheritedEnvironment}).
 */
final class LocaleRestart {
    private static final String LOCALE = "LC_ALL=";
    private static final String UNICODE = LOCALE + "C.UTF-8";
    private static final String SAVED = InheritedEnvironment.PERSONS_LOCALE + "=";

    private LocaleRestart() {}

    /** Does not return where the program has to be started anew and can be. Elsewhere names beyond ASCII are refused later. */
    static void restartUnlessUnicode(Map<String, String> environment) {
        boolean isUnicode = StandardCharsets.UTF_8.name().equalsIgnoreCase(System.getProperty("sun.jnu.encoding"));
        // A system without the other locale would start anew again and again.
        boolean isRestarted = environment.containsKey(InheritedEnvironment.PERSONS_LOCALE);
        if (!isUnicode && !isRestarted && Files.exists(ProgramImage.PROGRAM)) {
            restart();
        }
    }

    private static void restart() {
        try {
            ProgramImage image = ProgramImage.read();
            new ProgramImage(image.arguments(), changeLocale(image.variables())).start();
        } catch (IOException hidden) {
            // A system that shows no command line: the program runs as it was started.
            return;
        }
    }

    private static List<byte[]> changeLocale(List<byte[]> variables) {
        List<byte[]> changed = new ArrayList<>();
        String saved = "";
        for (byte[] variable : variables) {
            String text = ProgramImage.decode(variable);
            if (text.startsWith(LOCALE)) {
                saved = text.substring(LOCALE.length());
            } else {
                changed.add(variable);
            }
        }
        changed.add(ProgramImage.encode(UNICODE));
        changed.add(ProgramImage.encode(SAVED + saved));
        return changed;
    }
}
