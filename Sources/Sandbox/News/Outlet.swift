import Domain

/// The newspapers of the simulated world. Their names say that they are.
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

    /// How long after the hour's close the article is out.
    var delay: Duration {
        switch self {
        case .gazette: .minutes(4)
        case .gazetteSimulee: .minutes(7)
        case .times: .minutes(6)
        case .coinPost: .minutes(11)
        }
    }

    /// Whether the newspaper tells this story. Of the two that only the news search lists, one tells it, or both when
    /// it is big.
    func tells(_ story: Story) -> Bool {
        let isEven = (story.hour.seconds / 3600) % 2 == 0
        return switch self {
        case .gazette, .gazetteSimulee: true
        case .times: isEven || story.kind == .jump
        case .coinPost: !isEven || story.kind == .jump
        }
    }
}

/// One newspaper's article about one story.
struct SimulatedArticle: Sendable {
    let story: Story
    let outlet: Outlet

    /// What its address ends in: `1767254400-rise-gazette`.
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
