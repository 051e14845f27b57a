extension SourceReport {
    /// What a run got from a source and what became of it, or why it was not asked; without the name of the source and
    /// without a failure. For a person.
    package var resultPhrase: Phrase {
        if outcome == .notDue || outcome == .skipped { return notAsked }
        let rows = rejected > 0 ? [rejectedPhrase] : []
        if part == .comparison {
            return Phrase(list: [items + Phrase(" compared", fr: fetched < 2 ? " comparé" : " comparés")] + rows)
        }
        if part == .news, fetched == 0, rejected == 0 {
            return Phrase("no change since the last request", fr: "aucun changement depuis la dernière requête")
        }
        var results = [Phrase(count: new, ("new", "new"), fr: ("nouveau", "nouveaux"))]
        if updated > 0 {
            results.append(Phrase(count: updated, ("updated", "updated"), fr: ("mis à jour", "mis à jour")))
        }
        if unchanged > 0 {
            results.append(Phrase(count: unchanged, ("unchanged", "unchanged"), fr: ("inchangé", "inchangés")))
        }
        return items + Phrase(": ", fr: "\u{A0}: ") + Phrase(list: results + rows)
    }

    private var items: Phrase {
        part == .news
            ? Phrase(count: fetched, ("article", "articles"), fr: ("article", "articles"))
            : Phrase(count: fetched, ("candle", "candles"), fr: ("chandelier", "chandeliers"))
    }

    /// The rows and entries that were left out.
    package var rejectedPhrase: Phrase {
        part == .news
            ? Phrase(
                count: rejected, ("entry left out", "entries left out"), fr: ("élément écarté", "éléments écartés"))
            : Phrase(count: rejected, ("row refused", "rows refused"), fr: ("ligne refusée", "lignes refusées"))
    }

    private var notAsked: Phrase {
        let next = nextAttempt.map { next in
            Phrase(" before \(next.notBefore): ", fr: " avant le \(next.notBefore)\u{A0}: ") + next.reason.phrase
        }
        return Phrase("not asked", fr: "pas interrogée") + (next ?? .empty)
    }
}
