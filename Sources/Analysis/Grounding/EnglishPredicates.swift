/// What is said of the price, in English: of a moment, or as a change.
extension EnglishPhrases {
    static let predicates: [Meaning] = [
        Meaning(
            .be,
            """
            is, was, are, were, be, been, being, has, have, had, having, has been, stands, stood, standing, showed, \
            show, shows, showing, shown, brought, brings, bringing, saw, sees, seen, seeing, came in, comes in, \
            sits, sat, sitting, posted, posts, posting, recorded, records, recording, registered, registers, \
            registering, represents, represented, representing, ended, ends, ending, finished, finishes, finishing, \
            amounts to, amounted to, amounting to, equals, equalled, equates to, corresponds to, came to, comes to, \
            runs, ran, running, runs at, ran at, running at, observed, measured, leaves, left, leaving, \
            puts, put, putting, experienced, \
            experiences, experiencing, underwent, suffered, suffers, suffering, took, taking, lies, lay, lying, \
            read, reads, marks, marked, marking, did, does, displayed, displays, exhibited, exhibits, lifted, \
            lifting, logged, noted, \
            stayed, stays, staying, remained, remains, remaining, totals, totalled, totaled, delivered, turned in, \
            found itself, finds itself, works out at, worked out at, makes, made, means, meant, booked, become, \
            became, becomes, set, sets, setting, printed, considered, deemed, described as, rated, rated as, \
            classified as, classed as, regarded as, labelled, labeled, called, judged, assessed as, qualifies as, \
            counts as, lifts, takes, sends, sent, pushes, pushed, marked by, characterised by, characterized by, \
            appears, appeared, looks, looked, sitting, maintains, maintained, maintaining, reveals, revealed, \
            demonstrates, demonstrated, indicates, indicated, indicating, suggests, suggested, suggesting, faces, \
            faced, \
            facing, enjoyed, endured, incurred, achieved, achieves, took place, takes place, occurred, occurs, \
            happened, \
            prevails, prevailed, dominates, dominated, constitutes, constituted, averaging, averages, averaged, \
            coming in, equating to, corresponding to, translating to, translating into, measures, measuring, \
            comes out at, translates to, translates into, equivalent to, chalked up, witnessed, witnessing, \
            witnesses, notched, \
            notching, notches, \
            tallied, logging, fared, weighs in at, considered as, referred to as, ended up, set at, that is
            """),
        Meaning(
            .trade,
            """
            trades, traded, trading at, is trading, trade, changes hands, changed hands, changing hands, quoted, \
            priced, valued, worth, costs, cost, costing, you pay, one pays, buyers pay, costs you, you get one for, \
            last seen, last traded, closed, close, closes, closing, last closed, hovers, hovered, hovering, settled, \
            settles, settling, goes for, going for, sells for, sold for, selling for, selling at, is selling for, \
            is selling at, commands, traded hands, commanded, lingered, lingers, fetches, fetched, held, holding, \
            ended the day, closed the day, \
            holds, will set you back, sets you back, you 'd pay, you would pay, it costs, you need, exchanges hands, \
            exchanged hands, was last at, last at, last stood at, trading hands, closed the last hour, \
            closed the hour, it takes, \
            listed, trading
            """),
        Meaning(.subject, .trade, "last hour closed, latest hour closed"),
        Meaning(.reach, "reached, reaches, reaching, to reach, arrived at, got to"),
        Meaning(.touch, "touched, touches, touching, hit, hits, hitting"),
        Meaning(
            .move,
            """
            moved, come, comes, moves, moving, drifted, drifts, drifting, crept, nudged, ticked, edged, inched, \
            went, gone, \
            headed, heading, came, turned, shifted, changed
            """),
        Meaning(
            .ranged,
            """
            seesawed, ranged, ranges, ranging, stretched, stretches, stretching, extended, extends, extending, \
            alternated, \
            oscillated, oscillates, oscillating, fluctuated, fluctuates, swung, swings from, varied, varies, \
            varying, fluctuating, swinging, ran, runs, running from, ran from, runs from, spanned, spans, \
            spanning, confined, contained, bounded, never strayed outside, did not leave, never left, \
            never moved outside, \
            did not move outside, did not stray outside, never traded outside, did not trade outside, has not left, \
            stayed inside, stayed within, stays within, stays inside, remained within, remained inside, kept within, \
            kept inside, was kept within, never moved out of, did not move out of, staying within, remaining within, \
            held within, moved inside, moved within, stuck to, kept to
            """),
        Meaning(
            .up,
            """
            up, rose, risen, rise, rises, rising, gained, gain, gains, gaining, climbed, climb, climbs, climbing, \
            advanced, advance, advances, advancing, increased, increase, increases, increasing, added, adds, adding, \
            upward, upwards, grew, grown, growth, strengthened, appreciated, appreciation, positive, in the green, \
            in positive territory, uptick, upturn, upside, to the upside, put on, moved up, went up, gone up, \
            goes up, picked up, firmed, firmer, upward move, upward movement, moved higher, went higher, \
            tacked on, tacking on, netted, netting, picking up, climbed up, pushed up, pushed higher, improved, \
            improvement, moving up, moving higher, putting on, gained ground, \
            gaining ground, notched up, moves up, moves higher, appreciating, strengthening
            """),
        Meaning(.up, "good day, positive day, up day, winning day, better day, day of gains"),
        Meaning(
            .up, strength: .slight,
            "edged up, edged higher, inched up, inched higher, ticked up, ticked higher, edging up, edging higher, "
                + "inching up, inching higher, ticking up, ticking higher, edges up, edges higher, nudged up, "
                + "nudged higher, crept up, crept higher, drifted up, drifted higher"),
        Meaning(
            .up, strength: .strong,
            """
            strong day, very good day, great day, jumped, jump, jumps, jumping, surged, surge, surges, surging, \
            leaped, leaps, soared, soars, rallied, rally, leapt, spiked, spike, leap
            """),
        Meaning(.up, strength: .violent, "skyrocketed, exploded, rocketed"),
        Meaning(
            .down,
            """
            down, fell, fallen, fall, falls, falling, lost, loss, loses, losing, losses, slipped, slip, slips, \
            slipping, declined, decline, declines, declining, dropped, drop, drops, dropping, decreased, decrease, \
            decreases, decreasing, shed, sheds, shedding, downward, downwards, eased, eases, easing, dipped, dip, \
            dips, dipping, retreated, retreat, retreats, retreating, gave up, given up, gives up, giving up, \
            took a hit, took a knock, lost ground, gave back, given back, sank, sunk, sinks, slid, slides, sliding, \
            slide, weakened, weaker, softened, softer, cooled, shrank, shrunk, contracted, sagged, depreciated, \
            depreciation, negative, in the red, in negative territory, downtick, downturn, downside, \
            to the downside, pulled back, pullback, setback, reduction, moved down, moved lower, went down, \
            gone down, goes down, went lower, gave up ground, trimmed, shaved off, shaved, knocked off, \
            on the decline, skidded, receded, surrendered, relinquished, ceded, erased, diminished, drop-off, \
            wiped off, was wiped off, were wiped off, retreated to, downward move, downward movement, off, \
            cheapened, backed off, shaving, shaving off, slippage, pushed lower, moving down, moving lower, \
            giving back, gives back, losing ground, \
            loses ground, weakening, softening, cooling, shrinking, contracting, depreciating, moves down, \
            moves lower, \
            trimming, surrendering, handed back
            """),
        Meaning(.down, "bad day, negative day, down day, losing day, weak day, day of losses"),
        Meaning(
            .down, strength: .slight,
            """
            edged down, edged lower, inched down, inched lower, ticked down, ticked lower, edging down, edging lower, \
            inching down, inching lower, ticking down, ticking lower, edges down, edges lower, nudged down, \
            nudged lower, crept down, crept lower, drifted down, drifted lower
            """),
        Meaning(
            .down, strength: .strong,
            """
            rough day, tough day, difficult day, hard day, very bad day, tumbled, tumble, tumbles, tumbling, \
            plunged, plunge, plunges, plunging, slumped, slump, slumps, slumping, dived, dropped sharply
            """),
        Meaning(
            .down, strength: .violent,
            """
            plummeted, plummets, plummeting, crashed, crash, crashes, collapsed, collapse, collapses, nosedived
            """),
        Meaning(
            .more,
            """
            higher, more pronounced, more marked, more intense, more, greater, larger, bigger, stronger, \
            more expensive, more valuable, worth more, dearer, \
            pricier, richer, wider, steeper, deeper, sharper, heavier
            """),
        Meaning(
            .less,
            """
            lower, less pronounced, less marked, less intense, less, smaller, fewer, less valuable, worth less, \
            cheaper, less expensive, narrower, milder, shallower, gentler
            """),
        Meaning(
            .flat,
            """
            unchanged, flat, the same, same, steady price, no change, zero change, without change, did not change, \
            has not changed, neither gained nor lost, neither up nor down, neither rose nor fell, \
            neither higher nor lower
            """),
        Meaning(
            .nearFlat,
            """
            almost unchanged, little changed, nearly unchanged, hardly changed, practically unchanged, \
            virtually unchanged, largely unchanged, essentially unchanged, broadly unchanged, mostly unchanged, \
            basically unchanged, more or less unchanged, roughly unchanged, barely changed, barely moved, \
            hardly moved, scarcely changed, scarcely moved, almost flat, nearly flat, practically flat, \
            virtually flat, essentially flat, broadly flat, roughly flat, more or less flat, basically flat, \
            mostly flat, largely flat, virtually no change, almost no change, practically no change, little change, \
            hardly any change, very little change, barely any change, barely budged, hardly budged, almost the same, \
            nearly the same, practically the same, virtually the same, essentially the same, about the same, \
            roughly the same, much the same, almost exactly where it was, almost where it was, roughly where it was, \
            about where it was, close to where it was, much where it was, little moved, moved little, \
            moved very little, changed little, changed very little, changed hardly, did not move much, \
            has not moved much, did not change much, has not changed much, about unchanged, relatively unchanged, \
            relatively flat, fairly flat, close to flat, next to nothing, close to zero, near zero, almost zero, \
            virtually zero, practically zero, nearly zero, almost nil, virtually nil
            """),
        Meaning(.passed, "going, going from, crossed, passed, breached"),
        Meaning(
            .up, .above,
            "climbed past, rose past, jumped past, moved past, went past, gained past, broke above, breaks above, "
                + "breaking above, broken above, pushed above, crossed above"
        ),
        Meaning(.down, .below, "broke below, breaks below, breaking below, broken below, pushed below, crossed below"),
        Meaning(
            .topped,
            """
            topped, surpassed, cleared, briefly topped, briefly traded above, briefly rose above, \
            briefly climbed above, briefly exceeded, \
            briefly went above, at times traded above, briefly broke above, temporarily traded above
            """),
        Meaning(
            .dipped,
            """
            briefly traded below, briefly fell below, briefly dipped below, briefly dropped below, briefly went below, \
            at times traded below, briefly broke below, temporarily traded below
            """),
        Meaning(
            .recovered,
            """
            made its way up, made its way back up, worked its way up, worked its way back up, fought its way back, \
            recovered, recovering, recovers, recovery, rebounded, rebounding, rebounds, rebound, bounced, \
            bounced back, \
            bouncing back, bouncing, climbed back, climbing back, edged back up, edging back up, crept back up, \
            rose back, rising back, moved back up, ticked back up, inched back up, come back up, came back up
            """),
        Meaning(
            .pulledBack,
            """
            slipped back, slipping back, fell back, falling back, fallen back, eased back, easing back, dropped back, \
            dropping back, drifted back, edged back down, came back down, come back down, settled back
            """),
        Meaning(
            .middle,
            """
            neither calm nor turbulent, neither calm nor volatile, neither volatile nor calm, neither high nor low, \
            neither low nor high, neither unusually high nor low, ordinary, moderate, \
            nothing unusual, nothing unusual about, nothing unusual in, nothing out of the ordinary, \
            its normal range, the normal range, normal range, its usual range, usual range, not unusual, \
            no unusual, no abnormal, no particular, \
            unremarkable, within its usual range, within the usual range, within its normal range, \
            within the normal range, within normal limits, regular
            """),
        Meaning(
            .volatile, .near,
            "as volatile as, about as volatile as, roughly as volatile as, almost as volatile as, just as volatile as"),
        Meaning(
            .calm,
            "uneventful, sedate, serene, peaceful, restrained, reduced, calm one, quiet one, calm, quiet, subdued, "
                + "muted, tranquil, placid, low-volatility, "
                + "modest volatility, peaceful, restrained"
        ),
        Meaning(
            .volatile,
            "hectic, stormy, bumpy, unsettled, eventful, volatile one, turbulent one, volatile, choppy, "
                + "turbulent, high-volatility, agitated, nervous, jittery, "
                + "unsettled, bumpy, lively"),
        Meaning(.less, .volatile, "calmer, quieter, less volatile, tamer"),
        Meaning(
            .more, .volatile,
            "choppier, wilder, jumpier, livelier, rougher, bumpier, more volatile, more turbulent, more lively"),
        Meaning(
            .volatile,
            "unusually large, unusually wide, unusually volatile, unusually choppy, unusually turbulent, "
                + "unusually high, unusually elevated"
        ),
        Meaning(.calm, "unusually calm, unusually quiet, unusually low, unusually small, unusually subdued"),
        Meaning(
            .usual,
            """
            usual, normal, average, typical, usual level, usual value, normal level, usual one, usual rate, \
            baseline, average level, typical level, normal value, typical value, average value, customary level, \
            norm, habitual level, usual figure, usual volatility, normal volatility, average volatility, \
            typical volatility, normal times, what is usual, what is normal, what is typical, normal day, \
            it usually does, it normally does, it typically does, they usually do, they normally do, \
            typical day, what it usually is, what it normally is, what it typically is, usual day, average day, \
            ordinary day, median, median level, historical norm, standard, \
            usual amount, usual pace, norms, usual norm, usual reading, normal reading, typical reading, \
            habitual value, \
            customary value, usual benchmark, own norm, usual regime, normal regime, its norm, regular level
            """),
        Meaning(
            .than, .usual,
            """
            than is usual, than is normal, than is typical, than it usually is, than it normally is, \
            than it usually does, than it normally does, than it typically does, than it does usually, \
            than they usually are, than they normally are, than they usually do, than on a usual day, \
            than on a normal day, than on an average day, than on a typical day
            """),
        Meaning(
            .usually,
            """
            usually, normally, typically, ordinarily, on average, as a rule, generally, in normal times
            """),
        Meaning(
            .above,
            "above, clear of, in excess of, exceeds, exceeded, exceeding, beyond, north of, on top of, "
                + "outweighs, outweighed, "
                + "outweighing, outstrips, outpaces, outstripped, outpaced, surpasses"),
        Meaning(
            .below,
            "fell short of, falls short of, falling short of, below, under, beneath, short of, underneath, "
                + "south of, shy of, away from"
        ),
        Meaning(
            .near,
            """
            near, as good as identical to, as good as equal to, all but identical to, hardly any different from, \
            barely any different from, on a par with, in keeping with, no different from, not much different from, \
            not far off, \
            within touching distance of, does not differ much, did not differ much, hardly differs, barely differs, \
            differs little, \
            hardly different, barely different, \
            little different, close to, in line with, near to, not far from, much as, similar to, comparable to, \
            on par with, consistent with, about as, as high as is, equal to, nearly identical to, \
            almost identical to, identical to, nearly equal to, almost equal to, about equal to, roughly equal to, \
            much the same as, about the same as, roughly the same as, almost the same as, nearly the same as, \
            practically the same as, the same as, at about, about in line with, broadly in line with, \
            roughly in line with, near the, around its, around the, matched, matches, matching, in keeping with, \
            on a par with, comparable with, similar in size to, close to that of
            """),
        Meaning(.closer, "closer, nearer, much closer, much nearer, a lot closer"),
        Meaning(.inside, "within"),
    ]
}
