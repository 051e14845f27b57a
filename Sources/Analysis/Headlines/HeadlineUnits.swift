/// The words that stand behind a number.
enum HeadlineUnits {
    static func multiplier(_ word: String) -> Double? {
        switch word {
        case "thousand", "mille", "k": 1e3
        case "million", "millions", "mn", "mln", "m", "mio": 1e6
        case "billion", "billions", "milliard", "milliards", "bn", "b", "md", "mds", "mrd": 1e9
        case "trillion", "trillions", "t": 1e12
        default: nil
        }
    }

    static func isCurrency(_ word: String) -> Bool {
        switch word {
        case "dollar", "dollars", "usd", "us", "eur", "euro", "euros", "gbp", "sek", "chf", "yen", "jpy", "usdt": true
        default: false
        }
    }

    static func isPercent(_ word: String) -> Bool {
        word == "percent" || word == "pct" || word == "pc" || word == "pourcent"
    }
}
