/// The English words that a text may have, and what they mean.
enum EnglishPhrases {
    static let all: [(TextToken.Symbol, [String])] = [
        (
            .subject,
            [
                "bitcoin", "btc", "it", "price", "bitcoin price", "btc price", "bitcoin 's price", "price of bitcoin",
                "price of one bitcoin", "one bitcoin", "its price", "bitcoin 's value", "its value", "value of bitcoin",
                "cryptocurrency", "market", "coin",
                "prices", "bitcoin prices", "current price", "its current price", "latest price",
            ]
        ),
        (
            .be,
            [
                "is", "was", "are", "were", "has", "have", "has been", "have been", "stands", "stood", "being",
                "showed", "shows", "brought", "saw", "remains", "remained", "came in", "comes in", "sits", "sat",
                "posted", "recorded", "registered", "represents", "represented", "ended", "ends", "finished",
                "finishes", "amounts to", "amounted to", "equals",
                "reached",
            ]
        ),
        (
            .trade,
            [
                "trades", "traded", "trading", "is trading", "was trading", "changes hands", "changed hands", "quoted",
                "priced", "valued", "worth", "costs", "cost", "last traded", "closed", "last close", "close",
                "last closed", "hovers", "hovered",
            ]
        ),
        (.at, ["at"]), (.of, ["of"]), (.by, ["by"]), (.from, ["from"]), (.to, ["to"]), (.and, ["and"]),
        (.between, ["between"]), (.wide, ["wide"]),
        (
            .up,
            [
                "up", "rose", "risen", "rise", "rising", "gained", "gain", "gains", "climbed", "climb", "advanced",
                "advance", "increased", "increase", "added", "higher", "higher than", "went up", "gone up", "grew",
                "picked up",
                "moved up",
                "edged up", "edged higher", "jumped", "surged", "soared", "rallied", "appreciated", "more expensive",
                "more", "more than", "up from",
            ]
        ),
        (
            .down,
            [
                "down", "fell", "fallen", "fall", "falling", "lost", "loss", "slipped", "slip", "declined", "decline",
                "dropped", "drop", "decreased", "decrease", "shed", "lower", "lower than", "went down", "gone down",
                "eased", "dipped",
                "dip", "retreated", "gave up", "given up", "sank", "slid", "losing", "moved down",
                "weakened", "edged down", "edged lower", "tumbled", "plunged", "plummeted", "slumped", "crashed",
                "depreciated", "cheaper", "less", "less than", "down from",
            ]
        ),
        (
            .flat,
            ["unchanged", "almost unchanged", "little changed", "nearly unchanged", "hardly changed", "flat"]
        ),
        (.change, ["change", "net change", "changed", "moved", "performance", "return"]),
        (
            .ranged,
            [
                "ranged", "oscillated", "went", "moved", "ranging", "trading range", "fluctuated", "swung", "varied",
                "has ranged",
            ]
        ),
        (.range, ["range", "in a range", "trading range", "spread", "day 's range", "price range", "gap"]),
        (
            .low,
            [
                "low", "lowest", "lowest price", "minimum", "its low", "lows", "daily low", "day 's low", "bottom",
                "low point", "lowest point",
            ]
        ),
        (
            .high,
            [
                "high", "highest", "highest price", "maximum", "its high", "highs", "daily high", "day 's high", "peak",
                "high point", "highest point", "top", "elevated",
            ]
        ),
        (.middle, ["normal", "ordinary", "average", "moderate", "typical"]),
        (.volatility, ["volatility", "its volatility", "bitcoin 's volatility", "daily volatility", "price swings"]),
        (
            .usual,
            [
                "usual", "usually", "normally", "usual level", "usual value", "normal level", "than usual",
                "than normal",
                "than is usual", "of usual", "usual one", "usual volatility", "typically", "ordinarily", "baseline",
                "its usual level", "in normal times", "average level", "normal", "average",
            ]
        ),
        (.below, ["below", "under", "less", "lower than", "less than", "beneath", "calmer", "smaller", "short of"]),
        (.above, ["above", "more", "higher than", "more than", "larger", "greater"]),
        (.near, ["near", "close to", "in line with", "near to", "not far from", "much as"]),
        (.against, ["compared with", "compared to", "against", "versus", "vs", "as against"]),
        (.trend, ["trend", "price trend", "direction"]),
        (.bullish, ["bullish", "clear rise", "upward", "rising trend"]),
        (.bearish, ["bearish", "clear fall", "downward", "falling trend"]),
        (
            .stable,
            [
                "stable", "sideways", "no clear direction", "no clear trend", "without a clear direction",
                "without a clear trend", "without clear direction", "neutral", "no trend",
                "no clear direction or trend", "range-bound", "neither clearly up nor clearly down", "steady",
                "broadly stable",
            ]
        ),
        (
            .insufficient,
            ["data is not sufficient to tell a direction", "too little data to tell a direction"]
        ),
        (
            .missing,
            [
                "missing", "unknown", "not known", "not available", "unavailable", "absent", "lacking", "missing from",
                "no data for", "no data", "missing for",
                "unknown for", "unavailable for", "lacking for",
            ]
        ),
        (.known, ["known", "available", "covered", "known for", "available for", "there for", "we know", "we have"]),
        (.data, ["data", "price data", "prices", "data for", "prices for", "price data for"]),
        (.only, ["only"]), (.disputed, ["left out because the sources disagree"]),
        (.unbelievable, ["left out as not credible"]), (.later, ["later"]), (.then, ["since then"]),
        (.hour, ["largest move of one hour"]), (.newest, ["newest price"]), (.old, ["old"]),
        (.market, ["such a market"]), (.closed, ["has closed"]),
        (.inFourOfFive, ["in four cases out of five"]),
        (
            .slight,
            ["slightly", "a little", "a bit", "somewhat", "marginally", "modestly", "slight", "small", "mildly"]
        ),
        (.strong, ["sharply", "strongly", "clearly", "markedly", "sharp", "well", "far", "much", "considerably"]),
        (.about, ["about", "around", "roughly", "approximately", "some", "close to", "near", "circa"]),
        (
            .over,
            [
                "more than", "just over", "just above", "over",
            ]
        ),
        (
            .under,
            [
                "just under", "nearly", "almost", "less than", "not quite", "just below", "under",
            ]
        ),
        (
            .day,
            [
                "a day", "in a day", "over a day", "within a day", "from a day", "than a day", "with a day", "one day",
                "day", "past day", "last day", "per day", "each day", "daily", "on the day",
                "past twenty-four hours", "twenty-four hours", "on a daily basis", "in the day",
                "on the day",
            ]
        ),
        (.week, ["week", "past week", "seven days", "last week"]),
        (.comma, ["whereas", "while", "but", "though", "although", "with", "and", "after"]),
        (.than, ["than"]), (.ago, ["ago", "earlier", "before"]),
    ]

