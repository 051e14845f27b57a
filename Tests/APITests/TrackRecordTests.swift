import API
import Analysis
import Domain
import Support
import Testing

@Suite("What analyses were worth, in words") struct TrackRecordTests {
    private func record(_ right: Int, days: Int) -> TrackRecordResponse {
        let range = PriceRange(low80: 95, high80: 105, low95: 90, high95: 110)
        let scores = (0..<days * 24).map { (hour: Int) -> AnalysisScore in
            let close: Double = hour / 24 % 10 < right ? 104 : 94
            return AnalysisScore(
                hour: .hour(Int64(hour)), quote: .usd, price: 100, trend: .bullish, range: range, close: close)
        }
        return TrackRecordResponse(ScoreSummary(scores))
    }

    @Test("says so when a label was right as often as a coin")
    func coin() {
        #expect(
            record(5, days: 30).sentences(in: .english) == [
                "The 80% range held in 50% of cases (720 hours), the 95% range in 100%.",
                "The trend label was right about the next day in 50% of cases "
                    + "(720 hours), as a coin would be; always saying “up”, in 50%.",
            ])
        #expect(
            record(5, days: 30).sentences(in: .french) == [
                "L’intervalle à 80\u{202F}% a contenu la clôture dans 50\u{202F}% des cas (720\u{A0}heures), celui à 95\u{202F}% dans 100\u{202F}%.",
                "La tendance affichée s’est vérifiée le lendemain dans 50\u{202F}% des cas "
                    + "(720\u{A0}heures), comme à pile ou face\u{A0}; annoncer toujours une hausse, dans 50\u{202F}%.",
            ])
    }

    @Test("every sentence follows the rules of its language")
    func rules() {
        let records = [
            record(0, days: 30), record(5, days: 30), record(10, days: 30), record(5, days: 2), record(5, days: 0),
        ]
        for language in Language.allCases {
            for sentence in records.flatMap({ $0.sentences(in: language) }) {
                #expect(TextLint.violations(sentence, in: language, as: .sentence) == [], "\(sentence)")
            }
        }
        #expect(record(0, days: 30).sentences(in: .english)[1].contains("less often than a coin would be"))
        #expect(record(10, days: 30).sentences(in: .english)[1].contains("more often than a coin would be"))
        #expect(record(5, days: 2).sentences(in: .english)[1].contains("too few for a comparison with a coin"))
        #expect(
            record(5, days: 0).sentences(in: .english) == [
                "No analysis published by this installation is 24 hours old yet, so none has a result."
            ])
    }
}
