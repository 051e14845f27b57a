/// Trend, hours, degrees, times and relations, in English.
extension EnglishPhrases {
    static let circumstances: [Meaning] = [
        // Trend
        Meaning(
            .bullish,
            """
            bullish, points up, points upward, pointed up, pointing up, trended higher, trended up, \
            trended upward, trended upwards, clear rise, rising trend, uptrend, upward trend, up trend, upswing, \
            upward direction, \
            positive trend, bullish trend, trending higher, trending up, trending upward, trending upwards, \
            upward-trending
            """),
        Meaning(
            .bearish,
            """
            bearish, points down, points downward, pointed down, pointing down, trended lower, trended down, \
            trended downward, trended downwards, clear fall, falling trend, downtrend, downward trend, down trend, \
            downswing, \
            downward direction, negative trend, bearish trend, trending lower, trending down, trending downward, \
            trending downwards, downward-trending, clear decline, clear drop
            """),
        Meaning(
            .stable,
            """
            stable, trended sideways, sideways, no clear direction, no clear trend, without a clear direction, \
            without a clear trend, \
            without clear direction, without clear trend, neutral, no trend, no direction, \
            no clear direction or trend, no clear trend or direction, range-bound, \
            neither clearly up nor clearly down, steady, trendless, directionless, \
            neither clearly rising nor clearly falling, neither rising nor falling, broadly stable, \
            lacked a clear direction, lacks a clear direction, lacks direction, lacked direction, \
            lacks a clear trend, lacked a clear trend, lacking a clear direction, not clear, unclear, \
            no marked direction, no distinct trend, no particular direction, no definite trend, \
            no definite direction, no pronounced trend, no strong trend, no strong direction, no real trend, \
            no real direction, no obvious trend, no obvious direction, without direction, without a trend, \
            neither upward nor downward, neither bullish nor bearish, no discernible trend, \
            no discernible direction, stability, undecided, relatively stable, fairly stable, largely stable, \
            mostly stable, trending sideways, sideways trend, neither a rise nor a fall stands out, \
            no direction to speak of, no trend to speak of, no clear direction to speak of, leans neither way, \
            leaned neither way, tilts neither way, pointing neither up nor down, points neither up nor down, \
            going nowhere, \
            no marked rise or fall, no clear rise or fall, no clear upward or downward trend, no up or down trend
            """),
        // Hours
        Meaning(
            .missing,
            """
            missing, has no data, have no data, lacks data, lack data, not there, left blank, blank, unknown, \
            not known, not available, unavailable, absent, lacking, missing from, no data for, missing for, \
            we lack data for, we have no data for, unknown for, unavailable for, lacking for, we lack, not covered, \
            not yet known, no figures for, no prices for, without data, gaps, not in the data, no information about, \
            no information on, nothing is known about, nothing is known of, lack, lacks, cannot be told, \
            cannot be given, cannot be said, cannot be determined, cannot be stated, missing in, not been recorded, \
            not recorded, were not recorded, could not be obtained, could not be retrieved, were not received, \
            not received, \
            were not collected, not collected, it is not known how, it is unknown how, have no price, has no price, \
            have no prices, has no prices, without a price, without prices, cannot be calculated, cannot be computed, \
            cannot be worked out, not reported, were not reported, no readings for, no values for
            """),
        Meaning(
            .known,
            """
            known, available, on record, in hand, covers, cover, covered, known for, available for, we know, \
            we have, covering, \
            present for, recorded for, exists for, exist for, based on, rests on, rest on, accounted for, \
            calculated from, \
            computed from, derived from, drawn from, calculated on, computed on, relies on, rely on, can be given, \
            can be calculated, can be determined, can be computed, can be stated, can be established, can be told, \
            can be assessed, can be identified, can be reported
            """),
        Meaning(
            .missing, .change,
            """
            unknown whether the price rose or fell, not known whether the price rose or fell, \
            it is unknown whether the price rose or fell, it is not known whether the price rose or fell, \
            unknown whether it rose or fell, not known whether it rose or fell
            """),
        Meaning(.not, "not"),
        Meaning(.all, .data, "every hour of, every hour in"),
        Meaning(.none, "no, none, not a single, not one, neither, nor"),
        Meaning(.none, .data, "no hour, not a single hour, not one hour"),
        Meaning(.allBut, "all but, all except"),
        Meaning(.all, "all, all of, every one of, each of, the full, entire"),
        Meaning(
            .complete,
            """
            complete, data is complete, nothing is missing, full coverage, fully known, uninterrupted, gap-free, \
            no missing hours, no missing data, no hours missing, no data missing, no hour is missing, \
            no hours are missing, no hour missing, no data is missing, nothing missing, known in full, \
            available in full, known without exception, without gaps, no gaps, gapless, fully covered, in full
            """),
        Meaning(
            .incomplete,
            """
            incomplete, not complete, partial, only partly known, partly known, only partially known, \
            partially known, not fully known
            """),
        Meaning(
            .insufficient,
            """
            data is not sufficient to tell a direction, too little data to tell a direction, \
            too little data to tell a trend, too little data for a trend, not enough data to tell a trend, \
            not enough data to tell a direction, data is not sufficient to tell a trend, \
            not enough data for a trend, insufficient data to tell a trend, too little data, not enough data, \
            insufficient data, data is not sufficient, data are not sufficient, too few hours are known, \
            too few hours, \
            not enough hours, too few data to tell a trend, too few hours are known to tell a trend, \
            insufficient, data is insufficient, data are insufficient, not sufficient, is not sufficient, \
            are not sufficient, does not suffice, do not suffice, too limited, too sparse, not sufficient data, \
            so little can be said, little can be said, too little is known, not much can be said, \
            so not much can be said
            """),
        Meaning(.only, "only"),
        Meaning(.disputed, "left out because the sources disagree"),
        Meaning(.unbelievable, "left out as not credible"),
        Meaning(.later, "later"),
        Meaning(
            .largePart,
            "a large part of, large part of, most of, much of, the majority of, majority of, the bulk of"),
        Meaning(
            .caveat,
            """
            may differ, may be different, could differ, could be different, might differ, might be different, \
            may have changed, may have moved, could have changed, might have changed, may have changed since, \
            may have moved since, may no longer be the same, may be outdated, could be outdated
            """),
        Meaning(.separate, "separate, separates, separated, separating, lie between, lies between, lay between"),
        Meaning(.be, .now, "was then, were then, stood then, then stood, was at that time, was at that point"),
        Meaning(.then, "since then"),
        Meaning(.hour, "largest move of one hour"),
        Meaning(.newest, "newest price"),
        Meaning(
            .old,
            """
            old, out of date by, outdated by, dated, date from, dates from, dating from, date back, dates back, \
            last updated, was last updated, were last updated, last refreshed, behind, out of date, outdated, \
            no new data, no data has been received, no new data has been received, no data received, \
            no data has arrived, no new data has arrived, no data has come in, no new data has come in, \
            no fresh data, no newer data, has not been updated, have not been updated, not been updated, \
            no update, no updates, without an update, without new data, without fresh data, no newer price, \
            no new price, no new prices, no fresh price, not been refreshed, has not been refreshed
            """),
        Meaning(.pattern, "such a market"),
        Meaning(.inFourOfFive, "in four cases out of five"),
        Meaning(
            .noHigher,
            """
            did not rise above, did not trade above, did not exceed, never exceeded, never rose above, \
            never traded above, stayed below, stayed under, no higher than, did not go above, never went above, \
            not higher than, at no point did bitcoin rise above, at no point did the price rise above, \
            at no time did bitcoin rise above, \
            at no time did the price rise above, did not climb above, never climbed above, remained below
            """),
        Meaning(
            .noLower,
            """
            did not fall below, did not drop below, did not trade below, never fell below, never dropped below, \
            never traded below, stayed above, no lower than, did not go below, never went below, not lower than, \
            never fell under, never dropped under, never went under, at no point did bitcoin fall below, \
            at no point did the price fall below, at no time did bitcoin fall below, \
            at no time did the price fall below, \
            did not dip below, never dipped below, remained above
            """),
        Meaning(
            .midway,
            """
            midway between, halfway between, midway, halfway, in the middle of, near the middle of, \
            around the middle of
            """),
        Meaning(.upperPart, "upper half, top half, upper part, upper third, top third, top part"),
        Meaning(
            .lowerPart, "lower half, bottom half, lower part, lower third, bottom third, bottom part"),
        // How much
        Meaning(
            .slight,
            """
            slightly, a little, a bit, somewhat, marginally, modestly, slight, small, mildly, mild, modest, minor, \
            a touch, a tad, fractionally, little, bit, limited, minimal, gentle, gently, a fraction, slim, narrowly, \
            a hair, just a little, just slightly, only slightly, very slightly, only a little, barely, a shade, \
            moderately, marginal, tiny, negligible, minuscule, narrow, tight, meagre, subtle, faint, shallow, scant, \
            a smidgen, light, lightly
            """),
        Meaning(
            .strong,
            """
            noticeably, appreciably, decidedly, deeply, firmly, sizeable, sizable, noticeable, pronounced, solid, \
            sharply, highly, strongly, markedly, sharp, well, far, much, considerably, strong, significantly, \
            significant, \
            steep, steeply, heavily, heavy, big, large, substantially, substantial, widely, a lot, notably, notable, \
            marked, considerable, hefty, greatly, way, robust, healthy, severe, severely, dramatically, \
            dramatic, visibly, sizeably, massive, massively, meaningfully, meaningful
            """),
        Meaning(.clear, "clearly, clear, distinctly, distinct"),
        Meaning(.weak, "weak"),
        Meaning(
            .about,
            """
            about, around, roughly, approximately, some, circa, approx, in the region of, in the vicinity of, \
            in the neighbourhood of, in the neighborhood of, or thereabouts, \
            give or take, or so, broadly, \
            more or less, something like
            """),
        Meaning(.just, "just"),
        Meaning(.mere, "mere, merely"),
        Meaning(.under, "nearly, almost, not quite, close on, practically, virtually"),
        Meaning(.moreThan, "more than, greater than, over, upwards of"),
        Meaning(.lessThan, "less than, smaller than, fewer than"),
        // When
        Meaning(
            .day,
            """
            in a day, over a day, within a day, for the day, one day, day, past twenty-four hours, \
            twenty-four hours, on the day, in the day, day 's, past day, last day, during the day, single day, \
            in one day, a single day, 24-hour, twenty-four-hour, day-long, 24-hour period, in the space of a day, \
            day-on-day, day over day, day-over-day, trading day, session, trading session, last session, \
            last trading day, 24-hour window, daily one, daily figure, one-day period, day as a whole, \
            24-hour timeframe, 24-hour span, 24-hour interval
            """),
        Meaning(
            .past,
            "yesterday, this time yesterday, at this time yesterday, same time yesterday, day before, "
                + "previous day, day prior, prior day, preceding day, yesterday 's"),
        Meaning(.ago, "ago, earlier, before, prior, previously, back"),
        Meaning(
            .now,
            """
            now, currently, right now, at the moment, at present, as of now, today, today 's, presently, at the time, \
            at that time, at that point, at that moment, at the time of the last update, at the last update, \
            when last updated, when the data was last updated, when the data were last updated, when last seen, \
            at the latest update, at the time of the latest data, at the time of the last data, by then, \
            as of the last update, as of the latest update, as of the latest data, as of the last data, \
            at the most recent reading, at the last reading, at this time, at this moment, at this point
            """),
        Meaning(
            .rate, "a day, per day, each day, on a daily basis, every day, per 24 hours, day by day"),
        Meaning(.daily, "daily, intraday"),
        Meaning(
            .week,
            """
            week, for the week, on the week, seven days, past week, last week, week 's, weekly, on a weekly basis, \
            week-on-week, week over week, seven-day, 7-day, past seven days, last seven days, weekly one, \
            weekly figure, \
            one week, a single week, in a week, week-long
            """),
        Meaning(
            .unsupported,
            """
            day after day, week after week, more and more, less and less, up and down, all day, all week, \
            over and over, again and again, or more, or less than that, and counting, higher and higher, \
            lower and lower, hour after hour, the most, the least, at all, for now
            """),
        // Relations
        Meaning(.at, "at"),
        Meaning(.of, "of, out of"),
        Meaning(.by, "by"),
        Meaning(.from, "from"),
        Meaning(.to, "to"),
        Meaning(.between, "between, anywhere between"),
        Meaning(.and, "and, &"),
        Meaning(.per, "per, every, each, hourly"),
        Meaning(
            .than,
            """
            than, compares with, compares to, compared against, which compares with, compared with, compared to, \
            against, versus, vs, as against, relative to, in comparison with, in comparison to, when compared with, \
            when compared to, in contrast to, instead of, over and above, set against, measured against, \
            as opposed to, as compared to, as compared with, in relation to, with respect to
            """),
        Meaning(.so, "so, therefore, thus, which means that, so that"),
        Meaning(.since, "since, for, as of"),
        // Between clauses
        Meaning(
            .comma,
            """
            accompanied by, coupled with, alongside, combined with, following, whereas, while, but, though, \
            although, with, after, which, where, having, plus, along with, \
            together with, as well as, yet, whilst, besides, amid, against a backdrop of, against the backdrop of, \
            however, meanwhile, that, or, despite, even though, even if, namely, meaning, \
            as for, instead, as evidenced by, as shown by, as reflected in, as reflected by, evidenced by, \
            reflected in, \
            as indicated by, reflecting, as seen in, as illustrated by, contrasts with, contrasting with, in contrast, \
            by contrast, on top of that, in addition, additionally, in addition to, besides, furthermore, moreover, \
            nevertheless, nonetheless, yet, notwithstanding, in spite of, as evident from, against a backdrop of, \
            amid, albeit, all while, accompanying, paired with, against that, \
            as measured by
            """),
    ]
}
