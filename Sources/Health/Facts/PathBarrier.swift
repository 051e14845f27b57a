/// A folder or file that keeps the service's user from something that a unit needs.
package struct PathBarrier: Hashable, Sendable {
    /// What the unit needs: its program, or the file of its settings.
    package let target: String
    /// What the user may not enter, read or run: the target, or a folder above it.
    package let path: String
    /// Permission bits of that.
    package let mode: UInt32
    package let user: String

    package init(target: String, path: String, mode: UInt32, user: String) {
        self.target = target
        self.path = path
        self.mode = mode
        self.user = user
    }
}
