package dev.reconciler.worker.tracing;

import io.opentelemetry.exporter.internal.FailedExportException.HttpExportException;
import io.opentelemetry.sdk.common.CompletableResultCode;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.export.SpanExporter;
import java.util.Collection;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Says once in the log that a collector does not take spans, and once that it takes them again. */
final class ToldExporter implements SpanExporter {
    private static final Logger LOG = LoggerFactory.getLogger(ToldExporter.class);

    private final SpanExporter exporter;
    private final String endpoint;
    private final AtomicBoolean away = new AtomicBoolean();
    private final AtomicLong lost = new AtomicLong();

    /** @param endpoint where the collector is, free of secrets */
    ToldExporter(SpanExporter exporter, String endpoint) {
        this.exporter = exporter;
        this.endpoint = endpoint;
    }

    @Override
    public CompletableResultCode export(Collection<SpanData> spans) {
        CompletableResultCode result = exporter.export(spans);
        return result.whenComplete(() -> {
            if (result.isSuccess()) {
                tellTaken();
            } else {
                tellLost(spans.size(), result.getFailureThrowable());
            }
        });
    }

    private void tellTaken() {
        if (away.getAndSet(false)) {
            LOG.info("the collector of traces at {} takes spans again; {} were lost", endpoint, lost.getAndSet(0));
        }
    }

    private void tellLost(int spans, @Nullable Throwable why) {
        lost.addAndGet(spans);
        if (!away.getAndSet(true)) {
            LOG.warn(
                    "the collector of traces at {} takes no spans ({}); runs go on, and their spans are lost meanwhile",
                    endpoint,
                    why == null ? "no reason given" : describe(why));
        }
    }

    // The words of a server may say back what it was sent.
    private static String describe(Throwable why) {
        // The library has no public word for the status that a collector answers with.
        if (why instanceof HttpExportException refused && refused.getResponse() != null) {
            return "status " + refused.getResponse().getStatusCode();
        }
        Throwable cause = why.getCause() == null ? why : why.getCause();
        return cause.getClass().getSimpleName();
    }

    @Override
    public CompletableResultCode flush() {
        return exporter.flush();
    }

    @Override
    public CompletableResultCode shutdown() {
        return exporter.shutdown();
    }
}
