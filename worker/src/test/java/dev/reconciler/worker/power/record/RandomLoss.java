package dev.reconciler.worker.power.record;

import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;

/**
 * Each folder and each content by itself is lost or not, as a file system may do that only keeps what it promised.
 */
final class RandomLoss implements UnsyncedLoss {
    private final Random random;
    private final double names;
    private final double contents;
    private final boolean isOrdered;

    /** The folders of which nothing more has reached the disk. */
    private final Set<RecordedFile> stopped = new HashSet<>();

    /**
     * The same for the same seed.
     *
     * @param isOrdered whether the changes of one folder reach the disk in their order
     */
    RandomLoss(long seed, boolean isOrdered) {
        this.isOrdered = isOrdered;
        random = new Random(seed);
        // Now nearly all is lost, now nearly nothing: with a half each, few states would be near either end.
        names = Math.sqrt(random.nextInt(5) / 4.0);
        contents = random.nextInt(5) / 4.0;
    }

    @Override
    public boolean keeps(NameChange change, int lastSync) {
        boolean isKept =
                random.nextDouble() < names && change.folders().stream().noneMatch(stopped::contains);
        if (!isKept && isOrdered) {
            stopped.addAll(change.folders());
        }
        return isKept;
    }

    @Override
    public FileVersion choose(List<FileVersion> versions) {
        FileVersion last = versions.get(versions.size() - 1);
        if (versions.size() == 1 || random.nextDouble() < contents) {
            return last;
        }
        int length = last.content().length;
        return switch (random.nextInt(4)) {
            case 0 -> last.with(new byte[length]);
            case 1 -> last.with(Arrays.copyOf(last.content(), random.nextInt(length + 1)));
            default -> versions.get(random.nextInt(versions.size()));
        };
    }
}
