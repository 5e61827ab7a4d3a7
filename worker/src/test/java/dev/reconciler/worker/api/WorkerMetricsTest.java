package dev.reconciler.worker.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.temporal.worker.MetricsType;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/** What Prometheus reads of a worker that is at work, and what the alerts, the dashboard and the page make of it. */
class WorkerMetricsTest extends ApplicationFixture {
    private static final Path PAGE = Path.of("../docs/metrics.md");
    private static final Path RULES = Path.of("../deploy/prometheus/rules.yaml");
    private static final Path RULES_TEST = Path.of("../deploy/prometheus/rules.test.yaml");
    private static final Path DASHBOARD = Path.of("../deploy/grafana/reconciler.json");

    private static final String FAMILIES = "(?:reconciler|temporal|jvm|process|system)_[a-z_0-9]+";
    private static final Pattern METRIC = Pattern.compile("\\b" + FAMILIES);
    private static final Pattern SELECTOR = Pattern.compile("\\b(" + FAMILIES + ")\\{([^}]*)}");
    private static final Pattern LABEL = Pattern.compile("(\\w+)=");
    private static final Pattern SERIES = Pattern.compile("(\\w+)(?:\\{(.*)})? \\S+");

    /** Of a histogram, PromQL asks for these; the page names it without. */
    private static final Pattern PART = Pattern.compile("_(?:bucket|count|sum)$");

    /** What Prometheus itself adds to each series. */
    private static final Set<String> OF_THE_SCRAPE = Set.of("instance", "job");

    private final HttpClient client = HttpClient.newHttpClient();

    /** The names of the series, each with the labels that it has. */
    private Map<String, Set<String>> series;

    @BeforeAll
    void work() throws Exception {
        data.script("commit $CLONE l.txt l");
        Received pushed = post(TOKEN, "/api/v1/repositories/data/runs?wait=30s");
        assertThat(pushed.body().get("outcome").asText()).isEqualTo("pushed-ahead");
        // What Temporal's SDK measures is there a second later.
        Awaitility.await().untilAsserted(() -> assertThat(scrape(SECOND))
                .contains("temporal_activity_execution_latency_seconds_bucket{activity_type=\"Push\""));
        System.gc();
        Awaitility.await().untilAsserted(() -> assertThat(scrape(SECOND)).contains("jvm_gc_pause_seconds_sum"));
        series = readSeries(scrape(SECOND));
    }

    private static Map<String, Set<String>> readSeries(String scrape) {
        Map<String, Set<String>> found = new TreeMap<>();
        scrape.lines().filter(line -> !line.startsWith("#")).forEach(line -> {
            Matcher matcher = SERIES.matcher(line);
            assertThat(matcher.matches()).as(line).isTrue();
            found.computeIfAbsent(matcher.group(1), first -> new HashSet<>())
                    .addAll(LABEL.matcher(matcher.group(2) == null ? "" : matcher.group(2))
                            .results()
                            .map(label -> label.group(1))
                            .toList());
        });
        return found;
    }

    @Test
    void aRunIsMeasuredFromItsRequestToItsOutcome() {
        Awaitility.await().untilAsserted(() -> assertThat(scrape(SECOND))
                .contains(
                        "reconciler_runs_total{outcome=\"pushed-ahead\",trigger=\"manual\"} 1.0",
                        "reconciler_repository_last_outcome{outcome=\"pushed-ahead\",repository=\"data\"} 1.0",
                        "reconciler_repository_ahead_commits{repository=\"data\"} 0.0",
                        "reconciler_repository_oldest_unpushed_age_seconds{repository=\"data\"} 0.0",
                        "reconciler_repository_open_conflicts{repository=\"data\"} 0.0",
                        "reconciler_repository_agreement_age_seconds{repository=\"data\"} ",
                        "reconciler_step_duration_seconds_count{step=\"push\"} 1",
                        "reconciler_disk_slots_used 0.0",
                        "reconciler_remote_slots{remote=\"this-disk\"} ",
                        "reconciler_temporal_reachable 1.0",
                        "reconciler_boot_runs_open 0.0"));
    }

    @Test
    void aTokenOfOneRepositoryReadsNothingOfAnother() throws Exception {
        assertThat(scrape(TOKEN).lines().filter(line -> !line.startsWith("#")))
                .isNotEmpty()
                .allMatch(line -> line.contains("repository=\"data\""));
    }

    @Test
    void everyMetricOfOursIsOnThePage() throws IOException {
        String page = Files.readString(PAGE);

        assertThat(ours()).hasSizeGreaterThan(20).allSatisfy(name -> assertThat(page)
                .contains("`" + name + "`"));
    }

