import Domain
import Health
import Support
import Testing

@testable import Incidents

@Suite("The log of incidents as Markdown") struct IncidentMarkdownTests {
    private static let root = Incident(
        id: IncidentID(rawValue: "20260101T010500Z-00000001"), cause: .databaseUnreachable,
        at: Incident.Place(subject: "db.example:5432"),
        severity: .critical, state: .resolved, began: .hour(1), opened: .hour(1) + .minutes(5),
        explained: .hour(1) + .minutes(6),
        resolved: .hour(2), reopened: 2, context: Phrase("Version 1 on host-1", fr: "Version 1 sur host-1"),
        symptom: Phrase("No new prices.", fr: "Plus de cours."),
        diagnosis: Phrase("The server does not answer.", fr: "Le serveur ne répond pas."),
        resolution: Phrase("It was started again.", fr: "Il a été relancé."),
        evidence: [
            Evidence(time: .hour(1), source: "journalctl -u api", line: "could not connect"),
            Evidence(source: "df", line: "50% used"),
        ])
    private static let consequence = Incident(
        id: IncidentID(rawValue: "i2"), cause: .apiUnreachable, at: Incident.Place(host: "host-2", unit: "web.service"),
        severity: .warning,
        opened: .hour(1) + .minutes(10), parent: root.id, context: "c", symptom: "s", diagnosis: "d")

