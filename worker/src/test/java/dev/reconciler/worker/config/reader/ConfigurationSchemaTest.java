package dev.reconciler.worker.config.reader;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.reflect.TypeToken;
import dev.reconciler.activity.HostConcurrency;
import dev.reconciler.worker.config.ConfigurationException;
import dev.reconciler.worker.config.ConfigurationProblem;
import dev.reconciler.worker.config.DurationFormat;
import dev.reconciler.worker.config.PageConfiguration;
import dev.reconciler.worker.config.RepositoryConfiguration;
import dev.reconciler.worker.config.WebhookConfiguration;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What the JSON Schema of the configuration refuses is what the reader refuses, but for the faults that
 * {@link FaultBeyondSchema} lists.
 */
class ConfigurationSchemaTest extends ConfigurationFixture {
    private static final String FULL = """
            {
              "temporal": { "address": "127.0.0.1:7233", "namespace": "default" },
              "host": "data-host-1",
              "state": "state",
              "identity": { "name": "Robot", "email": "robot@example.org" },
              "concurrency": { "runs": 8, "perRemote": 4 },
              "repositories": [
                {
                  "id": "civic-data",
                  "path": "civic-data.git",
                  "remote": "https://git.example.org/civic-data.git",
                  "remoteName": "upstream",
                  "aliases": [ "git@git.example.org:org/civic-data.git", "/srv/civic-data.git" ],
                  "branch": "data/live",
                  "bare": true,
                  "credentials": { "username": "bot", "password": "env:GIT_TOKEN" },
                  "identity": { "name": "Maps", "email": "maps@example.org" },
                  "every": "5m",
                  "retryFor": "PT12H",
                  "watch": false,
                  "signing": { "format": "ssh", "key": "file:signing" },
                  "web": "https://git.example.org/civic-data",
                  "reload": { "url": "http://127.0.0.1:3001/reload", "token": "file:secret", "before": true }
                },
                {
                  "id": "maps",
                  "path": "maps",
                  "remote": "git@git.example.org:org/maps.git",
                  "branch": "main",
                  "credentials": { "sshKey": "file:signing", "knownHosts": "known_hosts" }
                },
                {
                  "id": "stations",
                  "path": "stations",
                  "remote": "/srv/remotes/stations.git",
                  "branch": "main",
                  "signing": { "format": "openpgp", "key": "robot@example.org" }
                }
              ],
              "webhook": { "listen": "[::1]:0", "secret": "file:secret", "reloadToken": "env:GIT_TOKEN" },
              "api": {
                "tokens": [
                  { "name": "app", "token": "file:secret", "repositories": [ "civic-data" ], "access": "read" }
                ]
              },
              "notices": {
                "unpushedFor": "15m",
                "remindEvery": "4h",
                "escalateAfter": "2d",
                "pageUrl": "https://reconciler.example.org",
                "channels": [
                  { "name": "ops", "type": "webhook", "url": "env:GIT_TOKEN", "secret": "file:secret" },
                  { "name": "chat", "type": "slack", "url": "file:secret", "repositories": [ "civic-data" ] },
                  { "name": "alerts", "type": "alertmanager", "url": "file:secret", "token": "file:secret" },
                  {
                    "name": "mail",
                    "type": "email",
                    "server": "mail.example.org:587",
                    "security": "tls",
                    "username": "bot",
                    "password": "file:secret",
                    "from": "robot@example.org",
                    "to": [ "ops@example.org" ],
                    "quiet": { "from": "22:00", "to": "07:00", "zone": "Europe/Zurich" },
                    "escalationsOnly": true
                  }
                ]
              },
              "page": {
                "trustedProxies": [ "10.0.0.5", "fd00::/8" ],
                "userHeader": "Remote-User",
                "users": { "ada": { "access": "write" } },
                "sessionFor": "8h",
                "temporalUi": "http://127.0.0.1:8233"
              }
            }
            """;
    /** No divisor of the number of values that are tried in each place. */
    private static final int SOME = 7;

    private static final Pattern KEY =
            Pattern.compile("\\.repositories\\[(?:0]( without |\\.)signing|1]( without |\\.)credentials)");
    /** A section whose keys the person chooses. */
    private static final String CHOSEN = "page.users";

    private static final Pattern KNOWN_KEYS = Pattern.compile("\\(expected: one of (.*)\\)$");

    private ConfigurationSchema schema;

