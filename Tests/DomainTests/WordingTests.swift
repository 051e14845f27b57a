import Domain
import Support
import Testing

@Suite("Wording in both languages") struct WordingTests {
    @Test(
        "names are joined for a sentence",
        arguments: [
            ([], "", ""), (["Kraken"], "Kraken", "Kraken"),
            (["Kraken", "Bitstamp"], "Kraken and Bitstamp", "Kraken et Bitstamp"),
            (["A", "B", "C"], "A, B and C", "A, B et C"),
        ])
    func lists(_ names: [String], _ english: String, _ french: String) {
        #expect(Phrase(list: names) == Phrase(english, fr: french))
    }

    @Test(
        "a number and its noun agree; French counts zero in the singular",
        arguments: [
            (0, "0 incidents", "0\u{A0}incident"), (1, "1 incident", "1\u{A0}incident"),
            (2, "2 incidents", "2\u{A0}incidents"),
        ])
    func counts(_ count: Int, _ english: String, _ french: String) {
        let phrase = Phrase(count: count, ("incident", "incidents"), fr: ("incident", "incidents"))
        #expect(phrase == Phrase(english, fr: french))
    }

    @Test("a time is written to the minute, in UTC")
    func times() {
        #expect(
            (Timestamp.hour(6) + .minutes(5)).phrase == Phrase("2026-01-01 06:05 UTC", fr: "2026-01-01 à 06:05 UTC"))
    }

    @Test(
        "a source has a name for sentences",
        arguments: [
            ("kraken", "Kraken"), ("coingecko", "CoinGecko"),
            ("news.google.com/bitcoin-fr", "news.google.com/bitcoin-fr"),
        ])
    func sources(_ name: String, _ title: String) { #expect(SourceName(name).title == title) }

    @Test(
        "a place is described in words",
        arguments: [
            (Incident.Place(subject: "prices"), "price sources", "sources de cours"),
            (Incident.Place(subject: "news"), "news sources", "sources d’actualités"),
            (Incident.Place(host: "vps", unit: "api.service"), "api.service on vps", "api.service sur vps"),
            (Incident.Place(host: "vps", subject: "/var"), "/var on vps", "/var sur vps"),
            (Incident.Place(host: "vps", subject: "vps"), "vps", "vps"),
            (Incident.Place(host: "vps"), "vps", "vps"), (.everywhere, "", ""),
        ])
    func places(_ place: Incident.Place, _ english: String, _ french: String) {
        #expect(place.phrase == Phrase(english, fr: french))
    }

    @Test(
        "the lint finds each kind of violation",
        arguments: [
            ("l'API", Language.french), ("Attention : oui", .french), ("Attention: oui", .french), ("« oui »", .french),
            ("5%", .french), ("la base is down", .french), ("What is shown grows old", .english), ("", .english),
            ("two  spaces", .english), ("Il vieillit", .french), (" start", .english),
        ])
    func lint(_ text: String, _ language: Language) {
        #expect(!TextLint.violations(text, in: language).isEmpty)
    }

    @Test("the lint knows sentences from titles")
    func forms() {
        #expect(TextLint.violations("Disk full", in: .english, as: .title) == [])
        #expect(!TextLint.violations("Disk full.", in: .english, as: .title).isEmpty)
        #expect(!TextLint.violations("Disk full", in: .english, as: .sentence).isEmpty)
        #expect(!TextLint.violations("disk full.", in: .english, as: .sentence).isEmpty)
        let correct = "L’espace manque\u{A0}: à 12:30, 5\u{202F}% (https://a.b) «\u{A0}oui\u{A0}»."
        #expect(TextLint.violations(correct, in: .french, as: .sentence) == [])
        for wrong in [
            "Oui\u{202F}!", "Oui\u{202F}; non", "Oui\u{202F}? Non", "Ici\u{202F}: là", "«\u{202F}Oui\u{202F}»",
        ] {
            #expect(!TextLint.violations(wrong, in: .french).isEmpty, "\(wrong)")
        }
    }
}
