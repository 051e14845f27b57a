import Domain

/// The result of a drill.
struct DrillResult: Encodable, Sendable {
    let drill: String
    let injected: [Cause]
    /// The root causes of the opened incidents.
    let named: [Cause]
    /// The root causes that `why` named during the failure.
    let why: [Cause]
    let opened_seconds: Double?
    let closed_seconds: Double?
    let evidence: [Evidence]
    /// The reason that the drill failed; `nil` when it passed.
    let trouble: String?

    var isRight: Bool { trouble == nil }

    /// A line of the table of Documentation/Incidents.md.
    var row: String {
        func seconds(_ value: Double?) -> String { value.map { "\(($0 * 10).rounded() / 10)" } ?? "–" }
        let cells = [
            drill, injected.map(\.rawValue).joined(separator: ", "), named.map(\.rawValue).joined(separator: ", "),
            seconds(opened_seconds), seconds(closed_seconds),
            "\(evidence.count)", isRight ? "yes" : "no: \(trouble ?? "")",
        ]
        return "| " + cells.map { $0.isEmpty ? "none" : $0 }.joined(separator: " | ") + " |"
    }

    static let head = """
        | drill | cause injected | cause named | seconds to open | seconds to close | evidence lines | right |
        |---|---|---|---:|---:|---:|---|
        """
}
