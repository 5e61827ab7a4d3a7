package dev.reconciler.contract;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import java.util.List;

/**
 * What a fetch has seen of the conflict branches of a repository. It is there where the host keeps cases.
 *
 * @param terms of the cases
 * @param unseen the branches whose cases have yet to look at what is there now; of one that is gone, what it held
 */
@JsonIgnoreProperties(ignoreUnknown = true)
public record ConflictNews(CaseTerms terms, List<PreservedConflict> unseen) {
    public ConflictNews {
        unseen = List.copyOf(unseen);
    }
}
