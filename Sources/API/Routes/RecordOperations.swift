import Domain
import HTTPTypes

/// The operations on the records of the service: runs, incidents, timeline, status.
enum RecordOperations {
    static let status = Operation(
        "/v1/status", id: "getStatus", .operations, "The freshness of the data and the health of the service.",
        description: "200 whatever the result, which is in `healthy`.", access: .anyoneInPart,
        response: [.json(SourcesResponse.schema)])

    static let runLimit = Parameter.limit(default: 20)
    static let runs = Operation(
        "/v1/runs", id: "listRuns", .operations, "The collection runs, newest first.", access: .reader,
        parameters: [runLimit, Parameter.before, ResponseFormat.parameter],
        response: [.json(RunPage.schema), .text("text/csv")])

    static let state = Parameter<Incident.State?>.choice(
        "state", "Only incidents in this state.", among: ["open", "resolved"], parse: { Incident.State(known: $0) })
    static let cause = Parameter<Cause?>.choice(
        "cause", "Only incidents of this cause.", among: Cause.known.map(\.rawValue), parse: { Cause(known: $0) })
    static let parent = Parameter(
        "parent", "Only incidents that this one caused.", schema: .text(from: 1), example: "20260131-source-down-1",
        requirement: "must be the id of an incident", absent: IncidentID?.none,
        parse: { .some(IncidentID(rawValue: $0)) })
    static let since = Parameter.time("since", "Only incidents that were open at this time or later.")
    static let incidentLimit = Parameter.limit(default: 20)
    static let incidents = Operation(
        "/v1/incidents", id: "listIncidents", .operations, "The incidents, newest first.",
        description: "Evidence and what quotes other programs is shown to those who may read operational details.",
        access: .anyoneInPart,
        parameters: [
            incidentLimit, Parameter.before, state, cause, parent, since, Parameter.language, ResponseFormat.parameter,
        ], response: [.json(IncidentPage.schema), .text("text/csv")])
    static let register = Operation(
        "/v1/incidents/register", id: "getIncidentRegister", .operations,
        "Counts of incidents, mean times to detect, explain and recover, and what returns.", parameters: [since],
        response: [.json(RegisterResponse.schema)])
    static let incident = Operation(
        "/v1/incidents/{id}", id: "getIncident", .operations, "One incident in five steps, with its evidence.",
        access: .anyoneInPart, parameters: [Parameter.language], response: [.json(IncidentResponse.schema)],
        problems: [.notFound])
    static let editIncident = Operation(
        "/v1/incidents/{id}", method: .patch, id: "editIncident", .operations,
        "Edits the resolution, the lesson and the state of an incident.",
        description:
            "Members that are absent stay as they are (RFC 7396). With If-Match, only the version of that ETag.",
        access: .tokenHolder, parameters: [Parameter.language],
        requestBody: .json(IncidentPatch.schema), response: [.json(IncidentResponse.schema)],
        problems: [
            .notFound, .conflict, .preconditionFailed, .contentTooLarge, .unsupportedMediaType, .unprocessableContent,
        ])

    static let trace = Parameter(
        "trace", "Only entries of this trace.", schema: .text(matching: "^[0-9a-f]{32}$"),
        example: "4bf92f3577b34da6a3ce929d0e0e4736",
        requirement: "must be a trace id of 32 lowercase hexadecimal digits",
        absent: String?.none,
        parse: { text in
            let isTrace =
                text.utf8.count == 32 && text.utf8.allSatisfy { (48...57).contains($0) || (97...102).contains($0) }
            return isTrace ? .some(text) : nil
        })
    static let levels = ["trace", "debug", "info", "notice", "warning", "error", "critical"]
    static let level = Parameter<String?>.choice(
        "level", "Only entries of this level and worse.", among: levels, parse: { levels.contains($0) ? $0 : nil })
    static let timelineLimit = Parameter.limit(default: 100)
    static let timeline = Operation(
        "/v1/timeline", id: "listTimeline", .operations, "The events of records and logs, newest first.",
        access: .reader,
        parameters: [
            timelineLimit, Parameter.before, trace, level, Parameter.language, ResponseFormat.parameter,
        ],
        response: [.json(TimelinePage.schema), .text("text/csv")])

    static let events = Operation(
        EventRoute.path, id: "streamEvents", .operations,
        "What is new, as server-sent events: candle, article, analysis, incident and run.",
        description: """
            Their data are those of the collections. After a break, a client sends the id of its last event as \
            Last-Event-ID and gets what it has missed; `reset` tells that this is not known. A comment comes every 15 \
            seconds (WHATWG HTML, 9.2).
            """,
        access: .anyoneInPart, parameters: [Parameter.language], response: [.text("text/event-stream")])

    static let all = [
        status, events, runs, incidents, register, incident, editIncident, timeline,
    ]
}

extension RegisterResponse {
    static var schema: Schema {
        guard case .named(let name, .object(let fields)) = IncidentRegister.schema else { return .anything }
        return .named(name, .object(fields + [.field("simulated", .boolean)]))
    }
}

extension TimelinePage: SchemaDescribed {
    package static var schema: Schema { .page("TimelinePage", of: "timeline", TimelineEntry.schema, [.withheld]) }
}

extension IncidentPatch {
    static let schema = Schema.named(
        "IncidentPatch",
        .nonEmpty([
            .optional("resolution", .text(to: maxTextLength)), .optional("lesson", .text(to: maxTextLength)),
            .optional("state", .oneOf(["open", "resolved"])),
        ]))
}
