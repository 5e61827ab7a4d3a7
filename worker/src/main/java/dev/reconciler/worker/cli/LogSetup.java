package dev.reconciler.worker.cli;

import ch.qos.logback.classic.ClassicConstants;
import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.encoder.JsonEncoder;
import ch.qos.logback.classic.encoder.PatternLayoutEncoder;
import ch.qos.logback.classic.spi.Configurator;
import ch.qos.logback.classic.spi.ConfiguratorRank;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.ConsoleAppender;
import ch.qos.logback.core.encoder.Encoder;
import ch.qos.logback.core.spi.ContextAwareBase;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * Sends the log to standard error, because standard output carries results only.
 *
 * <p>The setup is code, because reading it from XML takes time at every start. An operator
 * who wants another log names a file of Logback's by the system property {@code logback.configurationFile}.
 */
@ConfiguratorRank(ConfiguratorRank.CUSTOM_TOP_PRIORITY)
public final class LogSetup extends ContextAwareBase implements Configurator {
    private static final String PATTERN = "%d{yyyy-MM-dd'T'HH:mm:ss.SSS'Z',UTC} %-5level %logger{0} %mdc %msg%n";
    /** Names whether the log is for people or for programs. */
    private static final String FORMAT = "RECONCILER_LOG_FORMAT";

    private static final Map<String, Level> LEVELS = Map.of(
            "trace", Level.TRACE, "debug", Level.DEBUG, "info", Level.INFO, "warn", Level.WARN, "error", Level.ERROR);

    /** The loggers of the long-running service, which tell its progress without being asked. */
    private static final List<String> SERVICE = List.of(
            "dev.reconciler.worker.service",
            "dev.reconciler.worker.http",
            // What each run came to.
            "dev.reconciler.worker.event.EndedRunLog",
            // Who was told what, and who could not be.
            "dev.reconciler.worker.notice",
            // Whether traces are taken.
            "dev.reconciler.worker.tracing",
            // Who has decided what about a conflict.
            "dev.reconciler.worker.page");

    private static final List<String> QUIET = List.of(
            // A line for each part of git's own commit-graph that this version of the library does not use.
            "org.eclipse.jgit.internal.storage.commitgraph.CommitGraphLoader",
            // What is odd in a stranger's request, in the stranger's words: the request is refused.
            "org.eclipse.jetty.http.HttpParser",
            // A trace for each failed attempt: the workflow says once what failed, and when it tries again.
            "io.temporal.internal.activity.ActivityTaskExecutors",
            "io.temporal.internal.activity.HeartbeatContextImpl",
            "io.temporal.internal.worker.HeartbeatManager",
            "io.temporal.internal.worker.BasePoller",
            // A trace for each wait that a trigger ended early, once its run leaves the memory.
            "io.temporal.internal.sync.DeterministicRunnerImpl",
            // The result says why a run failed; its trace leads into the workflow and tells nothing more.
            "io.temporal.internal.sync.WorkflowExecutionHandler");

    private final Map<String, String> environment;

    /** Makes a setup with the level that {@code RECONCILER_LOG} of this process asks for. */
    public LogSetup() {
        this(System.getenv());
    }

    LogSetup(Map<String, String> environment) {
        this.environment = environment;
    }

    @Override
    public ExecutionStatus configure(LoggerContext loggers) {
        String file = System.getProperty(ClassicConstants.CONFIG_FILE_PROPERTY);
        if (file != null && isReadableFile(file)) {
            return ExecutionStatus.INVOKE_NEXT_IF_ANY;
        }
        Logger root = loggers.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
        root.setLevel(Level.WARN);
        root.addAppender(newStandardErrorAppender(loggers));
        QUIET.forEach(name -> loggers.getLogger(name).setLevel(Level.ERROR));
        Optional<Level> asked = readAskedLevel(loggers);
        loggers.getLogger("dev.reconciler").setLevel(asked.orElse(Level.WARN));
        SERVICE.forEach(name -> loggers.getLogger(name).setLevel(asked.orElse(Level.INFO)));
        // Last, because only now the warnings have a place to go.
        warnOfOtherFormat(loggers);
        if (file != null) {
            loggers.getLogger(LogSetup.class)
                    .warn("{}: '{}' (no such file)", ClassicConstants.CONFIG_FILE_PROPERTY, file);
        }
        return ExecutionStatus.DO_NOT_INVOKE_NEXT_IF_ANY;
    }

    // Logback answers a missing file with its basic setup: every level, to standard output, among the results.
    private static boolean isReadableFile(String file) {
        return Files.isReadable(Path.of(file));
    }

    private ConsoleAppender<ILoggingEvent> newStandardErrorAppender(LoggerContext loggers) {
        Encoder<ILoggingEvent> encoder = isJson() ? new JsonEncoder() : newPlainEncoder();
        encoder.setContext(loggers);
        encoder.start();
        ConsoleAppender<ILoggingEvent> appender = new ConsoleAppender<>();
        appender.setContext(loggers);
        appender.setTarget("System.err");
        appender.setEncoder(encoder);
        appender.start();
        return appender;
    }

    private boolean isJson() {
        return environment.getOrDefault(FORMAT, "").equalsIgnoreCase("json");
    }

    private static PatternLayoutEncoder newPlainEncoder() {
        PatternLayoutEncoder encoder = new PatternLayoutEncoder();
        encoder.setCharset(StandardCharsets.UTF_8);
        encoder.setPattern(PATTERN);
        return encoder;
    }

    private void warnOfOtherFormat(LoggerContext loggers) {
        String word = environment.getOrDefault(FORMAT, "");
        if (!word.isEmpty() && !word.equalsIgnoreCase("plain") && !isJson()) {
            loggers.getLogger(LogSetup.class).warn("{}: '{}' (expected: plain or json)", FORMAT, word);
        }
    }

    private Optional<Level> readAskedLevel(LoggerContext loggers) {
        String word = environment.getOrDefault("RECONCILER_LOG", "");
        Optional<Level> asked = Optional.ofNullable(LEVELS.get(word.toLowerCase(Locale.ROOT)));
        if (asked.isEmpty() && !word.isEmpty()) {
            loggers.getLogger(LogSetup.class)
                    .warn("RECONCILER_LOG: '{}' (expected: trace, debug, info, warn or error)", word);
        }
        return asked;
    }
}
