import ArgumentParser
import Domain
import Timeline

extension ArgumentHelp {
    /// The help of an option or argument, in the language of ``HelpLanguage``.
    /// - Parameter value: the placeholder of its value, such as `FILE`; derived from the property's name when `nil`.
    static func localized(_ english: String, fr french: String, value: Phrase? = nil) -> ArgumentHelp {
        let language = HelpLanguage.current
        return ArgumentHelp(language.localized(english, fr: french), valueName: value?[language])
    }
}

extension CommandConfiguration {
    /// The configuration of a command whose help is in the language of ``HelpLanguage``.
    init(
        _ name: String, _ abstract: Phrase, discussion: Phrase = .empty, version: String = "",
        subcommands: [any ParsableCommand.Type] = [], defaultSubcommand: (any ParsableCommand.Type)? = nil
    ) {
        let language = HelpLanguage.current
        self.init(
            commandName: name, abstract: abstract[language], discussion: discussion[language], version: version,
            subcommands: subcommands, defaultSubcommand: defaultSubcommand)
    }
}

extension ValidationError {
    /// A usage error, in the language of ``HelpLanguage``.
    init(_ english: String, fr french: String) { self.init(HelpLanguage.current.localized(english, fr: french)) }

    /// A number outside the range of an option.
    static func outOfRange(_ option: String, _ range: ClosedRange<Int>, got value: Double) -> ValidationError {
        let (low, high) = (Phrase(integer: range.lowerBound), Phrase(integer: range.upperBound))
        let text = value == value.rounded() && abs(value) < 1e15 ? "\(Int64(value))" : "\(value)"
        return ValidationError(
            "\(option) must be between \(low.english) and \(high.english) (got \(text))",
            fr: "\(option) doit être compris entre \(low.french) et \(high.french) (reçu\u{A0}: \(text))")
    }

    /// A value that is not one of an option's choices.
    static func notOneOf(_ option: String, _ choices: [String], got text: String) -> ValidationError {
        let list = choices.joined(separator: ", ")
        return ValidationError(
            "\(option) must be one of \(list) (got '\(text)')",
            fr: "\(option) doit valoir l’un de\u{A0}: \(list) (reçu\u{A0}: «\u{A0}\(text)\u{A0}»)")
    }

    /// A value that is not a moment.
    static func notAMoment(_ option: String, got text: String) -> ValidationError {
        invalid(
            option,
            Phrase("a moment such as ", fr: "un moment comme ") + MomentExpression.examples, got: text)
    }

    /// A value that cannot be parsed.
    /// - Parameter form: what the option takes, such as "a moment such as …".
    static func invalid(_ option: String, _ form: Phrase, got text: String) -> ValidationError {
        ValidationError(
            "\(option) must be \(form.english) (got '\(text)')",
            fr: "\(option) doit être \(form.french) (reçu\u{A0}: «\u{A0}\(text)\u{A0}»)")
    }
}

extension Phrase {
    /// Digits, grouped by a no-break space in French.
    fileprivate init(integer number: Int) {
        let digits = String(number)
        let grouped = digits.enumerated().reduce(into: "") { text, digit in
            if digit.offset > 0, (digits.count - digit.offset) % 3 == 0 { text += "\u{202F}" }
            text.append(digit.element)
        }
        self.init(digits, fr: grouped)
    }
}
