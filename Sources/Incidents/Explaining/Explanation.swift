package import Domain
package import Health

/// Why something is wrong: the root causes, what follows from them, what was ruled out, and what is still open.
/// `doctor`, `why`, `status`, incidents and metrics all show this one.
package struct Explanation: Sendable {
    /// A cause that was found, with what points to it.
    package struct Finding: Hashable, Sendable {
        package let cause: Cause
        package let sign: Sign

        package init(cause: Cause, sign: Sign) {
            self.cause = cause
            self.sign = sign
        }
    }

    /// What only follows from a root.
    package struct Consequence: Hashable, Sendable {
        package let finding: Finding
        package let root: Finding
    }

    /// Something that was checked and is in order.
    package struct RuledOut: Hashable, Sendable {
        package let what: Phrase
        package let because: Phrase
        package let evidence: [Evidence]
    }

    package struct Step: Hashable, Sendable {
        package let what: Phrase
        package let evidence: [Evidence]
    }

    package let moment: Timestamp
    package let host: String
    /// What was asked about; `nil` for "is anything wrong?".
    package let symptom: Symptom?
    /// How the symptom shows, from the outside in: the chain that leads to the roots.
    package let steps: [Step]
    package let roots: [Finding]
    package let consequences: [Consequence]
    /// Also failing, and unrelated to the symptom.
    package let others: [Finding]
    package let ruledOut: [RuledOut]
    /// Causes that the evidence neither shows nor excludes; those that something points to come first.
    package let remaining: [Finding]
    /// What failed without a cause that explains it.
    package let unexplained: [Health.Finding]
    /// Whether something is wrong for which no cause was found.
    package let isUnexplained: Bool
    /// Checks that whatever they ask did not respond to, as far as they could show what was asked about; those that
    /// only wait for another check are not listed.
    package let notChecked: [Health.Finding]

    /// Nothing is wrong that was asked about, and all of it could be checked: what did not respond is not known to be
    /// healthy. The only meaning of healthy, for every command, page and route.
    package var isHealthy: Bool { roots.isEmpty && !isUnexplained && notChecked.isEmpty }

    /// Of the roots, each once.
    package var causes: [Cause] {
        var seen: Set<Cause> = []
        return roots.map(\.cause).filter { seen.insert($0).inserted }
    }
}
