package dev.reconciler.worker.power.record;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** All that is on a disk after a cut. */
final class DiskState {
    private final Path home;

    /** By path from home, folders before what is in them. */
    private final Map<Path, RecordedFile> files = new LinkedHashMap<>();

    /** A file may have several names, and is the same by each. */
    private final Map<RecordedFile, FileVersion> versions = new IdentityHashMap<>();

    /** @param home where it was recorded */
    DiskState(Path home) {
        this.home = home;
    }

    void add(Path path, RecordedFile file, UnsyncedLoss loss) {
        files.put(path, file);
        versions.computeIfAbsent(file, any -> loss.choose(file.versions()));
    }

    private FileVersion findVersion(RecordedFile file) {
        return versions.getOrDefault(file, file.last());
    }

    /**
     * Makes it in a folder, where paths that lead to where it was recorded lead to this folder.
     *
     * @param target a new folder; its path is as long as the recorded one's
     */
    void write(Path target) throws IOException {
        Files.createDirectory(target);
        Map<RecordedFile, Path> written = new IdentityHashMap<>();
        for (Map.Entry<Path, RecordedFile> entry : files.entrySet()) {
            Path path = target.resolve(entry.getKey().toString());
            Path first = written.putIfAbsent(entry.getValue(), path);
            if (first == null) {
                moveHome(findVersion(entry.getValue()), target).write(path);
            } else {
                Files.createLink(path, first);
            }
        }
    }

    private FileVersion moveHome(FileVersion version, Path target) {
        String text = new String(version.content(), StandardCharsets.ISO_8859_1);
        return text.contains(home.toString())
                ? version.with(text.replace(home.toString(), target.toString()).getBytes(StandardCharsets.ISO_8859_1))
                : version;
    }

    /** The paths that are not the same in another state. */
    Set<Path> findDifferences(DiskState other) {
        Map<Path, FileVersion> found = listVersions();
        Map<Path, FileVersion> others = other.listVersions();
        Set<Path> paths = new TreeSet<>(found.keySet());
        paths.addAll(others.keySet());
        paths.removeIf(path -> found.containsKey(path)
                && others.containsKey(path)
                && found.get(path).isSame(others.get(path)));
        return paths;
    }

    private Map<Path, FileVersion> listVersions() {
        Map<Path, FileVersion> listed = new LinkedHashMap<>();
        files.forEach((path, file) -> listed.put(path, findVersion(file)));
        return listed;
    }

    /** The same for states that differ in nothing but times. */
    String fingerprint() {
        MessageDigest digest = newDigest();
        files.forEach((path, file) -> {
            FileVersion version = findVersion(file);
            digest.update((path + " " + version.mode() + " " + version.content().length + "\n")
                    .getBytes(StandardCharsets.UTF_8));
            digest.update(version.content());
        });
        return HexFormat.of().formatHex(digest.digest());
    }

    private static MessageDigest newDigest() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError(e);
        }
    }
}
