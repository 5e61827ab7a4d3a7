package dev.reconciler.worker.cli;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.Configurator.ExecutionStatus;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.LoggingEvent;
import ch.qos.logback.classic.util.LogbackMDCAdapter;
import ch.qos.logback.core.ConsoleAppender;
import com.fasterxml.jackson.databind.JsonNode;
import dev.reconciler.json.Json;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.slf4j.Logger;
import org.slf4j.event.KeyValuePair;

class LogSetupTest {
    private static final String FILE = "logback.configurationFile";

    private final LoggerContext loggers = new LoggerContext();

    @AfterEach
    void forgetTheFile() {
        System.clearProperty(FILE);
        loggers.stop();
    }

    @Test
    void theServiceSaysHowItGetsOnAndAllElseWarns() {
        new LogSetup(Map.of()).configure(loggers);

        assertThat(level("dev.reconciler.worker.service.Boot")).isEqualTo(Level.INFO);
        assertThat(level("dev.reconciler.git.state.SharedHistory")).isEqualTo(Level.WARN);
        assertThat(level("io.temporal.worker.WorkerFactory")).isEqualTo(Level.WARN);
        assertThat(level("io.temporal.internal.worker.BasePoller")).isEqualTo(Level.ERROR);
        assertThat(level("org.eclipse.jgit.internal.storage.commitgraph.CommitGraphLoader"))
                .isEqualTo(Level.ERROR);
    }

    @ParameterizedTest
    @CsvSource({"trace,TRACE,TRACE", "ERROR,ERROR,ERROR", "loud,WARN,INFO"})
    void theEnvironmentAsksForALevelOfOurs(String asked, String ours, String service) {
        new LogSetup(Map.of("RECONCILER_LOG", asked)).configure(loggers);

        assertThat(level("dev.reconciler.git.state.SharedHistory")).hasToString(ours);
        assertThat(level("dev.reconciler.worker.http.HttpService")).hasToString(service);
        assertThat(level("io.temporal.worker.WorkerFactory")).isEqualTo(Level.WARN);
    }

    @Test
    void aFileOfTheOperatorsThatIsNotThereChangesNothing() {
        System.setProperty(FILE, "mine.xml");

        ExecutionStatus next = new LogSetup(Map.of()).configure(loggers);

        assertThat(next).isEqualTo(ExecutionStatus.DO_NOT_INVOKE_NEXT_IF_ANY);
        assertThat(level("dev.reconciler.git.state.SharedHistory")).isEqualTo(Level.WARN);
    }

    @Test
    void aFileOfTheOperatorsGoesBefore(@TempDir Path directory) throws IOException {
        Path file = Files.writeString(directory.resolve("mine.xml"), "<configuration/>");
        System.setProperty(FILE, file.toString());

        ExecutionStatus next = new LogSetup(Map.of()).configure(loggers);

        assertThat(next).isEqualTo(ExecutionStatus.INVOKE_NEXT_IF_ANY);
        assertThat(loggers.getLogger("dev.reconciler").getLevel()).isNull();
    }

    @Test
    void programsGetALineOfJsonForEachEvent() throws Exception {
        loggers.setMDCAdapter(new LogbackMDCAdapter());
        new LogSetup(Map.of("RECONCILER_LOG_FORMAT", "JSON")).configure(loggers);
        ConsoleAppender<ILoggingEvent> appender =
                (ConsoleAppender<ILoggingEvent>) loggers.getLogger(Logger.ROOT_LOGGER_NAME)
                        .iteratorForAppenders()
                        .next();
        LoggingEvent event = new LoggingEvent(
                "here", loggers.getLogger("dev.reconciler.X"), Level.WARN, "\"two\"\nlines", null, null);
        event.addKeyValuePair(new KeyValuePair("repository", "data"));

        String line = new String(appender.getEncoder().encode(event), StandardCharsets.UTF_8);

        assertThat(line).endsWith("\n");
        JsonNode read = Json.read(line.getBytes(StandardCharsets.UTF_8));
        assertThat(read.path("message").textValue()).isEqualTo("\"two\"\nlines");
        assertThat(read.path("level").textValue()).isEqualTo("WARN");
        assertThat(read.path("kvpList").get(0).path("repository").textValue()).isEqualTo("data");
    }

    private Level level(String name) {
        return loggers.getLogger(name).getEffectiveLevel();
    }
}
