import CFaults
import Domain
import FoundationEssentials
import Testing

@testable import Storage

/// As SQLite's own tests do (https://sqlite.org/testing.html#anomaly_testing): the n-th operation fails, for every n.
/// Each kind in a process of its own, as the layer below SQLite is the process's.
@Suite("A collection pass whose n-th operation of SQLite fails loses nothing, doubles nothing, and names the cause")
struct SQLiteFaultTests {
    /// `notMigrated`, `schemaDamaged`: where the lock for a look at the schema fails, SQLite uses the one that it
    /// knows, of the empty file.
    @Test("the disk does not read or write", arguments: [false, true])
    func io(lasting: Bool) async {
        await #expect(processExitsWith: .success) { [lasting = lasting as Bool] in
            try await Self.check(
                fault_io, lasting: lasting, atMost: 60, named: [.unreachable, .notMigrated, .schemaDamaged])
        }
    }

    @Test("the disk is full", arguments: [false, true])
    func full(lasting: Bool) async {
        await #expect(processExitsWith: .success) { [lasting = lasting as Bool] in
            try await Self.check(fault_full, lasting: lasting, atMost: 40, named: [.diskFull])
        }
    }

    @Test("no file can be opened", arguments: [false, true])
    func open(lasting: Bool) async {
        await #expect(processExitsWith: .success) { [lasting = lasting as Bool] in
            try await Self.check(fault_open, lasting: lasting, atMost: 40, named: [.readOnly, .notFound])
        }
    }

    private static func check(_ kind: fault_kind, lasting: Bool, atMost most: Int, named: Set<ArchiveFailure.Kind>)
        async throws
    {
        try #require(faults_install())
        let folder = FileManager.default.temporaryDirectory.path + "/faults-" + UUID().uuidString
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(atPath: folder) }
        func pass(_ file: Int, _ process: Int32) -> FaultyPass {
            FaultyPass(url: .sqlite(file: "\(folder)/\(file).db"), process: process)
        }

        faults_arm(kind, 0, false)
        #expect(try await pass(0, 1).collect() == .ok)
        let operations = faults_disarm()
        let wanted = try await pass(0, 1).content()
        #expect(wanted.candles.count > 40 && wanted.articles.count == 5)

        for number in FaultyPass.sample(of: operations, atMost: most) {
            let what = "operation \(number) of \(operations)"
            faults_arm(kind, number, lasting)
            var outcome: RunOutcome?
            do {
                outcome = try await pass(number, 1).collect()
                faults_disarm()
            } catch {
                faults_disarm()
                let failure = try #require(error as? ArchiveFailure, "\(what): \(error)")
                #expect(named.contains(failure.kind), "\(what): \(failure)")
            }
            // What a pass that ended well says it has kept is there, before any other pass.
            if outcome == .ok { #expect(try await pass(number, 1).content() == wanted, "\(what)") }
            #expect(try await pass(number, 2).collect() == .ok, "\(what)")
            #expect(try await pass(number, 2).content() == wanted, "\(what)")
            for suffix in ["", "-wal", "-shm"] {
                try? FileManager.default.removeItem(atPath: "\(folder)/\(number).db\(suffix)")
            }
        }
    }
}
