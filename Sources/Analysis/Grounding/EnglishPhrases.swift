import Domain

/// The English words that a text may have, and what they mean.
///
/// None of them may carry a cause, a forecast, advice, a record or a streak; `Documentation/Decisions` 37 has the rule.
enum EnglishPhrases {
    static let meanings = subjects + predicates + circumstances

    private static let subjects: [Meaning] = [
        // What is spoken of
        Meaning(
            .subject,
            """
            bitcoin, btc, price, prices, to buy one bitcoin, to buy a bitcoin, going rate, \
            going rate for one bitcoin, going rate for a bitcoin, bitcoin price, btc price, price of bitcoin, \
            price of btc, price of one btc, \
            buying one bitcoin, buying a bitcoin, a btc, one btc, one bitcoin, price of a bitcoin, \
            price of a single bitcoin, a bitcoin, single bitcoin, \
            single coin, one coin, a coin, bitcoins, value, exchange rate, rate of bitcoin, bitcoin exchange rate, \
            coin, token, cryptocurrency, digital currency, digital asset, world 's largest cryptocurrency, \
            largest cryptocurrency, leading cryptocurrency, world 's leading cryptocurrency, biggest cryptocurrency, \
            largest cryptocurrency by market value, largest cryptocurrency by market capitalisation, \
            largest cryptocurrency by market capitalization, largest cryptocurrency by market cap, \
            biggest cryptocurrency by market value, biggest cryptocurrency by market capitalisation, \
            biggest cryptocurrency by market cap, largest digital currency, \
            world 's biggest cryptocurrency, world 's first cryptocurrency, most valuable cryptocurrency, asset, \
            quotation, quote, btc 's price, trading price, market price, bitcoin 's market price, spot price, \
            bitcoin spot price, value of bitcoin, value of one bitcoin, latest price, last price, last known price, \
            latest known price, current price, current value, latest price we have, last price we have, \
            newest price we have, closing price, last close, latest close, final price, price level, its price, \
            its value, last recorded price, last available price, latest available price, latest recorded price, \
            most recent price, most recent known price, most recent value, price per bitcoin, price of one coin, \
            last recorded value, most recent close, pair, crypto asset, cryptoasset, digital coin, crypto, \
            flagship cryptocurrency, largest crypto asset, leading digital asset, benchmark cryptocurrency, \
            top cryptocurrency, market leader, original cryptocurrency, best-known cryptocurrency, \
            biggest digital asset, largest digital asset, biggest coin, price of the cryptocurrency, \
            price of the coin, value of the cryptocurrency
            """),
        Meaning(.it, "it, they, it 's, that 's"),
        Meaning(
            .market,
            """
            market, bitcoin market, markets, things, conditions, market conditions, situation, market situation
            """),
        Meaning(
            .volatility,
            """
            volatility, price volatility, daily volatility, price swings, swings, daily swings, daily price swings, \
            price fluctuations, fluctuations, daily fluctuations, realised volatility, realized volatility, \
            price variability, variability, price movements, volatility level, volatility reading, \
            level of volatility, ups and downs, gyrations, price gyrations, price moves, price oscillations, \
            oscillations, fluctuation, turbulence, choppiness, market turbulence
            """),
        Meaning(
            .trend,
            """
            trend, price trend, direction, overall trend, general trend, trend direction, overall direction
            """),
        Meaning(
            .range,
            """
            interval, price interval, that range, this range, that band, range, width, trading range, price range, \
            spread, gap, difference, band, corridor, daily range, \
            swing, trading band, price band, distance between
            """),
        Meaning(
            .low,
            """
            low, lows, lowest, lowest price, minimum, minimum price, bottom, low point, lowest point, lowest level, \
            floor, bottomed, bottomed out, as low as, lowest value, minimum value, trough, daily minimum, \
            daily low, day 's lowest price, intraday low, lower end, bottom end, lower bound, low end, session low
            """),
        Meaning(
            .high,
            """
            high, highs, highest, highest price, maximum, maximum price, peak, high point, highest point, \
            highest level, ceiling, top, peaked, topped out, as high as, highest value, maximum value, daily maximum, \
            daily high, day 's highest price, intraday high, upper end, top end, upper bound, high end, \
            session high, elevated, heightened
            """),
        Meaning(
            .data,
            """
            picture, information, price information, data, data for, price data for, prices for, price data, \
            hourly data, candles, hourly candles, \
            hourly prices, data points, hourly values, hourly data points, hours, hourly candle closes, values, \
            dataset, readings, hourly closes, coverage, data coverage, records of, data set
            """),
        Meaning(
            .change,
            """
            change, changes, price changes, percentage changes, balance, percentage change, percent change, \
            price move, change in price, change in value, net change, \
            price change, performance, return, shift, variation, move, movement
            """),
    ]

