package dev.reconciler.worker.power.disk;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/**
 * A file system in a file, which is mounted on a folder. When everything stops, what the kernel has not yet written to the
 * file is lost, as by a power cut.
 */
public final class DiskImage implements TestDisk {
    /** A killed process may keep the disk busy for a moment more. */
    private static final int UNMOUNTS = 3_000;

    private final Path folder;
    private final Path image;
    private final Path saved;
    private final String mountOptions;
    private boolean isMounted;

    private DiskImage(Path folder, String mountOptions) {
        this.folder = folder;
        this.image = findBeside("image");
        this.saved = findBeside("saved");
        this.mountOptions = mountOptions;
    }

    /** @throws IOException if there is no such program, or it is forbidden to mount */
    public static DiskImage make(FileSystemKind kind, Path folder) throws IOException {
        DiskImage disk = new DiskImage(Files.createDirectory(folder), kind.mountOptions());
        kind.format(disk.image);
        disk.mount();
        return disk;
    }

    private Path findBeside(String ending) {
        return folder.resolveSibling(folder.getFileName() + "." + ending);
    }

    @Override
    public Path folder() {
        return folder;
    }

    @Override
    public void save() throws IOException {
        unmount();
        copy(image, saved);
    }

    @Override
    public void restore() throws IOException {
        unmount();
        copy(saved, image);
        mount();
    }

    @Override
    public void stop() throws IOException {
        Path atStop = findBeside("at-stop");
        Path again = findBeside("again");
        // The kernel may be writing: a state of the disk that was there at one instant is read twice the same.
        do {
            copy(image, atStop);
            copy(image, again);
        } while (Files.mismatch(atStop, again) >= 0);
        unmount();
        Files.move(atStop, image, StandardCopyOption.REPLACE_EXISTING);
        mount();
    }

    private static void copy(Path from, Path to) throws IOException {
        new SystemCommand("cp", "--sparse=always", from.toString(), to.toString()).runOrFail();
    }

    private void mount() throws IOException {
        new SystemCommand("mount", "-o", mountOptions, image.toString(), folder.toString()).runOrFail();
        isMounted = true;
    }

    private void unmount() throws IOException {
        SystemCommand unmount = new SystemCommand("umount", folder.toString());
        for (int i = 1; isMounted; i++) {
            SystemCommand.Ended ended = unmount.run();
            if (i == UNMOUNTS && ended.status() != 0) {
                throw new IOException(ended.printed());
            }
            isMounted = ended.status() != 0;
        }
    }

    @Override
    public void close() throws IOException {
        unmount();
        for (String each : new String[] {"image", "saved", "at-stop", "again"}) {
            Files.deleteIfExists(findBeside(each));
        }
        Files.delete(folder);
    }
}
