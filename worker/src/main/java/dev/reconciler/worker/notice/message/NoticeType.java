package dev.reconciler.worker.notice.message;

/** Why people are told of a case. */
public enum NoticeType {
    OPENED("case.opened"),
    REMINDER("case.reminder"),
    ESCALATED("case.escalated"),
    CLOSED("case.closed");

    private final String wire;

    NoticeType(String wire) {
        this.wire = wire;
    }

    /** The word in notices to programs. */
    public String wire() {
        return wire;
    }
}
