package import Domain
package import Health

/// One cause of the catalogue: its signs, what excludes it, what mends it, and how sure one has to be.
package struct CauseEntry: Sendable {
    /// What it happens to, and so how many incidents of it there can be at once.
    package enum Scope: Sendable {
        /// Every host meets it: one incident.
        case everywhere
        case host
        /// Each unit of each host by itself.
        case unit
    }

    /// How often in a row the watch has to see it, so that chance opens and closes nothing.
    package struct Threshold: Sendable {
        package let opens: Int
        package let closes: Int

        /// The records have been counted already: several runs, or a process that has ended.
        static let recorded = Threshold(opens: 1, closes: 1)
        /// Looked at in this moment, which may be the wrong one: a restart, a lock that is about to be let go.
        static let observed = Threshold(opens: 2, closes: 2)
    }

    package let cause: Cause
    package let scope: Scope
    package let threshold: Threshold
    /// Who notices it.
    package let symptoms: Set<Symptom>
    /// What a user sees.
    package let effect: Phrase
    package let signs: @Sendable (Observation) -> [Sign]
    /// Causes that explain this one away: where one of them is present, this is what follows from it.
    package let followsFrom: Set<Cause>
    /// The checks that have to be answered before it can be called over.
    package let checks: Set<CheckName>
    /// What the service does about it by itself; `nil` where that is not safe.
    package let repair: Phrase?
    /// What to do, where a sign has no command of its own.
    package let remedy: Phrase
    /// What to change so that it does not come back.
    package let lesson: Phrase

    init(
        _ cause: Cause, _ scope: Scope, _ threshold: Threshold = .observed, noticedBy symptoms: Set<Symptom>,
        effect: Phrase,
        signs: @escaping @Sendable (Observation) -> [Sign], followsFrom: Set<Cause> = [], checks: Set<CheckName>,
        repair: Phrase? = nil, remedy: Phrase,
        lesson: Phrase
    ) {
        self.cause = cause
        self.scope = scope
        self.threshold = threshold
        self.symptoms = symptoms
        self.effect = effect
        self.signs = signs
        self.followsFrom = followsFrom
        self.checks = checks
        self.repair = repair
        self.remedy = remedy
        self.lesson = lesson
    }

    /// Where an incident of it is, that was noticed at this place.
    package func place(of noticed: Incident.Place) -> Incident.Place {
        switch scope {
        case .everywhere: Incident.Place(subject: noticed.subject)
        case .host: Incident.Place(host: noticed.host, subject: noticed.subject)
        case .unit: noticed
        }
    }
}
