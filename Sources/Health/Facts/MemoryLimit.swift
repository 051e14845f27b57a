/// A limit of the address space of a unit, `LimitAS=` (systemd.exec(5)).
package enum MemoryLimit {
    /// Whether such a limit may be the reason of an exit: a program ends in as many ways as it has places that
    /// allocate, but not with success, and not with a status of sysexits(3), 64 to 78, with which it names another
    /// reason.
    /// - Parameter status: `nil` for a process that a signal ended.
    package static func mayExplain(exitStatus status: Int?) -> Bool {
        status.map { $0 > 0 && !(64...78).contains($0) } ?? true
    }
}