    /** Whether it is there from the start, or begins with the first failure. */
    @Test
    void everyMetricOfThePageIsThere() throws IOException {
        Set<String> there = names();
        Set<String> named = find(METRIC, Files.readString(PAGE)).collect(Collectors.toSet());
        named.removeIf(name -> name.endsWith("_"));

        assertThat(named).hasSizeGreaterThan(30).allSatisfy(name -> assertThat(there)
                .contains(name));
    }

    @Test
    void everyQueryOfAnAlertOrAPanelAsksForSeriesAndLabelsThatAreThere() throws IOException {
        Set<String> there = new TreeSet<>(names());
        there.addAll(series.keySet());
        List<String> queries = Stream.concat(rules().map(rule -> (String) rule.get("expr")), panelQueries())
                .toList();

        assertThat(queries).hasSizeGreaterThan(60);
        for (String query : queries) {
            assertThat(find(METRIC, query)).as(query).allSatisfy(name -> assertThat(there)
                    .contains(name));
            SELECTOR.matcher(query).results().forEach(selector -> assertLabels(query, selector));
        }
    }

    private void assertLabels(String query, MatchResult selector) {
        Set<String> labels = series.get(selector.group(1));
        if (labels != null) {
            assertThat(find(LABEL, selector.group(2)).map(label -> label.replace("=", "")))
                    .as(query)
                    .allMatch(label -> labels.contains(label) || OF_THE_SCRAPE.contains(label));
        }
    }

    /** Of each alert a person learns what to do, and that it fires was tried. */
    @Test
    void everyAlertIsOnThePageAndWasTriedAndNoOther() throws IOException {
        Set<Object> alerts = rules().map(rule -> rule.get("alert")).collect(Collectors.toSet());
        Set<Object> tried = find(Pattern.compile("alertname: (\\w+)\n +exp_alerts:"), Files.readString(RULES_TEST))
                .collect(Collectors.toSet());
        Set<Object> explained = find(
                        Pattern.compile("(?m)^\\| `((?:Reconciler|Temporal)[A-Z]\\w+)` \\|"), Files.readString(PAGE))
                .collect(Collectors.toSet());

        assertThat(alerts).hasSizeGreaterThan(20).isEqualTo(tried).isEqualTo(explained);
        assertThat(rules()).allSatisfy(rule -> assertThat(((Map<?, ?>) rule.get("annotations")).keySet())
                .isEqualTo(Set.of("summary", "action")));
    }

    /** All that there can be, by the names that the page has. */
    private Set<String> names() {
        Stream<String> later = Stream.of(MetricsType.class, io.temporal.serviceclient.MetricsType.class)
                .flatMap(type -> Arrays.stream(type.getFields()))
                .map(WorkerMetricsTest::readConstant)
                .map(name -> name + "_total");
        return Stream.concat(series.keySet().stream().flatMap(name -> Stream.of(name, withoutPart(name))), later)
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private Set<String> ours() {
        return series.keySet().stream()
                .filter(name -> name.startsWith("reconciler_"))
                .map(WorkerMetricsTest::withoutPart)
                .collect(Collectors.toSet());
    }

    private static String withoutPart(String name) {
        return PART.matcher(name).replaceFirst("");
    }

    private static String readConstant(java.lang.reflect.Field constant) {
        try {
            return String.valueOf(constant.get(null));
        } catch (IllegalAccessException e) {
            throw new AssertionError(e);
        }
    }

    private static Stream<String> find(Pattern pattern, String text) {
        return pattern.matcher(text).results().map(found -> found.group(found.groupCount()));
    }

    @SuppressWarnings("unchecked")
    private static Stream<Map<String, Object>> rules() throws IOException {
        Map<String, Object> file =
                (Map<String, Object>) new Load(LoadSettings.builder().build()).loadFromString(Files.readString(RULES));
        return ((List<Map<String, Object>>) file.get("groups"))
                .stream().flatMap(group -> ((List<Map<String, Object>>) group.get("rules")).stream());
    }

    private static Stream<String> panelQueries() throws IOException {
        JsonNode dashboard = new ObjectMapper().readTree(DASHBOARD.toFile());
        Stream<String> variables = dashboard.findValuesAsText("definition").stream();
        return Stream.concat(dashboard.findValuesAsText("expr").stream(), variables);
    }

    private String scrape(String token) throws Exception {
        return client.send(
                        HttpRequest.newBuilder(address().resolve("/metrics"))
                                .header("Authorization", "Bearer " + token)
                                .build(),
                        HttpResponse.BodyHandlers.ofString())
                .body();
    }
}
