import Foundation

/// A folder of the test's own, gone afterwards. Lent to two tests at a time: each of them runs several processes.
func withFolder<T>(isolation: isolated (any Actor)? = #isolation, _ body: (String) async throws -> T) async throws -> T {
    await Turnstile.shared.enter()
    let folder = FileManager.default.temporaryDirectory.path + "/end-to-end-" + UUID().uuidString
    do {
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        let result = try await body(folder)
        try? FileManager.default.removeItem(atPath: folder)
        await Turnstile.shared.leave()
        return result
    } catch {
        try? FileManager.default.removeItem(atPath: folder)
        await Turnstile.shared.leave()
        throw error
    }
}

private actor Turnstile {
    static let shared = Turnstile()
    private var free = 2
    private var waiting: [CheckedContinuation<Void, Never>] = []

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
