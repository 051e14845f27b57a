import Foundation

/// A folder of the test's own, gone afterwards. Lent to two tests at a time: each of them runs several processes.
/// - Parameter turnstile: Whom else it waits for.
func withFolder<T>(
    _ turnstile: Turnstile = .programs, isolation: isolated (any Actor)? = #isolation,
    _ body: (String) async throws -> T
) async throws -> T {
    await turnstile.enter()
    let folder = FileManager.default.temporaryDirectory.path + "/end-to-end-" + UUID().uuidString
    do {
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        let result = try await body(folder)
        try? FileManager.default.removeItem(atPath: folder)
        await turnstile.leave()
        return result
    } catch {
        try? FileManager.default.removeItem(atPath: folder)
        await turnstile.leave()
        throw error
    }
}

/// Lets a few through at a time.
actor Turnstile {
    static let programs = Turnstile(2)
    /// Containers mostly wait for a clock, so they have one of their own.
    static let containers = Turnstile(2)

    private var free: Int
    private var waiting: [CheckedContinuation<Void, Never>] = []

    init(_ count: Int) { free = count }

    func enter() async {
        if free > 0 {
            free -= 1
        } else {
            await withCheckedContinuation { waiting.append($0) }
        }
    }

    func leave() {
        if waiting.isEmpty { free += 1 } else { waiting.removeFirst().resume() }
    }
}
