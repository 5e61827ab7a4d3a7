/**
 * Small repositories with a readable story, for the demonstration: fixed names and dates, so the same ids every time.
 */
@NullMarked
package dev.reconciler.worker.demo.sample;

import org.jspecify.annotations.NullMarked;
