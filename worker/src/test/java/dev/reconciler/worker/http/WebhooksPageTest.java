package dev.reconciler.worker.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.reconciler.worker.WebhookAssembly;
import dev.reconciler.worker.api.RequestTraces;
import dev.reconciler.worker.config.Configuration;
import dev.reconciler.worker.config.reader.ConfigurationReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** Each command of docs/webhooks.md is run on the configuration of the page, and answers as the page shows. */
class WebhooksPageTest extends EndpointFixture {
    private static final Path PAGE = Path.of("../docs/webhooks.md");
    private static final Pattern YAML = Pattern.compile("```yaml\n(.*?)```", Pattern.DOTALL);
    private static final Pattern COMMAND = Pattern.compile("```sh\n(.*?)```\n\n```json\n(.*?)```", Pattern.DOTALL);

    @Test
    void everyCommandAnswersAsShown() throws Exception {
        assumeTrue(isInstalled("curl") && isInstalled("openssl"), "curl and openssl");
        String page = Files.readString(PAGE);
        serve(configuration(page));

        List<MatchResult> commands = COMMAND.matcher(page).results().toList();

        assertThat(commands).hasSize(6);
        for (MatchResult command : commands) {
            assertThat(run(command.group(1))).as(command.group(1)).isEqualTo(command.group(2));
        }
    }

    private Configuration configuration(String page) throws Exception {
        Files.writeString(directory.resolve("webhook"), SECRET);
        String example = YAML.matcher(page)
                .results()
                .findFirst()
                .orElseThrow()
                .group(1)
                .replace("/run/secrets/", directory + "/")
                .replace("127.0.0.1:8080", "127.0.0.1:0")
                .replace("/srv/", directory + "/");
        return new ConfigurationReader(Map.of("CI_RELOAD_TOKEN", TOKEN), () -> Optional.of("host"))
                .read(Files.writeString(directory.resolve("reconciler.yaml"), example));
    }

    private void serve(Configuration configuration) {
        Readiness readiness = new Readiness(List.of());
        readiness.temporalReached();
        serve(
                configuration.webhook().listen(),
                new WebhookRoutes(
                        WebhookAssembly.newHandler(configuration, List::of, starter),
                        EndpointFixture::answerPass,
                        RequestTraces.OFF),
                new HealthRoutes(readiness));
    }

    private String run(String command) throws Exception {
        String here = command.replace("https://hooks.example.org", "http://" + address())
                .replace("http://127.0.0.1:8080", "http://" + address());
        ProcessBuilder builder = new ProcessBuilder("sh", "-ec", here).redirectErrorStream(true);
        builder.environment().put("SECRET", SECRET);
        builder.environment().put("CI_RELOAD_TOKEN", TOKEN);
        builder.environment().put("no_proxy", "127.0.0.1");
        Process process = builder.start();
        process.getOutputStream().close();
        return new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    }

    private static boolean isInstalled(String program) throws Exception {
        return new ProcessBuilder("sh", "-c", "command -v " + program)
                        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                        .start()
                        .waitFor()
                == 0;
    }
}
