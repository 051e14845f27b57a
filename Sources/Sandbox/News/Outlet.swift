import Domain

/// The simulated news outlets; their names show that they are simulated.
enum Outlet: String, CaseIterable, Sendable {
    case gazette
    case gazetteSimulee = "gazette-simulee"
    case times
    case coinPost = "coin-post"

    var name: String {
        switch self {
        case .gazette: "Sandbox Gazette"
        case .gazetteSimulee: "La Gazette simulée"
        case .times: "Simulated Times"
        case .coinPost: "Demo Coin Post"
        }
    }

    var language: Language { self == .gazetteSimulee ? .french : .english }

    /// The time between the close of the hour and the publication.
    var delay: Duration {
        switch self {
        case .gazette: .minutes(4)
        case .gazetteSimulee: .minutes(7)
        case .times: .minutes(6)
        case .coinPost: .minutes(11)
        }
    }

    /// Whether the outlet covers this story. Of the two that only the news search lists, one does, or both for a major
    /// story.
    func publishes(_ story: Story) -> Bool {
        let isEven = (story.hour.seconds / 3600) % 2 == 0
        return switch self {
        case .gazette, .gazetteSimulee: true
        case .times: isEven || story.kind == .jump
        case .coinPost: !isEven || story.kind == .jump
        }
    }
}

/// The article of one outlet about one story.
struct SimulatedArticle: Sendable {
    let story: Story
    let outlet: Outlet

    /// The last path component of its URL: `1767254400-rise-gazette`.
    var id: String { "\(story.hour.seconds)-\(story.kind.rawValue)-\(outlet.rawValue)" }
    var published: Timestamp { story.hour + outlet.delay }
    func link(_ origin: String) -> String { "\(origin)/articles/\(id)" }

    var title: String {
        switch outlet {
        case .gazette: EnglishWriter.title(story)
        case .gazetteSimulee: FrenchWriter.title(story)
        case .times, .coinPost: EnglishWriter.wireTitle(story)
        }
    }

    var summary: String {
        switch outlet.language {
        case .english: EnglishWriter.summary(story)
        case .french: FrenchWriter.summary(story)
        }
    }
}
