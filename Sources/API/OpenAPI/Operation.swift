import Domain
package import HTTPTypes

/// One method of one route: what it is for, what it takes and what it returns. Requests are read by it, and the OpenAPI
/// document is made from it.
package struct Operation: Sendable {
    package struct Body: Sendable {
        let mediaType: String
        let schema: Schema

        /// `application/json`.
        static func json(_ schema: Schema) -> Body { Body(mediaType: "application/json", schema: schema) }
        static func text(_ mediaType: String) -> Body { Body(mediaType: mediaType, schema: .text) }
    }

    /// Who may use it.
    package enum Access: Sendable {
        /// Whoever reaches the listener.
        case anyone
        /// Whoever reaches the listener; the token shows more.
        case anyoneInPart
        /// Who may read operational details (`OPERATIONS_PAGE`).
        case reader
        /// Who has the token.
        case tokenHolder
    }

    package let method: HTTPRequest.Method
    /// `/v1/incidents/{id}`.
    package let path: String
    /// The name in clients made from the document.
    package let id: String
    package let summary: String
    package let description: String
    package let tag: Tag
    package let access: Access
    package let parameters: [any ParameterDescription]
    /// Whether parameters that are not known are read over, as the first Bitcoin Analyzer did.
    let ignoresUnknown: Bool
    package let requestBody: Body?
    package let response: [Body]
    /// Status codes of problems beside those that every operation may have.
    package let problems: [HTTPResponse.Status]

    package enum Tag: String, Sendable, CaseIterable {
        case market = "Market"
        case operations = "Operations"
        case service = "Service"
        case first = "First version"
    }

    init(
        _ path: String, method: HTTPRequest.Method = .get, id: String, _ tag: Tag, _ summary: String,
        description: String = "", access: Access = .anyone, parameters: [any ParameterDescription] = [],
        ignoresUnknown: Bool = false, requestBody: Body? = nil, response: [Body],
        problems: [HTTPResponse.Status] = []
    ) {
        self.method = method
        self.path = path
        self.id = id
        self.tag = tag
        self.summary = summary
        self.description = description
        self.access = access
        self.parameters = parameters
        self.ignoresUnknown = ignoresUnknown
        self.requestBody = requestBody
        self.response = response
        self.problems = problems
    }
}
