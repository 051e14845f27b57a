import Deployment
import Domain

/// Where releases are looked for, and when they may be deployed.
struct UpdateSettings: Hashable, Sendable {
    enum Source: Hashable, Sendable {
        /// An absolute path, without a trailing slash.
        case folder(String)
        /// An `https` address, without a trailing slash; `http` on loopback only.
        case address(String)

        /// Without the secrets of an address.
        var shownText: String {
            switch self {
            case .folder(let path): path
            case .address(let address): address.redactedAddress
            }
        }
    }

    let source: Source
    /// `nil` for any time.
    let window: UpdateWindow?

    /// `nil` when `UPDATE_FROM` is not set.
    /// - Throws: ``SettingsFailure``
    init?(_ read: SettingReader) throws(SettingsFailure) {
        let window = try read.updateWindow()
        guard let source = try read.updateSource() else { return nil }
        self.source = source
        self.window = window
    }
}

extension SettingReader {
    fileprivate func updateSource() throws(SettingsFailure) -> UpdateSettings.Source? {
        guard var text = text(.updateFrom) else { return nil }
        while text.count > 1, text.hasSuffix("/") { text.removeLast() }
        if text.hasPrefix("/") { return .folder(text) }
        // What is signed cannot be forged; over http, others could hide a release, and see which host asks.
        let isLocal = ["http://127.0.0.1", "http://localhost", "http://[::1]"].contains { origin in
            text.hasPrefix(origin) && [nil, ":", "/"].contains(text.dropFirst(origin.count).first)
        }
        guard text.isHTTPAddress, text.hasPrefix("https://") || isLocal else {
            throw invalid(
                .updateFrom,
                Phrase(
                    "the absolute path of a folder, or an https:// address",
                    fr: "le chemin absolu d’un dossier, ou une adresse https://"))
        }
        return .address(text)
    }

    fileprivate func updateWindow() throws(SettingsFailure) -> UpdateWindow? {
        guard let text = text(.updateWindow) else { return nil }
        guard let window = UpdateWindow(text) else {
            throw invalid(
                .updateWindow,
                Phrase(
                    "a time of day in UTC of at least half an hour, such as 03:00-05:00",
                    fr: "une plage horaire UTC d’au moins une demi-heure, comme 03:00-05:00"))
        }
        return window
    }
}

extension SettingKey {
    var updateMeaning: Phrase {
        switch self {
        case .updateFrom:
            Phrase(
                "where newer releases are looked for and deployed from, after bitcoin-analyzer install: an https:// "
                    + "address or a folder with a signed index.json; default: releases are deployed by hand",
                fr: "où chercher les nouvelles versions à déployer, après bitcoin-analyzer install\u{A0}: une adresse "
                    + "https:// ou un dossier avec un index.json signé\u{A0}; par défaut, le déploiement est manuel")
        default:
            Phrase(
                "when a release from UPDATE_FROM may be deployed, in UTC: 03:00-05:00; default: at any time",
                fr: "quand une version venue de UPDATE_FROM peut être déployée, en UTC\u{A0}: 03:00-05:00\u{A0}; par "
                    + "défaut, à toute heure")
        }
    }
}
