package dev.reconciler.worker.config.reader;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Every configuration that differs from another one in a single node. */
final class Mutations {
    /** A value of each kind that JSON has, and an empty one of each. */
    private static final List<Object> KINDS = Collections.unmodifiableList(Arrays.asList(
            null, 7, 1.5, true, false, "", " ", "text", List.of(), List.of("text"), Map.of(), Map.of("key", "text")));

    /** Right for one key and wrong for the others, or nearly right. */
    private static final List<String> TEXTS = List.of(
            // ids, names, branches, remotes' names
            "Civic",
            "civic-data",
            "a b",
            "a..b",
            ".a",
            "a.",
            "-a",
            "_a",
            "a.lock",
            "a.lock/b",
            "a/b",
            "/a",
            "a/",
            "a//b",
            "a/.b",
            "@",
            "HEAD",
            "refs/heads/a",
            "a@{b",
            "a~1",
            "a^",
            "a:b",
            "a?b",
            "a*b",
            "a[b",
            "a\\b",
            "HEAD/a",
            "a@",
            // people
            "<x>",
            "a <b@c>",
            ".,:;",
            "Dr. X",
            "a@b",
            "@b",
            "a@",
            "a@b@c",
            "a@ b",
            // addresses
            "a:1",
            "a:",
            ":1",
            "a:65535",
            "a:65536",
            "a:99999",
            "a:100000",
            "a:00080",
            "[::1]:0",
            "::1:0",
            "[::1]",
            "[]:1",
            "[1.2.3.4]:1",
            "[::g]:1",
            "127.0.0.1:8080",
            // durations
            "0s",
            "00m",
            "1s",
            "999ms",
            "0999ms",
            "1000ms",
            "000000000001s",
            "0000000000001s",
            "1w",
            "5",
            "5 m",
            "5M",
            "-5m",
            "+5m",
            "1.5h",
            "366d",
            "8761h",
            "365d",
            "P",
            "PT",
            "P1D",
            "P1DT",
            "P1DT1H",
            "pt1h",
            "PT1H1M1S",
            "PT1M1H",
            "PT0S",
            "PT1.5S",
            "PT1,5S",
            "PT.5S",
            "PT1.S",
            "PT1.1234567890S",
            "PT0.5S",
            "-PT1H",
            "+PT1H",
            "-PT-1H",
            "PT-1H",
            "P400D",
            "P1Y",
            "P1W",
            "PT1H ",
            "T1H",
            // URLs and paths
            "http://h",
            "http://h/",
            "http://h/x",
            "HTTP://h/x",
            "https://h:1/x",
            "https://h:123456/x",
            "https://h:/x",
            "https://u@h/x",
            "https://u:p@h/x",
            "https://h/x?q",
            "https://h/x#f",
            "https://h?q",
            "https:///x",
            "https://h/a b",
            "https:/h/x",
            "https://[::1]:3000/x",
            "https://[::1/x",
            "https://_h/x",
            "https://h/x@y",
            "ssh://h/x",
            "SSH://u@h/x",
            "ssh://u:p@h/x",
            "ssh://u@h:22/x",
            "ssh://@h/x",
            "ssh://h",
            "ssh://h/",
            "ssh://-u@h/x",
            "ssh://u@v@h/x",
            "git://h/x",
            "Git://h/x",
            "git://u@h/x",
            "git://h/",
            "file:///x",
            "FILE:///x",
            "file://h/x",
            "file:///",
            "file:////",
            "file:///a b",
            "file:///x?q",
            "file:x",
            "file:/x",
            "ftp://h/x",
            "ftps:x",
            "ext::sh -c id",
            "host:x",
            "u@host:x",
            "u@host:/x",
            "u@host://x",
            "host://x",
            "h_t://x",
            "u@host:",
            "u@host:x@y",
            "host::x",
            "http:x",
            "HTTP:x",
            "u@git:x",
            "ssh:x",
            "[::1]:x",
            "[::1]://x",
            "1host:x",
            "u@-h:x",
            "u v@h:x",
            "/x",
            "x",
            "./x",
            "../x",
            "./a:b",
            "a/b:c",
            "/a://b",
            "~/x",
            "a~",
            "/x?y",
            "/x#y",
            "?",
            "#",
            // secrets
            "env:GIT_TOKEN",
            "env:NOT_SET",
            "env:EMPTY",
            "env:",
            "env:1A",
            "env:A-B",
            "ENV:GIT_TOKEN",
            "file:secret",
            "file:nowhere",
            "file:",
            "file: ",
            "file:~/x",
            "file:a://b",
            "file:.",
            "hunter2",
            "known_hosts",
            "file:known_hosts",
            "file:~",
            "file:file:secret");

