package dev.reconciler.worker.power.disk;

import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;

/**
 * A file system in a file, which is mounted on a folder. When everything stops, what the kernel has not yet written to the
 * file is lost, as by a power cut.
 */
public final class DiskImage implements TestDisk {
    /** A killed process may keep the disk busy for a moment more. */
    private static final int UNMOUNTS = 3_000;

    private static final int COLLECTIONS = 500;

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
                throw new IOException(ended.printed() + ", which keep open: " + findUsers());
            }
            isMounted = ended.status() != 0;
            if (isMounted && i % COLLECTIONS == 0) {
                // A file that this process has lost sight of is open until the collector finds it.
                System.gc();
            }
        }
    }

    private List<String> findUsers() throws IOException {
        List<String> users = new ArrayList<>();
        try (DirectoryStream<Path> processes = Files.newDirectoryStream(Path.of("/proc"), "[0-9]*")) {
            for (Path process : processes) {
                addUses(process, users);
            }
        }
        return users;
    }

    private void addUses(Path process, List<String> users) {
        for (String kind : new String[] {"fd", "map_files"}) {
            try (DirectoryStream<Path> links = Files.newDirectoryStream(process.resolve(kind))) {
                for (Path link : links) {
                    addUse(process, link, users);
                }
            } catch (IOException | DirectoryIteratorException gone) {
                // The process has ended meanwhile.
            }
        }
        addUse(process, process.resolve("cwd"), users);
    }

    private void addUse(Path process, Path link, List<String> users) {
        try {
            Path target = Files.readSymbolicLink(link);
            if (target.startsWith(folder)) {
                users.add(process.getFileName() + " " + target);
            }
        } catch (IOException gone) {
            // It was closed meanwhile.
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
