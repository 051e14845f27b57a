import Outbound

/// The parts of a request's address.
struct Query {
    let path: String
    private let parameters: [String: String]

    init(_ request: OutboundRequest) {
        let afterHost = request.url.split(separator: "/", maxSplits: 3, omittingEmptySubsequences: false).dropFirst(3)
            .joined(separator: "/")
        let parts = afterHost.split(separator: "?", maxSplits: 1)
        path = "/" + (parts.first ?? "")
        parameters = Dictionary(
            (parts.count > 1 ? parts[1] : "").split(separator: "&").map { pair in
                let sides = pair.split(separator: "=", maxSplits: 1)
                return (String(sides[0]), sides.count > 1 ? String(sides[1]) : "")
            }, uniquingKeysWith: { _, last in last })
    }

    subscript(name: String) -> String { parameters[name] ?? "" }
    func number(_ name: String) -> Int64 { Int64(self[name]) ?? 0 }
}
