import Testing

@testable import Domain

@Suite("What a source gave, for a person") struct SourceReportWordingTests {
    private func report(
        _ part: SourceReport.Part, _ fetched: Int, _ kept: WriteResult = WriteResult(), rejected: Int = 0
    )
        -> Phrase
    {
        var report = SourceReport(source: "a.example", part: part, fetched: fetched, kept: kept)
        report.rejected = rejected
        return report.resultPhrase
    }

    @Test("numbers and nouns agree in both languages; in French, zero is singular")
    func agreement() {
        let none = report(.news, 49, WriteResult(new: 0, updated: 0, unchanged: 49))
        #expect(none.english == "49 articles: 0 new and 49 unchanged")
        #expect(none.french == "49\u{A0}articles\u{A0}: 0\u{A0}nouveau et 49\u{A0}inchangés")
        let one = report(.news, 1, WriteResult(new: 1, updated: 0, unchanged: 0), rejected: 1)
        #expect(one.english == "1 article: 1 new and 1 entry left out")
        #expect(one.french == "1\u{A0}article\u{A0}: 1\u{A0}nouveau et 1\u{A0}élément écarté")
        let several = report(.prices, 9, WriteResult(new: 2, updated: 3, unchanged: 4), rejected: 2)
        #expect(several.english == "9 candles: 2 new, 3 updated, 4 unchanged and 2 rows refused")
        #expect(
            several.french
                == "9\u{A0}chandeliers\u{A0}: 2\u{A0}nouveaux, 3\u{A0}mis à jour, 4\u{A0}inchangés et 2\u{A0}lignes refusées"
        )
        #expect(report(.comparison, 24).french == "24\u{A0}chandeliers comparés")
    }

    @Test("an unchanged feed, and one that was not asked, are not called empty")
    func nothing() {
        #expect(report(.news, 0).english == "no change since the last request")
        #expect(report(.news, 0).french == "aucun changement depuis la dernière requête")
        let later = SourceReport(
            notDue: "a.example", part: .news,
            next: SourceReport.NextAttempt(Timestamp(seconds: 1_790_000_000), .ttl)
        ).resultPhrase
        #expect(later.english == "not asked before 2026-09-21T14:13:20Z: it may be cached until then (ttl)")
        #expect(later.french.hasPrefix("pas interrogée avant le 2026-09-21T14:13:20Z\u{A0}: elle peut"))
    }
}
