package dev.reconciler.worker.deployment;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is alerted to. That each alert asks for series that are there is tested with a worker at work. */
class AlertRulesTest {
    @TempDir
    Path directory;

    @Test
    void eachAlertFiresWhenItShouldAndIsSilentWhenNot() throws Exception {
        Promtool.run(
                directory,
                "test",
                "rules",
                Deployment.file("deploy/prometheus/rules.test.yaml").toString());
    }
}
