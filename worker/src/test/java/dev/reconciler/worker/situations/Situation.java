package dev.reconciler.worker.situations;

import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/**
 * One row of situations.yaml, which explains the columns.
 *
 * @param check empty where a row has none, as the other scripts are
 */
public record Situation(
        String name,
        String kind,
        String folder,
        String setup,
        String expect,
        int exit,
        List<String> says,
        String check,
        String then,
        @Nullable String second,
        String after,
        @Nullable String url,
        @Nullable String secondUrl,
        boolean isWholeBefore,
        @Nullable String foreign,
        boolean isForeseen) {

    public static List<Situation> all() {
        try (InputStream table = Situation.class.getResourceAsStream("/situations.yaml")) {
            Object rows = new Load(LoadSettings.builder().build()).loadFromInputStream(Objects.requireNonNull(table));
            return ((List<?>) rows).stream().map(row -> of((Map<?, ?>) row)).toList();
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    /** A situation that is in no table. */
    public static Situation named(String name, String folder, String setup, String expect, int exit) {
        return new Situation(
                name, "", folder, setup, expect, exit, List.of(), "", "", null, "", null, null, true, null, true);
    }

    /** The repository's id in the configuration: the name with hyphens. */
    public String id() {
        return name.toLowerCase(java.util.Locale.ROOT).replaceAll("[^a-z0-9]+", "-");
    }

    /** Whether the run is expected to end with an error type. */
    boolean isFailure() {
        return exit == 1;
    }

    /** Whether both sides are expected to agree after the run. */
    public boolean isSettledByRun() {
        return exit != 1 && exit != 3;
    }

    private static Situation of(Map<?, ?> row) {
        return new Situation(
                text(row, "name"),
                text(row, "kind"),
                row.containsKey("clone") ? text(row, "clone") : "data.git",
                text(row, "setup"),
                text(row, "expect"),
                (Integer) Objects.requireNonNull(row.get("exit"), "exit"),
                row.containsKey("says")
                        ? ((List<?>) row.get("says"))
                                .stream().map(String::valueOf).toList()
                        : List.of(),
                script(row, "check"),
                script(row, "then"),
                (String) row.get("second"),
                script(row, "after"),
                (String) row.get("url"),
                (String) row.get("secondUrl"),
                !row.containsKey("nofsck"),
                (String) row.get("foreign"),
                !row.containsKey("unplanned"));
    }

    private static String script(Map<?, ?> row, String key) {
        return row.containsKey(key) ? text(row, key) : "";
    }

    private static String text(Map<?, ?> row, String key) {
        return (String) Objects.requireNonNull(row.get(key), () -> key + " is missing in " + row);
    }
}
