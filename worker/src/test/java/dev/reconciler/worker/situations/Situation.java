package dev.reconciler.worker.situations;

import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/** One row of situations.yaml; {@code check} is empty where a row has no check of its own. */
record Situation(String name, String kind, String folder, String setup, String expect, int exit, String check) {

    static List<Situation> all() {
        try (InputStream table = Situation.class.getResourceAsStream("/situations.yaml")) {
            Object rows = new Load(LoadSettings.builder().build()).loadFromInputStream(Objects.requireNonNull(table));
            return ((List<?>) rows).stream().map(row -> of((Map<?, ?>) row)).toList();
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    private static Situation of(Map<?, ?> row) {
        return new Situation(
                text(row, "name"),
                text(row, "kind"),
                row.containsKey("clone") ? text(row, "clone") : "data.git",
                text(row, "setup"),
                text(row, "expect"),
                (Integer) Objects.requireNonNull(row.get("exit"), "exit"),
                row.containsKey("check") ? text(row, "check") : "");
    }

    private static String text(Map<?, ?> row, String key) {
        return (String) Objects.requireNonNull(row.get(key), () -> key + " is missing in " + row);
    }
}
