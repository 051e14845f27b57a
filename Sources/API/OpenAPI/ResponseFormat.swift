import Hummingbird

/// The form of a collection in a response.
enum ResponseFormat: String, CaseIterable, Sendable {
    case json, csv

    static let parameter = Parameter(
        "format", "The form of the response; without it, CSV where Accept names text/csv and not JSON.",
        schema: .oneOf(allCases.map(\.rawValue)), example: "csv", requirement: "must be json or csv",
        absent: ResponseFormat?.none, parse: { text in ResponseFormat(rawValue: text).map(Optional.some) })

    /// What `Accept` asks for: CSV where it names it, and not JSON.
    init(accepted lines: [String]) {
        guard !lines.isEmpty else {
            self = .json
            return
        }
        let types = AcceptedNames(lines)
        self = types.contains("text/csv") && !types.contains("application/json") ? .csv : .json
    }
}

extension OperationQuery {
    /// From `format`, else from `Accept`, else JSON.
    func format() throws(Problem) -> ResponseFormat {
        try self[ResponseFormat.parameter] ?? accepted
    }

    var accepted: ResponseFormat { ResponseFormat(accepted: request.headers[values: .accept]) }
}