    @BeforeEach
    void readSchema() throws IOException {
        schema = ConfigurationSchema.read();
        Files.writeString(directory.resolve("secret"), "something\n");
        Files.writeString(directory.resolve("known_hosts"), "host key\n");
        Files.writeString(directory.resolve("signing"), PRIVATE_KEY);
    }

    enum Verdict {
        ACCEPTED,
        FAULT_OF_SHAPE,
        FAULT_BEYOND_SCHEMA,
        /** The schema refuses what the reader accepts, or accepts a fault that is not on the list. */
        DISAGREEMENT
    }

    /** A configuration and what both say of it; {@code fault} is null unless the schema can't say what is wrong. */
    record Row(String yaml, Verdict expected, FaultBeyondSchema fault) {
        @Override
        public String toString() {
            return expected + ": " + yaml.replace(MINIMAL, "… ").strip();
        }
    }

    static Stream<Row> rows() {
        return Stream.of(
                        accepted(
                                MINIMAL,
                                FULL,
                                MINIMAL + "temporal: {}\nwebhook: {}\n",
                                setting("temporal: { address: '[::1]:7233' }"),
                                setting("host: '2024'"),
                                setting("host: !!str 2024"),
                                setting("host: yes"),
                                setting("identity: { name: Zoë Müller-Núñez, email: zoe@example.org }"),
                                setting("concurrency: { runs: 1, perRemote: 1000 }"),
                                setting("concurrency: {}"),
                                setting("state: ../state"),
                                setting("api: {}"),
                                setting("api: { tokens: [] }"),
                                setting("api: { tokens: [ { name: '1', token: 'file:secret', repositories: [] } ] }"),
                                setting("page: {}"),
                                setting("page: { trustedProxies: [], users: {} }"),
                                setting("page: { trustedProxies: [ '::1', 0.0.0.0/0, 10.0.0.7 ] }"),
                                setting(
                                        "page: { users: { '7': { access: read }, ada@example.org: { access: write } } }"),
                                repository("identity: { email: maps@example.org }"),
                                repository("watch: true"),
                                repository("reload: { url: 'http://[::1]:3001/a/%7Bid%7D/ü' }"),
                                repository("aliases: [ 'https://my_forge:65535/x' ]"),
                                repository("aliases: []"),
                                repository("bare: false"),
                                repository("every: 1000ms"),
                                repository("every: PT1H"),
                                repository("retryFor: 500ms"),
                                repository("retryFor: \"1d\""),
                                repository("retryFor: P1DT12H"),
                                repository("credentials: { username: bot, password: 'file:secret' }"),
                                repository("signing: { format: ssh, key: 'file:signing' }"),
                                repository("signing: { format: openpgp, key: 'Robot <robot@example.org>' }"),
                                MINIMAL.replace("main", "&b main")
                                        + MINIMAL.substring(MINIMAL.indexOf("  - "))
                                                .replace("civic-data", "maps")
                                                .replace("main", "*b")),
                        shape(
                                "- a list",
                                "text",
                                "~",
                                "repositories: []",
                                "repositories: {}",
                                "repositories:",
                                "host: alone",
                                MINIMAL.replace("    branch: main\n", ""),
                                setting("webhok: {}"),
                                setting("unknown:"),
                                setting("? [ a ]\n: b"),
                                setting("1: 2"),
                                setting("host: 7"),
                                setting("host: true"),
                                setting("host: null"),
                                setting("host:"),
                                setting("temporal: 127.0.0.1:7233"),
                                setting("temporal: { address: localhost }"),
                                setting("temporal: { address: '::1:7233' }"),
                                setting("webhook: { listen: '127.0.0.1:65536' }"),
                                setting("webhook: { secret: hunter2 }"),
                                setting("webhook: { secret: [ 'env:GIT_TOKEN' ] }"),
                                setting("concurrency: { runs: 0 }"),
                                setting("concurrency: { runs: -1 }"),
                                setting("concurrency: { perRemote: 1001 }"),
                                setting("concurrency: { perRemote: 99999999999999999999 }"),
                                setting("concurrency: { runs: '8' }"),
                                setting("concurrency: { runs: 2.5 }"),
                                setting("concurrency: 8"),
                                setting("state: ~/state"),
                                setting("api: { token: 'file:secret' }"),
                                setting("api: { tokens: { name: app } }"),
                                setting("api: { tokens: [ { name: app } ] }"),
                                setting("api: { tokens: [ { name: app, token: hunter2 } ] }"),
                                setting("api: { tokens: [ { name: 'an app', token: 'file:secret' } ] }"),
                                setting("api: { tokens: [ { name: app, token: 'file:secret', access: admin } ] }"),
                                setting("page: { trustedProxies: 10.0.0.5 }"),
                                setting("page: { trustedProxies: [ localhost ] }"),
                                setting("page: { trustedProxies: [ 10.0.0.256 ] }"),
                                setting("page: { trustedProxies: [ 10.0.0.0/08 ] }"),
                                setting("page: { userHeader: 'X User' }"),
                                setting("page: { users: [ ada ] }"),
                                setting("page: { users: { ada: write } }"),
                                setting("page: { users: { ada: {} } }"),
                                setting("page: { users: { ada: { access: admin } } }"),
                                setting("page: { temporalUi: temporal }"),
                                repository("watch: sometimes"),
                                setting("identity: {}"),
                                setting("identity: { name: Robot }"),
                                repository("bare: 'true'"),
                                repository("bare: yes"),
                                repository("bare: 1"),
                                repository("every: 5"),
                                repository("every: 500ms"),
                                repository("every: 0s"),
                                repository("retryFor: 0h"),
                                repository("retryFor: 5 minutes"),
                                repository("retryFor: '86400'"),
                                repository("aliases: 'https://git.example.org/x'"),
                                repository("aliases: [ ~ ]"),
                                repository("remoteName: 'origin\n\n'"),
                                repository("reload: { token: 'env:GIT_TOKEN' }"),
                                repository("reload: { url: 'https://u:p@h/' }"),
                                repository("reload: { url: 'https://h:65536/' }"),
                                repository("aliases: [ 'ssh://git@h:80443/x' ]"),
                                MINIMAL.replace("https://git.example.org/", "https://git.example.org:65536/"),
                                repository("credentials: {}"),
                                repository("credentials: { username: bot }"),
                                repository("credentials: { knownHosts: known_hosts }"),
                                repository("credentials: { sshKey: 'env:GIT_TOKEN' }"),
                                repository(
                                        "credentials: { username: b, password: 'env:GIT_TOKEN', knownHosts: known_hosts }"),
                                repository("credentials: { username: b, password: hunter2 }"),
                                repository("signing: {}"),
                                repository("signing: { format: ssh }"),
                                repository("signing: { format: x509, key: robot }"),
                                repository("signing: { key: robot }"),
                                repository("signing: { format: ssh, key: hunter2 }"),
                                repository("signing: { format: openpgp, key: 'file:signing' }"),
                                repository("signing: { format: openpgp, key: -u }")),
                        beyond(FaultBeyondSchema.KEY_TWICE, repository("id: other"), setting("host: a\nhost: b")),
                        beyond(
                                FaultBeyondSchema.ID_TWICE,
                                MINIMAL + second().replace("path: civic-data", "path: other")),
                        beyond(
                                FaultBeyondSchema.BRANCH_TWICE,
                                MINIMAL + second().replace("id: civic-data", "id: other")),
                        beyond(FaultBeyondSchema.OWN_REMOTE, MINIMAL.replace("https://git.example.org/", "./")),
                        beyond(FaultBeyondSchema.UNSET_VARIABLE, setting("webhook: { secret: 'env:NOT_SET' }")),
                        beyond(
                                FaultBeyondSchema.MISSING_FILE,
                                setting("webhook: { secret: 'file:nowhere' }"),
                                setting("webhook: { secret: 'file:.' }"),
                                MINIMAL.replace("https://", "ssh://")
                                        + "    credentials: { sshKey: 'file:signing', knownHosts: nowhere }"),
                        beyond(FaultBeyondSchema.EMPTY_SECRET, setting("webhook: { secret: 'env:EMPTY' }")),
                        beyond(
                                FaultBeyondSchema.UNUSABLE_KEY,
                                repository("signing: { format: ssh, key: 'file:secret' }"),
                                MINIMAL.replace("https://", "ssh://") + "    credentials: { sshKey: 'file:secret' }"),
                        beyond(
                                FaultBeyondSchema.UNCALLABLE,
                                setting("temporal: { address: 'temporal_server:7233' }"),
                                setting("temporal: { address: 'temporal.1:7233' }"),
                                repository("reload: { url: 'http://data_app:3001/reload' }"),
                                repository("reload: { url: 'http://app.1/reload' }"),
                                repository("reload: { url: 'http://127.0.0.1:3001/reload/{id}' }"),
                                repository("reload: { url: 'http://127.0.0.1:3001/100%' }")),
                        beyond(
                                FaultBeyondSchema.LENGTH_OF_DURATION,
                                repository("retryFor: 366d"),
                                repository("retryFor: P366D"),
                                repository("retryFor: PT0S"),
                                repository("retryFor: PT-1H"),
                                repository("every: PT0.5S")),
                        beyond(
                                FaultBeyondSchema.TOKEN_TWICE,
                                setting("api: { tokens: [ { name: app, token: 'file:secret' }, { name: app, token:"
                                        + " 'env:GIT_TOKEN' } ] }")),
                        beyond(
                                FaultBeyondSchema.NO_ADDRESS,
                                setting("page: { trustedProxies: [ 10.0.0.0/33 ] }"),
                                setting("page: { trustedProxies: [ '1:2::3::4' ] }")),
                        beyond(
                                FaultBeyondSchema.UNKNOWN_REPOSITORY,
                                setting("api: { tokens: [ { name: app, token: 'file:secret', repositories: [ maps ] }"
                                        + " ] }")),
                        beyond(
                                FaultBeyondSchema.TAG,
                                setting("host: !name data-host-1"),
                                setting("temporal: { namespace: !name data }")))
                .flatMap(each -> each);
    }

