import Domain

/// What language models wrote, in the tables `analyses` and `ai_calls`.
struct ModelStore: ModelLog {
    let engine: any SQLEngine

    private static let askable = ModelOutcome.known.filter(\.mayBeAskedAgain).map { "'\($0.rawValue)'" }
        .joined(separator: ", ")

    func claim(_ hour: Timestamp, in language: Language, provider: String, model: String, now: Timestamp)
        async throws(ArchiveFailure) -> Bool
    {
        try await engine.write { database throws(ArchiveFailure) in
            try database.execute(
                """
                INSERT INTO analyses (hour, language, claimed, provider, model, outcome) VALUES (?, ?, ?, ?, ?, ?)
                ON CONFLICT (hour, language) DO UPDATE SET claimed = excluded.claimed, provider = excluded.provider,
                model = excluded.model, outcome = excluded.outcome
                WHERE analyses.text IS NULL AND (
                    analyses.outcome IN (\(Self.askable)) OR analyses.outcome <> ? AND NOT EXISTS (
                        SELECT 1 FROM ai_calls WHERE started >= analyses.hour AND ai_calls.hour = analyses.hour
                        AND ai_calls.language = analyses.language AND ai_calls.provider = excluded.provider
                        AND ai_calls.model = excluded.model))
                """,
                [
                    .time(hour), .text(language.rawValue), .time(now), .text(provider), .text(SQLValue.cleaned(model)),
                    .text(ModelOutcome.abandoned.rawValue), .text(ModelOutcome.abandoned.rawValue),
                ]) == 1
        }
    }

    func finish(_ analysis: WrittenAnalysis) async throws(ArchiveFailure) {
        try await engine.write { database throws(ArchiveFailure) in
            _ = try database.execute(
                "UPDATE analyses SET provider = ?, model = ?, outcome = ?, text = ? WHERE hour = ? AND language = ?",
                [
                    .text(analysis.provider), .text(SQLValue.cleaned(analysis.model)),
                    .text(analysis.outcome.rawValue), .text(analysis.text.map(SQLValue.cleaned)),
                    .time(analysis.hour), .text(analysis.language.rawValue),
                ])
        }
    }

    func analysis(of hour: Timestamp, in language: Language) async throws(ArchiveFailure) -> WrittenAnalysis? {
        try await engine.read { database throws(ArchiveFailure) in
            guard
                let row = try database.rows(
                    "SELECT provider, model, outcome, text FROM analyses WHERE hour = ? AND language = ?",
                    [.time(hour), .text(language.rawValue)]
                ).first
            else { return nil }
            return WrittenAnalysis(
                hour: hour, language: language, provider: try row.text(0), model: try row.text(1),
                text: try row.textIfAny(3), outcome: ModelOutcome(rawValue: try row.text(2)))
        }
    }

    func record(_ call: ModelCall) async throws(ArchiveFailure) {
        let values = ModelCallRow.values(call)
        try await engine.write { database throws(ArchiveFailure) in
            _ = try database.execute(ModelCallRow.insert, values)
        }
    }

    func calls(before: ModelCallPosition?, limit: Int) async throws(ArchiveFailure) -> [ModelCall] {
        try await engine.read { database throws(ArchiveFailure) in
            var calls: [ModelCall] = []
            let earlier = before == nil ? "" : "WHERE started < ? OR started = ? AND id < ? "
            let position: [SQLValue] = before.map { [.time($0.started), .time($0.started), .text($0.id)] } ?? []
            let values = position + [.count(max(0, limit))]
            for row in try database.rows(
                "SELECT \(ModelCallRow.names) FROM ai_calls \(earlier)ORDER BY started DESC, id DESC LIMIT ?", values)
            {
                calls.append(try ModelCallRow.call(in: row))
            }
            return calls
        }
    }

    func spent(since: Timestamp) async throws(ArchiveFailure) -> Double {
        try await engine.read { database throws(ArchiveFailure) in
            let rows = try database.rows(
                "SELECT counted FROM ai_calls WHERE started >= ?", [.time(since)])
            var sum = 0.0
            for row in rows { sum += try row.real(0) }
            return sum
        }
    }
}

enum ModelCallRow {
    static let names =
        "id, started, duration, hour, language, attempt, provider, model, prompt_name, prompt_version, response_model, "
        + "input_tokens, output_tokens, reasoning_tokens, finish_reasons, outcome, details, cost, counted, not_before, text_length"
    static let insert =
        "INSERT INTO ai_calls (\(names)) VALUES (\(Array(repeating: "?", count: 21).joined(separator: ", "))) "
        + "ON CONFLICT (id) DO UPDATE SET "
        + names.split(separator: ",").dropFirst().map { name in
            let name = name.filter { $0 != " " }
            return "\(name) = excluded.\(name)"
        }.joined(separator: ", ")

    static func values(_ call: ModelCall) -> [SQLValue] {
        func count(_ value: Int?) -> SQLValue { value.map { .count($0) } ?? .null }
        return [
            .text(call.id), .time(call.started), .integer(call.duration.wholeMilliseconds), .time(call.hour),
            .text(call.language.rawValue), .count(call.attempt), .text(call.provider),
            .text(SQLValue.cleaned(call.model)), .text(call.promptName), .text(call.promptVersion),
            .text(call.responseModel.map(SQLValue.cleaned)), count(call.inputTokens), count(call.outputTokens),
            count(call.reasoningTokens), .text(SQLValue.cleaned(call.finishReasons.joined(separator: ","))),
            .text(call.outcome.rawValue), .text(SQLValue.cleaned(call.details.joined(separator: "\n"))),
            call.cost.map { .real($0) } ?? .null, .real(call.counted), .time(call.notBefore), count(call.textLength),
        ]
    }

    static func call(in row: SQLRow) throws(ArchiveFailure) -> ModelCall {
        func count(_ column: Int) throws(ArchiveFailure) -> Int? {
            row.values[column] == .null ? nil : try row.count(column)
        }
        guard let language = Language(rawValue: try row.text(4)) else {
            throw .unreadable("the language of a call of a language model is not known")
        }
        var call = ModelCall(
            id: try row.text(0), started: try row.time(1), duration: .milliseconds(try row.integer(2)),
            hour: try row.time(3), language: language, attempt: try row.count(5), provider: try row.text(6),
            model: try row.text(7), promptName: try row.text(8), promptVersion: try row.text(9),
            outcome: ModelOutcome(rawValue: try row.text(15)))
        call.responseModel = try row.textIfAny(10)
        (call.inputTokens, call.outputTokens, call.reasoningTokens) = (try count(11), try count(12), try count(13))
        call.finishReasons = try row.text(14).split(separator: ",").map(String.init)
        call.details = try row.text(16).textLines().map { String($0) }.filter { !$0.isEmpty }
        call.cost = row.values[17] == .null ? nil : try row.real(17)
        call.counted = try row.real(18)
        call.notBefore = try row.timeIfAny(19)
        call.textLength = try count(20)
        return call
    }
}
