package dev.reconciler.worker.service;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import dev.reconciler.model.RepositoryId;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

/** What the log says of a host's service. */
class LogListenerTest {
    private final Logger logger = (Logger) LoggerFactory.getLogger(LogListener.class);
    private final ListAppender<ILoggingEvent> lines = new ListAppender<>();
    private final LogListener log = new LogListener("temporal:7233");

    @BeforeEach
    void listen() {
        lines.start();
        logger.addAppender(lines);
    }

    @AfterEach
    void stop() {
        logger.detachAppender(lines);
    }

    @Test
    void ofManyThatWaitForTheirTurnItSaysOnceHowManyTheyAre() {
        ServiceListeners all = new ServiceListeners(log);

        all.bootRunsDegraded(List.of(new RepositoryId("one"), new RepositoryId("two")), "not requested yet");

        assertThat(lines.list)
                .extracting(ILoggingEvent::getFormattedMessage)
                .containsExactly(
                        "boot runs that go on: 2; each application may start on what is on the disk: not requested yet");
    }
}
