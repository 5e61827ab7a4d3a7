/**
 * Private SSH keys, as a configuration has them: checked, and read for a login or a signature.
 *
 * <p>Start with {@link dev.reconciler.git.key.PrivateKeyText}.
 */
@NullMarked
package dev.reconciler.git.key;

import org.jspecify.annotations.NullMarked;
