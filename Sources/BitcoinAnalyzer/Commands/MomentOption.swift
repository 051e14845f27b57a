import ArgumentParser
import Domain

/// The options `--from` and `--to` of commands: a day or a moment.
enum MomentOption {
    static var from: ArgumentHelp {
        .localized(
            "Start, as a day or a moment: 2026-01-31 or 2026-01-31T09:00:00Z.",
            fr: "Début, sous forme de jour ou de moment\u{A0}: 2026-01-31 ou 2026-01-31T09:00:00Z.",
            value: Phrase("from", fr: "début"))
    }

    static var to: ArgumentHelp {
        .localized(
            "End, exclusive, as a day or a moment.",
            fr: "Fin, non comprise, sous forme de jour ou de moment.",
            value: Phrase("to", fr: "fin"))
    }

    /// - Throws: `ValidationError` for a text that is no moment.
    static func validate(_ options: [(name: String, text: String?)]) throws {
        for (name, text) in options {
            guard let text, Timestamp(rfc3339: text) == nil else { continue }
            throw ValidationError.invalid(
                name,
                Phrase(
                    "a day or a moment, such as 2026-01-31 or 2026-01-31T09:00:00Z",
                    fr: "un jour ou un moment, comme 2026-01-31 ou 2026-01-31T09:00:00Z"), got: text)
        }
    }
}
