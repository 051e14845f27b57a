import Domain
import FoundationEssentials
package import Hummingbird

/// `/livez` and `/readyz`, for systemd, load balancers and people.
package struct HealthRoutes: Sendable {
    private let checks: @Sendable () async -> [Readiness.Check]

    /// - Parameter checks: all of them have to be well before the service is called ready.
    package init(checks: @escaping @Sendable () async -> [Readiness.Check]) { self.checks = checks }

    package func add(to router: Router<APIRequestContext>, operations: OperationsAuthorization) {
        // Answers whenever the process can answer at all: whoever restarts us by it must not do so because a database
        // is away.
        router.add(ServiceOperations.livez) { _, _ in text("ok\n", status: .ok) }
        router.add(ServiceOperations.readyz) { query, context in
            let isVisitor = try operations.access(of: query.request, context) == .visitor
            let checks = await checks()
            let ready = checks.allSatisfy(\.ok)
            let status: HTTPResponse.Status = ready ? .ok : .serviceUnavailable
            guard try query[ServiceOperations.verbose] else {
                let reasons = checks.filter { !$0.ok }.map { isVisitor ? $0.name : "\($0.name): \($0.detail)" }
                return text(ready ? "ok\n" : "not ready: \(reasons.joined(separator: "; "))\n", status: status)
            }
            let body = try JSONEncoder.compact.encode(Report(checks, isVisitor: isVisitor))
            return Response(
                status: status,
                headers: [
                    .contentType: "application/json", .cacheControl: "no-store", .contentLength: "\(body.count)",
                ],
                body: ResponseBody(byteBuffer: ByteBuffer(bytes: body)))
        }
    }

    /// The body of `?verbose`.
    private struct Report: Encodable {
        struct Check: Encodable {
            let name: String
            let ok: Bool
            let detail: String?
        }
        let checks: [Check]
        let withheld: [String]?

        init(_ checks: [Readiness.Check], isVisitor: Bool) {
            self.checks = checks.map { Check(name: $0.name, ok: $0.ok, detail: isVisitor ? nil : $0.detail) }
            withheld = isVisitor ? [Withheld.detail] : nil
        }
    }

    private func text(_ text: String, status: HTTPResponse.Status) -> Response {
        Response(
            status: status,
            headers: [
                .contentType: "text/plain; charset=utf-8", .cacheControl: "no-store",
                .contentLength: "\(text.utf8.count)",
            ],
            body: ResponseBody(byteBuffer: ByteBuffer(string: text)))
    }
}
