package import Domain

/// One deployment of a release, as `releases` lists it.
package struct ReleaseRecord: Hashable, Sendable, Codable {
    package struct Outcome: OpenEnum {
        package let rawValue: String
        package init(rawValue: String) { self.rawValue = rawValue }

        /// The installed release.
        package static let live = Outcome(rawValue: "live")
        /// Left for another one.
        package static let replaced = Outcome(rawValue: "replaced")
        /// Failed before the switch.
        package static let refused = Outcome(rawValue: "refused")
        /// Failed after the switch, and left for the release before it.
        package static let undone = Outcome(rawValue: "undone")
        /// The deployment was ended before its result, and undone by the next one.
        package static let interrupted = Outcome(rawValue: "interrupted")

        package static let known: [Outcome] = [.live, .replaced, .refused, .undone, .interrupted]
    }

    package let release: ReleaseDescription
    package let time: Timestamp
    /// The user who deployed it; `install` for a release that was there before the first deployment.
    package let by: String
    package var outcome: Outcome
    /// Why it was refused or undone.
    package var reason: Phrase?

    package init(
        _ release: ReleaseDescription, time: Timestamp, by: String, outcome: Outcome, reason: Phrase? = nil
    ) {
        self.release = release
        self.time = time
        self.by = by
        self.outcome = outcome
        self.reason = reason
    }

    /// Whether it is not tried again unless asked for.
    package var hasFailed: Bool { outcome == .refused || outcome == .undone }
}

/// A deployment under way: what the next one undoes when this one is ended from outside.
package struct ReleaseJournal: Hashable, Sendable, Codable {
    package enum Phase: String, Sendable, Codable {
        /// Nothing is changed yet.
        case preparing
        /// Files and services may be of either release.
        case switching
    }

    package var phase: Phase
    package var record: ReleaseRecord
    /// The release to return to.
    package let previous: ReleaseDescription
    /// Whether the new release changes the schema of the database.
    package var migrates: Bool
    /// The timers that were stopped for it; `nil` for none.
    package var stopped: [String]?
}
