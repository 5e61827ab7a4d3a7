package dev.reconciler.worker.deployment;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/** The project's compose file, read as plain YAML. */
record ComposeFile(Map<String, Object> content) {
    static ComposeFile read() throws IOException {
        return parse(Files.readString(Deployment.file("docker-compose.yml")));
    }

    static ComposeFile parse(String yaml) {
        return new ComposeFile(map(new Load(LoadSettings.builder().build()).loadFromString(yaml)));
    }

    List<Service> services() {
        return map(content.get("services")).entrySet().stream()
                .map(entry -> new Service(entry.getKey(), map(entry.getValue())))
                .toList();
    }

    Service service(String name) {
        return services().stream()
                .filter(service -> service.name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    /** One service, with what the tests ask of it. */
    record Service(String name, Map<String, Object> content) {
        String image() {
            return text("image");
        }

        String restart() {
            return text("restart");
        }

        boolean has(String key) {
            return content.containsKey(key);
        }

        List<String> ports() {
            return strings("ports");
        }

        /** The conditions by the service that is waited for. */
        Map<String, String> dependencies() {
            return map(content.getOrDefault("depends_on", Map.of())).entrySet().stream()
                    .collect(Collectors.toMap(Map.Entry::getKey, entry ->
                            (String) map(entry.getValue()).get("condition")));
        }

        Map<String, Object> environment() {
            return map(content.getOrDefault("environment", Map.of()));
        }

        /** Where the volume of that name is. */
        String mountOf(String volume) {
            return strings("volumes").stream()
                    .filter(mount -> mount.startsWith(volume + ":"))
                    .map(mount -> mount.split(":", 3)[1])
                    .findFirst()
                    .orElseThrow();
        }

        /** The files of the repository that it mounts. */
        Stream<Path> mountedFiles() {
            return strings("volumes").stream()
                    .map(volume -> volume.split(":", 2)[0])
                    .filter(source -> source.startsWith("./"))
                    .map(Deployment::file);
        }

        private String text(String key) {
            return (String) content.getOrDefault(key, "");
        }

        private List<String> strings(String key) {
            return ((List<?>) content.getOrDefault(key, List.of()))
                    .stream().map(String.class::cast).toList();
        }
    }

    @SuppressWarnings("unchecked")
    private static Map<String, Object> map(Object value) {
        return (Map<String, Object>) value;
    }
}
