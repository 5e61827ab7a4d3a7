package dev.reconciler.worker.cli;

import java.io.IOException;
import java.util.Map;

/**
 * Starts the program anew, in the same process, where it was started in a way in which it can't name all files, or takes
 * longer than it has to.
 */
final class ProgramRestart {
    private ProgramRestart() {}

    /** Does not return where the program has to be started anew and can be. */
    static void restartWhereNeeded(String[] arguments, Map<String, String> environment) {
        boolean isOtherLocale = LocaleStart.isNeeded(environment);
        boolean isSlow = ArchiveStart.isPossible(arguments, environment);
        if (!isOtherLocale && !isSlow) {
            return;
        }
        try {
            ProgramImage started = ProgramImage.read();
            ProgramImage readable = isOtherLocale ? LocaleStart.change(started) : started;
            ProgramImage better = isSlow ? ArchiveStart.change(readable) : readable;
            if (!better.equals(started)) {
                better.start();
            }
        } catch (IOException hidden) {
            // A system that shows no command line: the program runs as it was started.
            return;
        }
    }
}
