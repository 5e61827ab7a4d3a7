package dev.reconciler.server;

import org.junit.platform.launcher.LauncherSession;
import org.junit.platform.launcher.LauncherSessionListener;

/** Stops the server at the end of a test run; where there was none, says what was left out. */
public final class FullServerListener implements LauncherSessionListener {
    @Override
    public void launcherSessionClosed(LauncherSession session) {
        FullServer.started().ifPresent(FullServer::close);
        if (!FullServer.isAvailable()) {
            System.out.println("Left out: the tests on a full Temporal server. To run them too, get one ("
                    + TemporalCli.ADVICE + ") or name a temporal program with TEMPORAL_CLI.");
        }
    }
}
