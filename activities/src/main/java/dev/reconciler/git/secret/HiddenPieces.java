package dev.reconciler.git.secret;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.BitSet;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * Finds secrets in a text, and each piece of one: whoever wrote the text may have cut it in the middle of a secret, or
 * broken the secret into lines.
 */
final class HiddenPieces {
    /** So many letters of a secret in a row are one; of a shorter secret, all of it. */
    private static final int PIECE = 12;

    private static final int BYTES_OF_A_GROUP = 3;
    private static final int BITS_OF_A_LETTER = 6;

    private final Collection<String> secrets;

    /** The pieces by their length. Made at the first use: most runs have nothing to hide. */
    private final Map<Integer, Set<String>> pieces = new TreeMap<>();

    HiddenPieces(Collection<String> secrets) {
        this.secrets = List.copyOf(secrets);
    }

    /** The text with that word in the place of each secret and each piece of one. */
    String replaceIn(String text, String word) {
        if (secrets.isEmpty()) {
            return text;
        }
        if (pieces.isEmpty()) {
            secrets.forEach(this::addForms);
        }
        DecodedText decoded = DecodedText.of(text);
        BitSet hidden = new BitSet(text.length());
        pieces.forEach((length, some) -> hide(decoded, length, some, hidden));
        return replace(text, hidden, word);
    }

    private void addForms(String secret) {
        addPieces(secret);
        // As forms encode it.
        addPieces(secret.replace(' ', '+'));
        for (int before = 0; before < BYTES_OF_A_GROUP; before++) {
            addPieces(encodeBehind(before, secret));
        }
    }

    private void addPieces(String form) {
        String letters = DecodedText.of(form).letters();
        int length = Math.min(letters.length(), PIECE);
        for (int start = 0; length > 0 && start + length <= letters.length(); start++) {
            pieces.computeIfAbsent(length, any -> new HashSet<>()).add(letters.substring(start, start + length));
        }
    }

    /**
     * The base64 of a secret behind so many other bytes, such as {@code user:}. The letters at both ends, which have bits
     * of something else, are left out. Three bytes make four letters, so there are three ways to begin.
     */
    private static String encodeBehind(int before, String secret) {
        byte[] bytes = secret.getBytes(StandardCharsets.UTF_8);
        byte[] shifted = new byte[before + bytes.length];
        System.arraycopy(bytes, 0, shifted, before, bytes.length);
        String encoded = Base64.getEncoder().withoutPadding().encodeToString(shifted);
        int from = (before * Byte.SIZE + BITS_OF_A_LETTER - 1) / BITS_OF_A_LETTER;
        int to = shifted.length * Byte.SIZE / BITS_OF_A_LETTER;
        // Of a secret of one or two letters nothing would be left, or next to nothing.
        return to - from < BYTES_OF_A_GROUP ? "" : encoded.substring(from, to);
    }

    private static void hide(DecodedText decoded, int length, Set<String> some, BitSet hidden) {
        String letters = decoded.letters();
        for (int start = 0; start + length <= letters.length(); start++) {
            if (some.contains(letters.substring(start, start + length))) {
                hidden.set(decoded.startOf(start), decoded.endOf(start + length - 1));
            }
        }
    }

    private static String replace(String text, BitSet hidden, String word) {
        StringBuilder clean = new StringBuilder();
        int done = 0;
        for (int from = hidden.nextSetBit(0); from >= 0; from = hidden.nextSetBit(done)) {
            clean.append(text, done, from).append(word);
            done = hidden.nextClearBit(from);
        }
        return clean.append(text, done, text.length()).toString();
    }
}
