package import Domain

/// The root causes of a failure, their consequences, what was ruled out, and what remains possible.
package struct Explanation: Sendable {
    /// A cause that was found, and its sign.
    package struct Finding: Hashable, Sendable {
        package let cause: Cause
        package let sign: Sign

        package init(cause: Cause, sign: Sign) {
            self.cause = cause
            self.sign = sign
        }
    }

    /// A finding that a root explains.
    package struct Consequence: Hashable, Sendable {
        package let finding: Finding
        package let root: Finding
    }

    /// A check without a problem.
    package struct RuledOut: Hashable, Sendable {
        package let what: Phrase
        package let because: Phrase
        package let evidence: [Evidence]
    }

    package let moment: Timestamp
    package let host: String
    /// The symptom to be explained; `nil` for all problems.
    package let symptom: Symptom?
    /// The chain from the symptom to the roots.
    package let steps: [Step]
    package let roots: [Finding]
    package let consequences: [Consequence]
    /// Also failing, unrelated to the symptom.
    package let others: [Finding]
    package let ruledOut: [RuledOut]
    /// Possible causes that the evidence neither confirms nor excludes.
    package let remaining: [Finding]
    /// Whether a problem was found without a cause.
    package let isUnexplained: Bool

    package struct Step: Hashable, Sendable {
        package let what: Phrase
        package let evidence: [Evidence]
    }

    /// Whether there is no problem with the given symptom.
    package var isWell: Bool { roots.isEmpty && !isUnexplained }
}
