import API
import Dashboard
import Domain
import HTTPTypes
import Hummingbird
import Logging
import NIOCore
import NIOEmbedded
import NIOHTTP1
import NIOHTTPTypes
import NIOHTTPTypesHTTP1
import Support

/// The API and the dashboard over some records in memory, without a socket.
struct Service: Sendable {
    enum Part { case api, dashboard }

    struct Answer {
        let path: String
        let status: HTTPResponse.Status
        let headers: HTTPFields
        let body: [UInt8]
    }

    static let token = "a-token-for-fuzzing"
    static let shared = Service()

    private let responses: ResponseCache
    private let api: RouterResponder<APIRequestContext>
    private let dashboard: RouterResponder<APIRequestContext>?
    private let logger = Logger(label: "fuzz") { _ in SwiftLogNoOpLogHandler() }

    private init() {
        let now: @Sendable () -> Timestamp = { .hour(60) + .minutes(20) }
        let records = Records()
        let reader = LocalMarketReader(
            candles: records.candles, sightings: MemorySightings(), news: records.news, analyst: NoAnalyst(),
            simulated: false,
            freshness: PriceFreshness(collectEvery: .hours(1)), now: now)
        responses = ResponseCache(version: DataVersion(), now: now)
        let operations = OperationsAuthorization(.everyone, token: AdminToken(Self.token))
        let notifications = MemoryNotifications()
        let editor = AlertEditor(
            notifications, candles: MemoryCandles(), sightings: MemorySightings(), now: now)
        let registration = PushRegistration(
            MemoryPushSubscriptions(), key: "BPublic", services: PushServices(PushServices.usual) ?? PushServices.empty,
            now: now)
        api = APIRouter.make(
            reader: reader, runs: records.runs, responses: responses,
            readiness: Readiness {
                Readiness.Facts(
                    now: now(), schema: 1, wantedSchema: 1, newestPrice: now(), freshFor: .hours(2))
            },
            incidents: records.incidents, alerts: (notifications, editor), push: registration,
            status: StatusRoute { _ in Array("{}".utf8) }, metrics: MetricsRoute { [] },
            requests: RequestMetrics(), operations: operations, timeline: records, clock: now, simulated: false
        ).buildResponder()
        let router = Router(context: APIRequestContext.self)
        router.add(middleware: RequestMiddleware(simulated: false, requests: RequestMetrics()))
        let routes = try? DashboardRoutes(
            reader: reader, incidents: LocalIncidentReader(log: records.incidents, simulated: false),
            status: StatusReader(status: { _ in [] }), runs: RunReader(records.runs, simulated: false),
            traces: TraceReader(records, simulated: false),
            quality: QualityReader { () async throws(ReadModelFailure) in throw .empty(what: "quality") },
            alerts: AlertReader { () async throws(ReadModelFailure) in
                try await AlertListResponse(of: notifications, simulated: false)
            },
            editing: IncidentEditing(IncidentEditor(log: records.incidents, now: now)),
            feedback: FeedbackSending { _, _, _ in (404, []) }, alertEditing: AlertEditing(editor),
            devices: DeviceRegister(registration),
            operations: operations,
            now: now, logger: logger)
        routes?.add(to: router)
        dashboard = routes == nil ? nil : router.buildResponder()
    }

    /// The responses to the requests that a server would read from a connection.
    func responses(to bytes: [UInt8], of part: Part) async throws(FuzzTarget.Broken) -> [Answer] {
        guard let responder = part == .api ? api : dashboard else {
            throw FuzzTarget.Broken("the files of the dashboard are missing")
        }
        var answers: [Answer] = []
        for request in try decode(bytes) {
            let context = APIRequestContext(
                source: ApplicationRequestContextSource(channel: NIOAsyncTestingChannel(), logger: logger))
            do {
                let response = try await responder.respond(to: request, context: context)
                let body = Body()
                try await response.body.write(body.writer)
                answers.append(
                    Answer(
                        path: request.uri.string, status: response.status, headers: response.headers,
                        body: await body.bytes))
            } catch {
                throw FuzzTarget.Broken("\(request.uri.string): \(error)")
            }
        }
        return answers
    }

    /// Reads requests as the server's pipeline does, with the hot path, whose responses go nowhere.
    private func decode(_ bytes: [UInt8]) throws(FuzzTarget.Broken) -> [Request] {
        let channel = EmbeddedChannel()
        var requests: [Request] = []
        do {
            let pipeline = channel.pipeline.syncOperations
            try pipeline.configureHTTPServerPipeline(withPipeliningAssistance: false, withErrorHandling: false)
            try pipeline.addHandler(HTTP1ToHTTPServerCodec(secure: false))
            try ConnectionPipeline(
                responses: responses, simulated: false, register: ConnectionRegister(), logger: logger,
                now: { .hour(60) }
            ).addHandlers(to: channel)
            channel.pipeline.fireChannelActive()
        } catch {
            throw FuzzTarget.Broken("the pipeline cannot be built: \(error)")
        }
        // What the decoder refuses is answered with 400 before anything of ours sees it.
        _ = try? channel.writeInbound(ByteBuffer(bytes: bytes))
        var head: HTTPRequest?
        var body = ByteBuffer()
        while let part = try? channel.readInbound(as: HTTPRequestPart.self) {
            switch part {
            case .head(let request): (head, body) = (request, ByteBuffer())
            case .body(let more): body.writeImmutableBuffer(more)
            case .end:
                if let head { requests.append(Request(head: head, body: RequestBody(buffer: body))) }
                head = nil
            }
        }
        _ = try? channel.finish(acceptAlreadyClosed: true)
        return requests
    }
}

/// Collects a response's body.
private actor Body {
    private(set) var bytes: [UInt8] = []

    nonisolated var writer: Writer { Writer(body: self) }

    func append(_ buffer: ByteBuffer) { bytes += buffer.readableBytesView }

    struct Writer: ResponseBodyWriter {
        let body: Body
        mutating func write(_ buffer: ByteBuffer) async throws { await body.append(buffer) }
        consuming func finish(_ trailingHeaders: HTTPFields?) async throws {}
    }
}
