import Domain
import Foundation
import Support
import Testing

@testable import Timeline

@Suite("What the timeline writes") struct TimelineRenderingTests {
    static let hostile =
        #"{"level":"error","message":"\u001b[31m<script>alert(\"x\")</script>\u202e & 'q'","time":"2026-11-23T19:00:00Z"}"#
        + "\n  \u{1B}]0;title\u{7}\u{9B}31m\n"

    @Test("for a terminal is aligned, and lets no text steer the terminal")
    func terminal() async throws {
        let text = try await Reading.text(
            [.lines(Self.hostile), .lines("2026-11-23T19:00:01Z info x\n", label: "longer.log")],
            as: .terminal(colour: false)
        ).text
        #expect(
            text == """
                2026-11-23T19:00:00.000Z error    a.log       ␛[31m<script>alert("x")</script>\u{FFFD} & 'q'
                    |   ␛]0;title␇\u{FFFD}31m
                2026-11-23T19:00:01.000Z info     longer.log  x

                """)
    }

    @Test("is coloured where it is asked for, and only then")
    func colour() async throws {
        #expect(
            try await Reading.text([.lines(Self.hostile)], as: .terminal(colour: true)).text.contains(
                "\u{1B}[31merror    \u{1B}[0m"))
        #expect(try await !Reading.text([.lines(Self.hostile)], as: .terminal(colour: false)).text.contains("\u{1B}"))
    }

    @Test("as JSON is one array with the text unchanged, also when it is empty")
    func json() async throws {
        #expect(
            try await Reading.rows(Self.hostile).first?.message
                == "\u{1B}[31m<script>alert(\"x\")</script>\u{FFFD} & 'q'\n  \u{1B}]0;title\u{7}\u{FFFD}31m")
        #expect(try await Reading.rows("").isEmpty)
    }

    @Test("as a page is one document whose text is text", arguments: [Language.english, .french])
    func page(language: Language) async throws {
        let page = try await Reading.text([.lines(Self.hostile)], as: .page, language: language).text
        #expect(page.hasPrefix("<!doctype html>\n<html lang=\"\(language.rawValue)\">") && page.hasSuffix("</html>\n"))
        #expect(page.contains("&lt;script&gt;alert(&quot;x&quot;)&lt;/script&gt;") && !page.contains("<script"))
        for part in [
            "<title>", "<th scope=\"col\">", "<time datetime=\"2026-11-23T19:00:00Z\">", "prefers-color-scheme:dark",
            "<h1>", "color-scheme",
        ] {
            #expect(page.contains(part))
        }
        #expect(!page.contains("http://") && !page.contains("https://") && !page.contains("src="))
    }

    @Test(
        "is a story where it is one trace's, from its trigger to its effect, in both languages",
        arguments: [Language.english, .french])
    func story(language: Language) async throws {
        let trace = "0af7651916cd43dd8448eb211c80319c"
        let started = try #require(Timestamp(rfc3339: "2026-11-23T19:00:00Z"))
        var run = Run(
            id: RunID(rawValue: "20261123T190000Z-3f9a2c1e"), traceID: trace, command: "collect", trigger: .timer,
            host: "vps", started: started)
        run.finished = started + .milliseconds(3200)
        run.outcome = .degraded
        run.sources = [
            SourceReport(
                source: "coinbase", part: .prices, fetched: 24, kept: WriteResult(new: 1, updated: 0, unchanged: 23)),
            SourceReport(
                source: "kraken", part: .prices,
                failure: SourceFailure("kraken", .timeout(host: "api.kraken.com", limit: .seconds(15)))
            ),
        ]
        let incident = Incident(
            id: IncidentID(rawValue: "i1"), cause: .sourceDown, severity: .warning, opened: started + .seconds(4),
            context: "", symptom: "kraken is silent",
            diagnosis: "", evidence: [Evidence(source: "runs", line: "run=\(run.id)")])
        let other = Run(
            id: RunID(rawValue: "other"), traceID: String(repeating: "1", count: 32), command: "collect",
            trigger: .cron, host: "vps", started: started)
        let sources = [
            RecordLines.source(runs: [run, other], incidents: [incident], language: language, now: started),
            LogSource.lines(
                "10.0.0.1 - - [23/Nov/2026:19:00:03 +0000] \"GET /v1/price HTTP/1.1\" 200 99 \"-\" \"-\" "
                    + "\"00-\(trace)-b7ad6b7169203331-01\"\n",
                label: "access.log"),
        ]
        let filter = EntryFilter(identities: [trace, run.id.rawValue])
        let outline = try await Timeline(sources, zone: .utc, filter: filter).outline()
        #expect(outline.runs == [run.id.rawValue])
        let text = try await Reading.text(
            sources, as: .terminal(colour: false), filter: filter, trace: TraceSelection(id: trace, outline: outline),
            language: language
        ).text
        let english = """
            trace 0af7651916cd43dd8448eb211c80319c, run 20261123T190000Z-3f9a2c1e
            6 steps in 4.000 s from 2026-11-23T19:00:00Z

                +0.000 s  records     the timer started collect
                +3.000 s  access.log  10.0.0.1 requested GET /v1/price and got 200
                +3.200 s  records     coinbase returned 24 candles: 1 new and 23 unchanged
                +3.200 s  records     warning: kraken failed: api.kraken.com: no response within 15 s
                +3.200 s  records     collect finished after 3.2 s: succeeded despite failing sources
                +4.000 s  records     warning: incident opened, source-down: kraken is silent

            """
        if language == .english {
            #expect(text == english)
        } else {
            #expect(
                text.contains("la minuterie a lancé collect")
                    && text.contains("coinbase a fourni 24\u{A0}chandeliers\u{A0}: 1\u{A0}nouveau et 23\u{A0}inchangés")
                    && text.contains("10.0.0.1 demande GET /v1/price et reçoit la réponse 200"))
        }
    }
}
