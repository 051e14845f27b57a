import API
import Domain
import HTTPTypes
import Hummingbird

/// The forms of operators: to sign in and out, to change an incident, and to rate an analysis.
struct OperatorForms: Sendable {
    let operations: OperationsAuthorization
    let editing: IncidentEditing
    let feedback: FeedbackSending

    func add(to router: Router<APIRequestContext>) {
        router.post("/operations/session") { request, context in
            let form = try await FormBody(request)
            let cookie = try operations.signIn(with: form["token"] ?? "", request, context)
            return Self.redirect(to: Self.safePath(form["then"]), [.setCookie: cookie])
        }
        router.post("/operations/session/end") { request, _ in
            Self.redirect(to: "/operations", [.setCookie: try operations.signOut(request)])
        }
        router.post("/analysis/:id/feedback") { try await rate($0, $1) }
        router.post("/incidents/:id") { request, context in
            let token = try operations.requireSession(request)
            let id = IncidentID(rawValue: String(try context.parameters.require("id").prefix(100)))
            let form = try await FormBody(request)
            // A browser sends line ends as CR LF.
            func text(_ name: String) -> String? { form[name]?.replacing("\r\n", with: "\n") }
            let change = IncidentChange(
                resolution: text("resolution"), lesson: text("lesson"),
                state: form["state"].flatMap { ["open", "resolved"].contains($0) ? $0 : nil })
            try await editing.change(id, by: change, token: token, context)
            return Self.redirect(to: "/incidents/" + id.rawValue.percentEncoded)
        }
    }

    private func rate(_ request: Request, _ context: APIRequestContext) async throws -> Response {
        let token = try operations.requireSession(request)
        let id = String(try context.parameters.require("id").prefix(100))
        guard let helpful = try await FormBody(request)["helpful"].flatMap({ Bool($0) }) else {
            throw Problem(
                .unprocessableContent, code: "invalid-change", title: "Invalid change",
                detail: "the form must have the field 'helpful' with true or false")
        }
        try await feedback.send(helpful, about: id, token: token, context)
        return Self.redirect(to: "/analysis?rated#feedback")
    }

    /// Where to go after signing in: a page of this server only.
    private static func safePath(_ path: String?) -> String {
        guard let path, path.hasPrefix("/incidents/") || ["/sources", "/alerts"].contains(path),
            path.utf8.allSatisfy({ (0x21...0x7E).contains($0) && $0 != UInt8(ascii: "\\") }), !path.contains("..")
        else { return "/operations" }
        return path
    }

    /// 303: the browser reads the page anew, and sends no form again.
    private static func redirect(to path: String, _ headers: HTTPFields = [:]) -> Response {
        var headers = headers
        headers[.location] = path
        headers[.cacheControl] = "no-store"
        return Response(status: .seeOther, headers: headers)
    }
}
