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
    var effect: String {
        switch self {
        case .api: "The API gives no answer, and the page shows no new data."
        case .web: "The page cannot be opened."
        case .collector: "No new prices and no new articles come in; what is shown grows old."
        case .other: "What this unit does is not done."
        }
    }
}
