package dev.reconciler.activity;

import io.temporal.activity.ActivityInterface;

/** Work that a test does inside of an activity. */
@ActivityInterface
public interface InActivity {
    void work();
}
