package dev.reconciler.worker.metrics;

import dev.reconciler.worker.webhook.Forge;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Counts how webhooks were answered. */
final class WebhookMeters {
    private static final Set<String> HOOKS = Stream.concat(Forge.ALL.stream().map(Forge::name), Stream.of("reload"))
            .collect(Collectors.toUnmodifiableSet());

    private static final List<Integer> USUAL = List.of(200, 202, 400, 401, 404, 413, 503);

    private final MeterRegistry registry;

    WebhookMeters(MeterRegistry registry) {
        this.registry = registry;
        HOOKS.forEach(hook -> USUAL.forEach(status -> answers(hook, status)));
    }

    /** Counts an answer; nothing where a stranger has made the hook's name up. */
    void count(String hook, int status) {
        if (HOOKS.contains(hook)) {
            answers(hook, status).increment();
        }
    }

    private Counter answers(String hook, int status) {
        return Counter.builder("reconciler.webhook.answers")
                .description("Answers to webhooks, by the hook and the status of HTTP")
                .tag("hook", hook)
                .tag("status", String.valueOf(status))
                .register(registry);
    }
}
