import Domain
import FoundationEssentials
import HTTPTypes
import Hummingbird

/// `PATCH /v1/incidents/{id}`: edits the resolution, the lesson and the state.
struct IncidentEditRoute: Sendable {
    private let editor: IncidentEditor
    private let operations: OperationsAuthorization

    /// - Parameter now: the time of a resolution.
    init(
        log: any IncidentLog, responses: ResponseCache, operations: OperationsAuthorization,
        now: @escaping @Sendable () -> Timestamp
    ) {
        editor = IncidentEditor(log: log, now: now) { responses.advance() }
        self.operations = operations
    }

    func add(to router: Router<APIRequestContext>) {
        router.add(RecordOperations.editIncident) { query, context in
            let request = query.request
            try operations.requireToken(request, context)
            let id = IncidentID(rawValue: try context.parameters.require("id"))
            let language = try query.language()
            let change = try await IncidentPatch(request)
            let wanted = request.headers[.ifMatch]
            let incident = try await editor.change(id, by: change, context) { incident in
                wanted.map { Self.isCurrent(incident, $0) } ?? true
            }
            return try ResponseContent(IncidentResponse(incident, language), language: language).prepared().response()
        }
    }

    /// Strong comparison (RFC 9110, 13.1.1) with the ETag of GET, in either language.
    private static func isCurrent(_ incident: Incident, _ header: String) -> Bool {
        // A compressed body has an ETag of its own, of the same incident.
        let wanted = header.split(separator: ",").map {
            $0.filter { !$0.isWhitespace }.replacing("-gzip\"", with: "\"")
        }
        if wanted.contains("*") { return true }
        return Language.allCases.contains { language in
            // GET without the token gives less, under another ETag.
            OperationsAccess.allCases.contains { access in
                let visible = IncidentResponse(incident, language).visible(to: access)
                guard let response = try? ResponseContent(visible).prepared() else { return false }
                return wanted.contains(response.etag)
            }
        }
    }
}
