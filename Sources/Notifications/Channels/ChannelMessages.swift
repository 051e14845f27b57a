import Domain

/// What a channel for people shows of a notice.
struct MessageText {
    let title: String
    let body: String
    let tone: Notice.Tone
    let time: Timestamp
    let event: Notice.Event

    init(_ notice: Notice, in language: Language) {
        (title, body) = (notice.title[language], notice.body(in: language))
        (tone, time, event) = (notice.tone, notice.time, notice.event)
    }
}

/// https://docs.ntfy.sh/publish/#publish-as-json
struct NtfyMessage: Encodable {
    let topic, title, message: String
    let priority: Int
    let tags: [String]

    init(_ text: MessageText, topic: String) {
        self.topic = topic
        // Beyond 4,096 bytes ntfy makes an attachment of a message.
        (title, message) = (text.title.cut(to: 250), text.body.cut(to: 1300))
        priority = text.tone == .critical ? 5 : 3
        let tag =
            switch (text.event, text.tone) {
            case (.resolved, _): "white_check_mark"
            case (.reminder, _): "hourglass"
            case (.alert, _): "chart_with_upwards_trend"
            case (.summary, _): "newspaper"
            case (_, .critical): "rotating_light"
            default: "warning"
            }
        tags = [tag]
    }
}

/// https://docs.slack.dev/messaging/sending-messages-using-incoming-webhooks; texts of type `plain_text` have no markup
/// and mention nobody. A header has at most 150 characters, a section 3000
/// (https://docs.slack.dev/reference/block-kit/blocks).
struct SlackMessage: Encodable {
    struct Block: Encodable {
        struct Text: Encodable {
            let type = "plain_text"
            let text: String
            let emoji = false
        }

        let type: String
        let text: Text
    }

    /// Where blocks are not shown, as in a notification of a phone.
    let text: String
    let blocks: [Block]

    init(_ text: MessageText) {
        // https://docs.slack.dev/messaging/formatting-message-text#escaping
        let escaped = text.title.replacing("&", with: "&amp;").replacing("<", with: "&lt;").replacing(">", with: "&gt;")
        self.text = escaped
        var blocks = [Block(type: "header", text: .init(text: text.title.cut(to: 150)))]
        // A text may not be empty.
        if !text.body.isEmpty { blocks.append(Block(type: "section", text: .init(text: text.body.cut(to: 3000)))) }
        self.blocks = blocks
    }
}

/// https://discord.com/developers/docs/resources/webhook#execute-webhook; the limits of an embed are 256 characters for
/// the title and 4096 for the description
/// (https://discord.com/developers/docs/resources/message#embed-object-embed-limits).
struct DiscordMessage: Encodable {
    struct Embed: Encodable {
        let title, description: String
        let color: Int
        let timestamp: Timestamp
    }

    struct Mentions: Encodable { let parse: [String] = [] }

    let username = "Bitcoin Analyzer"
    let embeds: [Embed]
    let allowedMentions = Mentions()

    private enum CodingKeys: String, CodingKey {
        case username, embeds
        case allowedMentions = "allowed_mentions"
    }

    init(_ text: MessageText) {
        let color =
            switch text.tone {
            case .critical: 0xD6_3A3A
            case .warning: 0xE6_9F00
            case .good: 0x1F_9D8A
            case .info: 0xF7_931A
            }
        embeds = [
            Embed(
                title: Self.escaped(text.title).cut(to: 256), description: Self.escaped(text.body).cut(to: 4096),
                color: color, timestamp: text.time)
        ]
    }

    /// Without Markdown.
    private static func escaped(_ text: String) -> String {
        text.unicodeScalars.reduce(into: "") { escaped, scalar in
            if "\\*_~`|>#[]()<@".unicodeScalars.contains(scalar) { escaped += "\\" }
            escaped.unicodeScalars.append(scalar)
        }
    }
}

/// https://core.telegram.org/bots/api#sendmessage: at most 4096 characters; without `parse_mode` nothing is markup.
struct TelegramMessage: Encodable {
    struct LinkPreview: Encodable {
        let isDisabled = true

        private enum CodingKeys: String, CodingKey { case isDisabled = "is_disabled" }
    }

    let chat, text: String
    let linkPreview = LinkPreview()

    private enum CodingKeys: String, CodingKey {
        case text
        case chat = "chat_id"
        case linkPreview = "link_preview_options"
    }

    init(_ text: MessageText, chat: String) {
        self.chat = chat
        self.text = (text.title + "\n\n" + text.body).cut(to: 4096)
    }
}

/// The body that Apprise sends to `json://` (https://github.com/caronc/apprise/wiki/Notify_Custom_JSON).
struct AppriseMessage: Encodable {
    let version = "1.0"
    let title, message, type: String
    let attachments: [String] = []

    init(_ text: MessageText) {
        (title, message) = (text.title, text.body)
        type =
            switch text.tone {
            case .critical: "failure"
            case .warning: "warning"
            case .good: "success"
            case .info: "info"
            }
    }
}

extension String {
    /// Cut to so many UTF-16 units, as these services count, between characters.
    func cut(to limit: Int) -> String {
        guard utf16.count > limit else { return self }
        var (kept, units) = ("", 0)
        for character in self {
            units += character.utf16.count
            guard units < limit else { break }
            kept.append(character)
        }
        return kept + "…"
    }
}
