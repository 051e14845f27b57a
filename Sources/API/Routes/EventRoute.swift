import Domain
import HTTPTypes
package import Hummingbird

/// `GET /v1/events`: a stream of server-sent events (WHATWG HTML, 9.2).
package struct EventRoute: Sendable {
    private let streams: EventStreams
    private let operations: OperationsAuthorization

    package init(_ streams: EventStreams, operations: OperationsAuthorization) {
        self.streams = streams
        self.operations = operations
    }

    static let path = "/v1/events"

    package func add(to router: Router<APIRequestContext>) {
        router.add(RecordOperations.events) { query, context in
            let request = query.request
            let access = try operations.access(of: request, context)
            let language = try query.language()
            guard streams.hasRoom else { throw Problem.tooManyStreams }
            // An empty one is that of a client which has seen no event.
            let lastID = request.headers[.lastEventID].flatMap { $0.isEmpty ? nil : $0 }
            let id = lastID.flatMap(EventID.init)
            let subscription = EventSubscription(
                audience: EventAudience(language: language, access: access), lastID: id,
                hasUnknownID: lastID != nil && id == nil)
            EventTakeover.current?.take(subscription)
            let (streams, channel) = (streams, context.channel)
            return Response(
                status: .ok,
                headers: [
                    .contentType: EventFormat.contentType, .cacheControl: "no-store",
                    .contentLanguage: language.rawValue, .vary: "Accept-Language, Authorization",
                    // Else nginx keeps events back until it has some kilobytes of them.
                    .accelBuffering: "no",
                ],
                body: ResponseBody { writer in
                    await streams.run(on: channel, subscription)
                    try await writer.finish(nil)
                    channel.close(promise: nil)
                })
        }
    }
}

extension Problem {
    /// 503, to be retried after half a minute.
    fileprivate static let tooManyStreams = Problem(
        .serviceUnavailable, code: "too-many-streams", title: "Too many streams of events",
        detail: "MAX_EVENT_STREAMS streams are open; retry later, or read the collections instead",
        retryAfterSeconds: 30)
}
