package dev.reconciler.worker.situations;

import java.util.List;

/**
 * A course that a run takes, and the points at which it is killed.
 *
 * @param folder the folder of the clone
 * @param given the commands that make the repositories
 * @param lasting points that one kill hits
 * @param passing points that are there for a moment only, so that a kill may miss them
 */
record KillCourse(String name, String folder, String given, List<String> lasting, List<String> passing) {}
