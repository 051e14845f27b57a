import Domain
import FoundationEssentials

/// How many file descriptors a process has open, and how many it may have (proc(5): `/proc/PID/fd`,
/// `/proc/PID/limits`).
package struct OpenDescriptors: Hashable, Sendable {
    package let open: Int
    /// The soft limit.
    package let limit: Int

    package init(open: Int, limit: Int) {
        self.open = open
        self.limit = limit
    }

    /// Of this process, also when it has none left to read `/proc` with.
    package static var own: OpenDescriptors {
        let limit = DescriptorLimit.current
        // The listing itself has one open.
        if let open = count("/proc/self/fd") { return OpenDescriptors(open: open - 1, limit: limit) }
        return OpenDescriptors(open: FreeDescriptors.areLeft(1) ? 0 : limit, limit: limit)
    }

    /// `nil` when there is no such process, or this user may not see its descriptors.
    package static func of(_ process: Int32) -> OpenDescriptors? {
        guard let open = count("/proc/\(process)/fd"), let limits = ProcFile.text("/proc/\(process)/limits"),
            let limit = limit(in: limits)
        else { return nil }
        return OpenDescriptors(open: open, limit: limit)
    }

    /// `Max open files            1024                 524288               files`
    static func limit(in text: String) -> Int? {
        let name = "Max open files"
        guard let line = text.textLines().first(where: { $0.hasPrefix(name) }) else { return nil }
        return line.dropFirst(name.count).split(separator: " ").first.flatMap { $0 == "unlimited" ? .max : Int($0) }
    }

    private static func count(_ folder: String) -> Int? {
        try? FileManager.default.contentsOfDirectory(atPath: folder).count
    }
}
