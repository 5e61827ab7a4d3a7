package dev.reconciler.worker.power.disk;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A folder beside others: the system goes on when its processes are killed, so that nothing is lost. */
public record FolderDisk(Path folder) implements TestDisk {
    public static FolderDisk make(Path folder) throws IOException {
        return new FolderDisk(Files.createDirectory(folder));
    }

    private Path saved() {
        return folder.resolveSibling(folder.getFileName() + ".saved");
    }

    @Override
    public void save() throws IOException {
        copy(folder, saved());
    }

    @Override
    public void restore() throws IOException {
        copy(saved(), folder);
    }

    // With the times of the files: git takes a file that is younger than its index for changed.
    private static void copy(Path from, Path to) throws IOException {
        new SystemCommand("rm", "-rf", to.toString()).runOrFail();
        new SystemCommand("cp", "-a", from.toString(), to.toString()).runOrFail();
    }

    @Override
    public void stop() {}

    @Override
    public void close() throws IOException {
        new SystemCommand("rm", "-rf", folder.toString(), saved().toString()).runOrFail();
    }
}
