import Analysis
import Domain
import Testing

@Suite("The mood of headlines") struct MoodTests {
    /// Floors, some points below what was measured (decision 30).
    @Test(
        "the labelled headlines are read right, those held out too",
        arguments: Language.allCases, LabelledHeadlines.Half.allCases)
    func labelled(language: Language, half: LabelledHeadlines.Half) throws {
        let headlines = try LabelledHeadlines(language)
        #expect(headlines.count >= 200)
        let score = headlines.score(of: half)
        print("mood \(language.rawValue) \(half): accuracy \(score.accuracy), macro-F1 \(score.macroF1)")
        #expect(score.accuracy >= 0.84)
        #expect(score.macroF1 >= 0.83)
    }

    @Test(
        "a direction is good or bad by what moves",
        arguments: [
            ("Operating profit rose to EUR 13.1 mn from EUR 8.7 mn", Mood.Tone.positive),
            ("Sales fell in all regions", .negative), ("Costs fell by 4 %", .positive),
            ("Costs rose sharply", .negative),
            ("Net loss narrowed to USD 2 mn", .positive), ("Net loss widened", .negative),
            ("The company will publish its report on Monday", .neutral),
            ("Bitcoin ETF outflows ease", .positive), ("Fears of a recession grow", .negative),
        ])
    func direction(text: String, tone: Mood.Tone) {
        #expect(MoodModel.mood(of: text, in: .english).tone == tone)
    }

    @Test(
        "numbers have a direction where no word gives one",
        arguments: [
            ("Operating profit was EUR 7.3 mn, compared to EUR 6.7 mn", Mood.Tone.positive),
            ("Operating profit was EUR 6.7 mn, compared to EUR 7.3 mn", .negative),
            ("Profit of USD 9 mn, compared to a loss of USD 2 mn", .positive),
            ("Loss of USD 9 mn, compared to a profit of USD 2 mn", .negative),
            ("Bitcoin at $101,300 (+6.2%)", .positive), ("Bitcoin at $88,700 (−8.1%)", .negative),
        ])
    func numbers(text: String, tone: Mood.Tone) {
        #expect(MoodModel.mood(of: text, in: .english).tone == tone)
    }

    @Test(
        "a negation turns what it stands before",
        arguments: [
            ("Bitcoin is not recovering", Language.english, Mood.Tone.negative),
            ("Bitcoin avoids losses", .english, .positive), ("Bitcoin fails to hold gains", .english, .negative),
            ("Le bitcoin ne rebondit pas", .french, .negative), ("Le bitcoin évite la chute", .french, .positive),
            ("Le bitcoin n’a pas chuté", .french, .positive),
        ])
    func negation(text: String, language: Language, tone: Mood.Tone) {
        #expect(MoodModel.mood(of: text, in: language).tone == tone)
    }

    @Test(
        "the words of the field mean what they mean there",
        arguments: [
            ("Short squeeze lifts Bitcoin", Language.english, Mood.Tone.positive),
            ("Spot ETF approved", .english, .positive),
            ("Exchange hack drains wallets", .english, .negative), ("$1 billion in liquidations", .english, .negative),
            ("Chute du bitcoin", .french, .negative), ("Rebond du bitcoin", .french, .positive),
            ("Record pour le bitcoin", .french, .positive), ("Vague de liquidations", .french, .negative),
        ])
    func field(text: String, language: Language, tone: Mood.Tone) {
        #expect(MoodModel.mood(of: text, in: language).tone == tone)
    }

    @Test("intensity moves the value, not beyond its bounds")
    func intensity() {
        let values = ["Sales fell slightly", "Sales fell", "Sales fell sharply"].map {
            MoodModel.mood(of: $0, in: .english).value
        }
        #expect(values == values.sorted(by: >) && Set(values).count == 3)
        let extreme = String(repeating: "crash hack fraud ", count: 40)
        #expect((-1...1).contains(MoodModel.mood(of: extreme, in: .english).value))
    }

    @Test("the value names the words it rests on")
    func reasons() {
        let mood = MoodModel.mood(of: "Net loss narrowed after hack", in: .english)
        #expect(mood.reasons.map(\.text) == ["Net loss … narrowed", "hack"])
        #expect(mood.reasons.map { $0.weight > 0 } == [true, false])
        #expect(MoodModel.mood(of: "The meeting is on Monday", in: .english).reasons.isEmpty)
    }

