import Domain

/// What a unit of this program is for, told by its name: `bitcoin-analyzer-collect.service`.
enum UnitRole {
    case api, web, collector, other

    init(_ unit: String) {
        let name = unit.prefix { $0 != "." && $0 != "@" }
        switch name {
        case _ where name.hasSuffix("-api"): self = .api
        case _ where name.hasSuffix("-web"): self = .web
        case _ where name.hasSuffix("-collect"): self = .collector
        default: self = .other
        }
    }

    /// What a user sees of it when it does not work.
    var effect: Phrase {
        switch self {
        case .api:
            Phrase(
                "The API gives no answer, and the page shows no new data.",
                fr: "L'API ne répond pas, et la page ne montre rien de nouveau.")
        case .web: Phrase("The page cannot be opened.", fr: "La page ne s'ouvre pas.")
        case .collector:
            Phrase(
                "No new prices and no new articles come in; what is shown grows old.",
                fr: "Ni cours ni articles nouveaux n'arrivent ; ce qui est affiché vieillit.")
        case .other: Phrase("What this unit does is not done.", fr: "Ce que fait cette unité n'est pas fait.")
        }
    }
}
