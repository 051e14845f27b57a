import Domain
import Health

/// Settings that cannot be used. Never holds a secret's value.
struct SettingsFailure: Error, Hashable, CustomStringConvertible {
    let message: Phrase
    /// What to do.
    let hint: Phrase
    /// Whether a settings file exists and may not be read.
    let isPermission: Bool
    /// Whether a file was left out because another user could have written it.
    let isDistrust: Bool
    /// Where it is set, as far as one place is to blame.
    let place: SettingsFacts.Place

    init(
        _ message: Phrase, hint: Phrase, at place: SettingsFacts.Place = .init(), isPermission: Bool = false,
        isDistrust: Bool = false
    ) {
        self.place = place
        self.message = message
        self.hint = hint
        self.isPermission = isPermission
        self.isDistrust = isDistrust
    }

    var description: String { "\(message.english); \(hint.english)" }
}
