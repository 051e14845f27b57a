/// The pause before a service begins what nobody waits for, such as looking at the health of the machine: a process that
/// has just started has clients who waited for it, and they get its processors first.
enum StartPause {
    static let length: Duration = .milliseconds(300)

    /// Returns earlier when the task is cancelled.
    static func end(_ length: Duration = length) async { try? await ContinuousClock().sleep(for: length) }
}
