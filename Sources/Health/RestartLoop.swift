/// A service that exits repeatedly, and is started again each time.
package enum RestartLoop {
    /// Automatic restarts (`NRestarts`) from which on a service counts as being in one: fewer may be accidental. The
    /// only threshold for it.
    package static let restarts = 5
}
