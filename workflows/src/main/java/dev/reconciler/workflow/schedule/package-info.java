/** How a schedule asks for a run without taking the run's workflow ID for itself. */
@NullMarked
package dev.reconciler.workflow.schedule;

import org.jspecify.annotations.NullMarked;
