package dev.reconciler.server;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.condition.EnabledIf;

/** Runs only where this machine has a {@code temporal} program. */
@Target({ElementType.TYPE, ElementType.METHOD})
@Retention(RetentionPolicy.RUNTIME)
@EnabledIf(
        value = "dev.reconciler.server.FullServer#isAvailable",
        disabledReason = "no temporal program on this machine")
public @interface OnFullServer {}