    @ParameterizedTest
    @MethodSource("rows")
    void readerAndSchemaJudgeAConfigurationAsItIsMarked(Row row) throws IOException {
        List<String> problems = problemsOf(row.yaml());

        assertThat(verdict(problems, schema.errors(row.yaml())))
                .as("the reader says %s", problems)
                .isEqualTo(row.expected());
        if (row.fault() != null) {
            assertThat(problems).allMatch(row.fault()::explains);
        }
    }

    /** One of each seven, so that each place meets other values; the rows above hold one of each kind. */
    @Test
    @Tag("slow")
    void readerAndSchemaJudgeMutationsAlike() throws IOException {
        assertJudgedAlike(SOME);
    }

    /** All ten thousand. */
    @Test
    @Tag("long")
    void readerAndSchemaJudgeEveryMutationAlike() throws IOException {
        assertJudgedAlike(1);
    }

    private void assertJudgedAlike(int oneOf) throws IOException {
        List<Mutations.Mutation> all =
                Stream.concat(mutationsOfKeys(), mutationsOfTheRest()).toList();
        Map<Verdict, List<String>> changes = new TreeMap<>();
        for (int i = 0; i < all.size(); i += oneOf) {
            Mutations.Mutation mutation = all.get(i);
            String text = ConfigurationSchema.JSON.toJson(mutation.whole());
            List<String> problems = problemsOf(text);
            List<String> errors = schema.errors(text);
            changes.computeIfAbsent(verdict(problems, errors), verdict -> new ArrayList<>())
                    .add(mutation.change() + "\n  the reader: " + problems + "\n  the schema: " + errors);
        }

        assertThat(changes.getOrDefault(Verdict.DISAGREEMENT, List.of())).isEmpty();
        // A generator that made nothing, or only one kind of fault, would show nothing.
        assertThat(changes.get(Verdict.ACCEPTED)).hasSizeGreaterThan(1_000 / oneOf);
        assertThat(changes.get(Verdict.FAULT_OF_SHAPE)).hasSizeGreaterThan(1_000 / oneOf);
        assertThat(changes.get(Verdict.FAULT_BEYOND_SCHEMA)).hasSizeGreaterThan(50 / oneOf);
    }

