import Domain

/// The role of a unit of this program, by its name: `bitcoin-analyzer-collect.service`.
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

    /// The consequence for users of its failure.
    var effect: Phrase {
        switch self {
        case .api:
            Phrase(
                "The API does not respond, and the page shows no new data.",
                fr: "L’API ne répond pas, et la page n’affiche plus de nouvelles données.")
        case .web: Phrase("The page cannot be opened.", fr: "La page ne s’ouvre pas.")
        case .collector: .noNewData
        case .other:
            Phrase("The function of this unit is not available.", fr: "La fonction de cette unité n’est pas assurée.")
        }
    }
}
