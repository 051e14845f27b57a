import Domain
import FoundationEssentials
import Health
import Incidents

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#endif

/// The report for a person: a line per finding, and below each problem its cause, its evidence and the command that
/// fixes it.
struct DoctorTable {
    let lines: [String]

    init(_ report: DoctorReport, language: Language, isTerminal: Bool) {
        let titles = report.lines.map { $0.finding.check.title[language] }
        let width = titles.map(\.count).max() ?? 0
        let indent = String(repeating: " ", count: width + 4)
        var lines: [String] = []
        var previous: CheckName?
        for (line, title) in zip(report.lines, titles) {
            let finding = line.finding
            // The name of a check appears once, however many subjects it has.
            let shown = finding.check == previous ? "" : title
            previous = finding.check
            let mark = Self.mark(line.outcome, isTerminal: isTerminal)
            let subject = finding.subject.map { "\($0): " } ?? ""
            lines.append(
                "\(mark) \(shown)\(String(repeating: " ", count: width - shown.count))  "
                    + "\(subject)\(finding.summary[language])"
            )
            if let root = line.followsFrom {
                lines.append(indent + language.localized("Follows from: \(root)", fr: "Conséquence de\u{A0}: \(root)"))
                continue
            }
            guard line.outcome == .failed || line.outcome == .warning else { continue }
            if let cause = line.cause {
                lines.append(indent + language.localized("Cause: \(cause)", fr: "Cause\u{A0}: \(cause)"))
            }
            for evidence in finding.evidence {
                lines.append(
                    indent
                        + language.localized(
                            "Evidence: \(evidence.printableLine)", fr: "Constaté\u{A0}: \(evidence.printableLine)"))
            }
            if let remedy = finding.remedy {
                lines.append(indent + language.localized("Fix: \(remedy)", fr: "Correction\u{A0}: \(remedy)"))
            }
        }
        self.lines = lines + ["", Self.verdict(report, language)]
    }

    private static func verdict(_ report: DoctorReport, _ language: Language) -> String {
        let took = "\(Double(report.took.wholeMilliseconds / 100) / 10) s"
        if report.isHealthy {
            return language.localized(
                "\(report.host) is healthy (\(took)).", fr: "Tout va bien sur \(report.host) (\(took)).")
        }
        let causes = report.causes.map(\.rawValue).joined(separator: ", ")
        if causes.isEmpty, report.explanation.isUnexplained {
            return language.localized(
                "Something is wrong on \(report.host), without a known cause (\(took)).",
                fr: "Quelque chose ne va pas sur \(report.host), sans cause connue (\(took)).")
        }
        return causes.isEmpty
            ? language.localized(
                "Not everything on \(report.host) could be checked (\(took)).",
                fr: "Tout n’a pas pu être vérifié sur \(report.host) (\(took)).")
            : language.localized(
                "Something is wrong on \(report.host): \(causes) (\(took)).",
                fr: "Quelque chose ne va pas sur \(report.host)\u{A0}: \(causes) (\(took)).")
    }

    private static func mark(_ outcome: DoctorReport.Outcome, isTerminal: Bool) -> String {
        let (mark, colour) =
            switch outcome {
            case .ok: ("✓", 32)
            case .info: ("·", 36)
            case .warning: ("!", 33)
            case .failed: ("✗", 31)
            case .consequence: ("↳", 33)
            case .notChecked: ("?", 33)
            }
        return isTerminal ? "\u{1B}[\(colour)m\(mark)\u{1B}[0m" : mark
    }
}

enum Terminal {
    /// Whether stdout is a terminal, and NO_COLOR is not set (https://no-color.org).
    static var isOutput: Bool { isatty(STDOUT_FILENO) == 1 && ProcessInfo.processInfo.environment["NO_COLOR"] == nil }

    /// Ends the program at once, after flushing its output.
    static func end(_ code: Int32) -> Never {
        fflush(nil)
        _exit(code)
    }
}
