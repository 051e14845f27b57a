package import Domain

/// Why something is wrong: the root causes, what follows from them, what was ruled out, and what is still open.
package struct Explanation: Sendable {
    /// A cause that was found, with what speaks for it.
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

    /// Something that was looked at and is well, or is not the reason.
    package struct RuledOut: Hashable, Sendable {
        package let what: Phrase
        package let because: Phrase
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
    /// Wrong too, and not the reason for the symptom.
    package let others: [Finding]
    package let ruledOut: [RuledOut]
    /// Causes that the evidence neither shows nor excludes.
    package let remaining: [Finding]
    /// Whether something is wrong for which no cause was found.
    package let isUnexplained: Bool

    package struct Step: Hashable, Sendable {
        package let what: Phrase
        package let evidence: [Evidence]
    }

    /// Nothing is wrong that was asked about.
    package var isWell: Bool { roots.isEmpty && !isUnexplained }
}
