package dev.reconciler.git.attributes;

import dev.reconciler.git.fixture.NativeGit;
import dev.reconciler.git.tree.BytePath;
import dev.reconciler.git.tree.MergeObjects;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.StringJoiner;
import java.util.TreeMap;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.ObjectReader;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.storage.file.FileRepositoryBuilder;

/** What {@code git check-attr} says of many paths in one call, and what ours says of them. */
public final class AttributesOracle {
    private final NativeGit git;

    /** @param git a repository with a work tree */
    public AttributesOracle(NativeGit git) {
        this.git = git;
    }

    /** One line for each path and attribute, by git. */
    public String askGit(List<String> paths, Map<String, String> variables, String... options) {
        try {
            ByteArrayOutputStream input = new ByteArrayOutputStream();
            for (String path : paths) {
                input.writeBytes(path.getBytes(StandardCharsets.UTF_8));
                input.write(0);
            }
            Path file = Files.write(Files.createTempFile("paths", null), input.toByteArray());
            List<String> command = new ArrayList<>(List.of("check-attr"));
            command.addAll(List.of(options));
            command.addAll(List.of("-z", "--stdin", "-a"));
            NativeGit.Result said = git.attempt(variables, file, command.toArray(String[]::new));
            Files.delete(file);
            Map<String, Map<String, String>> found = new TreeMap<>();
            String[] fields = said.output().split("\0", -1);
            for (int i = 0; i + 2 < fields.length; i += 3) {
                // Warnings about ignored lines come first, and end in a line feed.
                String path = fields[i].substring(fields[i].lastIndexOf('\n') + 1);
                found.computeIfAbsent(path, unseen -> new TreeMap<>()).put(fields[i + 1], fields[i + 2]);
            }
            return format(found);
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    /** The same by ours, from the work tree. */
    public String askWorkTree(List<String> paths, Map<String, String> environment) {
        return askOurs(paths, environment, AttributesSource.ofWorkTree(git.directory()));
    }

    /** The same by ours, from a tree. */
    String askTree(List<String> paths, String revision) {
        return askTree(paths, revision, directory -> null);
    }

    /** The same by ours, from the work tree, and where that has no file, from a tree. */
    String askWorkTreeOrElse(List<String> paths, String revision) {
        return askTree(paths, revision, AttributesSource.ofWorkTree(git.directory()));
    }

    private String askTree(List<String> paths, String revision, AttributesSource before) {
        try (Repository repository = open();
                ObjectReader reader = repository.newObjectReader();
                MergeObjects objects = MergeObjects.readOnly(reader)) {
            ObjectId tree = repository.resolve(revision + "^{tree}");
            return askOurs(paths, Map.of(), before.orElse(AttributesSource.ofTree(objects, tree)));
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    String askOurs(List<String> paths, Map<String, String> environment, AttributesSource source) {
        try (Repository repository = open()) {
            PathAttributes attributes =
                    RepositoryAttributes.read(repository, environment).within(source);
            Map<String, Map<String, String>> found = new TreeMap<>();
            for (String path : paths) {
                Map<String, String> texts = new TreeMap<>();
                attributes.findAll(BytePath.of(path)).forEach((name, state) -> texts.put(name, state.toString()));
                if (!texts.isEmpty()) {
                    found.put(path, texts);
                }
            }
            return format(found);
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    private Repository open() throws IOException {
        return new FileRepositoryBuilder().setWorkTree(git.directory().toFile()).build();
    }

    private static String format(Map<String, Map<String, String>> found) {
        StringJoiner lines = new StringJoiner("\n");
        found.forEach((path, attributes) -> lines.add(path + " " + attributes));
        return lines.toString();
    }
}