    private static Stream<Mutations.Mutation> mutationsOfKeys() {
        return Mutations.of(tree(FULL))
                .filter(mutation -> KEY.matcher(mutation.change()).lookingAt());
    }

    /** Of a configuration without private keys, since to read these takes most of the time. */
    private static Stream<Mutations.Mutation> mutationsOfTheRest() {
        Map<String, Map<Object, Object>> sections = sections(tree(FULL), "");
        Map<Object, Object> whole = sections.get("");
        sections.get("repositories[0]").remove("signing");
        sections.get("repositories[1]").remove("credentials");
        return Mutations.of(whole)
                .filter(mutation -> !KEY.matcher(mutation.change()).lookingAt());
    }

    @Test
    void onlyTheSchemaDoesNotKnowThatAMachineHasNoName() throws IOException {
        ConfigurationReader nameless = new ConfigurationReader(Map.of(), Optional::empty);
        Path file = Files.writeString(directory.resolve("reconciler.yaml"), MINIMAL);

        assertThat(failure(() -> nameless.read(file)).problems())
                .singleElement()
                .asString()
                .matches(FaultBeyondSchema.NAMELESS_MACHINE::explains);
        assertThat(schema.errors(MINIMAL)).isEmpty();
    }

    @Test
    void schemaHasTheKeysOfTheReader() throws IOException {
        assertThat(schema.keys()).isEqualTo(keysOfReader());
    }

