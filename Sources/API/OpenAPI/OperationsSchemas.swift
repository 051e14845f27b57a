package import Domain

// The JSON forms of records of the operation. APITests compares them with what is encoded.

extension Run: SchemaDescribed {
    package static let schema = Schema.named(
        "Run",
        .object([
            .field("id", .text),
            .field("trace_id", .text(matching: "^[0-9a-f]{32}$"), "The W3C trace id of all that it did."),
            .field("command", .text), .field("trigger", .open(Trigger.known.map(\.rawValue))),
            .field("host", .text), .field("started", .time), .optional("finished", .time),
            .field("outcome", .open(RunOutcome.known.map(\.rawValue))),
            .field("sources", .array(SourceReport.schema)),
        ]))
}

extension SourceReport: SchemaDescribed {
    package static let schema = Schema.named(
        "SourceReport",
        .object([
            .field("source", .text), .field("part", .open(Part.known.map(\.rawValue))),
            .field("outcome", .open(Outcome.known.map(\.rawValue))),
            .field("fetched", .count), .field("new", .count), .field("updated", .count), .field("unchanged", .count),
            .field("rejected", .count, "Rows and entries that could not be used."),
            .optional(
                "error",
                .object([
                    .field("kind", .open(ErrorKind.known.map(\.rawValue))), .field("message", .text),
                    .field("hint", .text, "What to do."),
                ])),
            .optional(
                "next_attempt", .object([.field("not_before", .time), .field("reason", .text)]),
                "Of a feed that was not asked."),
        ]))
}

extension RunPage: SchemaDescribed {
    package static let schema = Schema.page("RunPage", of: "runs", Run.schema, [.withheld])
}

extension Evidence: SchemaDescribed {
    package static let schema = Schema.named(
        "Evidence",
        .object([.optional("time", .time), .field("source", .text), .field("line", .text)]))
}

extension IncidentResponse: SchemaDescribed {
    package static let schema = Schema.named(
        "Incident",
        .object([
            .field("id", .text), .field("cause", .open(Cause.known.map(\.rawValue))),
            .optional("host", .text), .optional("unit", .text),
            .optional("subject", .text, "The affected source, folder or port."),
            .field("severity", .open(Incident.Severity.known.map(\.rawValue))),
            .field("state", .open(Incident.State.known.map(\.rawValue))),
            .field("began", .time, "When the fault began, as far as the evidence shows."),
            .field("opened", .time, "When it was detected."),
            .optional("explained", .time, "When its root cause was identified."),
            .optional("resolved", .time), .field("reopened", .count),
            .optional("parent", .text, "The incident that caused it."),
            .field("context", .text), .field("symptom", .text), .field("diagnosis", .text),
            .field("resolution", .text), .field("lesson", .text),
            .field("evidence", .array(Evidence.schema)), .withheld,
        ]))
}

extension IncidentPage: SchemaDescribed {
    package static let schema = Schema.page("IncidentPage", of: "incidents", IncidentResponse.schema)
}

extension IncidentRegister: SchemaDescribed {
    package static let schema = Schema.named(
        "IncidentRegister",
        .object([
            .field("count", .count), .field("open", .count),
            .optional("mean_seconds_to_detect", .number(from: 0)),
            .optional("mean_seconds_to_explain", .number(from: 0)),
            .optional("mean_seconds_to_recover", .number(from: 0)),
            .field(
                "causes", .array(.object([.field("cause", .text), .field("count", .count), .field("open", .count)])),
                "Most frequent first."),
            .field(
                "returning",
                .array(
                    .object([
                        .field("cause", .text), .optional("host", .text), .optional("unit", .text),
                        .optional("subject", .text), .field("times", .count), .field("last", .time),
                    ])), "What occurred more than once at the same place."),
        ]))
}

extension TimelineEntry: SchemaDescribed {
    package static let schema = Schema.named(
        "TimelineEntry",
        .object([
            .field("time", .time), .field("source", .text, "A file, `journal` or `records`."),
            .optional("level", .text), .optional("unit", .text), .optional("trace_id", .text),
            .optional("run", .text), .field("message", .text),
        ]))
}

extension SourcesResponse: SchemaDescribed {
    package static let schema = Schema.named(
        "Status",
        .object([
            .field("healthy", .boolean), .field("version", .text), .field("as_of", .time),
            .field("simulated", .boolean),
            .optional("price", freshness, "Absent until a price has been collected."),
            .optional("news", freshness, "As of when the newest article was first seen."),
            .optional("runs", .array(Run.schema), "The last ones, newest first."),
            .optional("sources", .array(source)),
            .optional(
                "intervals",
                .array(
                    .object([
                        .field("interval", .oneOf(Interval.allCases.map(\.rawValue))), .field("first", .time),
                        .field("last", .time), .field("stored", .count),
                        .field("owed", .count, "Closed candles that some source may still have."),
                        .field("absent", .count, "Closed candles that no source has."),
                    ])), "What is stored."),
            .optional(
                "services",
                .array(
                    .object([
                        .field("unit", .text), .field("state", .text), .field("restarts", .count),
                        .optional("since", .time),
                    ])), "Absent where systemd did not respond."),
            .optional(
                "notifications",
                .array(
                    .object([
                        .field("receiver", .text, "Kind and host."), .optional("last_sent", .time),
                        .field("last_attempt", .time), .optional("error", .text, "How the last attempt failed."),
                        .field("waiting", .count, "Notifications that are tried again."),
                    ])), "The newest attempts to send to each address in NOTIFY."),
            .field(
                "incidents",
                .array(
                    .object([
                        .field("id", .text), .field("cause", .open(Cause.known.map(\.rawValue))),
                        .field("severity", .open(Incident.Severity.known.map(\.rawValue))), .field("opened", .time),
                    ])), "The open ones."),
            .optional(
                "problems",
                .array(
                    .object([.field("cause", .nullable(.text)), .field("detail", .text, "What is wrong; the fix.")]))
            ), .withheld,
        ]))

    private static let freshness = Schema.object([
        .field("as_of", .time), .field("age_seconds", .count), .field("fresh", .boolean),
    ])

    private static let source = Schema.object([
        .field("source", .text), .field("part", .open(SourceReport.Part.known.map(\.rawValue))),
        .field("outcome", .open(SourceReport.Outcome.known.map(\.rawValue))),
        .field("asked", .time, "When the run that asked it began."),
        .optional("error", .map(.anything), "Why it failed."),
        .optional("last_failure", .map(.anything), "With `recovered`, when it responded again."),
        .optional("last_answer", .time),
        .optional("next_attempt", .object([.field("not_before", .time), .field("reason", .text)])),
        .optional("share", .number(from: 0, to: 1), "Of the hours of the last 30 days."),
        .optional("begins", .time, "The open time of its first candle."),
        .optional("outages", .array(.map(.anything))), .optional("feed", .map(.anything), "Of a feed."),
    ])
}

extension Schema.Field {
    static let withheld = optional("withheld", .array(.text), "What the request may not see.")
}
