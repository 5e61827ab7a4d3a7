package dev.reconciler.git.signing;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The words of a command line in a setting, as {@code split_cmdline} of git's {@code alias.c} reads them. */
final class CommandWords {
    private final List<String> words = new ArrayList<>();
    private final StringBuilder word = new StringBuilder();
    private boolean isInWord;

    private CommandWords() {}

    /**
     * Splits a line at its spaces. Quotes of both kinds hold a word together; a backslash takes the next character as
     * it is, but not within single quotes. There are no variables.
     *
     * @return empty where a quote is not closed or a backslash ends the line
     */
    static Optional<List<String>> split(String line) {
        return new CommandWords().readWords(line);
    }

    private Optional<List<String>> readWords(String line) {
        char quote = 0;
        for (int at = 0; at < line.length(); at++) {
            char each = line.charAt(at);
            if (quote == 0 && Character.isWhitespace(each)) {
                endWord();
            } else if (quote == 0 && (each == '\'' || each == '"')) {
                quote = each;
                isInWord = true;
            } else if (quote != 0 && each == quote) {
                quote = 0;
            } else if (each == '\\' && quote != '\'') {
                at++;
                if (at == line.length()) {
                    return Optional.empty();
                }
                addCharacter(line.charAt(at));
            } else {
                addCharacter(each);
            }
        }
        endWord();
        return quote == 0 ? Optional.of(List.copyOf(words)) : Optional.empty();
    }

    private void addCharacter(char each) {
        word.append(each);
        isInWord = true;
    }

    private void endWord() {
        if (isInWord) {
            words.add(word.toString());
        }
        word.setLength(0);
        isInWord = false;
    }
}
