import Logging

/// What the members of a record say: the time first, which is asked for every line, and the rest of it.
extension LineFacts {
    /// Adds a member of a record with this name.
    /// - Parameters:
    ///   - key: of the name, see ``RecordName``.
    ///   - name: the range of the name.
    mutating func addMember(_ key: UInt64, name: Value, _ value: Value, _ kind: JSONText.Kind, in line: Line) {
        switch RecordName.role(of: key) {
        case .time, .fallbackTime, .nanoseconds: return
        case .level:
            let raw = value.raw(in: line)
            let level =
                key == RecordName.severityNumber
                ? raw.number(0, raw.count).flatMap(Logger.Level.init(severityNumber:)) : Logger.Level(recorded: raw)
            if let level {
                // A word says more than a number beside it.
                if self.level == nil || kind == .string { self.level = level }
                return
            }
        case .message where kind == .list:
            if message.isEmpty {
                JSONText.strings(inListAt: Int(value.start), Int(value.start + value.count), of: line) {
                    message.append(Value($0, $1, .jsonString))
                }
                if !message.isEmpty { return }
            }
        case .message where kind != .object:
            if message.isEmpty {
                message.append(value.withoutLineEnd(in: line))
                return
            }
        case .unit where kind == .string:
            if unit == nil {
                unit = value
                if name.raw(in: line).elementsEqual("logger".utf8) { return }
            }
        case .trace where kind == .string: if trace == nil { trace = value }
        case .run: if run == nil { run = value }
        default: break
        }
        fields.append((name, value))
    }
}

extension LineFacts.Value {
    /// Without `\n` at the end of a JSON string, as Docker records it.
    func withoutLineEnd(in line: Line) -> LineFacts.Value {
        let raw = raw(in: line)
        guard encoding == .jsonString, raw.count >= 2, raw.has("\\n", at: raw.count - 2), !raw.isEscaped(raw.count - 2)
        else { return self }
        return LineFacts.Value(Int(start), Int(start + count) - 2, .jsonString)
    }
}

extension Logger.Level {
    /// A level in a record: a word, a letter, or a number: of syslog and GELF below 10, of bunyan and pino from 10 on
    /// in tens.
    init?(recorded value: Line) {
        if let number = value.number(0, value.count) {
            switch number {
            case 0...7: self = Logger.Level(severity: Int(number))
            case 10: self = .trace
            case 20: self = .debug
            case 30: self = .info
            case 40: self = .warning
            case 50: self = .error
            case 60: self = .critical
            default: return nil
            }
            return
        }
        if value.count == 1, let level = Logger.Level(letter: value[0]) {
            self = level
            return
        }
        var end = value.count
        // PostgreSQL's DEBUG1, OpenTelemetry's ERROR2.
        while end > 0, value[end - 1].isDigit || value[end - 1] == UInt8(ascii: " ") { end -= 1 }
        guard let level = Logger.Level(word: value.part(0, end)) else { return nil }
        self = level
    }

    /// SeverityNumber of OpenTelemetry's log data model: four numbers for each of six levels.
    init?(severityNumber number: Int64) {
        switch number {
        case 1...4: self = .trace
        case 5...8: self = .debug
        case 9...12: self = .info
        case 13...16: self = .warning
        case 17...20: self = .error
        case 21...24: self = .critical
        default: return nil
        }
    }
}
