import CFaults
import Domain
import FoundationEssentials
import Testing

@testable import Storage

/// Where SQLite gets no memory, GRDB ends the process in some places, as Swift does everywhere: so each pass has a
/// process of its own, and what counts is what it leaves.
@Suite("A collection pass whose n-th allocation of SQLite fails") struct SQLiteMemoryTests {
    @Test("loses nothing, doubles nothing, and blames memory, or ends the process", arguments: [false, true])
    func memory(lasting: Bool) async throws {
        let folder = FileManager.default.temporaryDirectory.path + "/memory-" + UUID().uuidString
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(atPath: folder) }
        func pass(_ number: Int, _ process: Int32) -> FaultyPass {
            FaultyPass(url: .sqlite(file: "\(folder)/\(number).db"), process: process)
        }

        #expect(try await pass(0, 1).collect() == .ok)
        let wanted = try await pass(0, 1).content()
        await #expect(processExitsWith: .success) { [folder = folder as String] in
            try #require(faults_install())
            faults_arm(fault_memory, 0, false)
            _ = try await FaultyPass(url: .sqlite(file: folder + "/count.db"), process: 1).collect()
            try Data("\(faults_disarm())".utf8).write(to: URL(filePath: folder + "/count"))
        }
        let count = try String(contentsOf: URL(filePath: folder + "/count"), encoding: .utf8)
        let allocations = try #require(Int(count))

        for number in FaultyPass.sample(of: allocations, atMost: 12) {
            let what = "allocation \(number) of \(allocations)"
            await withKnownIssue("the process ends", isIntermittent: true) {
                await #expect(processExitsWith: .success) {
                    [folder = folder as String, number = number as Int, lasting = lasting as Bool] in
                    try #require(faults_install())
                    faults_arm(fault_memory, number, lasting)
                    do {
                        _ = try await FaultyPass(url: .sqlite(file: "\(folder)/\(number).db"), process: 1).collect()
                        faults_disarm()
                    } catch {
                        faults_disarm()
                        let failure = try #require(error as? ArchiveFailure, "\(error)")
                        if failure.kind != .outOfMemory { Issue.record("\(failure)") }
                    }
                }
            } matching: { issue in
                // What the process itself found wrong is none of these.
                if case .expectationFailed = issue.kind { true } else { false }
            }
            #expect(try await pass(number, 2).collect() == .ok, "\(what)")
            #expect(try await pass(number, 2).content() == wanted, "\(what)")
        }
    }
}