    /** So that the mutations reach every key. */
    @Test
    void fullConfigurationHasEveryKey() {
        Map<String, Set<String>> present = new TreeMap<>();
        fixedSections().forEach((place, section) -> section.keySet()
                .forEach(key -> present.computeIfAbsent(anyIndex(place), absent -> new TreeSet<>())
                        .add(String.valueOf(key))));

        assertThat(present).isEqualTo(schema.keys());
    }

    @Test
    void everyKeyIsDescribed() {
        assertThat(schema.properties()).isNotEmpty().allSatisfy((place, property) -> {
            assertThat(property.get("title")).as(place).asString().isNotBlank();
            assertThat(property.get("description")).as(place).asString().endsWith(".");
        });
    }

    @Test
    void everyExampleIsAcceptedInItsPlace() throws IOException {
        int examples = 0;
        for (Map.Entry<String, Map<String, Object>> property :
                schema.properties().entrySet()) {
            for (Object example : (List<?>) property.getValue().getOrDefault("examples", List.of())) {
                examples++;
                assertThat(verdictsWith(property.getKey(), example))
                        .as(property.getKey() + ": " + example)
                        .containsAnyOf(Verdict.ACCEPTED, Verdict.FAULT_BEYOND_SCHEMA);
            }
        }
        assertThat(examples).isGreaterThan(20);
    }

    @Test
    void defaultsAreThoseOfTheReader() {
        Map<String, Object> defaults = new TreeMap<>();
        schema.properties().forEach((place, property) -> {
            if (property.containsKey("default")) {
                defaults.put(place, property.get("default"));
            }
        });

        assertThat(defaults)
                .isEqualTo(Map.ofEntries(
                        Map.entry("identity.name", SettingsReader.DEFAULT_NAME),
                        Map.entry("repositories[].identity.name", SettingsReader.DEFAULT_NAME),
                        Map.entry("concurrency.perRemote", (long)
                                HostConcurrency.ofMachine().perRemote()),
                        Map.entry("repositories[].remoteName", RepositoryConfiguration.DEFAULT_REMOTE_NAME),
                        Map.entry("repositories[].aliases", List.of()),
                        Map.entry("repositories[].retryFor", "24h"),
                        Map.entry("repositories[].watch", true),
                        Map.entry("repositories[].reload.before", false),
                        Map.entry("notices.unpushedFor", "1h"),
                        Map.entry("notices.remindEvery", "1d"),
                        Map.entry("notices.escalateAfter", "3d"),
                        Map.entry("notices.channels", List.of()),
                        Map.entry("notices.channels[].escalationsOnly", false),
                        Map.entry("notices.channels[].security", "starttls"),
                        Map.entry("notices.channels[].quiet.zone", "Z"),
                        Map.entry("api.tokens", List.of()),
                        Map.entry("api.tokens[].access", "write"),
                        Map.entry("page.trustedProxies", List.of()),
                        Map.entry("page.userHeader", PageConfiguration.DEFAULT_USER_HEADER),
                        Map.entry("page.sessionFor", DurationFormat.format(PageConfiguration.DEFAULT_SESSION)),
                        Map.entry("webhook.listen", WebhookConfiguration.DEFAULT_LISTEN.toString())));
    }

    /** Editors run JavaScript's expressions, the validator here Java's. */
    @Test
    void patternsAreTheSameInJavaAndInJavaScript() {
        assertThat(schema.patterns()).hasSizeGreaterThan(10).allSatisfy(pattern -> assertThat(pattern)
                .startsWith("^")
                // In Java, $ also matches before a last line break; JavaScript does not know the others.
                .doesNotContain("$", "\\p", "\\z", "\\Z", "\\A", "\\h", "(?i)", "*+", "++", "&&"));
    }

    @Test
    void pageListsWhatTheSchemaCannotSay() throws IOException {
        assertThat(Files.readString(Path.of("../docs/configuration.md")))
                .contains(Arrays.stream(FaultBeyondSchema.values())
                        .map(fault -> "- " + fault.inWords())
                        .toList());
    }