    @Test("reasons are quoted from the headline, with its accents, signs and apostrophes", arguments: Language.allCases)
    func quoted(language: Language) throws {
        let headlines = try LabelledHeadlines(language)
        for headline in LabelledHeadlines.Half.allCases.flatMap(headlines.of) {
            for reason in MoodModel.mood(of: headline.text, in: language).reasons {
                let parts = reason.text.split(separator: " … ", omittingEmptySubsequences: false)
                #expect(
                    parts.allSatisfy { !$0.isEmpty && headline.text.contains($0) }, "\(reason.text): \(headline.text)")
            }
        }
    }

    @Test(
        "a reason has the words and numbers as they are written",
        arguments: [
            ("Bénéfice record pour l’entreprise", "Bénéfice"),
            ("Victime d’un piratage, la plateforme ferme", "piratage"),
            ("Le bitcoin évite la dégringolade", "dégringolade"), ("Bitcoin à 101 300 $ (+6,2 %)", "+6,2 %"),
            ("Bitcoin à 88 700 $ (−8,1\u{A0}%)", "−8,1\u{A0}%"),
        ])
    func written(headline: String, part: String) {
        let reasons = MoodModel.mood(of: headline, in: .french).reasons.map(\.text)
        #expect(reasons.contains { $0.contains(part) }, "\(reasons)")
    }

    @Test(
        "a headline is about events",
        arguments: [
            ("SEC approves spot Bitcoin ETF", Language.english, [NewsEvent.regulation, .etf]),
            ("Crypto exchange hacked", .english, [.hack]), ("La Fed maintient ses taux", .french, [.macro]),
            ("Les mineurs de bitcoin inquiets", .french, [.mining]), ("PayPal accepts Bitcoin", .english, [.adoption]),
        ])
    func events(text: String, language: Language, events: [NewsEvent]) {
        #expect(MoodModel.mood(of: text, in: language).events.isSuperset(of: events))
    }

    @Test("the language is the declared one, else recognised; another one has no mood")
    func languages() {
        #expect(MoodModel.mood(of: "Bitcoin bricht ein", declared: "de") == nil)
        #expect(MoodModel.mood(of: "Le bitcoin chute", declared: "fr-FR")?.tone == .negative)
        #expect(MoodModel.language(of: "Le cours du bitcoin est en hausse") == .french)
        #expect(MoodModel.language(of: "The price of Bitcoin is up") == .english)
    }

    @Test(
        "a headline that plainly is of the other language is read in it, whatever is declared",
        arguments: [
            ("Le bitcoin s’effondre sous les 80 000 dollars", "en-US", Mood.Tone.negative),
            ("Le cours du bitcoin chute de 10 %", "en", .negative),
            ("Bitcoin plunges below $80,000 as ETF outflows mount", "fr-FR", .negative),
        ])
    func wronglyDeclared(headline: String, declared: String, tone: Mood.Tone) {
        #expect(MoodModel.mood(of: headline, declared: declared)?.tone == tone)
    }

    @Test(
        "undeclared headlines of other languages have no mood",
        arguments: [
            "Bitcoin bricht ein: Anleger in Panik nach dem Absturz", "Der Bitcoin stürzt unter 80.000 Dollar ab",
            "Bitcoin record: la crisis de los mineros provoca pánico",
            "El bitcoin se desploma tras la caída de la bolsa",
            "Il bitcoin crolla sotto gli 80.000 dollari", "Биткоин рухнул ниже 80 000 долларов",
            "ビットコイン急落", "הביטקוין צנח",
        ])
    func foreign(headline: String) {
        #expect(MoodModel.mood(of: headline, declared: nil) == nil)
    }

    @Test("undeclared English and French headlines without frequent words keep their mood")
    func undeclared() {
        #expect(MoodModel.mood(of: "Bitcoin surges", declared: nil)?.tone == .positive)
        #expect(MoodModel.mood(of: "Chute du bitcoin", declared: nil)?.tone == .negative)
        #expect(MoodModel.mood(of: "Bitcoin crash looms, El Salvador buys", declared: nil) != nil)
    }

    @Test(
        "what black-box tests found misread",
        arguments: [
            ("Next bitcoin halving expected in 2028", Language.english, Mood.Tone.neutral),
            ("Bitcoin halving is two years away", .english, .neutral),
            ("Bitcoin halving: what you need to know", .english, .neutral),
            ("Charges dropped against Roman Storm", .english, .positive),
            ("Fraud charges against crypto founder dismissed", .english, .positive),
            ("Court dismisses fraud charges against crypto founder", .english, .positive),
            ("Judge throws out lawsuit against Ripple", .english, .positive),
            ("Mt. Gox moves $900 million in bitcoin, stoking sell-off fears", .english, .negative),
            ("La baisse des ventes ralentit chez Kering", .french, .positive),
            ("Kering : la baisse des ventes s’atténue", .french, .positive),
            ("Le recul du chiffre d’affaires s’atténue", .french, .positive),
            ("La baisse des coûts ralentit", .french, .negative),
            ("Le bitcoin n’arrive pas à se maintenir au-dessus de 90 000 dollars", .french, .negative),
            ("Carrefour va supprimer 1 500 postes en France", .french, .negative),
            ("Renault supprime 3 000 emplois", .french, .negative),
            ("Michelin va fermer deux usines", .french, .negative),
        ])
    func found(headline: String, language: Language, tone: Mood.Tone) {
        let mood = MoodModel.mood(of: headline, in: language)
        #expect(mood.tone == tone, "\(mood.value) \(mood.reasons)")
    }

    @Test(
        "any text has a mood",
        arguments: ["", " ", "…", "???", "1,2,3", "$$$ %%%", "−", "'’'", "日本語 ビットコイン", "1e999", "n't", "٣", "\u{0}"])
    func anyText(text: String) {
        for language in Language.allCases {
            #expect((-1...1).contains(MoodModel.mood(of: text, in: language).value))
        }
    }
}
