package dev.reconciler.worker.worlds;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Random;

/** A small file system of its own, in memory, that can be filled to the brim. */
final class SmallDisk implements AutoCloseable {
    private static final String SIZE = "size=48m";
    private static final int MOST_LEFT = 40_000;

    private final Path folder;

    private SmallDisk(Path folder) {
        this.folder = folder;
    }

    /** Empty where this user may not mount. */
    static Optional<SmallDisk> mount(Path folder) throws IOException {
        Files.createDirectories(folder);
        return run("mount", "-t", "tmpfs", "-o", SIZE, "tmpfs", folder.toString())
                ? Optional.of(new SmallDisk(folder))
                : Optional.empty();
    }

    private static boolean run(String... command) throws IOException {
        try {
            return new ProcessBuilder(command)
                            .redirectErrorStream(true)
                            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                            .start()
                            .waitFor()
                    == 0;
        } catch (InterruptedException stopped) {
            throw new AssertionError(stopped);
        }
    }

    Path folder() {
        return folder;
    }

    /** Fills it, but for some bytes. */
    void fill(Random random) throws IOException {
        Path filler = folder.resolve("filler");
        long left = random.nextInt(MOST_LEFT);
        try (OutputStream out = Files.newOutputStream(filler)) {
            byte[] block = new byte[4096];
            while (Files.getFileStore(folder).getUsableSpace() - left >= block.length) {
                out.write(block);
            }
        }
    }

    /** Takes the filler away. */
    void free() throws IOException {
        Files.deleteIfExists(folder.resolve("filler"));
    }

    @Override
    public void close() throws IOException {
        if (!run("umount", folder.toString())) {
            run("umount", "-l", folder.toString());
        }
    }
}
