import Deployment
import Domain
import FoundationEssentials

/// The result of a deployment or a rollback on one host.
struct ReleaseReport: Codable {
    /// `nil` for this host.
    var host: String?
    let outcome: ReleaseRecord.Outcome
    let version: String
    let commit: String
    /// The version that is live now.
    let live: String
    let reason: Phrase?
    let evidence: [Evidence]
    let seconds: Double

    init(_ outcome: Deployer.Outcome, took: Duration) {
        self.outcome = outcome.record.outcome
        version = "\(outcome.record.release.version)"
        commit = outcome.record.release.commit
        live = "\(outcome.live.version)"
        reason = outcome.fault?.reason
        evidence = outcome.fault?.evidence ?? []
        seconds = took.inSeconds
    }

    func lines(_ language: Language) -> [String] {
        let place = host.map { "\($0): " } ?? ""
        guard let reason else {
            return [
                place
                    + language.localized(
                        "\(version) is live (\(seconds) s)", fr: "\(version) est en service (\(seconds) s)")
            ]
        }
        let verdict =
            outcome == .refused
            ? language.localized(
                "\(version) was refused, \(live) stays live", fr: "\(version) est refusée, \(live) reste en service")
            : language.localized(
                "\(version) was undone, \(live) is live again",
                fr: "\(version) est annulée, \(live) est de nouveau en service")
        return [place + verdict, "  " + reason[language]] + evidence.map { "    " + $0.line }
    }
}