    private static Verdict verdict(List<String> problems, List<String> errors) {
        if (problems.isEmpty()) {
            return errors.isEmpty() ? Verdict.ACCEPTED : Verdict.DISAGREEMENT;
        }
        if (!errors.isEmpty()) {
            return Verdict.FAULT_OF_SHAPE;
        }
        return FaultBeyondSchema.explainAll(problems) ? Verdict.FAULT_BEYOND_SCHEMA : Verdict.DISAGREEMENT;
    }

    /** What the reader says of a text; empty where it accepts it. */
    private List<String> problemsOf(String text) throws IOException {
        // A file of its own each time: to overwrite one thousands of times is slow on some file systems.
        Path file = Files.createTempFile(directory, "reconciler", ".yaml");
        try {
            reader.read(Files.writeString(file, text));
            return List.of();
        } catch (ConfigurationException e) {
            return e.problems().stream().map(ConfigurationProblem::toString).toList();
        } finally {
            Files.delete(file);
        }
    }

    private List<Verdict> verdictsWith(String place, Object value) throws IOException {
        List<Verdict> verdicts = new ArrayList<>();
        for (String section : sections(tree(FULL), "").keySet()) {
            int end = place.lastIndexOf('.');
            Object whole = tree(FULL);
            Map<Object, Object> at = sections(whole, "").get(section);
            String key = place.substring(end + 1);
            if (anyIndex(section).equals(place.substring(0, Math.max(0, end))) && at.containsKey(key)) {
                at.put(key, value);
                String text = ConfigurationSchema.JSON.toJson(whole);
                verdicts.add(verdict(problemsOf(text), schema.errors(text)));
            }
        }
        return verdicts;
    }

    /** The reader names the keys that it knows where it finds another one. */
    private Map<String, Set<String>> keysOfReader() throws IOException {
        Map<String, Set<String>> known = new TreeMap<>();
        for (String place : fixedSections().keySet()) {
            Object whole = tree(FULL);
            sections(whole, "").get(place).put("0123456789", "text");
            String keys = problemsOf(ConfigurationSchema.JSON.toJson(whole)).stream()
                    .flatMap(problem -> KNOWN_KEYS.matcher(problem).results())
                    .map(match -> match.group(1))
                    .findFirst()
                    .orElseThrow();
            known.put(anyIndex(place), new TreeSet<>(List.of(keys.split(", "))));
        }
        return known;
    }

    private static Map<String, Map<Object, Object>> fixedSections() {
        Map<String, Map<Object, Object>> fixed = sections(tree(FULL), "");
        fixed.remove(CHOSEN);
        return fixed;
    }

    @SuppressWarnings("unchecked")
    private static Map<String, Map<Object, Object>> sections(Object node, String place) {
        Map<String, Map<Object, Object>> found = new TreeMap<>();
        if (node instanceof Map<?, ?> section) {
            found.put(place, (Map<Object, Object>) section);
            section.forEach(
                    (key, value) -> found.putAll(sections(value, place.isEmpty() ? "" + key : place + "." + key)));
        } else if (node instanceof List<?> list) {
            for (int i = 0; i < list.size(); i++) {
                found.putAll(sections(list.get(i), place + "[" + i + "]"));
            }
        }
        return found;
    }

    private static String anyIndex(String place) {
        return place.replaceAll("\\[\\d+]", "[]").replaceAll("^" + CHOSEN + "\\.[^.]+", CHOSEN + ".*");
    }

    private static Object tree(String json) {
        return ConfigurationSchema.JSON.fromJson(json, new TypeToken<Map<String, Object>>() {}.getType());
    }

    private static String setting(String line) {
        return MINIMAL + line + "\n";
    }

    private static String repository(String line) {
        return MINIMAL + "    " + line + "\n";
    }

    private static String second() {
        return MINIMAL.substring(MINIMAL.indexOf("  - "));
    }

    private static Stream<Row> accepted(String... texts) {
        return Stream.of(texts).map(text -> new Row(text, Verdict.ACCEPTED, null));
    }

    private static Stream<Row> shape(String... texts) {
        return Stream.of(texts).map(text -> new Row(text, Verdict.FAULT_OF_SHAPE, null));
    }

    private static Stream<Row> beyond(FaultBeyondSchema fault, String... texts) {
        return Stream.of(texts).map(text -> new Row(text, Verdict.FAULT_BEYOND_SCHEMA, fault));
    }
}
