package dev.reconciler.worker.deployment;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Grafana's dashboard. That its queries find series is tested with a worker at work. */
class DashboardTest {
    @TempDir
    Path directory;

    private JsonNode dashboard;

    @BeforeEach
    void read() throws IOException {
        dashboard = new ObjectMapper()
                .readTree(Deployment.file("deploy/grafana/reconciler.json").toFile());
    }

    /** Where Prometheus' own tool is installed. */
    @Test
    void prometheusUnderstandsEveryQuery() throws Exception {
        List<String> queries = dashboard.findValuesAsText("expr");
        Path rules = Files.writeString(
                directory.resolve("queries.yaml"),
                queries.stream()
                        .map(DashboardTest::newRule)
                        .collect(Collectors.joining("", "groups:\n- name: queries\n  rules:\n", "")));

        assertThat(queries).hasSizeGreaterThan(30);
        Promtool.run(directory, "check", "rules", rules.toString());
    }

    private static String newRule(String query) {
        String filled = query.replace("$__rate_interval", "5m").replaceAll("\\$\\w+", ".*");
        return "  - record: r" + Integer.toUnsignedString(query.hashCode()) + "\n    expr: '" + filled + "'\n";
    }

    /** Every panel has a name of its own, and a data source that the reader chooses. */
    @Test
    void everyPanelSaysWhatItShows() {
        List<JsonNode> panels = StreamSupport.stream(dashboard.get("panels").spliterator(), false)
                .filter(panel -> !panel.get("type").asText().equals("row"))
                .toList();

        assertThat(panels.stream().map(panel -> panel.get("title").asText()))
                .hasSizeGreaterThan(30)
                .doesNotHaveDuplicates()
                .noneMatch(String::isBlank);
        assertThat(dashboard.findValuesAsText("uid"))
                .allMatch(uid -> uid.equals("${datasource}") || uid.equals("reconciler"));
        assertThat(panels).allMatch(panel -> !panel.get("targets").isEmpty());
    }
}
