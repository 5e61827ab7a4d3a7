package dev.reconciler.worker.config.reader;

import java.util.List;
import java.util.regex.Pattern;

/** What is wrong with a configuration although its shape is right, so that the JSON Schema can't say it. */
enum FaultBeyondSchema {
    KEY_TWICE("a key that is there twice", "there twice \\(expected: once"),
    ID_TWICE("an id that is there twice", "is the id of repositories\\[\\d+] too"),
    BRANCH_TWICE(
            "a branch of a repository that is there twice", "is repositories\\[\\d+] too \\(expected: each branch"),
    OWN_REMOTE("a repository that is its own remote", "is the repository itself"),
    TOKEN_TWICE("a name of a token that is there twice", "is the name of api.tokens\\[\\d+] too"),
    CHANNEL_TWICE("a name of a channel that is there twice", "is the name of notices.channels\\[\\d+] too"),
    NO_ZONE("a time zone that there is none of", "expected: a time zone, such as"),
    NO_QUIET("quiet hours that end when they begin", "from and to are the same"),
    UNKNOWN_REPOSITORY("a token or channel for a repository that is not in the file", "is no repository of this file"),
    UNSET_VARIABLE("an environment variable that is not set", "the environment variable \\w+ is not set"),
    MISSING_FILE(
            "a file that is missing or can't be read",
            "does not exist|is no regular file|expected: a file of known hosts that can be read"),
    EMPTY_SECRET("an empty secret", "is empty \\(expected: the secret\\)"),
    UNUSABLE_KEY(
            "an SSH key that is no private key, is damaged, or has a passphrase",
            "expected: the text of a private SSH key without a passphrase"),
    NO_ADDRESS(
            "an IP address or range that is none, although it looks like one", "expected: an IP address, or a range"),
    UNCALLABLE(
            "a URL of the application or an address of Temporal that no library can call: a host name with a `_`, or a"
                    + " character of a path that belongs behind a `%`",
            "expected: a host name without '_'|are written as %XX"),
    LENGTH_OF_DURATION(
            "a duration of more than 365 days, and one in ISO 8601 that is too short",
            "expected: longer than zero|expected: at most 365d|expected: at least 1s"),
    NAMELESS_MACHINE("a missing `host` where the machine has no name", "host: missing"),
    TAG("a YAML tag, such as `!name`", "a value with a tag");

    private final String name;
    private final Pattern message;

    FaultBeyondSchema(String name, String message) {
        this.name = name;
        this.message = Pattern.compile(message);
    }

    /** As docs/configuration.md lists it. */
    String inWords() {
        return name;
    }

    /** Whether the reader means this fault. */
    boolean explains(String problem) {
        return message.matcher(problem).find();
    }

    static boolean explainAll(List<String> problems) {
        return problems.stream().allMatch(problem -> List.of(values()).stream().anyMatch(it -> it.explains(problem)));
    }
}
