/// A format of log lines, with its examples. To add one: a file in `Known`, and its name in ``LineFormats/all``.
struct LineFormat: Sendable {
    typealias FindTime = @Sendable (_ line: Line, _ clock: inout LogClock) -> LineTime?
    typealias Read = @Sendable (_ line: Line, _ timeEnd: Int, _ facts: inout LineFacts) -> Void

    /// Its name in JSON output.
    let name: StaticString
    /// Whether lines of more precise formats could be taken for its own: it is tried after them.
    let isGeneric: Bool
    /// The beginnings that its lines have.
    let heads: [LineHead]
    /// Whether its lines may begin with a date as in ISO 8601 (`2026-11-23`).
    let mayBeginWithDate: Bool
    /// The time of a line of this format; `nil` for any other line. Called for every line with that beginning, so it
    /// must reject quickly.
    let time: FindTime
    /// Parses the rest of such a line. Called only for lines that are shown or that a filter needs parsed.
    let read: Read
    /// Whether a line that has no time is a record of this format nevertheless, and not the line above continued.
    let isTimelessRecord: (@Sendable (Line) -> Bool)?
    /// Lines with what is to be read of them, which the tests compare.
    let examples: [LineExample]

    /// A format that needs code.
    init(
        _ name: StaticString, heads: [LineHead], isGeneric: Bool = false, mayBeginWithDate: Bool = false,
        time: @escaping FindTime, read: @escaping Read, isTimelessRecord: (@Sendable (Line) -> Bool)? = nil,
        examples: [LineExample]
    ) {
        self.name = name
        self.isGeneric = isGeneric
        self.heads = heads
        self.mayBeginWithDate = mayBeginWithDate
        self.time = time
        self.read = read
        self.isTimelessRecord = isTimelessRecord
        self.examples = examples
    }

    /// A format that is its layouts, in the order in which they are tried.
    /// - Parameters:
    ///   - layouts: see ``LineLayout``.
    ///   - levels: level words of this format only, or with a meaning of their own.
    init(
        _ name: StaticString, _ layouts: [String], levels: [LevelWord] = [], isGeneric: Bool = false,
        examples: [LineExample]
    ) {
        let layouts = layouts.map { LineLayout($0, levels: levels) }
        self.init(
            name, heads: layouts.map(\.head), isGeneric: isGeneric,
            mayBeginWithDate: layouts.contains(where: \.beginsWithTime),
            time: { line, clock in
                for layout in layouts {
                    if let time = layout.time(of: line, &clock) { return time }
                }
                return nil
            },
            read: { line, _, facts in
                for layout in layouts where layout.read(line, into: &facts) { return }
                facts.message.append(.plain(0, line.count))
            },
            examples: examples)
    }
}

/// A line's moment, in microseconds since 1970, and the index after its text.
struct LineTime {
    let time: Int64
    let end: Int
}

/// A line, and what is to be read of it: the table beside each format.
struct LineExample: Sendable {
    let line: String
    /// RFC 3339, in UTC; read in the zone UTC, of a file that was written last on 2026-11-23.
    let time: String
    let level: String?
    let unit: String?
    let trace: String?
    let run: String?
    let text: String

    init(
        _ line: String, _ time: String, _ level: String?, unit: String? = nil, trace: String? = nil,
        run: String? = nil, _ text: String
    ) {
        self.line = line
        self.time = time
        self.level = level
        self.unit = unit
        self.trace = trace
        self.run = run
        self.text = text
    }

    /// Without a level.
    init(
        _ line: String, _ time: String, unit: String? = nil, trace: String? = nil, run: String? = nil, _ text: String
    ) {
        self.init(line, time, nil, unit: unit, trace: trace, run: run, text)
    }
}
