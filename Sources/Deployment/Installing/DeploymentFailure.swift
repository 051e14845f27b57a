package import Domain

/// Why an installation fails. Never holds a secret setting.
package struct DeploymentFailure: Error, Hashable, Sendable, CustomStringConvertible {
    package enum Kind: Hashable, Sendable {
        case configuration, permission, unavailable, io, badInput, temporary, `internal`
    }

    package let kind: Kind
    package let message: Phrase
    /// What to do.
    package let hint: Phrase
    /// The line of the operating system or of a command: evidence, never part of a sentence.
    package let detail: String?

    package init(_ kind: Kind, _ message: Phrase, hint: Phrase, detail: String? = nil) {
        self.kind = kind
        self.message = message
        self.hint = hint
        self.detail = detail
    }

    /// Message and hint.
    package var phrase: Phrase {
        message + Phrase("; ", fr: "\u{A0}; ") + hint
    }

    package var description: String {
        "\(message.english)\(detail.map { " (\($0))" } ?? ""); \(hint.english)"
    }

    /// A mistake in the program's own files.
    static func bug(_ message: String) -> DeploymentFailure {
        DeploymentFailure(
            .internal, Phrase(verbatim: message),
            hint: Phrase(
                "this is a bug: please report it", fr: "c’est une erreur du programme\u{A0}: merci de la signaler"))
    }
}

extension Phrase {
    /// The hint to run a command manually.
    static func runByHand(_ command: [String]) -> Phrase {
        let text = command.joined(separator: " ")
        return Phrase("run it manually: \(text)", fr: "lancez-la à la main\u{A0}: \(text)")
    }
}