    /// Words without a meaning for the check.
    static let fillers: Set = [
        "the", "a", "an", "its", "in", "over", "during", "within", "last", "past", "on", "there", "'s", "now",
        "currently", "bitcoin 's", "price of",
    ]

    /// Of a large change.
    static let strongWords: Set = [
        "jumped", "surged", "soared", "rallied", "tumbled", "plunged", "plummeted", "slumped", "crashed",
    ]
    /// Of each day, not of the last one.
    static let rates: Set = ["a day", "per day", "each day", "daily", "on a daily basis"]

    static let numbers: [String: Int] = [
        "zero": 0, "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9,
        "ten": 10, "eleven": 11, "twelve": 12, "thirteen": 13, "fourteen": 14, "fifteen": 15, "sixteen": 16,
        "seventeen": 17, "eighteen": 18, "nineteen": 19, "twenty": 20, "twenty-one": 21, "twenty-two": 22,
        "twenty-three": 23, "twenty-four": 24,
    ]

    static let months = [
        "january", "february", "march", "april", "may", "june", "july", "august", "september", "october", "november",
        "december",
    ]
    static let percent = ["percent", "per cent"]
    static let dollars = ["dollars", "us dollars", "dollar", "usd"]
    static let hours: Set = ["hours", "hour", "h", "hourly"]
    static let days: Set = ["days", "day", "d"]
}