    /** Put before and after a value. */
    private static final List<String> PIECES = List.of(
            " ", "\n", "\r\n", "\t", "\u0000", "\u0001", "\u007f", "~", "@", ":", "/", "://", "?", "#", "[", "]", "<",
            ">", ".", "..", "-", "_", "{", "\\", "'", "\"", ",", "Z", "9", "%", ".lock", ".git");

    private Mutations() {}

    /** A changed configuration, and what is changed in it. */
    record Mutation(String change, Object whole) {}

    static Stream<Mutation> of(Object node) {
        Stream<Mutation> replaced = KINDS.stream().map(value -> new Mutation(" = " + value, value));
        if (node instanceof Map<?, ?> section) {
            return Stream.concat(replaced, ofSection(section));
        }
        if (node instanceof List<?> list) {
            return Stream.concat(replaced, ofList(list));
        }
        return Stream.concat(replaced, ofText(String.valueOf(node)));
    }

    private static Stream<Mutation> ofSection(Map<?, ?> section) {
        Stream<Mutation> more = Stream.of("unknown", "", "Id", "remote_name")
                .map(key -> new Mutation(" with key '" + key + "'", with(section, key, "text")));
        Stream<Mutation> less =
                section.keySet().stream().map(key -> new Mutation(" without " + key, without(section, key)));
        Stream<Mutation> within = section.entrySet().stream().flatMap(entry -> of(entry.getValue())
                .map(child -> new Mutation(
                        "." + entry.getKey() + child.change(), with(section, entry.getKey(), child.whole()))));
        return Stream.of(more, less, within).flatMap(each -> each);
    }

    private static Stream<Mutation> ofList(List<?> list) {
        return IntStream.range(0, list.size()).boxed().flatMap(i -> {
            Stream<Mutation> whole = Stream.of(
                    new Mutation("[" + i + "] removed", spliced(list, i, List.of())),
                    new Mutation("[" + i + "] twice", spliced(list, i, List.of(list.get(i), list.get(i)))));
            Stream<Mutation> within = of(list.get(i))
                    .map(child -> new Mutation(
                            "[" + i + "]" + child.change(),
                            spliced(list, i, Collections.singletonList(child.whole()))));
            return Stream.concat(whole, within);
        });
    }

    private static Stream<Mutation> ofText(String text) {
        Stream<String> touched = PIECES.stream().flatMap(piece -> Stream.of(piece + text, text + piece));
        Stream<String> cut = Stream.of(text.substring(1), text.substring(0, text.length() - 1), text + text);
        return Stream.of(TEXTS.stream(), touched, cut)
                .flatMap(each -> each)
                .map(value -> new Mutation(" = " + ConfigurationSchema.JSON.toJson(value), value));
    }

    private static Map<Object, Object> with(Map<?, ?> section, Object key, Object value) {
        Map<Object, Object> changed = new LinkedHashMap<>(section);
        changed.put(key, value);
        return changed;
    }

    private static Map<Object, Object> without(Map<?, ?> section, Object key) {
        Map<Object, Object> changed = new LinkedHashMap<>(section);
        changed.remove(key);
        return changed;
    }

    private static List<Object> spliced(List<?> list, int index, List<?> instead) {
        List<Object> changed = new ArrayList<>(list);
        changed.remove(index);
        changed.addAll(index, instead);
        return changed;
    }
}
