package dev.reconciler.git.convert;

import java.io.IOException;
import java.io.InputStream;

/** Bytes that can be read more than once, each time from the beginning: a blob or a file of any size. */
@FunctionalInterface
public interface ContentSource {
    /** Opens the bytes; the caller closes them. */
    InputStream open() throws IOException;
}
