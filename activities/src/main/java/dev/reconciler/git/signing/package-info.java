/**
 * Signatures on replayed commits, where {@code git rebase} would sign them or the host's configuration says so.
 *
 * <p>Start with {@link dev.reconciler.git.signing.CommitSigners}, which finds the {@link
 * dev.reconciler.git.signing.CommitSigner} of a repository: {@link dev.reconciler.git.signing.GpgSigner} and {@link
 * dev.reconciler.git.signing.SshKeygenSigner} run the program that git would run, as a {@link
 * dev.reconciler.git.signing.SigningProgram}, and {@link dev.reconciler.git.signing.SshKeySigner} signs with a key of
 * the configuration inside this process. Where the signature goes is in {@link dev.reconciler.git.replay}.
 */
@NullMarked
package dev.reconciler.git.signing;

import org.jspecify.annotations.NullMarked;
