package import Domain
package import Health

/// One cause of the catalogue: how it is recognised, what excludes it, what resolves it.
package struct CauseEntry: Sendable {
    /// What is affected, and therefore how many incidents of the cause can be open at once.
    package enum Scope: Sendable {
        /// Every host: one incident.
        case everywhere
        case host
        /// Each unit of each host separately.
        case unit
    }

    /// The number of consecutive checks that open or close an incident, so that a passing condition does neither.
    package struct Threshold: Sendable {
        package let opens: Int
        package let closes: Int

        /// For what the records already show over time: several runs, or a process that has ended.
        static let recorded = Threshold(opens: 1, closes: 1)
        /// For what is true at this moment, which may be during a restart or a short lock.
        static let observed = Threshold(opens: 2, closes: 2)
    }

    /// What confirms that an incident is over.
    package enum Proof: Sendable {
        /// Its checks have a result, and there is no sign of it any more.
        case checks
        /// Its checks have found that all is well: what is tried once an hour says nothing by being silent.
        case success
        /// A run has ended since.
        case run
        /// A service has started since: the environment in which it failed is visible to nobody else.
        case start
    }

    package let cause: Cause
    package let scope: Scope
    package let threshold: Threshold
    /// What users may notice.
    package let symptoms: Set<Symptom>
    /// The consequence for users. A sentence, like the four texts below.
    package let effect: Phrase
    package let signs: @Sendable (Observation) -> [Sign]
    /// Causes that explain this one: where one of them is present, this is its consequence.
    package let followsFrom: Set<Cause>
    /// The checks that must have a result before an incident can be closed.
    package let checks: Set<CheckName>
    package let proof: Proof
    /// Of a cause in one unit, whether causes in another unit explain it.
    package let reachesAcrossUnits: Bool
    /// What the service does automatically; `nil` where that would not be safe.
    package let repair: Phrase?
    /// The same for a failure without anything that could be used instead; `nil` where that makes no difference.
    package let repairAlone: Phrase?
    /// What a person does, with ``command``.
    package let remedy: Phrase
    /// The same for a failure without anything that could be used instead; `nil` where that makes no difference.
    package let remedyAlone: Phrase?
    /// For a shell, where a sign has no command of its own. `FILE` and names of settings are placeholders.
    package let command: String
    /// How to prevent it.
    package let lesson: Phrase

    init(
        _ cause: Cause, _ scope: Scope, _ threshold: Threshold = .observed, noticedBy symptoms: Set<Symptom>,
        effect: Phrase,
        signs: @escaping @Sendable (Observation) -> [Sign], followsFrom: Set<Cause> = [],
        reachesAcrossUnits: Bool = false, checks: Set<CheckName>, proof: Proof = .checks,
        repair: Phrase? = nil, repairAlone: Phrase? = nil, remedy: Phrase, remedyAlone: Phrase? = nil, command: String,
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
        self.proof = proof
        self.reachesAcrossUnits = reachesAcrossUnits
        self.repair = repair
        self.repairAlone = repairAlone
        self.remedy = remedy
        self.remedyAlone = remedyAlone
        self.command = command
        self.lesson = lesson
    }

    /// The remedy and its command: `Start the services: sudo systemctl start …`.
    /// - Parameters:
    ///   - specific: the command of a sign, in place of ``command``.
    ///   - severity: whether something else is used instead, or nothing is left.
    package func instruction(_ specific: String? = nil, at severity: Incident.Severity = .warning) -> Phrase {
        let command = specific ?? command
        let remedy = severity == .critical ? remedyAlone ?? remedy : remedy
        return Phrase("\(remedy.english.dropLast()): \(command)", fr: "\(remedy.french.dropLast())\u{A0}: \(command)")
    }

    /// What the service does automatically.
    package func repair(at severity: Incident.Severity) -> Phrase? {
        severity == .critical ? repairAlone ?? repair : repair
    }

    /// The place of an incident of this cause that was detected at another place.
    package func place(of noticed: Incident.Place) -> Incident.Place {
        switch scope {
        case .everywhere: Incident.Place(subject: noticed.subject)
        case .host: Incident.Place(host: noticed.host, subject: noticed.subject)
        case .unit: noticed
        }
    }
}

/// Effects that several causes have.
extension Phrase {
    static let noNewData = Phrase(
        "No new prices or articles; the data shown is getting stale.",
        fr: "Plus de nouveaux cours ni articles\u{A0}; les données affichées ne sont plus à jour.")
    static let notSaved = Phrase(
        "Nothing new is saved; the data shown is getting stale.",
        fr: "Rien de nouveau n’est enregistré\u{A0}; les données affichées ne sont plus à jour.")
    static let noDatabase = Phrase(
        "The API returns errors and nothing new is saved; pages show the last data received.",
        fr:
            "L’API renvoie des erreurs et rien de nouveau n’est enregistré\u{A0}; les pages affichent les dernières "
            + "données reçues."
    )
}
