package import Domain
package import Health

/// The result of checking the whole installation: every finding, with the cause that it points to.
package struct DoctorReport: Sendable {
    package enum Outcome: String, Sendable, Encodable {
        case ok, info, warning, failed
        case notChecked = "not_checked"
        /// Failed, but only because of something else that failed.
        case consequence
    }

    package struct Line: Sendable {
        package let finding: Finding
        package let outcome: Outcome
        /// The cause that it points to; `nil` where nothing is wrong, or no cause explains it.
        package let cause: Cause?
        /// The root cause that it follows from; `nil` for a root.
        package let followsFrom: Cause?
    }

    package let host: String
    package let began: Timestamp
    package let took: Duration
    package let explanation: Explanation
    package let lines: [Line]

    /// - Parameter took: how long gathering the facts took.
    package init(_ observation: Observation, took: Duration) {
        host = observation.host
        began = observation.moment
        self.took = took
        let explanation = Explainer().explain(observation)
        self.explanation = explanation
        lines = observation.findings.map { Self.line($0, explanation) }
    }

    package var isHealthy: Bool { explanation.isHealthy }

    package var causes: [Cause] { explanation.causes }

    private static func line(_ finding: Finding, _ explanation: Explanation) -> Line {
        if let root = explanation.roots.first(where: { $0.sign.findings.contains(finding) }) {
            // What a check only warns of may be a cause; an open incident is one as long as nothing shows that it is
            // over.
            let outcome = finding.check == .incidents ? .failed : Outcome(finding.outcome)
            return Line(finding: finding, outcome: outcome, cause: root.cause, followsFrom: nil)
        }
        if let consequence = explanation.consequences.first(where: { $0.finding.sign.findings.contains(finding) }) {
            return Line(
                finding: finding, outcome: .consequence, cause: consequence.finding.cause,
                followsFrom: consequence.root.cause)
        }
        if finding.check == .freshness, finding.outcome == .failed,
            let root = explanation.root(showingAs: finding.subject == "news" ? .news : .prices)
        {
            return Line(finding: finding, outcome: .consequence, cause: nil, followsFrom: root.cause)
        }
        return Line(finding: finding, outcome: Outcome(finding.outcome), cause: nil, followsFrom: nil)
    }
}

extension Explanation {
    /// The root of what shows so.
    fileprivate func root(showingAs symptom: Symptom) -> Finding? {
        func shows(_ found: Finding) -> Bool { Catalogue.entry(found.cause)?.symptoms.contains(symptom) ?? true }
        return roots.first(where: shows) ?? consequences.first { shows($0.finding) }?.root
    }
}

extension DoctorReport.Outcome {
    fileprivate init(_ outcome: Health.Finding.Outcome) {
        self =
            switch outcome {
            case .ok: .ok
            case .info: .info
            case .warning: .warning
            case .failed: .failed
            case .notChecked: .notChecked
            }
    }
}
