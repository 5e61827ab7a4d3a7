package dev.reconciler.git.damage;

import dev.reconciler.git.error.RefusedException;
import dev.reconciler.model.ErrorType;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** A file of a git directory that the library calls broken, and what a person does about it. */
enum BrokenFile {
    PACKED_REFS(
            "packed-refs corruption detected: (.+)",
            "restore it from a backup; without one, move it away: the last line of each file below logs/refs has what the"
                    + " ref of that name held, and git update-ref NAME COMMIT writes it anew"),
    SHALLOW(
            "Shallow file '(.+)' has bad line",
            "remove it; where the next run finds something missing then, git fetch --refetch brings it");

    private final Pattern words;
    private final String advice;

    BrokenFile(String words, String advice) {
        this.words = Pattern.compile(words);
        this.advice = advice;
    }

    /** The error to throw instead; empty where no such file is among the causes. */
    static Optional<RefusedException> find(Throwable error) {
        return Stream.of(values()).flatMap(file -> file.findIn(error).stream()).findFirst();
    }

    private Optional<RefusedException> findIn(Throwable error) {
        return Stream.iterate(error, Objects::nonNull, Throwable::getCause)
                .map(cause -> words.matcher(String.valueOf(cause.getMessage())))
                .filter(Matcher::find)
                .map(found -> new RefusedException(
                        ErrorType.REPOSITORY_CORRUPT,
                        found.group(1) + " is broken: git can't read it; " + advice,
                        error))
                .findFirst();
    }
}
