/// What a member of a JSON record, or a pair of logfmt, is by its name: one set of names for all programs.
///
/// Names are compared without case, `_`, `.`, `-`, `@` and `$`; those within an object with that object's name in
/// front: `trace_id`, `traceId` and `{"trace":{"id":…}}` are one. From OpenTelemetry's log data model, the Elastic
/// Common Schema, GELF, bunyan, pino, winston, zap, logrus, slog, log4j's JSON, Serilog, structlog, MongoDB, Google
/// Cloud and Docker.
enum RecordName {
    enum Role: UInt8 { case time, fallbackTime, nanoseconds, level, message, unit, trace, run }

    static func role(of key: UInt64) -> Role? { roles[key] }

    /// Whether an object of that name is looked into.
    static func isContainer(_ key: UInt64) -> Bool { containers[key] != nil }

    /// - Parameter container: the key of the object around it.
    @inline(__always)
    static func key(of name: Line, in container: UInt64 = seed) -> UInt64 {
        var key = container
        for byte in name {
            let lower = byte | 0x20
            guard lower &- 97 < 26 || byte.isDigit else { continue }
            key = (key ^ UInt64(lower)) &* 0x100_0000_01B3
        }
        return key
    }

    /// FNV-1a (RFC 9923), in 64 bits.
    static let seed: UInt64 = 0xCBF2_9CE4_8422_2325

    static let severityNumber = key("severityNumber")

    private static let names: [Role: [String]] = [
        .time: [
            "time", "timestamp", "ts", "t", "datetime", "eventtime", "asctime", "timelocal", "timeiso8601",
            "timeunixnano", "timemillis", "tdate", "instantepochsecond", "timestampseconds", "logtime", "date",
        ],
        .fallbackTime: ["observedtimestamp", "observedtimeunixnano"],
        .nanoseconds: ["instantnanoofsecond", "timestampnanos"],
        .level: [
            "level", "lvl", "loglevel", "severity", "severitytext", "severitynumber", "levelname", "l", "s",
            "logseverity", "priority",
        ],
        .message: [
            "message", "msg", "body", "bodystringvalue", "log", "event", "m", "mt", "shortmessage", "text",
        ],
        .unit: [
            "logger", "loggername", "loglogger", "service", "servicename", "component", "c", "name", "app",
            "application", "program", "unit", "container", "containername",
        ],
        .trace: ["traceid", "trace", "ddtraceid", "oteltraceid"],
        .run: ["run"],
    ]

    private static let roles: SmallTable<Role> = {
        var table = SmallTable<Role>()
        for (role, names) in names {
            for name in names { table[key(name)] = role }
        }
        return table
    }()

    private static let containers: SmallTable<Bool> = {
        var table = SmallTable<Bool>()
        for name in ["log", "trace", "service", "body", "t", "timestamp", "instant", "container"] {
            table[key(name)] = true
        }
        return table
    }()

    private static func key(_ name: String) -> UInt64 { Array(name.utf8).withUnsafeBufferPointer { key(of: $0) } }
}

/// Up to some hundred values by keys that are spread already: open addressing without hashing again.
struct SmallTable<Value: Sendable>: Sendable {
    private var slots = [(key: UInt64, value: Value?)](repeating: (0, nil), count: 256)

    subscript(key: UInt64) -> Value? {
        get {
            var place = Int(key >> 56)
            while let value = slots[place].value {
                if slots[place].key == key { return value }
                place = (place + 1) & 255
            }
            return nil
        }
        set {
            var place = Int(key >> 56)
            while slots[place].value != nil, slots[place].key != key { place = (place + 1) & 255 }
            slots[place] = (key, newValue)
        }
    }
}
