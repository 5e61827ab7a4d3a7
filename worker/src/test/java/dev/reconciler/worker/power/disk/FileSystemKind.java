package dev.reconciler.worker.power.disk;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** A file system of Linux. Where it can be told so, nothing reaches the disk by itself within minutes. */
public enum FileSystemKind {
    EXT4("48M", "loop,commit=300", "mkfs.ext4", "-q", "-E", "lazy_itable_init=0"),
    XFS("320M", "loop", "mkfs.xfs", "-q"),
    BTRFS("128M", "loop,commit=300", "mkfs.btrfs", "-q");

    private final String size;
    private final String mountOptions;
    private final List<String> maker;

    FileSystemKind(String size, String mountOptions, String... maker) {
        this.size = size;
        this.mountOptions = mountOptions;
        this.maker = List.of(maker);
    }

    String mountOptions() {
        return mountOptions;
    }

    /** Makes an empty file system in a file. */
    void format(Path image) throws IOException {
        new SystemCommand("truncate", "-s", size, image.toString()).runOrFail();
        List<String> command = Stream.concat(maker.stream(), Stream.of(image.toString()))
                .collect(ArrayList::new, List::add, List::addAll);
        new SystemCommand(command).runOrFail();
    }
}
