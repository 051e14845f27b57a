import Domain
import FoundationEssentials
import Health

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#endif

/// The report for a person: a line for each finding, and under what is wrong its evidence and the command that mends it.
struct DoctorTable {
    let lines: [String]

    init(_ report: DoctorReport, language: Language, isTerminal: Bool) {
        let titles = report.findings.map { $0.check.title[language] }
        let width = titles.map(\.count).max() ?? 0
        let indent = String(repeating: " ", count: width + 4)
        var lines: [String] = []
        var previous: CheckName?
        for (finding, title) in zip(report.findings, titles) {
            // A check's name once, however many things it looked at.
            let shown = finding.check == previous ? "" : title
            previous = finding.check
            let mark = Self.mark(finding.outcome, isTerminal: isTerminal)
            let subject = finding.subject.map { "\($0): " } ?? ""
            lines.append(
                "\(mark) \(shown)\(String(repeating: " ", count: width - shown.count))  \(subject)\(finding.summary[language])"
            )
            guard finding.outcome == .failed || finding.outcome == .warning else { continue }
            if let cause = finding.cause {
                lines.append("\(indent)\(language.localized("cause", fr: "cause")): \(cause.rawValue)")
            }
            for evidence in finding.evidence {
                lines.append("\(indent)\(language.localized("seen", fr: "constaté")): \(evidence.printableLine)")
            }
            if let remedy = finding.remedy {
                lines.append("\(indent)\(language.localized("to mend it", fr: "pour réparer")): \(remedy)")
            }
        }
        self.lines = lines + ["", Self.verdict(report, language)]
    }

    private static func verdict(_ report: DoctorReport, _ language: Language) -> String {
        let took = "\(Double(report.took.wholeMilliseconds / 100) / 10) s"
        if report.isHealthy {
            return language.localized(
                "All is well on \(report.host) (\(took)).", fr: "Tout va bien sur \(report.host) (\(took)).")
        }
        let causes = report.causes.map(\.rawValue).joined(separator: ", ")
        return causes.isEmpty
            ? language.localized(
                "Not everything on \(report.host) could be checked (\(took)).",
                fr: "Tout n'a pas pu être vérifié sur \(report.host) (\(took)).")
            : language.localized(
                "Something is wrong on \(report.host): \(causes) (\(took)).",
                fr: "Quelque chose ne va pas sur \(report.host) : \(causes) (\(took)).")
    }

    private static func mark(_ outcome: Finding.Outcome, isTerminal: Bool) -> String {
        let (mark, colour) =
            switch outcome {
            case .ok: ("✓", 32)
            case .info: ("·", 36)
            case .warning: ("!", 33)
            case .failed: ("✗", 31)
            case .notChecked: ("?", 33)
            }
        return isTerminal ? "\u{1B}[\(colour)m\(mark)\u{1B}[0m" : mark
    }
}

enum Terminal {
    /// Whether stdout is read by a person, who did not ask for plain text (https://no-color.org).
    static var isOutput: Bool { isatty(STDOUT_FILENO) == 1 && ProcessInfo.processInfo.environment["NO_COLOR"] == nil }

    /// Ends the program at once, with what it has written.
    static func end(_ code: Int32) -> Never {
        fflush(nil)
        _exit(code)
    }
}
