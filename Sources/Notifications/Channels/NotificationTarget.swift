import Crypto
package import Domain
import FoundationEssentials

/// A receiver of notifications. Its address is a secret, because it suffices to post there; logs name its kind and host
/// only. The forms of addresses are those of Apprise (https://github.com/caronc/apprise/wiki), and of the services.
package struct NotificationTarget: Hashable, Sendable {
    package enum Kind: Hashable, Sendable {
        /// A signed POST of all that is known.
        case webhook
        /// A topic (https://docs.ntfy.sh/publish/).
        case ntfy(topic: String)
        /// An incoming webhook (https://docs.slack.dev/messaging/sending-messages-using-incoming-webhooks).
        case slack
        /// A webhook of a channel (https://discord.com/developers/docs/resources/webhook#execute-webhook).
        case discord
        /// A chat of a bot (https://core.telegram.org/bots/api#sendmessage).
        case telegram(chat: String)
        /// A POST as Apprise sends it to `json://`.
        case json
        case mail(MailRoute)
        /// A browser, by its push service.
        case browser(PushSubscription)
    }

    package let kind: Kind
    /// The address of the request; empty for e-mail. A secret.
    package let url: String
    /// `Authorization`, where the address holds a user or a token. A secret.
    package let authorization: String?
    /// `webhook at hooks.example.org`: the only form in logs and output.
    package let name: String
    /// Truncated SHA-256 of the address: 16 hexadecimal digits.
    package let fingerprint: String

    package var receiver: NoticeReceiver { NoticeReceiver(fingerprint: fingerprint, name: name) }
    /// `nil` for an address of the settings.
    package var subscription: PushSubscription? {
        if case .browser(let subscription) = kind { subscription } else { nil }
    }

    /// A browser that registered itself.
    package init(_ subscription: PushSubscription) {
        (kind, url, authorization) = (.browser(subscription), subscription.endpoint, nil)
        (name, fingerprint) = (subscription.receiver.name, subscription.receiver.fingerprint)
    }

    /// - Parameter text: `https://host/path`; `ntfy://host/topic` with `?secure=false` for one without TLS;
    ///   `slack://A/B/C`; `discord://id/token`; `tgram://token/chat`; `json://host/path`, `jsons://host/path`;
    ///   `mailtos://user:password@host`. `user:password@` or `tk_token@` before the host. `server=` names another
    ///   server that speaks the protocol of Slack, Discord or Telegram.
    /// - Returns: `nil` for anything else.
    package init?(_ text: String) {
        // `user:123/rest@host` is a password with a slash that is not encoded, and would show a part of it as host and
        // port.
        guard let address = AddressParts(text), address.port == nil || !address.path.contains("@") else { return nil }
        let fingerprint = SHA256.hash(data: Data(text.utf8)).prefix(8).hexadecimal
        let found: Found?
        switch address.scheme {
        case "http", "https": found = Self.web(address)
        case "ntfy", "ntfys": found = Self.ntfy(address)
        case "slack": found = Self.slack(address)
        case "discord": found = Self.discord(address)
        case "tgram": found = Self.telegram(address)
        case "json", "jsons": found = Self.json(address)
        case "mailto", "mailtos":
            found = MailRoute(address).map { Found(.mail($0), url: "", name: "e-mail by \($0.host)") }
        default: found = nil
        }
        guard let found else { return nil }
        (kind, url, self.fingerprint) = (found.kind, found.url, fingerprint)
        // Two of one service differ by their addresses alone, of which nothing may be shown.
        name = found.isShared ? "\(found.name) \(fingerprint.prefix(4))" : found.name
        authorization =
            found.sendsCredentials
            ? address.credentials.map {
                $0.contains(":") ? "Basic " + Data($0.percentDecoded.utf8).base64EncodedString() : "Bearer " + $0
            } : nil
    }

    /// What an address means: one target, or of e-mail one for each recipient, so that what a server refuses for one
    /// keeps nothing from the others, and no one is written to twice.
    /// - Returns: `nil` for what is no address.
    package static func all(_ text: String) -> [NotificationTarget]? {
        guard let target = NotificationTarget(text) else { return nil }
        guard case .mail(let route) = target.kind, route.to.count > 1 else { return [target] }
        return route.to.enumerated().map { index, recipient in
            NotificationTarget(
                route.only(to: recipient), name: "\(target.name) (recipient \(index + 1) of \(route.to.count))",
                fingerprint: SHA256.hash(data: Data("\(text) \(recipient)".utf8)).prefix(8).hexadecimal)
        }
    }

    private init(_ route: MailRoute, name: String, fingerprint: String) {
        (kind, url, authorization) = (.mail(route), "", nil)
        (self.name, self.fingerprint) = (name, fingerprint)
    }

    private struct Found {
        let kind: Kind
        let url: String
        let name: String
        /// Whether all addresses of this kind have the same host.
        var isShared = false
        var sendsCredentials = false

        init(_ kind: Kind, url: String, name: String, isShared: Bool = false, sendsCredentials: Bool = false) {
            (self.kind, self.url, self.name) = (kind, url, name)
            (self.isShared, self.sendsCredentials) = (isShared, sendsCredentials)
        }
    }

    /// A webhook, or one of Slack or Discord, whose addresses tell.
    private static func web(_ address: AddressParts) -> Found? {
        let url =
            "\(address.scheme)://\(address.authority)" + (address.path.isEmpty ? "/" : address.path)
            + (address.query.map { "?" + $0 } ?? "")
        let host = address.host.lowercased()
        // It takes messages of its own form only: `tgram://`.
        if host == "api.telegram.org" { return nil }
        if host == "hooks.slack.com" { return Found(.slack, url: url, name: "Slack", isShared: true) }
        // The test versions of its client copy addresses of their own hosts, and the API may have its version in the
        // path.
        let isDiscord = ["discord.com", "discordapp.com", "ptb.discord.com", "canary.discord.com"].contains(host)
        if isDiscord, address.path.hasPrefix("/api/"), address.segments.prefix(3).contains("webhooks") {
            return Found(.discord, url: url, name: "Discord", isShared: true)
        }
        return Found(.webhook, url: url, name: "webhook at \(address.authority)", sendsCredentials: true)
    }

    private static func ntfy(_ address: AddressParts) -> Found? {
        let topic = address.path.drop { $0 == "/" }
        // https://docs.ntfy.sh/publish/: letters, digits, underscore and hyphen, 64 at most.
        guard !topic.isEmpty, topic.count <= 64,
            topic.allSatisfy({ $0.isLetter || $0.isNumber || $0 == "_" || $0 == "-" })
        else { return nil }
        let isPlain = address.scheme == "ntfy" && address.options["secure"] == "false"
        return Found(
            .ntfy(topic: String(topic)), url: "\(isPlain ? "http" : "https")://\(address.authority)/",
            name: "ntfy at \(address.authority)", sendsCredentials: true)
    }

    /// `slack://T…/B…/…`: the three parts of https://hooks.slack.com/services/.
    private static func slack(_ address: AddressParts) -> Found? {
        let parts = [address.host] + address.segments
        guard parts.count == 3, parts.allSatisfy(isToken), let server = server(address, "https://hooks.slack.com")
        else { return nil }
        return Found(
            .slack, url: server.url + "/services/" + parts.joined(separator: "/"), name: "Slack" + server.suffix,
            isShared: server.suffix.isEmpty)
    }

    /// `discord://id/token`.
    private static func discord(_ address: AddressParts) -> Found? {
        let parts = [address.host] + address.segments
        guard parts.count == 2, parts.allSatisfy(isToken), let server = server(address, "https://discord.com")
        else { return nil }
        return Found(
            .discord, url: server.url + "/api/webhooks/" + parts.joined(separator: "/"),
            name: "Discord" + server.suffix, isShared: server.suffix.isEmpty)
    }

    /// `tgram://123456:ABC/chat`: the token stands where an address has host and port.
    private static func telegram(_ address: AddressParts) -> Found? {
        let segments = address.segments
        guard segments.count == 1, let chat = segments.first, !chat.isEmpty, chat.count <= 64,
            let server = server(address, "https://api.telegram.org")
        else { return nil }
        let words = address.authority.percentDecoded.split(separator: ":", omittingEmptySubsequences: false)
        guard words.count == 2, words[0].allSatisfy(\.isNumber), isToken(String(words[0])), isToken(String(words[1]))
        else { return nil }
        return Found(
            .telegram(chat: chat), url: "\(server.url)/bot\(words[0]):\(words[1])/sendMessage",
            name: "Telegram" + server.suffix, isShared: server.suffix.isEmpty)
    }

    private static func json(_ address: AddressParts) -> Found? {
        let url =
            "\(address.scheme == "jsons" ? "https" : "http")://\(address.authority)"
            + (address.path.isEmpty ? "/" : address.path) + (address.query.map { "?" + $0 } ?? "")
        return Found(.json, url: url, name: "JSON at \(address.authority)", sendsCredentials: true)
    }

    /// The server of `server=`, and how its name ends; the usual one without.
    private static func server(_ address: AddressParts, _ usual: String) -> (url: String, suffix: String)? {
        let options = address.options
        guard options.keys.allSatisfy({ $0 == "server" }) else { return nil }
        guard let text = options["server"] else { return (usual, "") }
        guard let parts = AddressParts(text), ["http", "https"].contains(parts.scheme), parts.query == nil,
            parts.credentials == nil
        else { return nil }
        let path = parts.path.hasSuffix("/") ? String(parts.path.dropLast()) : parts.path
        return ("\(parts.scheme)://\(parts.authority)\(path)", " at \(parts.authority)")
    }

    private static func isToken(_ text: String) -> Bool {
        (1...200).contains(text.utf8.count)
            && text.utf8.allSatisfy {
                (0x30...0x39).contains($0) || (0x41...0x5A).contains($0) || (0x61...0x7A).contains($0)
                    || [0x2D, 0x5F].contains($0)
            }
    }
}
