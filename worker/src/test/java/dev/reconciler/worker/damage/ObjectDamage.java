package dev.reconciler.worker.damage;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/** What may become of the file of a loose object. */
enum ObjectDamage {
    MISSING,
    /** As a file system leaves a file whose name reached the disk before its content. */
    EMPTY,
    TRUNCATED,
    FLIPPED,
    /** Whole, and of another object. */
    FOREIGN;

    /** The names of all loose objects of a git directory. */
    static List<String> listObjects(Path gitDir) throws IOException {
        Path objects = gitDir.resolve("objects");
        if (!Files.isDirectory(objects)) {
            return List.of();
        }
        try (Stream<Path> all = Files.walk(objects)) {
            return all.filter(Files::isRegularFile)
                    .map(file -> objects.relativize(file).toString().replace("/", ""))
                    .filter(name -> name.length() == 40)
                    .sorted()
                    .toList();
        }
    }

    void apply(Path gitDir, String object) throws IOException {
        Path file = locate(gitDir, object);
        byte[] bytes = Files.readAllBytes(file);
        // Git writes objects read-only.
        Files.delete(file);
        switch (this) {
            case MISSING -> {}
            case EMPTY -> Files.createFile(file);
            case TRUNCATED -> Files.write(file, Arrays.copyOf(bytes, bytes.length / 2));
            case FLIPPED -> {
                bytes[bytes.length / 2] ^= 0x55;
                Files.write(file, bytes);
            }
            case FOREIGN -> Files.copy(locate(gitDir, listObjects(gitDir).get(0)), file);
        }
    }

    private static Path locate(Path gitDir, String object) {
        return gitDir.resolve("objects").resolve(object.substring(0, 2)).resolve(object.substring(2));
    }
}
