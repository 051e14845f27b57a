package import Domain

/// The reason that an installation fails. Never holds a secret setting.
package struct DeploymentFailure: Error, Hashable, Sendable, CustomStringConvertible {
    package enum Kind: Hashable, Sendable { case configuration, permission, unavailable, io, `internal` }

    package let kind: Kind
    package let message: Phrase
    /// What to do.
    package let hint: Phrase

    package init(_ kind: Kind, _ message: Phrase, hint: Phrase) {
        self.kind = kind
        self.message = message
        self.hint = hint
    }

    /// Message and hint.
    package var phrase: Phrase {
        Phrase(
            "\(message.english); \(hint.english)", fr: "\(message.french)\u{202F}; \(hint.french)")
    }

    package var description: String { phrase.english }

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
