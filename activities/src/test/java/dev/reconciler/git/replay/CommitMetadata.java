package dev.reconciler.git.replay;

/** The author, the time zone and the form of the message of a commit, as they are found in the wild. */
enum CommitMetadata {
    PLAIN("Ann Author <ann@example.org>", "+0100", "%s\n\nwith a body\n"),
    BARE("Ann Author <ann@example.org>", "+0000", "%s"),
    SPACED("Ann Author <ann@example.org>", "-0000", "%s  \n\n\n\n   indented\n\n\n"),
    LATE("Ann Author <ann@example.org>", "+1400", "\n\n%s\n"),
    COMMENTED(
            "Ann Author <ann@example.org>", "-0330", "# %s\n# ------------------------ >8 ----\n\nSigned-off-by: A\n"),
    FOREIGN("Zo\u00eb \u5b57 <zo\u00eb@example.org>", "+0545", "\u00dcber %s\n"),
    NAMELESS_MAIL("Ann <>", "-1100", "%s\r\n\r\nof another system\r\n"),
    LATIN("Zo\ue0eb <zoe@example.org>", "+0100", "\ue0dcber %s\n", "ISO-8859-1"),
    MISLABELLED("Ann Author <ann@example.org>", "+0100", "\u00dcber %s\n", "ISO-8859-15"),
    UNDECODABLE("Zo\ue0eb <zoe@example.org>", "+0100", "\ue0ff %s\n"),
    QUOTED("O'Neil \"Bob\" \\ $HOME <o'neil@example.org>", "+0930", "fixup! %s\n");

    private final String author;
    private final String zone;
    private final String message;
    private final String encoding;

    CommitMetadata(String author, String zone, String message) {
        this(author, zone, message, "");
    }

    CommitMetadata(String author, String zone, String message, String encoding) {
        this.author = author;
        this.zone = zone;
        this.message = message;
        this.encoding = encoding;
    }

    String author(long second) {
        return author + " " + second + " " + zone;
    }

    /** What the commit says of its encoding; empty where it says nothing. */
    String encoding() {
        return encoding;
    }

    String message(String subject) {
        return message.formatted(subject);
    }
}
