import Deployment
import Domain

extension ReleaseRecord {
    /// What began within the hour after a release went live may be its fault.
    private static let suspicion: Duration = .hours(1)

    /// Says that a failure began with this release; `nil` for one that began before it or much later.
    func beginning(of failure: Timestamp) -> Phrase? {
        guard by != "install", failure >= time, failure - time <= Self.suspicion else { return nil }
        // RFC 3339: 2026-11-26T14:02:05.000Z.
        let clock = "\(time)".dropFirst(11).prefix(5)
        return Phrase(
            "Since the release of \(clock) UTC (\(release.version)); sudo bitcoin-analyzer rollback returns to the one before",
            fr:
                "Depuis la mise en service de \(clock) UTC (\(release.version))\u{A0}; sudo bitcoin-analyzer rollback revient "
                + "à la précédente")
    }
}
