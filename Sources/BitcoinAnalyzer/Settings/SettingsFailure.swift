import Domain

/// Settings that cannot be used. Never holds a secret's value.
struct SettingsFailure: Error, Hashable, CustomStringConvertible {
    let message: Phrase
    /// What to do.
    let hint: Phrase
    /// Whether a settings file exists and may not be read.
    let isPermission: Bool
    /// Whether a file was left out because another user could have written it.
    let isDistrust: Bool

    init(_ message: Phrase, hint: Phrase, isPermission: Bool = false, isDistrust: Bool = false) {
        self.message = message
        self.hint = hint
        self.isPermission = isPermission
        self.isDistrust = isDistrust
    }

    var description: String { "\(message.english); \(hint.english)" }
}
