import API
import Domain
import HTTPTypes
import Hummingbird
import Logging

/// `GET /alerts`, the forms of operators that add and remove price alerts, and the browsers that notifications go to.
struct AlertRoutes: Sendable {
    let reader: AlertReader
    let editing: AlertEditing
    let devices: DeviceRegister
    let operations: OperationsAuthorization
    let deadline: Duration
    let templates: Templates
    let files: AssetCatalog.Addresses
    let now: @Sendable () -> Timestamp
    let logger: Logger

    func add(to router: Router<APIRequestContext>) {
        router.get("/alerts") { request, context in
            let access = try operations.access(of: request, context)
            let page = PageRequest(request)
            let token = access == .tokenHolder ? operations.token(of: request) : nil
            let refused = request.uri.queryParameters["refused"].map(String.init)
            let (mayChange, refusal) = (operations.isSignedIn(request), refused.flatMap(AlertPage.Refusal.init))
            let alerts = await OperatorToken.$current.withValue(token) {
                await rendered(for: access, mayChange: mayChange, refusal: refusal, in: page.language, at: now())
            }
            return page.response(alerts, to: request)
        }
        router.post("/alerts") { request, context in
            let token = try operations.requireSession(request)
            let form = try await FormBody(request)
            return try await redirecting {
                try await editing.add(try Self.request(form), token: token, context)
            }
        }
        router.post("/alerts/:id/remove") { request, context in
            let token = try operations.requireSession(request)
            let id = String(try context.parameters.require("id").prefix(100))
            return try await redirecting { try await editing.remove(id, token: token, context) }
        }
        addDevices(to: router)
    }

    private func addDevices(to router: Router<APIRequestContext>) {
        // Sent by `push.js`, which shows what went wrong by the status.
        router.post("/alerts/devices") { request, context in
            let token = try operations.requireSession(request)
            let form = try await FormBody(request)
            let device = try PushSubscriptionRequest(
                endpoint: form["endpoint"] ?? "", key: form["p256dh"] ?? "", secret: form["auth"] ?? "",
                language: Language(rawValue: form["language"] ?? "") ?? PageRequest(request).language)
            try await devices.add(device, token: token, context)
            return Response(status: .noContent, headers: [.cacheControl: "no-store"])
        }
        router.post("/alerts/devices/:id/remove") { request, context in
            let token = try operations.requireSession(request)
            let id = String(try context.parameters.require("id").prefix(100))
            return try await redirecting { try await devices.remove(id, token: token, context) }
        }
    }

    private func rendered(
        for access: OperationsAccess, mayChange: Bool, refusal: AlertPage.Refusal?, in language: Language,
        at now: Timestamp
    ) async -> RenderedPage {
        var alerts: Loadable<AlertListResponse>?
        var known: Loadable<PushSubscriptionListResponse>?
        if access != .visitor {
            let (reader, devices) = (reader, devices)
            async let alertResult = reading(within: deadline) { () async throws(ReadModelFailure) in
                try await reader.alerts()
            }
            async let deviceResult = reading(within: deadline) { () async throws(ReadModelFailure) in
                try await devices.devices()
            }
            (alerts, known) = (Loadable(await alertResult), Loadable(await deviceResult))
        }
        for failure in [alerts?.failure, known?.failure] {
            guard case .unavailable(let detail, _) = failure else { continue }
            logger.warning("the dashboard cannot read the price alerts", metadata: ["detail": "\(detail)"])
        }
        let view = AlertPage(
            alerts, devices: known, mayChange: mayChange, canSignIn: operations.hasToken && !mayChange,
            refusal: refusal, files: files,
            in: LocalizedFormatter(language, at: now))
        return RenderedPage(
            templates.html(view), in: language, complete: alerts?.failure == nil,
            simulated: alerts?.value?.simulated == true, at: now)
    }

    /// A decimal comma is understood too: browsers send a point, whatever the reader sees, but not every reader has
    /// one. `100,000` is refused: it may be a hundred, or a hundred thousand.
    private static func request(_ form: FormBody) throws(Problem) -> AlertRequest {
        func number(_ name: String) -> Double? {
            guard let text = form[name]?.filter({ !$0.isWhitespace }),
                text.allSatisfy({ "0123456789.,+-eE".contains($0) })
            else { return nil }
            let parts = text.split(separator: ",", omittingEmptySubsequences: false)
            if parts.count == 2, parts[1].count == 3, parts[0].count <= 3, parts[0].first != "0" { return nil }
            return Double(text.replacing(",", with: "."))
        }
        let condition: PriceAlert.Condition
        do throws(InvalidPriceAlert) {
            condition = try PriceAlert.Condition(
                PriceAlertKind(rawValue: form["kind"] ?? ""), price: number("price"), percent: number("percent"),
                hours: number("hours").map { Int(exactly: $0) ?? -1 })
        } catch {
            throw .invalidAlert(error.reason.english)
        }
        return try AlertRequest(condition, note: form["note"] ?? "")
    }

    /// 303: the browser reads the page anew, and sends no form again. What was refused is said there, in the reader’s
    /// language.
    private func redirecting(_ change: () async throws -> Void) async throws -> Response {
        var path = "/alerts"
        do { try await change() } catch let problem as Problem {
            switch problem.status {
            case .unprocessableContent: path += "?refused=invalid"
            case .conflict: path += "?refused=full"
            // Removed by another one: the list shows it.
            case .notFound: break
            default: throw problem
            }
        }
        return Response(status: .seeOther, headers: [.location: path, .cacheControl: "no-store"])
    }
}
