package dev.reconciler.reload;

import java.util.Map;

/** Tells an application which trace a call belongs to. It names no library of traces. */
@FunctionalInterface
public interface CallTrace {
    /** Nobody asked for traces. */
    CallTrace OFF = url -> TracedCall.OF_NO_TRACE;

    /**
     * Begins an attempt, in the trace of the calling thread.
     *
     * @param url free of secrets
     */
    TracedCall begin(String url);

    /** An attempt. */
    interface TracedCall {
        /** An attempt of which nothing is told. */
        TracedCall OF_NO_TRACE = new TracedCall() {
            @Override
            public Map<String, String> headers() {
                return Map.of();
            }

            @Override
            public void answered(int status) {}

            @Override
            public void failed() {}
        };

        /** What is sent with it. */
        Map<String, String> headers();

        /** The application has answered. */
        void answered(int status);

        /** No answer came. */
        void failed();
    }
}
