import Dispatch

/// The key paths, each named as the function whose instructions callgrind counts.
///
/// A function repeats its path as often as ``repetitions`` says; what differs from run to run, such as the first use of
/// a type, has happened before, in ``warmUp()``.
enum KeyPath: String, CaseIterable {
    case repeatedRequest
    case decodedRequest
    case notModified
    case importedRow
    case feedItem
    case logLine

    /// How often the counted function takes the path: requests, rows, items, lines.
    var repetitions: Int {
        switch self {
        case .repeatedRequest, .decodedRequest, .notModified: 300
        case .importedRow: 300
        case .feedItem: 100
        case .logLine: 300
        }
    }
}

// scripts/instructions knows their names, and that they take and return nothing.

@MainActor func repeatedRequest() { requests.repeated() }
@MainActor func decodedRequest() { requests.decoded() }
@MainActor func notModified() { requests.notModified() }
func importedRow() { waiting { try importRows() } }
func feedItem() { waiting { try await readFeed() } }
func logLine() { waiting { try await mergeLines() } }

/// Runs on a thread of the pool and waits for it.
func waiting(_ work: @escaping @Sendable () async throws -> Void) {
    let done = DispatchSemaphore(value: 0)
    Task.detached {
        do { try await work() } catch { fatalError("\(error)") }
        done.signal()
    }
    done.wait()
}