    static let neutral = """
        the, a, an, its, in, on, during, within the, there, 's, this, these, those, here, we, our, overall, last, \
        per bitcoin, per btc, per coin, in total, in short, in summary, to summarise, to summarize, \
        in plain words, in plain terms, simply put, put simply, in other words, in numbers, summary, recent, \
        current, latest, past, note that, please note, please note that, from top to bottom, from high to low, \
        from low to high, top to bottom, present, whole, full, period, window, time, timeframe, mark, level, levels, \
        total, exact, exactly, precisely, respectively, also, too, itself, what, as it stands, in terms of, \
        according to the data, according to the facts, facts, figures, figure, reading, course of, \
        over the course of, in the course of, space of, span of, rather, fairly, quite, relatively, very, really, \
        all in all, at last check, wide, in the known hours, over the known hours, of the known hours, \
        during the known hours, at the latest count, as follows, of its value, of value, its worth, territory, both, \
        in figures, for reference, beginner 's, for beginners, in brief, brief, quick summary, at a glance, \
        snapshot, update, market update, note, amount, number, size, status, key figures, by comparison, \
        in comparison, hourly closes of, course, ground, overall picture, terms, in question, on balance, \
        across, short-term, near-term, short term, so far, as a reminder, based on the latest data, \
        based on the data, based on available data, based on the available data, according to available data, \
        according to the latest data, regarding, concerning, with regard to, when it comes to, as to, front, \
        price tag, in simple terms, put differently, said differently, in everyday terms, analysis, report, \
        on the one hand, on the other hand, in the meantime, the same time, same time, view, for context, \
        for comparison, data shows that, \
        data shows, data show that, figures show, figures show that, data indicates that, data indicate that, us, \
        as a percentage, in percentage terms, in absolute terms, on the whole, take note, hourly, stretch, \
        in detail, at its latest reading, side, of the matter, quick, by this measure, own, one-day, to be precise, \
        i.e., simply, basically, plainly, indeed, effectively, comparatively, actual, by recent standards, \
        to determine, to identify, to establish, to say more, to draw conclusions, to judge, \
        to assess, to say whether the price rose or fell, to tell whether the price rose or fell, \
        to say how the price changed, to tell how the price changed, to say whether it rose or fell, to calculate, \
        to compute, in the data, where it was, where it stood, where it is, what it was, what it is, compared, \
        roughly speaking, most recent, at last count, not only, but also, regime, \
        in the hours that are known, over the hours that are known, in the hours known, over the hours known, \
        in the available hours, over the available hours, during the hours that are known, taken, to that point, \
        up to that point, up to then, preceding, according to, as such, for assessing, for determining, \
        for calculating, for establishing, for identifying, for judging, for computing, to derive, to measure, \
        to gauge, to report, to give, to state, to tell, shown here, displayed here, \
        of note, overall figure, timeframes, timescale, horizon, period of time, \
        basis, in addition, additionally, moreover, furthermore, specifically, by contrast, \
        in contrast, conversely, that said, on closer inspection, broadly speaking, in practice, \
        good evening, good morning, good afternoon, good day to you, hello, hi, \
        in the hours we have, in the hours we know, in the hours on record, over the hours we have, \
        in nature, in character, in size, in the process, for its part, alike, per unit, each way, \
        in the data set, market data
        """

    static let numbers: [String: Int] = [
        "zero": 0, "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7,
        "eight": 8, "nine": 9,
        "ten": 10, "eleven": 11, "twelve": 12, "thirteen": 13, "fourteen": 14, "fifteen": 15,
        "sixteen": 16,
        "seventeen": 17, "eighteen": 18, "nineteen": 19, "twenty": 20, "twenty-one": 21,
        "twenty-two": 22,
        "twenty-three": 23, "twenty-four": 24,
    ]

    static let multiples: [String: Double] = [
        "half": 0.5, "half of": 0.5, "twice": 2, "double": 2, "triple": 3, "three times": 3,
        "one and a half times": 1.5, "one and a quarter times": 1.25, "two and a quarter times": 2.25,
        "three and a half times": 3.5,
        "two and a half times": 2.5, "two times": 2, "four times": 4, "five times": 5,
        "two thirds of": 0.667,
        "three quarters of": 0.75, "doubled": 2, "tripled": 3, "quadrupled": 4, "halved": 0.5,
    ]

    static let fractions: [String: Double] = [
        "a third": 1.0 / 3, "one third": 1.0 / 3, "a quarter": 0.25, "one quarter": 0.25, "a fifth": 0.2,
        "a tenth": 0.1, "one tenth": 0.1, "one fifth": 0.2, "a sixth": 1.0 / 6, "one sixth": 1.0 / 6,
        "one-third": 1.0 / 3, "one-quarter": 0.25,
        "one-fifth": 0.2, "two fifths": 0.4, "three fifths": 0.6, "four fifths": 0.8, "two-thirds": 2.0 / 3,
        "three-quarters": 0.75, "two-fifths": 0.4, "three-fifths": 0.6, "four-fifths": 0.8, "two thirds": 2.0 / 3,
        "three quarters": 0.75, "five sixths": 5.0 / 6,
    ]
    static let points: Set = [
        "percentage point", "percentage points", "point", "points", "percent points", "pp", "of a percentage point",
    ]
    static let equatives: Set = [
        "the size of", "the level of", "the amount of", "as pronounced as", "as steep as", "as marked as",
        "as sharp as",
        "as intense as", "as elevated as",
        "as high as", "as much as", "as large as", "as big as", "as strong as", "as great as", "as wide as",
    ]

    static let months = [
        "january", "february", "march", "april", "may", "june", "july", "august", "september",
        "october", "november",
        "december",
    ]
    static let percent: Set = ["percent", "per cent", "pct"]
    static let currencies: [String: Quote] = [
        "dollars": .usd, "us dollars": .usd, "dollar": .usd, "usd": .usd, "euros": .eur, "euro": .eur,
    ]
    static let terms: [String: Quote] = [
        "in dollars": .usd, "in us dollars": .usd, "in dollar terms": .usd, "against the dollar": .usd,
        "against the us dollar": .usd, "in euros": .eur, "in euro terms": .eur,
        "against the euro": .eur,
    ]
    static let hours: Set = ["hours", "hour", "h", "hourly", "hrs"]
    static let days: Set = ["days", "day", "d"]
}
