package dev.reconciler.worker.tracing;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.opentelemetry.sdk.common.CompletableResultCode;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.export.SpanExporter;
import java.net.ConnectException;
import java.util.Collection;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

class ToldExporterTest {
    private final ListAppender<ILoggingEvent> lines = new ListAppender<>();
    private final Logger log = (Logger) LoggerFactory.getLogger(ToldExporter.class);
    private CompletableResultCode next = CompletableResultCode.ofSuccess();
    private final ToldExporter exporter = new ToldExporter(new Collector(), "'http://collector:4318'");

    /** Answers as the test says. */
    private final class Collector implements SpanExporter {
        @Override
        public CompletableResultCode export(Collection<SpanData> spans) {
            return next;
        }

        @Override
        public CompletableResultCode flush() {
            return CompletableResultCode.ofSuccess();
        }

        @Override
        public CompletableResultCode shutdown() {
            return CompletableResultCode.ofSuccess();
        }
    }

    @BeforeEach
    void listen() {
        log.setLevel(ch.qos.logback.classic.Level.INFO);
        lines.start();
        log.addAppender(lines);
    }

    @AfterEach
    void stopListening() {
        log.detachAppender(lines);
        log.setLevel(null);
    }

    private void export(CompletableResultCode result) {
        next = result;
        exporter.export(List.of());
    }

    @Test
    void aCollectorThatIsAwayIsToldOnceAndItsReturnToo() {
        CompletableResultCode away =
                CompletableResultCode.ofExceptionalFailure(new IllegalStateException(new ConnectException("canary")));

        export(away);
        export(away);
        export(CompletableResultCode.ofSuccess());
        export(CompletableResultCode.ofSuccess());

        assertThat(lines.list)
                .extracting(ILoggingEvent::getFormattedMessage)
                .containsExactly(
                        "the collector of traces at 'http://collector:4318' takes no spans (ConnectException); runs go"
                                + " on, and their spans are lost meanwhile",
                        "the collector of traces at 'http://collector:4318' takes spans again; 0 were lost");
    }
}
