import Crypto

/// The settings with which the service last worked, kept in the state directory: a failure that begins with a change of
/// the file is explained by it. Secrets are kept as salted digests alone.
package struct WorkingSettings: Hashable, Sendable, Codable {
    struct Value: Hashable, Sendable, Codable {
        /// `nil` where it holds a secret.
        var shown: String?
        /// Whether ``shown`` is all of it.
        var isWhole: Bool
        /// HMAC-SHA-256 with ``salt``.
        var digest: String
    }

    private let salt: String
    /// By group: a name that its group does not have was not set.
    private var groups: [String: [String: Value]]

    /// Without any group.
    package init() {
        var generator = SystemRandomNumberGenerator()
        salt = (0..<4).map { _ in String(generator.next() as UInt64, radix: 16) }.joined()
        groups = [:]
    }

    /// With the values of the file for the groups that work with them; `nil` where nothing is new.
    package func updated(by installed: InstalledSettings, working: Set<SettingGroup>) -> WorkingSettings? {
        var new = self
        for group in working {
            let values = installed.values.filter { SettingGroup(of: $0.key) == group }
            new.groups[group.rawValue] = values.mapValues(value)
        }
        return new == self ? nil : new
    }

    /// How the file differs from what is known to have worked, by name.
    package func changes(in installed: InstalledSettings) -> [SettingChange] {
        groups.flatMap { name, before -> [SettingChange] in
            guard let group = SettingGroup(rawValue: name) else { return [] }
            let now = installed.values.filter { SettingGroup(of: $0.key) == group }
            return Set(before.keys).union(now.keys).compactMap { name in
                let (old, new) = (before[name], now[name].map(value))
                guard old?.digest != new?.digest else { return nil }
                return SettingChange(
                    name: name, group: group, before: old.map(Self.shown), now: new.map(Self.shown),
                    file: installed.file, changed: installed.written)
            }
        }.sorted { $0.name < $1.name }
    }

    private func value(_ value: InstalledSettings.Value) -> Value {
        let code = HMAC<SHA256>.authenticationCode(
            for: Array(value.text.utf8), using: SymmetricKey(data: Array(salt.utf8)))
        return Value(
            shown: value.shown.isEmpty ? nil : value.shown, isWhole: value.shown == value.text,
            digest: code.map { byte in (byte < 16 ? "0" : "") + String(byte, radix: 16) }.joined())
    }

    private static func shown(_ value: Value) -> SettingChange.Value {
        SettingChange.Value(shown: value.shown ?? "…", isWhole: value.isWhole)
    }
}