    @Test("the log in English")
    func english() {
        #expect(
            IncidentMarkdown([Self.consequence, Self.root], in: .english, at: .hour(3)).text == """
                # Incident log

                Written on 2026-01-01 03:00:00 UTC.

                |  |  |
                | --- | ---: |
                | Incidents | 2 |
                | Open | 1 |
                | Mean time to detect | 2 min 30 s |
                | Mean time to explain | 1 min |
                | Mean time to recover | 1 h |

                | Cause | Incidents | Open |
                | --- | ---: | ---: |
                | API unreachable (`api-unreachable`) | 1 | 1 |
                | Database unreachable (`database-unreachable`) | 1 | 0 |

                Recurring incidents:

                - Database unreachable (`database-unreachable`), db.example:5432: 3 times

                ## Database unreachable – 2026-01-01 01:05:00 UTC

                - Incident: `20260101T010500Z-00000001`
                - Cause: `database-unreachable`
                - Severity: critical
                - State: resolved
                - Affected: db.example:5432
                - Started: 2026-01-01 01:00:00 UTC
                - Detected: 2026-01-01 01:05:00 UTC (after 5 min)
                - Explained: 2026-01-01 01:06:00 UTC (after 1 min)
                - Resolved: 2026-01-01 02:00:00 UTC (after 1 h)
                - Reopened: 2 times

                ### Context

                Version 1 on host-1

                ### Symptom

                No new prices.

                ### Diagnosis

                The server does not answer.

                **Evidence**

                - 2026-01-01 01:00:00 UTC · `journalctl -u api`: `could not connect`
                - `df`: `50% used`

                ### Resolution

                It was started again.

                ### Lesson

                *Not recorded.*

                ### Consequence: API unreachable – 2026-01-01 01:10:00 UTC

                - Incident: `i2`
                - Cause: `api-unreachable`
                - Severity: warning
                - State: open
                - Affected: web.service on host-2
                - Started: 2026-01-01 01:10:00 UTC
                - Detected: 2026-01-01 01:10:00 UTC (after 0 s)
                - Caused by: `20260101T010500Z-00000001`

                #### Context

                c

                #### Symptom

                s

                #### Diagnosis

                d

                #### Resolution

                *Still open.*

                #### Lesson

                *Not recorded.*

                """)
    }

    @Test("the log in French has the contract's five headings, in their order, and no English word")
    func french() {
        let text = IncidentMarkdown([Self.root], in: .french, at: .hour(3)).text
        let headings = text.split(separator: "\n").filter { $0.hasPrefix("#") }
        #expect(
            headings == [
                "# Journal des incidents", "## Base de données injoignable – 2026-01-01 01:05:00 UTC",
                "### Contexte", "### Symptôme", "### Diagnostic",
                "### Résolution", "### Leçon apprise",
            ])
        #expect(
            text.contains("- Détection\u{A0}: 2026-01-01 01:05:00 UTC (après 5 min)\n")
                && text.contains("Il a été relancé.")
                && text.contains("**Preuves**"))
        #expect(text.contains("| Délai moyen de détection | 5 min |"))
        for word in ["Incident log", "Severity", "Detected", "critical\n", "times", "Not recorded"] {
            #expect(!text.contains(word), "\(word)")
        }
    }

    @Test(
        "an empty log says so",
        arguments: [(Language.english, "No incidents recorded."), (.french, "Aucun incident enregistré.")])
    func empty(_ language: Language, _ sentence: String) {
        let text = IncidentMarkdown([], in: language, at: .hour(3)).text
        #expect(text.contains(sentence) && !text.contains("|"))
    }

    @Test(
        "what came from outside stays text in every place where it stands",
        arguments: [
            "# Heading", "- list", "+ list", "1. list", "99) list", "> quote", "---", "===", "    code", "\tcode",
            "```\nfence", "~~~", "<script>alert(1)</script>",
            "<!-- ", "&lt;b&gt;", "[link](javascript:alert(1))", "![image](https://evil.example/x.png)",
            "[x]: https://evil.example", "https://evil.example",
            "www.evil.example", "*bold* _it_ **b** __b__", "~~gone~~", "`code`", "`` ` ``", "a | b\n| --- |", "\\`x\\`",
            "$x$", "line\u{2028}# heading", "a\n\n# b",
            "\u{202E}gnp", "\u{1B}[31mred", "`\u{301}<img src=x>`\u{301}", "",
        ])
    func hostile(_ text: String) throws {
        let phrase = Phrase(verbatim: text)
        let incident = Incident(
            id: IncidentID(rawValue: text), cause: .diskFull,
            at: Incident.Place(host: text, unit: text + "-unit", subject: text),
            severity: .warning, state: .open,
            opened: .hour(1), reopened: 1, parent: IncidentID(rawValue: text + "x"), context: phrase, symptom: phrase,
            diagnosis: phrase, resolution: phrase, lesson: phrase,
            evidence: [Evidence(source: text, line: text)])
        let plain = IncidentMarkdown([Self.replaced(incident, by: "word")], in: .english, at: .hour(3)).text
        let hostile = IncidentMarkdown([incident], in: .english, at: .hour(3)).text
        // As many headings, list items and tables as with a harmless word.
        for mark in ["#", "- ", "+ ", "|", ">", "```", "~~~", "    ", "\t", "---", "==="] {
            func lines(_ text: String) -> Int { text.split(separator: "\n").count { $0.hasPrefix(mark) } }
            #expect(lines(hostile) == lines(plain), "\(mark)")
        }
        #expect(
            !Self.outsideCode(hostile).contains {
                $0.contains("<") || $0.contains("](") || $0.contains("://") || $0.contains("www.")
            })
        #expect(
            hostile.unicodeScalars.allSatisfy {
                $0 == "\n" || ($0.properties.generalCategory != .control && $0 != "\u{202E}" && $0 != "\u{2028}")
            })
    }

    @Test(
        "letters of outside text are all there, between as many backticks as it takes",
        arguments: [
            ("a`b", "``a`b``"), ("`a", "`` `a ``"), ("a``", "``` a`` ```"), ("x\ny", "`x y`"), (" ", "` `"),
            ("<b>&amp;", "`<b>&amp;`"),
        ])
    func code(_ text: String, _ written: String) { #expect(MarkdownText.code(text) == written) }

    @Test(
        "prose is escaped where Markdown would read it",
        arguments: [
            ("a_b *c*", "a\\_b \\*c\\*"), ("1. a", "1\\. a"), ("-1 °C", "\\-1 °C"), ("x < y & z", "x &lt; y &amp; z"),
            ("a\nb", "a\nb"), ("see http://x", "see http\\://x"),
            ("50 % at 12:30", "50 % at 12:30"), ("l'API", "l'API"),
        ])
    func prose(_ text: String, _ written: String) { #expect(MarkdownText.prose(text) == written) }

    @Test("incidents that follow from each other in a ring, or from one that is not there, stand alone")
    func ring() {
        func incident(_ id: String, _ parent: String?) -> Incident {
            Incident(
                id: IncidentID(rawValue: id), cause: .diskFull, severity: .warning, opened: .hour(0),
                parent: parent.map(IncidentID.init), context: "", symptom: "",
                diagnosis: "")
        }
        let groups = IncidentGroup.grouped([
            incident("a", "b"), incident("b", "a"), incident("c", "gone"), incident("d", "c"), incident("e", "d"),
            incident("f", "f"),
        ])
        #expect(groups.map(\.root.id.rawValue) == ["a", "b", "c", "f"])
        #expect(groups[2].consequences.map(\.id.rawValue) == ["d", "e"])
    }

    private static func replaced(_ incident: Incident, by word: String) -> Incident {
        let phrase = Phrase(verbatim: word)
        return Incident(
            id: IncidentID(rawValue: word), cause: incident.cause,
            at: Incident.Place(host: word, unit: word + "-unit", subject: word), severity: incident.severity,
            state: incident.state, opened: incident.opened, reopened: incident.reopened,
            parent: IncidentID(rawValue: word + "x"), context: phrase,
            symptom: phrase, diagnosis: phrase, resolution: phrase, lesson: phrase,
            evidence: [Evidence(source: word, line: word)])
    }

    /// Each line without its code spans, and without what a backslash makes a letter of.
    private static func outsideCode(_ text: String) -> [String] {
        text.split(separator: "\n").map { line in
            let scalars = Array(line.unicodeScalars)
            var (outside, index) = (String.UnicodeScalarView(), 0)
            while index < scalars.count {
                switch scalars[index] {
                case "\\": index += 2
                case "`":
                    let fence = scalars[index...].prefix { $0 == "`" }.count
                    index += fence
                    // To the next run of as many.
                    while index < scalars.count {
                        let run = scalars[index...].prefix { $0 == "`" }.count
                        index += max(1, run)
                        if run == fence { break }
                    }
                default:
                    outside.append(scalars[index])
                    index += 1
                }
            }
            return String(outside)
        }
    }
}
