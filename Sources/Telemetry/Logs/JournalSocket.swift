import FoundationEssentials
import Logging
import OperatingSystem

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#endif

/// Sends log entries by journald's native protocol (https://systemd.io/JOURNAL_NATIVE_PROTOCOL/): one datagram per
/// entry, with all fields, so that `journalctl TRACE_ID=…` finds them.
package final class JournalSocket: Sendable {
    private let socket: Int32
    private let path: String

    /// - Returns: `nil` when the socket does not exist or is not writable.
    package init?(path: String) {
        let socket = datagramSocket()
        guard socket >= 0 else { return nil }
        self.socket = socket
        self.path = path
        guard access(path, W_OK) == 0 else { return nil }
    }

    deinit { close(socket) }

    package static func ofThisHost() -> JournalSocket? { JournalSocket(path: "/run/systemd/journal/socket") }

    /// - Returns: `false` when the journal is unavailable, or the entry is larger than a datagram.
    package func send(_ entry: LogEntry) -> Bool {
        let datagram = Self.datagram(of: entry)
        var sent = false
        UnixAddress(path).withAddress { address, length in
            sent = sendto(socket, datagram, datagram.count, Int32(MSG_NOSIGNAL), address, length) == datagram.count
        }
        return sent
    }

    static func datagram(of entry: LogEntry) -> [UInt8] {
        var bytes: [UInt8] = []
        append("MESSAGE", entry.message, to: &bytes)
        append("PRIORITY", "\(entry.level.syslogPriority)", to: &bytes)
        append("SYSLOG_IDENTIFIER", entry.logger, to: &bytes)
        append("LEVEL", entry.level.rawValue, to: &bytes)
        for (name, value) in entry.fields.sorted(by: { $0.key < $1.key }) {
            if let name = fieldName(name) { append(name, value, to: &bytes) }
        }
        return bytes
    }

    /// `trace_id` becomes `TRACE_ID`, `error.type` becomes `ERROR_TYPE`: upper case letters, digits and `_`, at most
    /// 64, starting with a letter.
    private static func fieldName(_ name: String) -> String? {
        let upper = name.uppercased().map { $0.isASCII && ($0.isLetter || $0.isNumber) ? $0 : "_" }.drop {
            !$0.isLetter
        }.prefix(64)
        return upper.isEmpty ? nil : String(upper)
    }

    /// A multi-line value is preceded by its length: 64 bits, little-endian.
    private static func append(_ name: String, _ value: String, to bytes: inout [UInt8]) {
        bytes += name.utf8
        if value.utf8.contains(UInt8(ascii: "\n")) {
            bytes.append(UInt8(ascii: "\n"))
            withUnsafeBytes(of: UInt64(value.utf8.count).littleEndian) { bytes += $0 }
        } else {
            bytes.append(UInt8(ascii: "="))
        }
        bytes += value.utf8
        bytes.append(UInt8(ascii: "\n"))
    }
}

/// socket(2), which the property of that name would hide. Musl has its types as numbers.
private func datagramSocket() -> Int32 {
    #if canImport(Musl)
        socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC, 0)
    #else
        socket(AF_UNIX, Int32(SOCK_DGRAM.rawValue | SOCK_CLOEXEC.rawValue), 0)
    #endif
}
